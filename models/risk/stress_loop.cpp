#include "models/risk/stress_loop.h"

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

constexpr double restingStep = 1e-6; // of spot
constexpr double leastSpot = -0.99;

// Share of a leverage's holders whose own price, spread evenly around today's, is beyond their liquidation.
double shareForced(const ForcedTraders& traders, double leverage, double adverseMove)
{
    const double distance = std::max(1.0 / leverage - traders.maintenanceMargin, 0.0);
    const double spread = std::max(traders.entrySpread, 1e-9);
    return std::clamp((adverseMove - (distance - spread)) / (2.0 * spread), 0.0, 1.0);
}

Scenario withSpot(const StressLoop& loop, double spot)
{
    Scenario scenario = loop.blow;
    UnderlyingShock shock = shockFor(scenario, loop.underlying);
    shock.underlying = loop.underlying;
    shock.spot = spot;
    std::erase_if(scenario.shocks, [&](const UnderlyingShock& s) { return s.underlying == loop.underlying; });
    scenario.shocks.insert(scenario.shocks.begin(), shock);
    return scenario;
}

double deltaUsdOf(const ScenarioResult& result, const std::string& underlying)
{
    const auto outcome = std::ranges::find(result.byUnderlying, underlying, &UnderlyingOutcome::underlying);
    return outcome == result.byUnderlying.end() ? 0.0 : outcome->after.deltaUsd;
}

// The further of two flows in the direction of the first blow.
double further(double before, double now, double direction)
{
    return direction < 0.0 ? std::min(before, now) : std::max(before, now);
}

Status checkLoop(const StressLoop& loop)
{
    if (loop.underlying.empty())
        return Error{Errc::BadInput, "the loop names no underlying"};
    if (!(loop.market.dailyVolume > 0.0) || !(loop.market.dailyVol > 0.0))
        return Error{Errc::BadInput, "the loop's market needs a daily volume and a daily vol"};
    if (!(shockFor(loop.blow, loop.underlying).depthMultiple > 0.0))
        return Error{Errc::BadInput, "the loop's market has no depth at all: depthMultiple must be above zero"};
    return checkScenario(loop.blow);
}

StressLoop loopOf(const LoopMarket& m, const char* name, double spot, double volRelative, double spread, double depth)
{
    StressLoop loop;
    loop.name = name;
    loop.underlying = m.underlying;
    loop.blow.name = name;
    UnderlyingShock shock;
    shock.underlying = m.underlying;
    shock.spot = spot;
    shock.volRelative = volRelative;
    shock.spreadMultiple = spread;
    shock.depthMultiple = depth;
    loop.blow.shocks.push_back(shock);
    loop.forced = {m.openInterestUsd, {{50.0, 0.05}, {25.0, 0.10}, {10.0, 0.25}, {5.0, 0.30}, {3.0, 0.30}}};
    loop.market = {m.dailyVol, m.dailyVolumeUsd, 1.0};
    return loop;
}

} // namespace

double forcedFlowUsd(const ForcedTraders& traders, double spotReturn)
{
    double share = 0.0;
    for (const LeverageShare& l : traders.leverages)
        share += l.share * shareForced(traders, l.leverage, std::abs(spotReturn));
    return (spotReturn < 0.0 ? -1.0 : 1.0) * traders.openInterestUsd * share;
}

Result<LoopResult> runStressLoop(const ScenarioInputs& inputs, const StressLoop& loop)
{
    if (const Status status = checkLoop(loop); !status)
        return status.error();
    const UnderlyingShock first = shockFor(loop.blow, loop.underlying);
    const double direction = first.spot < 0.0 ? -1.0 : 1.0;
    ImpactMarket market = loop.market;
    market.dailyVolume *= first.depthMultiple;
    const auto start = runScenario(inputs, {}, {});
    if (!start)
        return start.error();
    const double deltaBefore = deltaUsdOf(*start, loop.underlying);

    LoopResult result;
    double spot = first.spot;
    double forced = 0.0;
    double hedge = 0.0;
    for (int round = 1; round <= loop.mostRounds; ++round) {
        const auto here = runScenario(inputs, withSpot(loop, spot), {});
        if (!here)
            return here.error();
        forced = further(forced, forcedFlowUsd(loop.forced, spot), direction);
        hedge = -loop.ownHedgeShare * (deltaUsdOf(*here, loop.underlying) - deltaBefore * (1.0 + spot));
        const double flow = forced + hedge;
        const double impact = std::copysign(squareRootImpact(market, flow), flow);
        const double reached = std::max((1.0 + first.spot) * (1.0 + std::max(impact, leastSpot)) - 1.0, leastSpot);
        const double next = further(spot, reached, direction);
        result.rounds.push_back(
            {round, spot, forced, hedge, impact, next, scenarioPnlUsd(inputs, withSpot(loop, next))});
        result.lastStep = std::abs(next - spot);
        spot = next;
        if (result.lastStep < restingStep) {
            result.settled = true;
            break;
        }
    }
    result.scenario = withSpot(loop, spot);
    result.pnlUsd = result.rounds.empty() ? 0.0 : result.rounds.back().bookPnlUsd;
    result.ownHedgeCostUsd = std::abs(hedge) * averageImpactCost(market, forced + hedge);
    return result;
}

std::vector<StressLoop> stressLoopTemplates(const LoopMarket& m)
{
    return {loopOf(m, "Liquidity drought", -0.05, 0.2, 5.0, 0.3), loopOf(m, "Flash crash", -0.12, 0.6, 10.0, 0.15),
            loopOf(m, "Short squeeze", 0.10, 0.3, 5.0, 0.3), loopOf(m, "Weekend gap", -0.15, 0.4, 3.0, 0.5)};
}

} // namespace ballast
