#pragma once

#include "models/desk/desk_picture.h"
#include "models/risk/funding_accrual.h"
#include "models/risk/limits.h"
#include "models/risk/pnl_explain.h"
#include "models/risk/reverse_stress.h"
#include "models/risk/scenario_propagation.h"
#include "models/risk/stress_loop.h"
#include "models/risk/value_at_risk.h"
#include "models/whatif/book_map.h"
#include "models/whatif/scenario_comparison.h"
#include "models/whatif/spot_curves.h"
#include "models/whatif/tornado.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ballast {

// Which two things the heatmap moves.
enum class MapView
{
    SpotVol,  // vol points at 30 days down
    SpotTime, // days down
    SpotSpot  // spot of a second underlying down
};

// What the map's axes do not move.
enum class MapRest
{
    AsInScenario,
    StandsStill
};

struct MapChoice
{
    MapView view = MapView::SpotVol;
    BookMeasure measure = BookMeasure::PnlUsd;
    std::string secondUnderlying; // of SpotSpot
    MapRest rest = MapRest::AsInScenario;
    bool operator==(const MapChoice&) const = default;
};

struct VarChoice
{
    VarMethod method = VarMethod::FilteredHistorical;
    double confidence = 0.99;
    int horizonDays = 1;
    bool operator==(const VarChoice&) const = default;
};

// Daily moves of the book's factors, and where they are from.
struct OpenHistory
{
    FactorHistory daily;
    std::string source;               // "BTC.csv, ETH.csv"
    std::vector<std::string> proxied; // underlyings that move as another, for want of their own
};
using OpenHistoryPtr = std::shared_ptr<const OpenHistory>;

// A moment that was kept: a priced book to explain P&L from or to.
struct KeptMoment
{
    std::uint64_t id = 0;
    std::string name; // "09:00:12"
    DeskPicturePtr picture;
    FundingSums funding; // paid until then since the desk began
};

// Two moments of one desk, what was traded and what funding was paid between them.
struct ExplainChoice
{
    DeskPicturePtr from; // null: nothing is asked
    DeskPicturePtr to;
    std::vector<ExplainedTrade> trades;
    std::vector<FundingPayment> funding;
};

// Everything that one run of the lab works from.
struct ScenarioRequest
{
    std::uint64_t number = 0;
    DeskPicturePtr basis;  // market, surfaces and the live book
    PortfolioPtr whatIf;   // null: no hypothetical leg
    PortfolioPtr hedged;   // what-if book and the open proposal; null: no proposal is open
    std::string hedgeName; // "+ hedge 218"
    std::string underlying;
    std::shared_ptr<const ScenarioSet> set;
    ScenarioNodeId chosen;
    MapChoice map;
    VarChoice var;
    OpenHistoryPtr history; // null: none was opened
    ExplainChoice explain;
    std::vector<Limit> limits;
    std::string marginModel = "deribit-pm";
    std::optional<double> equityUsd; // cash of the margin account beside the book; nullopt: nobody stated it
};

// Value at risk of every book of the picture, or why there is none.
struct VarPicture
{
    VarChoice choice;
    SnapshotId basis;
    std::vector<std::shared_ptr<const VarReport>> books;
    std::string source;
    std::string problem;
};

struct StressPicture
{
    SnapshotId basis;
    std::optional<ReverseStress> stress;
    std::string problem;
};

struct ExplainPicture
{
    std::optional<PnlExplain> explain;
    std::string problem;
};

// How the market answers the scenario round by round: forced liquidations and our own hedging move the price on.
struct FeedbackPicture
{
    SnapshotId basis;
    std::optional<StressLoop> loop;
    std::optional<LoopResult> result;
    std::string problem;
};

// What one run publishes: a value. Parts that a run has not reached yet are those of the run before, as their own basis
// says.
struct ScenarioPicture
{
    std::uint64_t request = 0;
    SnapshotPtr market;
    std::string underlying;
    std::vector<PricedBookPtr> books; // the live book first, then what-if and hedged where there are any
    std::size_t shown = 0;            // whose map, curves and factors these are
    ScenarioNode chosen;
    Scenario applied; // the chosen one and what follows it
    std::vector<FactorShift> followed;
    std::string chosenProblem;
    MapChoice mapChoice;
    std::shared_ptr<const BookMap> map;
    std::string mapProblem;
    std::shared_ptr<const SpotCurves> curves;        // with nothing moved, at several dates
    std::shared_ptr<const SpotCurves> scenarioCurve; // with the scenario's other shocks
    std::shared_ptr<const Tornado> tornado;
    std::shared_ptr<const ScenarioContributions> contributions;
    std::shared_ptr<const ScenarioComparison> comparison;
    std::shared_ptr<const VarPicture> var;
    std::shared_ptr<const StressPicture> stress;
    std::vector<VolLevel> volLevels; // at the money at 30 days
    std::shared_ptr<const ExplainPicture> explain;
    std::shared_ptr<const FeedbackPicture> feedback;
    std::vector<std::vector<LimitCheck>> limits; // of each book
    double quickMilliseconds = 0.0;              // until everything but VaR, stress and explain was there
    bool complete = false;                       // nothing is left to do

    [[nodiscard]] const ComparedScenario* row(ScenarioNodeId node) const; // null: not in the table
    [[nodiscard]] const PricedBook* shownBook() const;                    // null: nothing is priced yet
    [[nodiscard]] bool hasWhatIf() const { return shown > 0; }
};

using ScenarioPicturePtr = std::shared_ptr<const ScenarioPicture>;

// At the money at 30 days, of each underlying with a surface.
[[nodiscard]] std::vector<VolLevel> volLevelsOf(const DeskPicture& picture);

// The axes of a map of the screens.
[[nodiscard]] MapAxis mapColumns(const MapChoice& choice, const std::string& underlying);
[[nodiscard]] MapAxis mapRows(const MapChoice& choice, const std::string& underlying);
// What else happens in every cell: the scenario without what the axes move, which they replace anyway.
[[nodiscard]] Scenario mapBase(const MapChoice& choice, const std::string& underlying, const Scenario& applied);

// A scenario with the values of one cell of the map.
[[nodiscard]] Scenario withMapCell(const Scenario& scenario, const BookMap& map, std::size_t row, std::size_t column);

} // namespace ballast
