#include "models/pricing/black76.h"
#include "models/surface/surface_fit.h"

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

constexpr int intervalsEachSide = 400; // even, for Simpson's rule
constexpr double negligible = 1e-12;   // of the total: where the integral is cut
constexpr double daysPerYear = 365.0;

// Out-of-the-money option per squared strike, in units of the forward: dK / K^2 = e^-k dk / F.
double integrand(const SviParams& slice, double k)
{
    const double w = sviTotalVariance(slice, k);
    if (!(w > 0.0))
        return 0.0;
    const BlackTerms terms{1.0, std::exp(k), 1.0, std::sqrt(w), k < 0.0 ? OptionType::Put : OptionType::Call};
    return blackPrice(terms) * std::exp(-k);
}

// Simpson's rule on [0, reach] in the direction of `sign`; the integrand has its kink at 0.
double wing(const SviParams& slice, double sign, double reach)
{
    const double step = reach / intervalsEachSide;
    double sum = integrand(slice, 0.0) + integrand(slice, sign * reach);
    for (int i = 1; i < intervalsEachSide; ++i)
        sum += (i % 2 == 1 ? 4.0 : 2.0) * integrand(slice, sign * step * i);
    return sum * step / 3.0;
}

double reachOf(const SviParams& slice, double sign, double deviation)
{
    double reach = 4.0 * deviation;
    while (reach < 40.0 && integrand(slice, sign * reach) * reach > negligible * deviation * deviation)
        reach *= 1.25;
    return reach;
}

// Fair total variance of a log contract, 2 * integral of P/K^2 below and C/K^2 above the forward (Demeterfi, Derman,
// Kamal, Zou 1999, eq. 26 without rates).
double fairTotalVariance(const SviParams& slice)
{
    const double deviation = std::sqrt(std::max(sviTotalVariance(slice, 0.0), 0.0));
    if (!(deviation > 0.0))
        return 0.0;
    return 2.0 *
           (wing(slice, -1.0, reachOf(slice, -1.0, deviation)) + wing(slice, 1.0, reachOf(slice, 1.0, deviation)));
}

} // namespace

std::optional<double> volIndex(const VolSurface& surface, double days)
{
    const double years = days / daysPerYear;
    if (surface.slices.empty() || years < surface.slices.front().years || years > surface.slices.back().years)
        return std::nullopt;
    const auto later = std::ranges::lower_bound(surface.slices, years, {}, &SviSlice::years);
    const double atLater = fairTotalVariance(later->params);
    if (later == surface.slices.begin() || later->years == years)
        return std::sqrt(atLater / later->years);
    const SviSlice& earlier = *std::prev(later);
    const double atEarlier = fairTotalVariance(earlier.params);
    const double share = (years - earlier.years) / (later->years - earlier.years);
    return std::sqrt((atEarlier + share * (atLater - atEarlier)) / years);
}

} // namespace ballast
