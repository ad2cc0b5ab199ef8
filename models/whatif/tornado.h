#pragma once

#include "models/risk/scenario_grid.h"
#include "models/risk/shock_field.h"
#include "models/whatif/priced_book.h"

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace ballast {

// What a factor of a scenario is: a field of the shocks, or one of what is no number.
enum class TornadoFactorKind
{
    Field,
    Path, // spot's way to its end, where legs settle on it
    Time, // the horizon alone
    Stablecoins
};

struct TornadoFactor
{
    TornadoFactorKind kind = TornadoFactorKind::Field;
    ShockField field = ShockField::Spot;
    bool operator==(const TornadoFactor&) const = default;
};
[[nodiscard]] const char* tornadoFactorLabel(const TornadoFactor& factor); // "Vol level"

// A scenario's P&L taken apart: every factor alone at once and now, and what they do together beyond that. What can do
// nothing alone is taken on top of what it needs: the term power on the vol shocks, funding and spot's path on the
// time, the oracle's delay on time and spot. Spreads and depth change what leaving costs, not the P&L, and are no
// factors.
struct ScenarioContribution
{
    TornadoFactor factor;
    std::string move; // "-12.0 %", "3 d"; several underlyings that differ: "BTC -12.0 %, ETH -15.0 %"
    double pnlUsd = 0.0;
    bool operator==(const ScenarioContribution&) const = default;
};
struct ScenarioContributions
{
    SnapshotId basis;
    std::string scenario;
    double pnlUsd = 0.0;                       // of the whole scenario
    std::vector<ScenarioContribution> factors; // largest first; only those that the scenario moves
    double interactionUsd = 0.0;               // pnlUsd less the sum of the factors
    int linesLeftOut = 0;
    OtcEstimates estimates{}; // in the scenarios asked
    bool operator==(const ScenarioContributions&) const = default;
};
[[nodiscard]] Result<ScenarioContributions> scenarioContributions(const PricedBook& book, const Scenario& scenario,
                                                                  std::stop_token stop);

// Each factor alone, a stated move down and up, from the market as it is.
struct TornadoBar
{
    TornadoFactor factor;
    double down = 0.0; // the moves, as the shock's value; Time: days
    double up = 0.0;
    std::string move; // "+-10 %", "0 / +3 d"
    double downPnlUsd = 0.0;
    double upPnlUsd = 0.0;
    [[nodiscard]] double reach() const;
    bool operator==(const TornadoBar&) const = default;
};
struct Tornado
{
    SnapshotId basis;
    std::vector<TornadoBar> bars; // widest first
    int linesLeftOut = 0;
    OtcEstimates estimates{}; // in the scenarios asked
    bool operator==(const Tornado&) const = default;
};
// Which moves: spot 10 %, vol 15 points, skew 5, curvature 3, basis 2 %, rate 2 % a year, funding 0.03 % per 8 h over
// `days`, stablecoins -2 %, time `days`.
[[nodiscard]] Result<Tornado> factorTornado(const PricedBook& book, double days, VolDynamics dynamics,
                                            std::stop_token stop);

} // namespace ballast
