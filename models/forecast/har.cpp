#include "models/forecast/har.h"

#include <Eigen/Dense>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ballast {
namespace {

constexpr Eigen::Index leastObservations = 60;
constexpr double leastVariance = 1e-12;

double meanOf(std::span<const double> values)
{
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

HarState logsOf(HarState s)
{
    const auto safeLog = [](double v) { return std::log(std::max(v, leastVariance)); };
    s.day = safeLog(s.day);
    s.week = safeLog(s.week);
    s.month = safeLog(s.month);
    if (s.implied)
        s.implied = safeLog(*s.implied);
    return s;
}

struct Regression
{
    Eigen::MatrixXd design;
    Eigen::VectorXd target;
};

Regression regressionOf(std::span<const double> variances, const HarFitOptions& options)
{
    const auto month = static_cast<std::size_t>(options.windows.month);
    const auto horizon = static_cast<std::size_t>(options.horizonDays);
    const bool logs = options.form == HarForm::Logs;
    const bool implied = !options.implied.empty();
    const std::size_t rows = variances.size() >= month + horizon ? variances.size() - month - horizon + 1 : 0;
    Regression r{Eigen::MatrixXd(static_cast<Eigen::Index>(rows), implied ? 5 : 4),
                 Eigen::VectorXd(static_cast<Eigen::Index>(rows))};
    for (std::size_t row = 0; row < rows; ++row) {
        const std::size_t next = row + month;
        HarState s = *harState(variances.first(next), options.windows);
        if (implied)
            s.implied = options.implied[next - 1];
        if (logs)
            s = logsOf(s);
        const double ahead = meanOf(variances.subspan(next, horizon));
        const auto at = static_cast<Eigen::Index>(row);
        r.design.row(at).head(4) << 1.0, s.day, s.week, s.month;
        if (implied)
            r.design(at, 4) = *s.implied;
        r.target(at) = logs ? std::log(std::max(ahead, leastVariance)) : ahead;
    }
    return r;
}

// In levels the error grows with the level: a second pass weighs by 1 / fitted (Patton and Sheppard 2015, WLS).
Eigen::VectorXd solve(const Regression& r, HarForm form)
{
    const Eigen::VectorXd first = r.design.colPivHouseholderQr().solve(r.target);
    if (form == HarForm::Logs)
        return first;
    const double floor = std::max(r.target.minCoeff(), leastVariance);
    const Eigen::VectorXd weight = (r.design * first).cwiseMax(floor).cwiseInverse();
    return (weight.asDiagonal() * r.design).eval().colPivHouseholderQr().solve(weight.cwiseProduct(r.target));
}

} // namespace

double harForecast(const HarParams& p, const HarState& state)
{
    const double base = p.constant + p.day * state.day + p.week * state.week + p.month * state.month;
    return p.implied && state.implied ? base + *p.implied * *state.implied : base;
}

double HarFit::forecast(const HarState& state) const
{
    const double raw = form == HarForm::Logs ? std::exp(harForecast(params, logsOf(state)) + 0.5 * residualVariance)
                                             : harForecast(params, state);
    return std::max(raw, leastVariance);
}

std::optional<HarState> harState(std::span<const double> variances, const HarWindows& windows)
{
    const auto week = static_cast<std::size_t>(windows.week);
    const auto month = static_cast<std::size_t>(windows.month);
    if (week == 0 || variances.size() < std::max(week, month))
        return std::nullopt;
    return HarState{variances.back(), meanOf(variances.last(week)), meanOf(variances.last(month)), std::nullopt};
}

Result<HarFit> fitHar(std::span<const double> variances, const HarFitOptions& options)
{
    if (!options.implied.empty() && options.implied.size() != variances.size())
        return Error{Errc::BadInput, "the implied variances have to match the realised ones day by day"};
    const Regression r = regressionOf(variances, options);
    if (r.target.size() < leastObservations)
        return Error{Errc::Undetermined, fmt::format("a HAR fit over {} d needs {} days more than it has",
                                                     options.horizonDays, leastObservations - r.target.size())};
    if (r.design.colPivHouseholderQr().rank() < r.design.cols())
        return Error{Errc::Undetermined, "the realised variances do not move apart: no HAR can be fitted"};

    const Eigen::VectorXd b = solve(r, options.form);
    const Eigen::VectorXd residual = r.target - r.design * b;
    HarFit fit;
    fit.form = options.form;
    fit.windows = options.windows;
    fit.horizonDays = options.horizonDays;
    fit.params = {b(0), b(1), b(2), b(3), b.size() > 4 ? std::optional(b(4)) : std::nullopt};
    fit.observations = static_cast<int>(r.target.size());
    fit.residualVariance = residual.squaredNorm() / static_cast<double>(r.target.size() - b.size());
    const double spread = (r.target.array() - r.target.mean()).square().sum();
    fit.rSquared = spread > 0.0 ? 1.0 - residual.squaredNorm() / spread : 0.0;
    fit.leastVariance = std::ranges::min(variances);
    return fit;
}

} // namespace ballast
