#pragma once

#include "models/risk/scenario.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ballast {

// P&L that the hedged book must reach, marks only, when the underlying moves by `move` at once and vols stay.
struct PnlAtMove
{
    double move = 0.0;        // return
    double leastPnlUsd = 0.0; // an upside's minPnlUsd; minus a floor's maxLossUsd
    bool operator==(const PnlAtMove&) const = default;
};

// What a stress move asks for beside spot and vol points: time that passes, the way that spot takes, the smile's change
// of shape, carry. The shock's own underlying, spot and volPoints are not read.
struct StressShape
{
    double horizonDays = 0.0;
    VolDynamics dynamics = VolDynamics::StickyStrike;
    UnderlyingShock shock{};
    bool operator==(const StressShape&) const = default;
};

struct StressMove
{
    std::string name;
    double spot = 0.0;                  // return
    double volPoints = 0.0;             // of every vol; with a shape: of every vol of 30 days, see UnderlyingShock
    std::optional<double> maxLossUsd{}; // of this move; nullopt: what StressLimit allows every move
    std::optional<StressShape> shape{}; // nullopt: at once, sticky strikes, all vols alike
    bool operator==(const StressMove&) const = default;
};

// No scenario may lose more than maxLossUsd, or more than its own limit where it has one. Without scenarios of
// its own the desk's (defaultStressMoves).
struct StressLimit
{
    std::optional<double> maxLossUsd;
    std::vector<StressMove> moves;
    bool operator==(const StressLimit&) const = default;
};
[[nodiscard]] const std::vector<StressMove>& defaultStressMoves();

enum class ScenarioSource
{
    Grid,
    Historical,
    FilteredHistorical,
    File
};

struct ScenarioChoice
{
    ScenarioSource source = ScenarioSource::Grid;
    std::string file; // of ScenarioSource::File
    int count = 2000;
    std::int64_t seed = 7;
    bool operator==(const ScenarioChoice&) const = default;
};

// Whose lines the price of risk counts: those of the policy's underlying, or the whole book with correlations.
enum class RiskScope
{
    Underlying,
    Book
};

enum class TradeRestriction
{
    None,
    CloseOnly,  // trades only reduce what the book holds
    NoNewShorts // nothing is sold beyond what the book holds
};

// Most coins of one instrument that the book may hold after the hedge, either way.
struct PositionLimit
{
    std::string instrument;
    double maxCoins = 0.0;
    bool operator==(const PositionLimit&) const = default;
};

// Most notional that the hedge may trade on one venue.
struct VenueLimit
{
    std::string venue;
    double maxNotionalUsd = 0.0;
    bool operator==(const VenueLimit&) const = default;
};

struct PositionRules
{
    TradeRestriction restriction = TradeRestriction::None;
    std::optional<double> maxCoins; // of any instrument, after the hedge
    std::vector<PositionLimit> instruments;
    std::vector<VenueLimit> venues;
    std::optional<double> openInterestShare; // of an instrument's open interest that a leg may take
    bool operator==(const PositionRules&) const = default;
};

// Errors of the numbers that the hedge must hold for; all zero: the numbers are trusted.
struct RobustBox
{
    double volPoints = 0.0;   // every vol so many points higher or lower
    double correlation = 0.0; // correlations of the covariance moved up or down by so much
    double depthLoss = 0.0;   // share of every visible amount that may be gone
    [[nodiscard]] bool empty() const { return volPoints == 0.0 && correlation == 0.0 && depthLoss == 0.0; }
    bool operator==(const RobustBox&) const = default;
};

// Which venue's rule the account is margined by, and the most that it may ask for after the hedge.
struct MarginRule
{
    std::string model; // "deribit-pm"; empty: shown by the venue's own model, without a limit
    std::optional<double> maxInitialUsd;
    // Least (equity + worst stress P&L - initial margin) / equity after the hedge, over the policy's stress moves or,
    // without any, the desk's. Needs the equity: without it the cushion is named, not held.
    std::optional<double> minCushionUnderStress;
    std::optional<double> equityUsd{}; // of the account
    bool operator==(const MarginRule&) const = default;
};

// Delta_MV = Delta + vega / (S sqrt(T)) (a + b Delta + c Delta^2) (Hull and White, Journal of Banking & Finance 82,
// 2017).
struct HullWhiteDelta
{
    double a = 0.0;
    double b = 0.0;
    double c = 0.0;
    bool operator==(const HullWhiteDelta&) const = default;
};

} // namespace ballast
