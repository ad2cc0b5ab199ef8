#include "models/surface/svi.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace ballast {

double sviTotalVariance(const SviParams& p, double k)
{
    const double x = k - p.m;
    return p.a + p.b * (p.rho * x + std::sqrt(x * x + p.sigma * p.sigma));
}

double sviFirstDerivative(const SviParams& p, double k)
{
    const double x = k - p.m;
    return p.b * (p.rho + x / std::sqrt(x * x + p.sigma * p.sigma));
}

double sviSecondDerivative(const SviParams& p, double k)
{
    const double x = k - p.m;
    const double root = std::sqrt(x * x + p.sigma * p.sigma);
    return p.b * p.sigma * p.sigma / (root * root * root);
}

double sviDurrleman(const SviParams& p, double k)
{
    const double x = k - p.m;
    const double root = std::sqrt(x * x + p.sigma * p.sigma);
    const double inverse = 1.0 / root;
    const double slope = p.b * (p.rho + x * inverse);
    const double curvature = p.b * p.sigma * p.sigma * inverse * inverse * inverse;
    const double inverseW = 1.0 / (p.a + p.b * (p.rho * x + root));
    const double tilt = 1.0 - 0.5 * k * slope * inverseW;
    return tilt * tilt - 0.25 * slope * slope * (inverseW + 0.25) + 0.5 * curvature;
}

double sviMinDurrleman(const SviParams& p, double kLow, double kHigh, int points)
{
    double least = std::numeric_limits<double>::infinity();
    const double step = points > 1 ? (kHigh - kLow) / (points - 1) : 0.0;
    for (int i = 0; i < points; ++i)
        least = std::min(least, sviDurrleman(p, kLow + step * i));
    return least;
}

double sviDensity(const SviParams& p, double k)
{
    const double w = sviTotalVariance(p, k);
    const double dMinus = -k / std::sqrt(w) - 0.5 * std::sqrt(w);
    return sviDurrleman(p, k) / std::sqrt(2.0 * std::numbers::pi * w) * std::exp(-0.5 * dMinus * dMinus);
}

} // namespace ballast
