#include "models/pricing/normalised_black.h"

#include "models/pricing/normal.h"

#include <cmath>
#include <numbers>

namespace ballast {
namespace {

// phi(h) times the odd Taylor series of Y(h + t) - Y(h - t), Y = Phi/phi: exact to rounding for small t, where the
// difference of two nearly equal terms would lose digits.
double smallTimeValueExpansion(double h, double t)
{
    const double y0 = normalCdf(h) / normalPdf(h);
    const double y1 = 1.0 + h * y0;
    double below = y0; // Y^(n-1)
    double here = y1;  // Y^(n)
    double power = t;
    double factorial = 1.0;
    double sum = 0.0;
    for (int n = 1; n <= 15; ++n) {
        if (n % 2 == 1)
            sum += here * power / factorial;
        const double next = n * below + h * here; // Y^(n+1) = n Y^(n-1) + h Y^(n)
        below = here;
        here = next;
        power *= t;
        factorial *= n + 1;
    }
    return 2.0 * sum;
}

} // namespace

double normalisedBlack(double x, double s)
{
    const double h = x / s;
    const double t = 0.5 * s;
    if (x == 0.0)
        return std::erf(t / std::numbers::sqrt2);
    if (t < 0.15 && h > -4.0)
        return normalPdf(h) * std::exp(-0.5 * t * t) * smallTimeValueExpansion(h, t);
    if (h + t > 0.0)
        return std::exp(0.5 * x) * normalCdf(h + t) - std::exp(-0.5 * x) * normalCdf(h - t);
    const double scale = 0.5 * std::exp(-0.5 * (h * h + t * t));
    if (scale == 0.0)
        return 0.0;
    return scale * (scaledErfc(-(h + t) / std::numbers::sqrt2) - scaledErfc(-(h - t) / std::numbers::sqrt2));
}

double normalisedVega(double x, double s)
{
    const double h = x / s;
    const double t = 0.5 * s;
    return std::exp(-0.5 * (h * h + t * t)) / std::sqrt(2.0 * std::numbers::pi);
}

} // namespace ballast
