#include "models/hedging/pnl_limits.h"

#include "models/risk/risk_engine.h"
#include "models/risk/shocked_line.h"

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

double shapedPnlUsd(const RiskLine& line, const ShapedMove& move)
{
    return shockedPnlUsd(lineCase(line, move.market, move.surface), move.shock, move.horizonDays, move.dynamics);
}

bool isPricedLineOf(const RiskLine& line, const std::string& underlying)
{
    return line.values.ok() && line.instrument && line.instrument->underlying == underlying;
}

} // namespace

PnlLimit stressLimit(const StressMove& move, double leastPnlUsd, const std::string& underlying,
                     const LimitMarket& market)
{
    PnlLimit limit{"stress " + move.name, {move.spot, move.volPoints}, leastPnlUsd, std::nullopt};
    if (!move.shape)
        return limit;
    UnderlyingShock shock = move.shape->shock;
    shock.underlying = underlying;
    shock.spot = move.spot;
    shock.volPoints = move.volPoints;
    limit.shaped = ShapedMove{std::move(shock), move.shape->horizonDays, move.shape->dynamics, market.market,
                              surfaceFor(market.surfaces, underlying)};
    return limit;
}

std::vector<PnlLimit> pnlLimits(const HedgePolicy& policy, const LimitMarket& market)
{
    std::vector<PnlLimit> limits;
    for (const PnlAtMove& upside : policy.upside)
        limits.push_back({fmt::format("upside {:+g} %", 100.0 * upside.move), {upside.move}, upside.leastPnlUsd, {}});
    for (const PnlAtMove& floor : policy.floor)
        limits.push_back({fmt::format("floor {:+g} %", 100.0 * floor.move), {floor.move}, floor.leastPnlUsd, {}});
    for (const StressMove& stress : policy.stress.moves.empty() ? defaultStressMoves() : policy.stress.moves) {
        const auto most = stress.maxLossUsd ? stress.maxLossUsd : policy.stress.maxLossUsd;
        if (most)
            limits.push_back(stressLimit(stress, -*most, policy.underlying, market));
    }
    return limits;
}

std::vector<double> pnlAtLimits(const RiskReport& report, std::span<const PnlLimit> limits,
                                const std::string& underlying)
{
    std::vector<double> pnl = scenarioPnl(report, setOf(limits, underlying), 0.0);
    for (std::size_t i = 0; i < limits.size(); ++i) {
        if (!limits[i].shaped)
            continue;
        pnl[i] = 0.0;
        for (const RiskLine& line : report.lines) {
            if (isPricedLineOf(line, underlying))
                pnl[i] += shapedPnlUsd(line, *limits[i].shaped);
        }
    }
    return pnl;
}

std::vector<double> unitPnlAtLimits(const HedgeCandidate& candidate, std::span<const PnlLimit> limits)
{
    const HedgeScenarioSet set = setOf(limits, candidate.instrument.underlying);
    std::vector<double> pnl = scenarioPnl(candidate.instrument, candidate.unit, 1.0, set, 0.0);
    if (std::ranges::none_of(limits, [](const PnlLimit& limit) { return limit.shaped.has_value(); }))
        return pnl;
    RiskLine unit;
    unit.holding = {candidate.instrument.id, 1.0, {}, {}, {}};
    unit.instrument = candidate.instrument;
    unit.values = candidate.unit;
    for (std::size_t i = 0; i < limits.size(); ++i) {
        if (limits[i].shaped)
            pnl[i] = shapedPnlUsd(unit, *limits[i].shaped);
    }
    return pnl;
}

std::vector<HedgeRow> pnlRows(std::span<const PnlLimit> limits, std::span<const double> before,
                              std::span<const HedgeCandidate> candidates)
{
    std::vector<HedgeRow> rows;
    for (std::size_t i = 0; i < limits.size(); ++i)
        rows.push_back({limits[i].name, "USD", limits[i].leastPnlUsd - before[i], lpInfinity, RowSum::Signed, {}});
    for (const HedgeCandidate& candidate : candidates) {
        const auto pnl = unitPnlAtLimits(candidate, limits);
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
