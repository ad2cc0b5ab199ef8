#include "models/hedging/factor_model.h"

#include <Eigen/Dense>

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

using Matrix = Eigen::MatrixXd;
using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

constexpr double skewOfLevel = 0.3;
constexpr double termOfLevel = 0.5;
constexpr double acrossUnderlyings = 0.8; // BTC and ETH daily returns, 2022 to 2025: 0.84
constexpr double decay = 0.94;            // RiskMetrics, daily (spec F9)
constexpr std::size_t fewestDays = 30;

Eigen::Index index(std::size_t value)
{
    return static_cast<Eigen::Index>(value);
}

std::vector<double> flat(const Matrix& matrix)
{
    const RowMajor copy = matrix;
    return {copy.data(), copy.data() + copy.size()};
}

// Days across, factors down.
Matrix daysOf(const MoveHistory& history)
{
    Matrix days(index(history.days.size()), index(history.underlyings.size() * factorsOfOne));
    for (std::size_t t = 0; t < history.days.size(); ++t) {
        for (std::size_t u = 0; u < history.underlyings.size(); ++u) {
            const UnderlyingMove& move = history.days[t].moves[u];
            const double values[] = {move.spot, move.spot * move.spot, move.volPoints, move.skewPoints,
                                     move.termPoints};
            for (std::size_t f = 0; f < factorsOfOne; ++f)
                days(index(t), index(u * factorsOfOne + f)) = values[f];
        }
    }
    return days;
}

// sum Var(r_ij) / sum r_ij^2 over the off-diagonal, on standardised days.
double shrinkage(const Matrix& standard, const Eigen::VectorXd& weights)
{
    const double square = weights.squaredNorm();
    double variance = 0.0;
    double size = 0.0;
    for (Eigen::Index i = 0; i < standard.cols(); ++i) {
        for (Eigen::Index j = 0; j < i; ++j) {
            const Eigen::ArrayXd products = standard.col(i).array() * standard.col(j).array();
            const double mean = (weights.array() * products).sum();
            variance += square / (1.0 - square) * (weights.array() * (products - mean).square()).sum();
            size += mean * mean;
        }
    }
    return size > 0.0 ? std::clamp(variance / size, 0.0, 1.0) : 1.0;
}

} // namespace

HedgeFactors assumedFactors(const std::vector<UnderlyingMoves>& moves, double horizonDays)
{
    HedgeFactors model;
    Matrix covariance = Matrix::Zero(index(moves.size() * factorsOfOne), index(moves.size() * factorsOfOne));
    std::vector<double> deviations;
    for (const UnderlyingMoves& one : moves) {
        model.underlyings.push_back(one.underlying);
        const double s = one.oneDay.spotReturn * std::sqrt(horizonDays);
        const double v = one.oneDay.volPoints * std::sqrt(horizonDays);
        for (const double deviation : {s, std::sqrt(2.0) * s * s, v, skewOfLevel * v, termOfLevel * v})
            deviations.push_back(deviation);
    }
    const double correlations[factorsOfOne] = {acrossUnderlyings, acrossUnderlyings * acrossUnderlyings,
                                               acrossUnderlyings, 0.0, 0.0};
    for (std::size_t i = 0; i < deviations.size(); ++i) {
        for (std::size_t j = 0; j < deviations.size(); ++j) {
            const bool sameFactor = i % factorsOfOne == j % factorsOfOne;
            const double correlation = i == j ? 1.0 : (sameFactor ? correlations[i % factorsOfOne] : 0.0);
            covariance(index(i), index(j)) = correlation * deviations[i] * deviations[j];
        }
    }
    for (std::size_t u = 0; u < moves.size(); ++u) {
        const std::size_t spot = u * factorsOfOne;
        for (std::size_t w = 0; w < moves.size(); ++w) {
            const std::size_t vol = w * factorsOfOne + 2;
            const double across = u == w ? 1.0 : acrossUnderlyings;
            const double value = across * moves[u].oneDay.spotVolCorrelation * deviations[spot] * deviations[vol];
            covariance(index(spot), index(vol)) = covariance(index(vol), index(spot)) = value;
        }
    }
    model.covariance = flat(covariance);
    return model;
}

std::optional<OneDayMoves> fittedMoves(const MoveHistory& history, const std::string& underlying)
{
    const auto model = estimatedFactors(history, 1.0);
    if (!model)
        return std::nullopt;
    const auto found = std::ranges::find(model->underlyings, underlying);
    if (found == model->underlyings.end())
        return std::nullopt;
    const std::size_t n = model->factors();
    const std::size_t spot = static_cast<std::size_t>(found - model->underlyings.begin()) * factorsOfOne;
    const std::size_t vol = spot + 2;
    const double s = std::sqrt(model->covariance[spot * n + spot]);
    const double v = std::sqrt(model->covariance[vol * n + vol]);
    if (!(s > 0.0 && v > 0.0))
        return std::nullopt;
    return OneDayMoves{s, v, model->covariance[spot * n + vol] / (s * v)};
}

HedgeFactors withoutStillFactors(HedgeFactors model, const HedgeFactors& assumed)
{
    const std::size_t n = model.factors();
    const std::size_t m = assumed.factors();
    for (std::size_t u = 0; u < model.underlyings.size(); ++u) {
        const auto found = std::ranges::find(assumed.underlyings, model.underlyings[u]);
        if (found == assumed.underlyings.end())
            continue;
        const std::size_t from = static_cast<std::size_t>(found - assumed.underlyings.begin()) * factorsOfOne;
        for (std::size_t f = 0; f < factorsOfOne; ++f) {
            double& own = model.covariance[(u * factorsOfOne + f) * n + u * factorsOfOne + f];
            own = own > 0.0 ? own : assumed.covariance[(from + f) * m + from + f];
        }
    }
    return model;
}

HedgeFactors withVolsTimes(HedgeFactors model, double ratio)
{
    const std::size_t n = model.factors();
    const auto factorOf = [&](std::size_t i) { return i % factorsOfOne == 1 ? ratio * ratio : ratio; };
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j)
            model.covariance[i * n + j] *= factorOf(i) * factorOf(j);
    }
    return model;
}

HedgeFactors withCorrelationsMoved(HedgeFactors model, double shift)
{
    const std::size_t n = model.factors();
    const std::vector<double> before = model.covariance;
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) {
            const double scale = std::sqrt(before[i * n + i] * before[j * n + j]);
            if (i != j && scale > 0.0 && before[i * n + j] != 0.0)
                model.covariance[i * n + j] = scale * std::clamp(before[i * n + j] / scale + shift, -0.99, 0.99);
        }
    }
    return model;
}

Result<HedgeFactors> estimatedFactors(const MoveHistory& history, double horizonDays)
{
    const bool complete = std::ranges::all_of(
        history.days, [&](const MoveDay& day) { return day.moves.size() == history.underlyings.size(); });
    if (history.days.size() < fewestDays || !complete)
        return Error{Errc::BadInput, "a factor covariance needs a history of at least 30 complete days"};
    const Matrix days = daysOf(history);
    if (!days.allFinite())
        return Error{Errc::BadInput, "the history has a move that is not a number"};
    Eigen::VectorXd weights(days.rows());
    for (Eigen::Index t = 0; t < days.rows(); ++t)
        weights[t] = std::pow(decay, static_cast<double>(days.rows() - 1 - t));
    weights /= weights.sum();
    const Eigen::RowVectorXd mean = weights.transpose() * days;
    const Matrix centred = days.rowwise() - mean;
    const Eigen::VectorXd deviation = (weights.transpose() * centred.array().square().matrix()).cwiseSqrt().transpose();
    const Eigen::VectorXd inverse = deviation.unaryExpr([](double d) { return d > 0.0 ? 1.0 / d : 0.0; });
    const Matrix standard = centred * inverse.asDiagonal();
    Matrix correlation = standard.transpose() * weights.asDiagonal() * standard;
    correlation *= 1.0 - shrinkage(standard, weights);
    correlation.diagonal().setOnes();
    Eigen::VectorXd scaled = deviation;
    for (Eigen::Index i = 0; i < scaled.size(); ++i) // the square of a return grows with the horizon itself
        scaled[i] *= i % index(factorsOfOne) == 1 ? horizonDays : std::sqrt(horizonDays);
    return HedgeFactors{history.underlyings, flat(scaled.asDiagonal() * correlation * scaled.asDiagonal())};
}

std::vector<double> factorLoadings(const Instrument& instrument, const LineValues& values, const HedgeFactors& model)
{
    std::vector<double> loadings(model.factors(), 0.0);
    const auto found = std::ranges::find(model.underlyings, instrument.underlying);
    if (found == model.underlyings.end())
        return loadings;
    double* const own = loadings.data() + static_cast<std::size_t>(found - model.underlyings.begin()) * factorsOfOne;
    own[0] = values.exposure.deltaUsd;
    own[1] = 50.0 * values.exposure.gammaUsd1pct; // Gamma F^2 / 2
    own[2] = values.exposure.vegaUsd;
    if (instrument.strike && values.vol) {
        own[3] = values.exposure.vegaUsd * skewLoading(*instrument.strike, values.forward, *values.vol, values.years);
        own[4] = values.exposure.vegaUsd * termLoading(values.years);
    }
    return loadings;
}

std::vector<double> factorLoadings(const RiskReport& report, const HedgeFactors& model)
{
    std::vector<double> sum(model.factors(), 0.0);
    for (const RiskLine& line : report.lines) {
        if (!line.values.ok() || !line.instrument)
            continue;
        const auto loadings = factorLoadings(*line.instrument, line.values.value(), model);
        for (std::size_t k = 0; k < sum.size(); ++k)
            sum[k] += loadings[k];
    }
    return sum;
}

std::vector<double> covarianceRoot(const HedgeFactors& model)
{
    const auto n = index(model.factors());
    const Matrix covariance = Eigen::Map<const RowMajor>(model.covariance.data(), n, n);
    // Scaled to correlations first: variances differ by fifteen orders of magnitude.
    const Eigen::VectorXd deviation = covariance.diagonal().cwiseMax(0.0).cwiseSqrt();
    const Eigen::VectorXd inverse = deviation.unaryExpr([](double d) { return d > 0.0 ? 1.0 / d : 0.0; });
    const Matrix correlation = inverse.asDiagonal() * covariance * inverse.asDiagonal();
    const Eigen::SelfAdjointEigenSolver<Matrix> eigen(correlation);
    const Eigen::VectorXd values = eigen.eigenvalues().cwiseMax(0.0).cwiseSqrt();
    return flat(values.asDiagonal() * eigen.eigenvectors().transpose() * deviation.asDiagonal());
}

std::vector<double> rooted(const std::vector<double>& root, const std::vector<double>& loadings)
{
    const std::size_t n = loadings.size();
    std::vector<double> result(n, 0.0);
    for (std::size_t k = 0; k < n; ++k) {
        for (std::size_t f = 0; f < n; ++f)
            result[k] += root[k * n + f] * loadings[f];
    }
    return result;
}

} // namespace ballast
