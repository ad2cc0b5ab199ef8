#include "models/risk/factor_history.h"
#include "models/risk/linear_solve.h"

#include <algorithm>
#include <array>
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
// Of BTC between the ten chain snapshots of 2026-02-04 to 02-07, five to twenty-four hours apart, per root of a day, in
// the order of FactorKind; tst_recorded_factors recomputes them. Nine moves of one crash: what a stress looks like, not
// a calm day, until the desk's own recordings say better.
constexpr std::array<double, 4> crashDeviations{0.06773, 0.25552, 8.08389, 0.21644}; // log, log, vol points, log ratio
constexpr std::array<std::array<double, 4>, 4> crashCorrelations{{{1.0, -0.881, -0.776, -0.776},
                                                                  {-0.881, 1.0, 0.957, 0.870},
                                                                  {-0.776, 0.957, 1.0, 0.803},
                                                                  {-0.776, 0.870, 0.803, 1.0}}};

std::size_t kindIndex(FactorKind kind)
{
    return static_cast<std::size_t>(kind);
}
constexpr double daysPerYear = 365.0;

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

FactorModel impliedFactorModel(std::span<const VolLevel> levels, FactorScope scope)
{
    const bool smile = scope == FactorScope::WithSmile;
    FactorModel model;
    model.source = smile ? "implied vols; vol, skew and term beside spot as in the nine moves between the chain "
                           "snapshots of 2026-02-04 to 02-07"
                         : "implied vols, measured vol of vol";
    std::vector<double> deviations;
    for (const VolLevel& level : levels) {
        const double spot = level.vol / std::sqrt(daysPerYear);
        for (const FactorKind kind : {FactorKind::Spot, FactorKind::Vol, FactorKind::Skew, FactorKind::Term}) {
            if (!smile && kindIndex(kind) > kindIndex(FactorKind::Vol))
                continue;
            model.factors.push_back({kind, level.underlying});
            // The crash's proportions at today's vol.
            const double ratio = crashDeviations[kindIndex(kind)] / crashDeviations.front();
            const double calm = kind == FactorKind::Spot ? spot : dvolDeviationPerDay;
            deviations.push_back(smile ? spot * ratio : calm);
        }
    }
    for (std::size_t i = 0; i < deviations.size(); ++i) {
        for (std::size_t j = 0; j < deviations.size(); ++j) {
            const RiskFactor& a = model.factors[i];
            const RiskFactor& b = model.factors[j];
            const double calm = a.kind == b.kind ? 1.0 : spotVolCorrelation;
            const double kinds = smile ? crashCorrelations[kindIndex(a.kind)][kindIndex(b.kind)] : calm;
            const double coins = a.underlying == b.underlying ? 1.0 : spotCorrelation;
            model.covariance.push_back(kinds * coins * deviations[i] * deviations[j]);
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

} // namespace ballast
