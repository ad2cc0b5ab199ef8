#include "models/forecast/ewma.h"

namespace ballast {

double ewmaVariance(std::span<const double> returns, double start, double decay)
{
    double variance = start;
    for (const double r : returns)
        variance = decay * variance + (1.0 - decay) * r * r;
    return variance;
}

std::vector<double> ewmaPath(std::span<const double> returns, double start, double decay)
{
    std::vector<double> path{start};
    path.reserve(returns.size() + 1);
    for (const double r : returns)
        path.push_back(decay * path.back() + (1.0 - decay) * r * r);
    return path;
}

} // namespace ballast
