#include "models/pricing/normal.h"

#include <cmath>
#include <numbers>

namespace ballast {
namespace {

constexpr double inverseSqrt2Pi = 0.39894228040143267794;

// Acklam's rational approximation, relative error 1.15e-9.
double acklam(double p)
{
    constexpr double a[] = {-3.969683028665376e+01, 2.209460984245205e+02,  -2.759285104469687e+02,
                            1.383577518672690e+02,  -3.066479806614716e+01, 2.506628277459239e+00};
    constexpr double b[] = {-5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02,
                            6.680131188771972e+01, -1.328068155288572e+01};
    constexpr double c[] = {-7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00,
                            -2.549732539343734e+00, 4.374664141464968e+00,  2.938163982698783e+00};
    constexpr double d[] = {7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00};
    constexpr double low = 0.02425;
    const auto tail = [&](double q) {
        return (((((c[0] * q + c[1]) * q + c[2]) * q + c[3]) * q + c[4]) * q + c[5]) /
               ((((d[0] * q + d[1]) * q + d[2]) * q + d[3]) * q + 1.0);
    };
    if (p < low)
        return tail(std::sqrt(-2.0 * std::log(p)));
    if (p > 1.0 - low)
        return -tail(std::sqrt(-2.0 * std::log1p(-p)));
    const double q = p - 0.5;
    const double r = q * q;
    return (((((a[0] * r + a[1]) * r + a[2]) * r + a[3]) * r + a[4]) * r + a[5]) * q /
           (((((b[0] * r + b[1]) * r + b[2]) * r + b[3]) * r + b[4]) * r + 1.0);
}

// Laplace's continued fraction, 24 levels: full precision from z = 5.
double scaledErfcTail(double z)
{
    double fraction = z;
    for (int level = 24; level >= 1; --level)
        fraction = z + 0.5 * level / fraction;
    return std::numbers::inv_sqrtpi / fraction;
}

} // namespace

double normalPdf(double x)
{
    return inverseSqrt2Pi * std::exp(-0.5 * x * x);
}

double normalCdf(double x)
{
    return 0.5 * std::erfc(-x / std::numbers::sqrt2);
}

double inverseNormalCdf(double p)
{
    const double x = acklam(p);
    const double density = normalPdf(x);
    if (density <= 0.0)
        return x;
    const double error = (normalCdf(x) - p) / density;
    return x - error / (1.0 + 0.5 * x * error);
}

double scaledErfc(double z)
{
    if (z > 5.0)
        return scaledErfcTail(z);
    return std::exp(z * z) * std::erfc(z);
}

} // namespace ballast
