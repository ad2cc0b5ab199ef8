#pragma once

#include "models/core/result.h"
#include "models/risk/market_impact.h"
#include "models/risk/scenario_engine.h"

#include <string>
#include <vector>

namespace ballast {

// Part of the open interest that runs on one leverage.
struct LeverageShare
{
    double leverage = 1.0;
    double share = 0.0; // of the open interest on that side
    bool operator==(const LeverageShare&) const = default;
};

// Who is forced to trade when spot moves: longs of leverage L are sold at a fall of 1 / L less the maintenance margin,
// shorts bought back at such a rise. Positions entered evenly over `entrySpread` around today's price blur the edge.
struct ForcedTraders
{
    double openInterestUsd = 0.0;
    std::vector<LeverageShare> leverages;
    double maintenanceMargin = 0.01; // fraction of notional
    double entrySpread = 0.02;       // fraction of the price, to either side
    bool operator==(const ForcedTraders&) const = default;
};

// Signed notional that has been forced at a spot return: sales negative.
[[nodiscard]] double forcedFlowUsd(const ForcedTraders& traders, double spotReturn);

// A first blow and how the market answers it, over and over, until it comes to rest (impact model of spec D6).
struct StressLoop
{
    std::string name;
    std::string underlying; // of the book and of the market that falls
    Scenario blow;          // the first shock; its spot move on the underlying is what grows
    ForcedTraders forced;
    ImpactMarket market;        // volume in USD a day; the depth multiple of the blow thins it
    double ownHedgeShare = 1.0; // of the change of our delta that we trade away in the fall; 0: we stand still
    int mostRounds = 50;
};

struct LoopRound
{
    int round = 0;
    double spot = 0.0;        // return when the round begins
    double forcedUsd = 0.0;   // all forced trades so far, sales negative
    double ownHedgeUsd = 0.0; // our own so far
    double impact = 0.0;      // of both on the price, fraction
    double spotAfter = 0.0;
    double bookPnlUsd = 0.0; // at spotAfter, before hedge costs
};

struct LoopResult
{
    std::vector<LoopRound> rounds;
    Scenario scenario;            // the blow with the move that it came to
    double pnlUsd = 0.0;          // of the book there
    double ownHedgeCostUsd = 0.0; // our hedge's average impact cost, positive
    bool settled = false;         // false: still moving when the rounds ran out
    double lastStep = 0.0;        // of spot, in the last round
};

// BadInput for a blow that checkScenario refuses, a market without volume, or an unnamed underlying. Whoever was forced
// stays out: flows never turn back within a loop.
[[nodiscard]] Result<LoopResult> runStressLoop(const ScenarioInputs& inputs, const StressLoop& loop);

// Templates for liquidity droughts and flash crashes on one underlying. The sizes are a desk's starting point, to be
// changed by its user: no exchange publishes leverage by holder.
struct LoopMarket
{
    std::string underlying;
    double dailyVol = 0.0; // fraction
    double dailyVolumeUsd = 0.0;
    double openInterestUsd = 0.0;
};
[[nodiscard]] std::vector<StressLoop> stressLoopTemplates(const LoopMarket& market);

} // namespace ballast
