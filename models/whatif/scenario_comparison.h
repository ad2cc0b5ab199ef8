#pragma once

#include "models/risk/scenario_grid.h"
#include "models/risk/scenario_propagation.h"
#include "models/risk/value_at_risk.h"
#include "models/whatif/scenario_set.h"
#include "models/whatif/shocked_margin.h"

#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace ballast {

struct WorstLeg
{
    std::string instrument;
    double pnlUsd = 0.0;
    bool operator==(const WorstLeg&) const = default;
};

// One book under one scenario.
struct ComparedCell
{
    std::optional<double> pnlUsd;      // nullopt: no line has a price
    std::optional<WorstLeg> worst;     // nullopt: no leg loses
    std::optional<MarginAfter> margin; // nullopt: no model was asked
    int expiredLegs = 0;               // settled on the way
    double exitCostUsd = 0.0;          // what leaving the book would lose then
    int linesLeftOut = 0;
    std::vector<std::string> estimates{}; // as in ScenarioResult
    bool operator==(const ComparedCell&) const = default;
};

struct ComparedScenario
{
    ScenarioNodeId node;
    std::string name;
    ScenarioOrigin origin = ScenarioOrigin::Own;
    std::vector<ComparedCell> cells;     // parallel to the books
    std::optional<std::size_t> bestBook; // highest P&L; nullopt: fewer than two to choose from
    std::vector<std::string> followed;   // "vol:BTC +12.3 %": what moved along
    std::string refused;                 // not empty: the scenario itself cannot be run because
    bool operator==(const ComparedScenario&) const = default;
};

// One book as it is now.
struct ComparedBook
{
    std::string title;
    Exposure totals;
    std::optional<TailMeasure> var;    // at the options' confidence and horizon
    std::optional<MarginAfter> margin; // now
    double exitCostUsd = 0.0;
    std::optional<double> costToTradeUsd; // of getting there from the first book: exit cost of what differs
    int lines = 0;
    int linesLeftOut = 0;
    bool operator==(const ComparedBook&) const = default;
};

// Book, book + what-if, book + proposed hedge side by side.
struct ScenarioComparison
{
    SnapshotId basis; // of the first book
    Timestamp asOf{};
    std::string marginModel; // word; empty: none
    double confidence = 0.99;
    int horizonDays = 1;
    std::vector<ComparedBook> books;
    std::vector<ComparedScenario> rows;
    bool operator==(const ScenarioComparison&) const = default;
};

struct ComparisonOptions
{
    std::shared_ptr<const MarginModel> marginModel;    // null: no margin
    std::shared_ptr<const FactorModel> factors;        // for scenarios whose others follow; null: implied vols
    std::shared_ptr<const MoveScenarios> varScenarios; // null: no VaR
    VarSettings var;
    PartRunner books{}; // of one scenario over several listed books; without `run` one after the other
};

// Cancelled between scenarios. One failed scenario is a row with its reason.
[[nodiscard]] Result<ScenarioComparison> compareScenarios(std::span<const PricedBookPtr> books,
                                                          std::span<const ScenarioNode> scenarios,
                                                          const ComparisonOptions& options, const PartRunner& runner,
                                                          std::stop_token stop);
// One row alone, as while dragging; the books' own columns stay as they are.
[[nodiscard]] ComparedScenario compareScenario(std::span<const PricedBookPtr> books, const ScenarioNode& scenario,
                                               const ComparisonOptions& options, std::stop_token stop);
[[nodiscard]] ComparedBook compareBook(const PricedBook& first, const PricedBook& book,
                                       const ComparisonOptions& options, std::stop_token stop);

// The scenario as it is run: with what follows, where the node says so.
[[nodiscard]] Result<PropagatedScenario> runnableScenario(const ScenarioNode& node, const PricedBook& book,
                                                          const ComparisonOptions& options);

// "Hedge this": the scenario as a limit of a hedging policy (policy_terms.h), losing at most `maxLossUsd`. Only spot,
// vol level and a name fit into it; what else the scenario does is said in `leftOut`.
struct HedgeThis
{
    std::string name;
    double spot = 0.0;
    double volPoints = 0.0;
    double maxLossUsd = 0.0;
    std::vector<std::string> leftOut;
    bool operator==(const HedgeThis&) const = default;
};
[[nodiscard]] HedgeThis hedgeThis(const Scenario& scenario, const PricedBook& book, const std::string& underlying,
                                  double maxLossUsd);

} // namespace ballast
