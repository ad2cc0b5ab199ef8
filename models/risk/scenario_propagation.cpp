#include "models/risk/scenario_propagation.h"

#include "models/risk/linear_solve.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

double vol30d(std::span<const VolLevel> levels, const std::string& underlying)
{
    const auto level = std::ranges::find(levels, underlying, &VolLevel::underlying);
    return level == levels.end() ? 0.0 : level->vol;
}

// What every vol of 30 days is multiplied by, less one.
double relativeVolMove(const UnderlyingShock& shock, double vol)
{
    return shock.volRelative + (vol > 0.0 ? shock.volPoints / (100.0 * vol) : 0.0);
}

// The move that a shock gives one factor; nullopt: it leaves it still.
std::optional<double> givenMove(const RiskFactor& factor, const UnderlyingShock& shock,
                                std::span<const VolLevel> levels)
{
    const double relative = relativeVolMove(shock, vol30d(levels, factor.underlying));
    switch (factor.kind) {
    case FactorKind::Spot:
        return shock.spot != 0.0 ? std::optional(std::log1p(shock.spot)) : std::nullopt;
    case FactorKind::Vol:
        return relative != 0.0 && relative > -1.0 ? std::optional(std::log1p(relative)) : std::nullopt;
    case FactorKind::Skew:
        return shock.skew25d != 0.0 ? std::optional(shock.skew25d) : std::nullopt;
    case FactorKind::Term:
        return shock.termPower != 0.0 && relative != 0.0 ? std::optional(termMoveOf(relative, shock.termPower))
                                                         : std::nullopt;
    }
    return std::nullopt;
}

UnderlyingShock& ownShock(Scenario& scenario, const std::string& underlying)
{
    const auto known = std::ranges::find(scenario.shocks, underlying, &UnderlyingShock::underlying);
    if (known != scenario.shocks.end())
        return *known;
    UnderlyingShock shock = shockFor(scenario, underlying);
    shock.underlying = underlying;
    scenario.shocks.push_back(std::move(shock));
    return scenario.shocks.back();
}

// sqrt(S_oo - S_og S_gg^-1 S_go) per day; 0 where rounding leaves less than nothing.
double conditionalDeviation(const FactorModel& model, std::size_t factor, std::span<const GivenMove> given)
{
    std::vector<double> matrix;
    std::vector<double> right;
    for (const GivenMove& row : given) {
        for (const GivenMove& column : given)
            matrix.push_back(model.covarianceOf(row.factor, column.factor));
        right.push_back(model.covarianceOf(row.factor, factor));
    }
    double variance = model.covarianceOf(factor, factor);
    if (const auto weights = solveSymmetric(std::move(matrix), std::move(right))) {
        for (std::size_t g = 0; g < given.size(); ++g)
            variance -= (*weights)[g] * model.covarianceOf(given[g].factor, factor);
    }
    return std::sqrt(std::max(variance, 0.0));
}

// A term that cannot follow where no vol level moves.
void follow(PropagatedScenario& result, const FactorModel& model, std::span<const GivenMove> given,
            std::span<const VolLevel> levels, const std::vector<double>& moves, FactorKind kind)
{
    const double rootDays = std::sqrt(std::max(result.scenario.horizonDays, 1.0));
    for (std::size_t i = 0; i < moves.size(); ++i) {
        const RiskFactor& factor = model.factors[i];
        if (factor.kind != kind || std::ranges::find(given, i, &GivenMove::factor) != given.end())
            continue;
        UnderlyingShock& shock = ownShock(result.scenario, factor.underlying);
        if (kind == FactorKind::Spot)
            shock.spot = std::expm1(moves[i]);
        if (kind == FactorKind::Vol)
            shock.volRelative = std::expm1(moves[i]);
        if (kind == FactorKind::Skew)
            shock.skew25d = moves[i];
        if (kind == FactorKind::Term) {
            const double relative = relativeVolMove(shock, vol30d(levels, factor.underlying));
            shock.termPower = termPowerFor(relative, moves[i]);
            const double reached = relative == 0.0 ? 0.0 : termMoveOf(relative, shock.termPower);
            if (std::abs(reached - moves[i]) > 1e-3 + 0.05 * std::abs(moves[i]))
                result.notes.push_back(
                    fmt::format("{}: a vol move of {:+.1f} % cannot bend the term by {:+.2f}, it bends by {:+.2f}",
                                factor.underlying, relative * 100.0, moves[i], reached));
        }
        result.followed.push_back({factor, moves[i], rootDays * conditionalDeviation(model, i, given)});
    }
}

} // namespace

Result<PropagatedScenario> propagate(const Scenario& scenario, const FactorModel& model,
                                     std::span<const VolLevel> levels)
{
    PropagatedScenario result{scenario, {}, {}, {}, model.source, model.days};
    std::vector<GivenMove> given;
    const double rootDays = std::sqrt(std::max(scenario.horizonDays, 1.0));
    for (std::size_t i = 0; i < model.factors.size(); ++i) {
        if (const auto move = givenMove(model.factors[i], shockFor(scenario, model.factors[i].underlying), levels)) {
            given.push_back({i, *move});
            result.given.push_back({model.factors[i], *move, rootDays * model.deviation(i)});
        }
    }
    if (given.empty())
        return result;
    const auto moves = conditionalMoves(model, given);
    if (!moves)
        return moves.error();
    for (const FactorKind kind : {FactorKind::Spot, FactorKind::Vol, FactorKind::Skew, FactorKind::Term})
        follow(result, model, given, levels, *moves, kind);
    return result;
}

Result<Scenario> propagated(const Scenario& scenario, const FactorModel& model, std::span<const VolLevel> levels)
{
    auto result = propagate(scenario, model, levels);
    if (!result)
        return result.error();
    return std::move(result->scenario);
}

} // namespace ballast
