#include "models/forecast/egarch.h"

#include "models/forecast/garch.h"
#include "models/forecast/realised_vol.h"
#include "models/forecast/simplex_search.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace ballast {
namespace {

using Point = std::vector<double>;

const double meanAbsNormal = std::sqrt(2.0 / std::numbers::pi);

double nextLogVariance(const EgarchParams& p, double logVariance, double r)
{
    const double z = r * std::exp(-0.5 * logVariance);
    return p.omega + p.beta * logVariance + p.alpha * (std::abs(z) - meanAbsNormal) + p.gamma * z;
}

// beta = tanh(x0), long-run ln s2 = x1, alpha = x2, gamma = x3.
EgarchParams paramsAt(const Point& x)
{
    const double beta = std::tanh(x[0]);
    return {(1.0 - beta) * x[1], beta, x[2], x[3]};
}

double lossPerDay(const EgarchParams& p, std::span<const double> returns, double start)
{
    double logVariance = std::log(start);
    double sum = 0.0;
    for (const double r : returns) {
        sum += 0.5 * (logVariance + r * r * std::exp(-logVariance));
        logVariance = nextLogVariance(p, logVariance, r);
    }
    return sum / static_cast<double>(returns.size());
}

} // namespace

double egarchVariance(const EgarchParams& p, std::span<const double> returns, double start)
{
    return egarchPath(p, returns, start).back();
}

std::vector<double> egarchPath(const EgarchParams& p, std::span<const double> returns, double start)
{
    std::vector<double> path{start};
    double logVariance = std::log(start);
    for (const double r : returns) {
        logVariance = nextLogVariance(p, logVariance, r);
        path.push_back(std::exp(logVariance));
    }
    return path;
}

double egarchMeanVariance(const EgarchParams& p, double next, int days)
{
    const double longRun = p.omega / (1.0 - p.beta);
    double deviation = std::log(next) - longRun;
    double sum = 0.0;
    for (int day = 0; day < days; ++day) {
        sum += std::exp(longRun + deviation);
        deviation *= p.beta;
    }
    return sum / static_cast<double>(days);
}

Result<EgarchFit> fitEgarch(std::span<const double> returns)
{
    if (returns.size() < leastGarchReturns)
        return Error{Errc::Undetermined, fmt::format("an EGARCH fit needs {} daily returns, here are {}",
                                                     leastGarchReturns, returns.size())};
    const double sample = closeCloseVariance(returns);
    if (!(sample > 0.0) || !std::isfinite(sample))
        return Error{Errc::Undetermined, "the prices do not move: no EGARCH can be fitted"};

    const std::function<double(const Point&)> loss = [&](const Point& x) {
        return lossPerDay(paramsAt(x), returns, sample);
    };
    const SimplexResult found = simplexMinimum(loss, {std::atanh(0.95), std::log(sample), 0.15, -0.03}, 0.2, {});

    EgarchFit fit;
    fit.params = paramsAt(found.x);
    fit.logLikelihood = -found.value * static_cast<double>(returns.size());
    fit.startVariance = sample;
    fit.nextVariance = egarchVariance(fit.params, returns, sample);
    fit.spread = found.spread;
    fit.evaluations = found.evaluations;
    return fit;
}

} // namespace ballast
