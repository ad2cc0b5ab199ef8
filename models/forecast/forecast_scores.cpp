#include "models/forecast/forecast_scores.h"

#include "models/pricing/normal.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ballast {
namespace {

double meanOf(std::span<const double> values)
{
    return values.empty() ? 0.0
                          : std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

} // namespace

double qlike(double realisedVariance, double forecastVariance)
{
    const double ratio = realisedVariance / forecastVariance;
    return ratio - std::log(ratio) - 1.0;
}

double squaredError(double realisedVariance, double forecastVariance)
{
    const double error = forecastVariance - realisedVariance;
    return error * error;
}

MeanLosses meanLosses(std::span<const double> realised, std::span<const double> forecast)
{
    MeanLosses losses;
    const std::size_t days = std::min(realised.size(), forecast.size());
    for (std::size_t i = 0; i < days; ++i) {
        losses.qlike += qlike(realised[i], forecast[i]);
        losses.meanSquaredError += squaredError(realised[i], forecast[i]);
    }
    losses.days = static_cast<int>(days);
    if (days > 0) {
        losses.qlike /= static_cast<double>(days);
        losses.meanSquaredError /= static_cast<double>(days);
    }
    return losses;
}

double longRunVariance(std::span<const double> values, int lag)
{
    if (values.empty())
        return 0.0;
    const double mean = meanOf(values);
    const double count = static_cast<double>(values.size());
    double sum = 0.0;
    for (int l = 0; l <= lag; ++l) {
        double covariance = 0.0;
        for (std::size_t i = static_cast<std::size_t>(l); i < values.size(); ++i)
            covariance += (values[i] - mean) * (values[i - static_cast<std::size_t>(l)] - mean);
        const double weight = 1.0 - static_cast<double>(l) / (lag + 1.0);
        sum += (l == 0 ? 1.0 : 2.0 * weight) * covariance / count;
    }
    return sum;
}

Result<DieboldMariano> dieboldMariano(std::span<const double> firstLosses, std::span<const double> secondLosses)
{
    if (firstLosses.size() != secondLosses.size() || firstLosses.size() < 8)
        return Error{Errc::BadInput, "two forecasts are compared over the same days, at least eight of them"};
    std::vector<double> difference;
    for (std::size_t i = 0; i < firstLosses.size(); ++i)
        difference.push_back(firstLosses[i] - secondLosses[i]);
    const double count = static_cast<double>(difference.size());
    DieboldMariano dm;
    dm.lag = static_cast<int>(std::floor(std::cbrt(count) + 1e-9));
    dm.meanDifference = meanOf(difference);
    const double variance = longRunVariance(difference, dm.lag);
    if (!(variance > 0.0))
        return Error{Errc::Undetermined, "both forecasts lose the same every day"};
    dm.t = dm.meanDifference / std::sqrt(variance / count);
    dm.pValue = 2.0 * normalCdf(-std::abs(dm.t));
    return dm;
}

Result<MincerZarnowitz> mincerZarnowitz(std::span<const double> realised, std::span<const double> forecast)
{
    if (realised.size() != forecast.size() || realised.size() < 3)
        return Error{Errc::BadInput, "the regression needs a realised value for each forecast, at least three"};
    const double meanRealised = meanOf(realised);
    const double meanForecast = meanOf(forecast);
    double cross = 0.0;
    double ofForecast = 0.0;
    double ofRealised = 0.0;
    for (std::size_t i = 0; i < realised.size(); ++i) {
        const double f = forecast[i] - meanForecast;
        const double v = realised[i] - meanRealised;
        cross += f * v;
        ofForecast += f * f;
        ofRealised += v * v;
    }
    if (!(ofForecast > 0.0))
        return Error{Errc::Undetermined, "the forecast does not move: it has no slope"};
    MincerZarnowitz mz;
    mz.slope = cross / ofForecast;
    mz.intercept = meanRealised - mz.slope * meanForecast;
    mz.rSquared = ofRealised > 0.0 ? cross * cross / (ofForecast * ofRealised) : 0.0;
    return mz;
}

std::vector<double> inverseLossWeights(std::span<const double> losses)
{
    std::vector<double> weights;
    for (const double loss : losses)
        weights.push_back(1.0 / std::max(loss, 1e-12));
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    for (double& weight : weights)
        weight /= sum;
    return weights;
}

} // namespace ballast
