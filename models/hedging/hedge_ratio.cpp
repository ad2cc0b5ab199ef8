#include "models/hedging/hedge_ratio.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

constexpr std::size_t fewestPerFold = 2;

Eigen::Index index(std::size_t value)
{
    return static_cast<Eigen::Index>(value);
}

bool sound(const HedgeSamples& samples)
{
    const auto finite = [](const std::vector<double>& values) {
        return std::ranges::all_of(values, [](double value) { return std::isfinite(value); });
    };
    return samples.position.size() >= 2 && !samples.hedges.empty() && finite(samples.position) &&
           std::ranges::all_of(samples.hedges, [&](const std::vector<double>& series) {
               return series.size() == samples.position.size() && finite(series);
           });
}

// Rows are periods from `first` on, columns hedges.
Matrix hedgeMatrix(const HedgeSamples& samples, std::size_t first, std::size_t count)
{
    Matrix x(index(count), index(samples.hedges.size()));
    for (std::size_t j = 0; j < samples.hedges.size(); ++j) {
        for (std::size_t t = 0; t < count; ++t)
            x(index(t), index(j)) = samples.hedges[j][first + t];
    }
    return x;
}

Vector positionVector(const HedgeSamples& samples, std::size_t first, std::size_t count)
{
    return Eigen::Map<const Vector>(samples.position.data() + first, index(count));
}

struct RidgeFit
{
    Vector ratios;
    double intercept = 0.0;
};

RidgeFit fitRidge(const Matrix& x, const Vector& y, double penalty)
{
    const Eigen::RowVectorXd mean = x.colwise().mean();
    const double yMean = y.mean();
    const Matrix centred = x.rowwise() - mean;
    const Vector deviation = (centred.colwise().squaredNorm() / static_cast<double>(x.rows())).cwiseSqrt().transpose();
    const Vector inverse =
        deviation.unaryExpr([](double value) { return value > 0.0 ? 1.0 / value : 0.0; }); // a constant hedges nothing
    const Matrix standard = centred * inverse.asDiagonal();
    Matrix normal = standard.transpose() * standard;
    normal.diagonal().array() += penalty;
    const Vector right = standard.transpose() * (y.array() - yMean).matrix();
    const Vector scaled = normal.completeOrthogonalDecomposition().solve(right);
    const Vector ratios = inverse.cwiseProduct(scaled);
    return {ratios, yMean - mean.dot(ratios)};
}

double deviationOf(const Vector& values)
{
    return std::sqrt((values.array() - values.mean()).square().mean());
}

} // namespace

Result<HedgeRatios> minimumVarianceRatios(const HedgeCovariance& covariance)
{
    const std::size_t n = covariance.withPosition.size();
    if (n == 0 || covariance.amongHedges.size() != n * n || !(covariance.positionVariance > 0.0))
        return Error{Errc::BadInput, "hedge ratios need the variance of the position and a covariance per hedge"};
    const Matrix among = Eigen::Map<const Matrix>(covariance.amongHedges.data(), index(n), index(n));
    const Vector with = Eigen::Map<const Vector>(covariance.withPosition.data(), index(n));
    const bool possible = among.allFinite() && with.allFinite() && (among.diagonal().array() >= 0.0).all();
    if (!possible)
        return Error{Errc::BadInput, "the covariance of the hedges has entries that are not numbers or negative"};
    const Vector h = among.completeOrthogonalDecomposition().solve(with);
    const double left = covariance.positionVariance - 2.0 * h.dot(with) + h.dot(among * h);
    if (left < -1e-9 * covariance.positionVariance)
        return Error{Errc::BadInput, "the covariance is none: a hedge would leave a negative variance"};
    HedgeRatios result;
    result.ratios.assign(h.data(), h.data() + h.size());
    result.effectiveness = 1.0 - std::max(left, 0.0) / covariance.positionVariance;
    result.unhedgedDeviation = std::sqrt(covariance.positionVariance);
    result.hedgedDeviation = std::sqrt(std::max(left, 0.0));
    return result;
}

Result<HedgeCovariance> sampleCovariance(const HedgeSamples& samples, double decay, double shrinkage)
{
    if (!sound(samples) || !(decay > 0.0 && decay <= 1.0) || !(shrinkage >= 0.0 && shrinkage <= 1.0))
        return Error{Errc::BadInput, "a covariance needs two or more periods of equally long series, a decay above 0 "
                                     "and a shrinkage from 0 to 1"};
    const std::size_t periods = samples.position.size();
    Matrix all(index(periods), index(samples.hedges.size() + 1));
    all.col(0) = positionVector(samples, 0, periods);
    all.rightCols(index(samples.hedges.size())) = hedgeMatrix(samples, 0, periods);
    Vector weights(index(periods));
    for (std::size_t t = 0; t < periods; ++t)
        weights[index(t)] = std::pow(decay, static_cast<double>(periods - 1 - t));
    weights /= weights.sum();
    const Eigen::RowVectorXd mean = weights.transpose() * all;
    const Matrix centred = all.rowwise() - mean;
    Matrix covariance = centred.transpose() * weights.asDiagonal() * centred;
    const Vector variances = covariance.diagonal();
    covariance *= 1.0 - shrinkage;
    covariance.diagonal() = variances;
    HedgeCovariance result;
    result.positionVariance = covariance(0, 0);
    for (std::size_t i = 1; i <= samples.hedges.size(); ++i) {
        result.withPosition.push_back(covariance(0, index(i)));
        for (std::size_t j = 1; j <= samples.hedges.size(); ++j)
            result.amongHedges.push_back(covariance(index(i), index(j)));
    }
    return result;
}

Result<HedgeRatios> ridgeRatios(const HedgeSamples& samples, double penalty)
{
    if (!sound(samples) || !(penalty >= 0.0))
        return Error{Errc::BadInput, "a ridge needs equally long series and a penalty of 0 or more"};
    const Matrix x = hedgeMatrix(samples, 0, samples.position.size());
    const Vector y = positionVector(samples, 0, samples.position.size());
    const RidgeFit fit = fitRidge(x, y, penalty);
    HedgeRatios result;
    result.ratios.assign(fit.ratios.data(), fit.ratios.data() + fit.ratios.size());
    result.penalty = penalty;
    result.unhedgedDeviation = deviationOf(y);
    result.hedgedDeviation = deviationOf(y - x * fit.ratios);
    const double share = result.unhedgedDeviation > 0.0 ? result.hedgedDeviation / result.unhedgedDeviation : 1.0;
    result.effectiveness = 1.0 - share * share;
    return result;
}

std::optional<double> bestRidgePenalty(const HedgeSamples& samples, const std::vector<double>& candidates, int folds)
{
    if (!sound(samples) || candidates.empty() || folds < 1)
        return std::nullopt;
    const std::size_t parts = static_cast<std::size_t>(folds) + 1;
    const std::size_t length = samples.position.size() / parts;
    if (length < fewestPerFold)
        return std::nullopt;
    std::optional<double> best;
    double leastError = 0.0;
    for (const double penalty : candidates) {
        double error = 0.0;
        for (std::size_t fold = 1; fold < parts; ++fold) {
            const std::size_t seen = fold * length;
            const RidgeFit fit = fitRidge(hedgeMatrix(samples, 0, seen), positionVector(samples, 0, seen), penalty);
            const Vector ahead = (hedgeMatrix(samples, seen, length) * fit.ratios).array() + fit.intercept;
            error += (positionVector(samples, seen, length) - ahead).squaredNorm();
        }
        if (!best || error < leastError) {
            best = penalty;
            leastError = error;
        }
    }
    return best;
}

} // namespace ballast
