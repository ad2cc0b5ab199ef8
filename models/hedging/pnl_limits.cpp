#include "models/hedging/pnl_limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

constexpr double keptTolerance = 1e-8; // share of the larger of limit and P&L before

HedgeScenarioSet setOf(std::span<const PnlLimit> limits, const std::string& underlying)
{
    HedgeScenarioSet set{{underlying}, {}};
    for (const PnlLimit& limit : limits)
        set.scenarios.push_back({0.0, {limit.move}});
    return set;
}

} // namespace

std::vector<PnlLimit> pnlLimits(const HedgePolicy& policy)
{
    std::vector<PnlLimit> limits;
    for (const PnlAtMove& upside : policy.upside)
        limits.push_back({fmt::format("upside {:+g} %", 100.0 * upside.move), {upside.move}, upside.leastPnlUsd});
    for (const PnlAtMove& floor : policy.floor)
        limits.push_back({fmt::format("floor {:+g} %", 100.0 * floor.move), {floor.move}, floor.leastPnlUsd});
    for (const StressMove& stress : policy.stress.moves.empty() ? defaultStressMoves() : policy.stress.moves) {
        const auto most = stress.maxLossUsd ? stress.maxLossUsd : policy.stress.maxLossUsd;
        if (most)
            limits.push_back({"stress " + stress.name, {stress.spot, stress.volPoints}, -*most});
    }
    return limits;
}

std::vector<double> pnlAtLimits(const RiskReport& report, std::span<const PnlLimit> limits,
                                const std::string& underlying)
{
    return scenarioPnl(report, setOf(limits, underlying), 0.0);
}

std::vector<HedgeRow> pnlRows(std::span<const PnlLimit> limits, std::span<const double> before,
                              std::span<const HedgeCandidate> candidates, const std::string& underlying)
{
    const HedgeScenarioSet set = setOf(limits, underlying);
    std::vector<HedgeRow> rows;
    for (std::size_t i = 0; i < limits.size(); ++i)
        rows.push_back({limits[i].name, "USD", limits[i].leastPnlUsd - before[i], lpInfinity, RowSum::Signed, {}});
    for (const HedgeCandidate& candidate : candidates) {
        const auto pnl = scenarioPnl(candidate.instrument, candidate.unit, 1.0, set, 0.0);
        for (std::size_t i = 0; i < limits.size(); ++i)
            rows[i].perUnit.push_back(pnl[i] / candidate.coinsPerUnit);
    }
    return rows;
}

std::vector<LimitOutcome> limitOutcomes(std::span<const PnlLimit> limits, std::span<const double> before,
                                        std::span<const double> after)
{
    std::vector<LimitOutcome> outcomes;
    for (std::size_t i = 0; i < limits.size(); ++i) {
        const double slack = keptTolerance * std::max(std::abs(limits[i].leastPnlUsd), std::abs(before[i]));
        outcomes.push_back({limits[i].name, limits[i].leastPnlUsd, before[i], after[i],
                            before[i] >= limits[i].leastPnlUsd - slack, after[i] >= limits[i].leastPnlUsd - slack});
    }
    return outcomes;
}

} // namespace ballast
