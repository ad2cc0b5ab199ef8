#include "app/session/scenario_limit.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace ballast {
namespace {

constexpr double thirtyDays = 30.0 / 365.0; // years

std::vector<std::string> partsLeftOut(const Scenario& scenario, const UnderlyingShock& shock)
{
    std::vector<std::string> parts;
    if (scenario.horizonDays > 0.0)
        parts.push_back(fmt::format("the {:g} days that pass", scenario.horizonDays));
    if (shock.skew25d != 0.0 || shock.curvature25d != 0.0 || shock.termPower != 0.0)
        parts.emplace_back("the smile's change of shape");
    if (shock.rate != 0.0 || shock.funding != 0.0 || shock.basis != 0.0)
        parts.emplace_back("rates, funding and basis");
    if (shock.spreadMultiple != 1.0 || shock.depthMultiple != 1.0 || !shock.venuesHalted.empty())
        parts.emplace_back("the thinner market");
    return parts;
}

} // namespace

ScenarioLimit scenarioLimit(const Scenario& scenario, const std::string& underlying, const VolSurfacePtr& surface)
{
    const UnderlyingShock shock = shockFor(scenario, underlying);
    ScenarioLimit limit;
    limit.move.name = scenario.name.empty() ? "scenario" : scenario.name;
    limit.move.spot = shock.spot;
    limit.move.volPoints = shock.volPoints;
    std::vector<std::string> parts = partsLeftOut(scenario, shock);
    const auto variance = surface ? surface->totalVariance(0.0, thirtyDays) : std::nullopt;
    if (shock.volRelative != 0.0 && variance)
        limit.move.volPoints += 100.0 * std::sqrt(*variance / thirtyDays) * shock.volRelative;
    else if (shock.volRelative != 0.0)
        parts.emplace_back("the relative vol move, for want of a surface");
    if (!parts.empty())
        limit.leftOut = fmt::format("The limit of {} holds spot and vols at once, without {}", limit.move.name,
                                    fmt::join(parts, ", "));
    return limit;
}

HedgePolicy withStressLimit(const HedgePolicy& policy, const StressMove& move, double maxLossUsd)
{
    HedgePolicy limited = policy;
    auto& moves = limited.stress.moves;
    if (moves.empty() && limited.stress.maxLossUsd)
        moves = defaultStressMoves(); // an empty list means these: they stay limited
    std::erase_if(moves, [&](const StressMove& each) { return each.name == move.name; });
    moves.push_back(move);
    moves.back().maxLossUsd = maxLossUsd;
    return limited;
}

} // namespace ballast
