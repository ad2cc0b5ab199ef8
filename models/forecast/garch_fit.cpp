#include "models/forecast/garch.h"
#include "models/forecast/realised_vol.h"
#include "models/forecast/simplex_search.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

using Point = std::vector<double>;

constexpr double mostPersistence = 0.9999;
constexpr double leastDegrees = 2.05; // the variance of a t exists above 2

double logistic(double x)
{
    return 1.0 / (1.0 + std::exp(-x));
}

double logit(double p)
{
    return std::log(p / (1.0 - p));
}

// Free coordinates that keep the constraints: persistence and alpha's share of it as logits, then the log of the
// degrees above their least, then the log of the long-run variance.
struct Coordinates
{
    GarchFitOptions options;
    double sampleVariance = 0.0;

    [[nodiscard]] Point start(double persistence, double alphaShare) const
    {
        Point x{logit(persistence / mostPersistence), logit(alphaShare)};
        if (options.innovations == Innovations::StudentT)
            x.push_back(std::log(5.0 - leastDegrees));
        if (options.longRun == LongRun::Fitted)
            x.push_back(std::log(sampleVariance));
        return x;
    }

    [[nodiscard]] GarchParams params(const Point& x) const
    {
        const double persistence = mostPersistence * logistic(x[0]);
        const double share = logistic(x[1]);
        const double longRun = options.longRun == LongRun::Fitted ? std::exp(x.back()) : sampleVariance;
        GarchParams p;
        p.alpha = persistence * share;
        p.beta = persistence * (1.0 - share);
        p.omega = longRun * (1.0 - persistence);
        if (options.innovations == Innovations::StudentT)
            p.studentDegrees = leastDegrees + std::exp(std::min(x[2], 6.0));
        return p;
    }
};

double largestSlope(const std::function<double(const Point&)>& f, const Point& x)
{
    constexpr double bump = 1e-4;
    double largest = 0.0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        Point up = x;
        Point down = x;
        up[i] += bump;
        down[i] -= bump;
        largest = std::max(largest, std::abs(f(up) - f(down)) / (2.0 * bump));
    }
    return largest;
}

} // namespace

Result<GarchFit> fitGarch(std::span<const double> returns, const GarchFitOptions& options)
{
    if (returns.size() < leastGarchReturns)
        return Error{Errc::Undetermined,
                     fmt::format("a GARCH fit needs {} daily returns, here are {}", leastGarchReturns, returns.size())};
    const double sample = closeCloseVariance(returns);
    if (!(sample > 0.0) || !std::isfinite(sample))
        return Error{Errc::Undetermined, "the prices do not move: no GARCH can be fitted"};

    const Coordinates coordinates{options, sample};
    const double count = static_cast<double>(returns.size());
    const std::function<double(const Point&)> loss = [&](const Point& x) {
        return -garchLogLikelihood(coordinates.params(x), returns, sample) / count;
    };
    SimplexResult best;
    int evaluations = 0;
    // The likelihood has a ridge where alpha vanishes: two starts see both sides of it.
    for (const auto& [persistence, share] : {std::pair(0.95, 0.1), std::pair(0.7, 0.3)}) {
        SimplexResult run = simplexMinimum(loss, coordinates.start(persistence, share), 0.5, {});
        evaluations += run.evaluations;
        if (best.x.empty() || run.value < best.value)
            best = std::move(run);
    }

    GarchFit fit;
    fit.params = coordinates.params(best.x);
    fit.logLikelihood = -best.value * count;
    fit.startVariance = sample;
    fit.nextVariance = garchVariance(fit.params, returns, sample);
    fit.gradient = largestSlope(loss, best.x);
    fit.evaluations = evaluations;
    return fit;
}

} // namespace ballast
