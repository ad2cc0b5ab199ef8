#include "models/risk/factor_history.h"
#include "models/risk/linear_solve.h"

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

// Measured on daily closes; tst_recorded_var recomputes them. DVOL BTC, 2023-08-23 to 2026-08-21, log changes.
constexpr double dvolDeviationPerDay = 0.041;
// DVOL BTC against the Binance USD-M perpetual of the same UTC day, 2024-01-01 to 2026-04-30.
constexpr double spotVolCorrelation = -0.26;
// BTC against ETH, Binance spot, 2022-01-01 to 2025-12-02. No second vol index is recorded: vols are taken to go
// together as spots do.
constexpr double spotCorrelation = 0.84;
constexpr double daysPerYear = 365.0;

double vol30d(std::span<const VolLevel> levels, const std::string& underlying)
{
    const auto level = std::ranges::find(levels, underlying, &VolLevel::underlying);
    return level == levels.end() ? 0.0 : level->vol;
}

// The log move that a shock gives one factor; nullopt: it leaves it still.
std::optional<double> givenMove(const RiskFactor& factor, const UnderlyingShock& shock,
                                std::span<const VolLevel> levels)
{
    if (factor.kind == FactorKind::Spot)
        return shock.spot != 0.0 ? std::optional(std::log1p(shock.spot)) : std::nullopt;
    const double vol = vol30d(levels, factor.underlying);
    const double points = vol > 0.0 ? shock.volPoints / (100.0 * vol) : 0.0;
    const double relative = shock.volRelative + points;
    return relative != 0.0 && relative > -1.0 ? std::optional(std::log1p(relative)) : std::nullopt;
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

} // namespace

double FactorModel::deviation(std::size_t i) const
{
    return std::sqrt(covarianceOf(i, i));
}

double FactorModel::correlation(std::size_t i, std::size_t j) const
{
    const double scale = deviation(i) * deviation(j);
    return scale > 0.0 ? covarianceOf(i, j) / scale : 0.0;
}

std::optional<std::size_t> FactorModel::find(const RiskFactor& factor) const
{
    const auto it = std::ranges::find(factors, factor);
    return it == factors.end() ? std::nullopt : std::optional(static_cast<std::size_t>(it - factors.begin()));
}

Result<FactorModel> factorModelOf(const FactorHistory& history, double decay)
{
    if (history.moves.empty() || !(decay > 0.0) || decay > 1.0)
        return Error{Errc::BadInput, "a factor model needs moves and a decay above 0 and up to 1"};
    const std::size_t n = history.factors.size();
    FactorModel model{history.factors, std::vector<double>(n * n, 0.0), static_cast<int>(history.moves.size()),
                      "daily history"};
    double weight = 1.0;
    double sum = 0.0;
    for (std::size_t day = history.moves.size(); day-- > 0; weight *= decay) {
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t j = 0; j < n; ++j)
                model.covariance[i * n + j] += weight * history.moves[day][i] * history.moves[day][j];
        }
        sum += weight;
    }
    for (double& value : model.covariance)
        value /= sum;
    return model;
}

FactorModel impliedFactorModel(std::span<const VolLevel> levels)
{
    FactorModel model;
    model.source = "implied vols, measured vol of vol";
    std::vector<double> deviations;
    for (const VolLevel& level : levels) {
        model.factors.push_back({FactorKind::Spot, level.underlying});
        deviations.push_back(level.vol / std::sqrt(daysPerYear));
        model.factors.push_back({FactorKind::Vol, level.underlying});
        deviations.push_back(dvolDeviationPerDay);
    }
    for (std::size_t i = 0; i < deviations.size(); ++i) {
        for (std::size_t j = 0; j < deviations.size(); ++j) {
            const double kinds = model.factors[i].kind == model.factors[j].kind ? 1.0 : spotVolCorrelation;
            const double coins = model.factors[i].underlying == model.factors[j].underlying ? 1.0 : spotCorrelation;
            const double correlation = kinds * coins;
            model.covariance.push_back(correlation * deviations[i] * deviations[j]);
        }
    }
    return model;
}

Result<std::vector<double>> conditionalMoves(const FactorModel& model, std::span<const GivenMove> given)
{
    const std::size_t n = given.size();
    std::vector<double> matrix;
    std::vector<double> right;
    for (const GivenMove& row : given) {
        for (const GivenMove& column : given)
            matrix.push_back(model.covarianceOf(row.factor, column.factor));
        right.push_back(row.move);
    }
    const auto weights = solveSymmetric(std::move(matrix), std::move(right));
    if (!weights)
        return Error{Errc::Undetermined, "the shocked factors determine each other, shock fewer of them"};
    std::vector<double> moves(model.factors.size(), 0.0);
    for (std::size_t i = 0; i < moves.size(); ++i) {
        for (std::size_t g = 0; g < n; ++g)
            moves[i] += model.covarianceOf(i, given[g].factor) * (*weights)[g];
    }
    for (const GivenMove& g : given)
        moves[g.factor] = g.move;
    return moves;
}

Result<Scenario> propagated(const Scenario& scenario, const FactorModel& model, std::span<const VolLevel> levels)
{
    std::vector<GivenMove> given;
    for (std::size_t i = 0; i < model.factors.size(); ++i) {
        if (const auto move = givenMove(model.factors[i], shockFor(scenario, model.factors[i].underlying), levels))
            given.push_back({i, *move});
    }
    Scenario whole = scenario;
    if (given.empty())
        return whole;
    const auto moves = conditionalMoves(model, given);
    if (!moves)
        return moves.error();
    for (std::size_t i = 0; i < model.factors.size(); ++i) {
        if (std::ranges::find(given, i, &GivenMove::factor) != given.end())
            continue;
        UnderlyingShock& shock = ownShock(whole, model.factors[i].underlying);
        (model.factors[i].kind == FactorKind::Spot ? shock.spot : shock.volRelative) = std::expm1((*moves)[i]);
    }
    return whole;
}

} // namespace ballast
