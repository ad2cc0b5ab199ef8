#include "models/forecast/garch.h"

#include <cmath>
#include <numbers>

namespace ballast {

double garchVariance(const GarchParams& p, std::span<const double> returns, double start)
{
    double variance = start;
    for (const double r : returns)
        variance = p.omega + p.alpha * r * r + p.beta * variance;
    return variance;
}

std::vector<double> garchPath(const GarchParams& p, std::span<const double> returns, double start)
{
    std::vector<double> path{start};
    path.reserve(returns.size() + 1);
    for (const double r : returns)
        path.push_back(p.omega + p.alpha * r * r + p.beta * path.back());
    return path;
}

double garchLongRunVariance(const GarchParams& p)
{
    return p.omega / (1.0 - p.persistence());
}

double garchMeanVariance(const GarchParams& p, double next, int days)
{
    const double longRun = garchLongRunVariance(p);
    const double horizon = static_cast<double>(days);
    return longRun +
           (next - longRun) * (1.0 - std::pow(p.persistence(), horizon)) / (horizon * (1.0 - p.persistence()));
}

double garchHalfLifeDays(const GarchParams& p)
{
    return std::log(0.5) / std::log(p.persistence());
}

// The t is scaled so that its variance is s2 (Bollerslev 1987).
double garchLogLikelihood(const GarchParams& p, std::span<const double> returns, double start)
{
    double variance = start;
    double sum = 0.0;
    if (!p.studentDegrees) {
        for (const double r : returns) {
            sum -= 0.5 * (std::log(variance) + r * r / variance);
            variance = p.omega + p.alpha * r * r + p.beta * variance;
        }
        return sum;
    }
    const double nu = *p.studentDegrees;
    const double constant =
        std::lgamma(0.5 * (nu + 1.0)) - std::lgamma(0.5 * nu) - 0.5 * std::log(std::numbers::pi * (nu - 2.0));
    for (const double r : returns) {
        sum += constant - 0.5 * std::log(variance) - 0.5 * (nu + 1.0) * std::log1p(r * r / ((nu - 2.0) * variance));
        variance = p.omega + p.alpha * r * r + p.beta * variance;
    }
    return sum;
}

} // namespace ballast
