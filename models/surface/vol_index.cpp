#include "models/pricing/black76.h"
#include "models/surface/surface_fit.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ballast {
namespace {

constexpr int intervalsEachSide = 400; // even, for Simpson's rule
constexpr double negligible = 1e-12;   // of the total: where the integral is cut
constexpr double daysPerYear = 365.0;

// A slice between its outermost quotes; beyond them, where nobody quotes, the vol of the outermost one stays.
struct QuotedSmile
{
    SviParams params;
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();

    [[nodiscard]] double totalVariance(double k) const { return sviTotalVariance(params, std::clamp(k, low, high)); }
};

QuotedSmile quotedSmile(const SviSlice& slice)
{
    QuotedSmile smile{slice.params};
    const auto quoted = [](const SmileQuote& quote) { return quote.targetVol.has_value(); };
    const auto first = std::ranges::find_if(slice.quotes, quoted);
    if (first == slice.quotes.end())
        return smile;
    smile.low = first->k;
    smile.high = std::ranges::find_if(slice.quotes.rbegin(), slice.quotes.rend(), quoted)->k;
    return smile;
}

// Out-of-the-money option per squared strike, in units of the forward: dK / K^2 = e^-k dk / F.
double integrand(const QuotedSmile& smile, double k)
{
    const double w = smile.totalVariance(k);
    if (!(w > 0.0))
        return 0.0;
    const BlackTerms terms{1.0, std::exp(k), 1.0, std::sqrt(w), k < 0.0 ? OptionType::Put : OptionType::Call};
    return blackPrice(terms) * std::exp(-k);
}

// Simpson's rule on [0, reach] in the direction of `sign`; the integrand has its kink at 0.
double wing(const QuotedSmile& smile, double sign, double reach)
{
    const double step = reach / intervalsEachSide;
    double sum = integrand(smile, 0.0) + integrand(smile, sign * reach);
    for (int i = 1; i < intervalsEachSide; ++i)
        sum += (i % 2 == 1 ? 4.0 : 2.0) * integrand(smile, sign * step * i);
    return sum * step / 3.0;
}

double reachOf(const QuotedSmile& smile, double sign, double deviation)
{
    double reach = 4.0 * deviation;
    while (reach < 40.0 && integrand(smile, sign * reach) * reach > negligible * deviation * deviation)
        reach *= 1.25;
    return reach;
}

// Fair total variance of a log contract, 2 * integral of P/K^2 below and C/K^2 above the forward (Demeterfi, Derman,
// Kamal, Zou 1999, eq. 26 without rates).
double fairTotalVariance(const QuotedSmile& smile)
{
    const double deviation = std::sqrt(std::max(smile.totalVariance(0.0), 0.0));
    if (!(deviation > 0.0))
        return 0.0;
    return 2.0 *
           (wing(smile, -1.0, reachOf(smile, -1.0, deviation)) + wing(smile, 1.0, reachOf(smile, 1.0, deviation)));
}

} // namespace

std::optional<double> volIndex(const VolSurface& surface, double days)
{
    const double years = days / daysPerYear;
    if (surface.slices.empty() || years < surface.slices.front().years || years > surface.slices.back().years)
        return std::nullopt;
    const auto later = std::ranges::lower_bound(surface.slices, years, {}, &SviSlice::years);
    const double atLater = fairTotalVariance(quotedSmile(*later));
    if (later == surface.slices.begin() || later->years == years)
        return std::sqrt(atLater / later->years);
    const SviSlice& earlier = *std::prev(later);
    const double atEarlier = fairTotalVariance(quotedSmile(earlier));
    const double share = (years - earlier.years) / (later->years - earlier.years);
    return std::sqrt((atEarlier + share * (atLater - atEarlier)) / years);
}

} // namespace ballast
