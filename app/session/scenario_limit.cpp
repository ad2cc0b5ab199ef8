#include "app/session/scenario_limit.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

namespace ballast {
namespace {

// The thinner market changes what leaving costs, not what the book is worth: a limit on a loss does not see it.
std::vector<std::string> partsLeftOut(const UnderlyingShock& shock)
{
    std::vector<std::string> parts;
    if (shock.spreadMultiple != 1.0)
        parts.emplace_back("wider spreads");
    if (shock.depthMultiple != 1.0)
        parts.emplace_back("thinner books");
    if (!shock.venuesHalted.empty())
        parts.push_back(fmt::format("the halt of {}", fmt::join(shock.venuesHalted, ", ")));
    return parts;
}

std::vector<std::string> othersShocked(const Scenario& scenario, const std::string& underlying, const RiskReport& book)
{
    std::vector<std::string> others;
    for (const UnderlyingRisk& each : book.byUnderlying) {
        UnderlyingShock still;
        const UnderlyingShock shock = shockFor(scenario, each.underlying);
        still.underlying = shock.underlying;
        const bool moves = shock != still || scenario.horizonDays > 0.0;
        if (each.underlying != underlying && each.linesPriced > 0 && moves)
            others.push_back(each.underlying);
    }
    return others;
}

// What the limit's kernel reads; the rest is named as left out.
UnderlyingShock valueShock(UnderlyingShock shock)
{
    const UnderlyingShock neutral;
    shock.underlying.clear();
    shock.spot = shock.volPoints = 0.0; // the move has them
    shock.spreadMultiple = neutral.spreadMultiple;
    shock.depthMultiple = neutral.depthMultiple;
    shock.venuesHalted.clear();
    return shock;
}

} // namespace

ScenarioLimit scenarioLimit(const Scenario& scenario, const std::string& underlying, const RiskReport* book)
{
    const UnderlyingShock shock = shockFor(scenario, underlying);
    ScenarioLimit limit;
    limit.move.name = scenario.name.empty() ? "scenario" : scenario.name;
    limit.move.spot = shock.spot;
    limit.move.volPoints = shock.volPoints;
    const StressShape shape{scenario.horizonDays, scenario.dynamics, valueShock(shock)};
    if (shape != StressShape{})
        limit.move.shape = shape;
    std::vector<std::string> parts = partsLeftOut(shock);
    for (const std::string& other : book ? othersShocked(scenario, underlying, *book) : std::vector<std::string>())
        parts.push_back(fmt::format("the book's {}", other));
    if (!parts.empty())
        limit.leftOut = fmt::format("The limit of {} holds the value of the book's {}, without {}", limit.move.name,
                                    underlying, fmt::join(parts, ", "));
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
