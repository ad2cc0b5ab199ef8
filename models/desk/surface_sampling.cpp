#include "models/desk/surface_sampling.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace ballast {

namespace {

constexpr double lowestDeltaPlace = 0.05;
constexpr double widestMoneyness = 2.0; // ln(K / F): no listed strike with a fit lies farther out
constexpr int bisectionSteps = 34;      // to 2.3e-10 in ln(K / F)
constexpr double daysPerYear = 365.0;

struct AxisRange
{
    double low = 0.0;
    double high = 0.0;
};

double normalCdf(double x)
{
    return 0.5 * std::erfc(-x / std::numbers::sqrt2);
}

// 1 - N(d1) with d1 = (-k + w/2) / sqrt(w): rises with the strike.
double deltaPlace(double k, double totalVariance)
{
    const double deviation = std::sqrt(totalVariance);
    return normalCdf((k - 0.5 * totalVariance) / deviation);
}

// Slope of the put's price by the strike (Breeden and Litzenberger 1978), on a smile sqrt(w(k)):
// N(-d2) + n(d2) d sqrt(w) / dk.
double probabilityBelow(const SviParams& params, double k)
{
    const double w = sviTotalVariance(params, k);
    if (!(w > 0.0))
        return k > 0.0 ? 1.0 : 0.0;
    const double deviation = std::sqrt(w);
    const double d2 = -k / deviation - 0.5 * deviation;
    const double density = std::exp(-0.5 * d2 * d2) / std::sqrt(2.0 * std::numbers::pi);
    return normalCdf(-d2) + density * sviFirstDerivative(params, k) / (2.0 * deviation);
}

// k at which the smile `variance(k)` has the given delta place; bisection, since 1 - N(d1) rises over the tradable
// range.
template <class Variance>
std::optional<double> moneynessAtDeltaPlace(const Variance& variance, double place)
{
    double low = -widestMoneyness;
    double high = widestMoneyness;
    for (int step = 0; step < bisectionSteps; ++step) {
        const double middle = 0.5 * (low + high);
        const std::optional<double> w = variance(middle);
        if (!w || *w <= 0.0)
            return std::nullopt;
        (deltaPlace(middle, *w) < place ? low : high) = middle;
    }
    return 0.5 * (low + high);
}

AxisRange strikeRange(const VolSurface& surface)
{
    // Strikes that the short and the long smiles share in practice: two deviations of the middle slice.
    const SviSlice& middle = surface.slices[surface.slices.size() / 2];
    const double reach = 1.5 * middle.atmVol * std::sqrt(middle.years);
    return {middle.forward * std::exp(-reach), middle.forward * std::exp(reach)};
}

AxisRange axisRange(const VolSurface& surface, SmileAxis axis)
{
    if (axis == SmileAxis::Delta)
        return {lowestDeltaPlace, 1.0 - lowestDeltaPlace};
    const AxisRange strikes = strikeRange(surface);
    if (axis == SmileAxis::Strike)
        return strikes;
    const double forward = surface.slices[surface.slices.size() / 2].forward;
    return {std::log(strikes.low / forward), std::log(strikes.high / forward)};
}

std::vector<double> evenly(double low, double high, int points)
{
    std::vector<double> places;
    for (int i = 0; i < points; ++i)
        places.push_back(points == 1 ? low : low + (high - low) * i / (points - 1));
    return places;
}

// Forward at a time between the slices, log-linear.
double forwardAtYears(const VolSurface& surface, double years)
{
    const auto& slices = surface.slices;
    const auto later = std::ranges::find_if(slices, [&](const SviSlice& s) { return s.years >= years; });
    if (later == slices.begin())
        return slices.front().forward;
    if (later == slices.end())
        return slices.back().forward;
    const SviSlice& earlier = *std::prev(later);
    const double share = (years - earlier.years) / (later->years - earlier.years);
    return std::exp(std::lerp(std::log(earlier.forward), std::log(later->forward), share));
}

// The fitted expiries, each gap filled with tenors evenly spaced in log time.
std::vector<double> sampledTenors(const VolSurface& surface, int wanted)
{
    const double first = std::log(surface.slices.front().years);
    const double last = std::log(surface.slices.back().years);
    const double step = (last - first) / std::max(1, wanted - 1);
    std::vector<double> years{surface.slices.front().years};
    for (std::size_t i = 1; i < surface.slices.size(); ++i) {
        const double from = std::log(surface.slices[i - 1].years);
        const double to = std::log(surface.slices[i].years);
        const int parts = std::max(1, static_cast<int>(std::lround((to - from) / step)));
        for (int part = 1; part < parts; ++part)
            years.push_back(std::exp(std::lerp(from, to, static_cast<double>(part) / parts)));
        years.push_back(surface.slices[i].years);
    }
    return years;
}

std::optional<double> volAt(const VolSurface& surface, SmileAxis axis, double across, double years)
{
    const auto variance = [&](double k) { return surface.totalVariance(k, years); };
    std::optional<double> k = across;
    if (axis == SmileAxis::Delta)
        k = moneynessAtDeltaPlace(variance, across);
    if (axis == SmileAxis::Strike)
        k = std::log(across / forwardAtYears(surface, years));
    if (!k)
        return std::nullopt;
    const std::optional<double> w = variance(*k);
    if (!w || *w < 0.0)
        return std::nullopt;
    return std::sqrt(*w / years);
}

std::optional<double> strikeOf(const SviSlice& slice, SmileAxis axis, double across)
{
    if (axis == SmileAxis::Strike)
        return across;
    if (axis == SmileAxis::Moneyness)
        return slice.forward * std::exp(across);
    const auto variance = [&](double k) { return std::optional(sviTotalVariance(slice.params, k)); };
    const std::optional<double> k = moneynessAtDeltaPlace(variance, across);
    return k ? std::optional(slice.forward * std::exp(*k)) : std::nullopt;
}

std::optional<double> volAtDelta(const SviSlice& slice, OptionType type)
{
    const std::optional<double> strike = strikeAtDelta(slice, type, 0.25);
    return strike ? std::optional(slice.volAtStrike(*strike)) : std::nullopt;
}

std::optional<double> forwardVol(const SviSlice* earlier, const SviSlice& slice)
{
    const double before = earlier ? earlier->atmVol * earlier->atmVol * earlier->years : 0.0;
    const double years = slice.years - (earlier ? earlier->years : 0.0);
    const double variance = slice.atmVol * slice.atmVol * slice.years - before;
    if (variance < 0.0 || years <= 0.0)
        return std::nullopt;
    return std::sqrt(variance / years);
}

} // namespace

SampledSurface sampleSurface(const VolSurface& surface, SmileAxis axis, const MeshSize& size)
{
    SampledSurface mesh;
    mesh.axis = axis;
    if (surface.empty() || surface.slices.front().years <= 0.0)
        return mesh;
    const AxisRange range = axisRange(surface, axis);
    mesh.across = evenly(range.low, range.high, size.columns);
    mesh.years = sampledTenors(surface, size.tenors);
    for (const double years : mesh.years)
        for (const double across : mesh.across)
            mesh.vols.push_back(volAt(surface, axis, across, years));
    return mesh;
}

std::vector<SmilePoint> sampleSmile(const VolSurface& surface, const SviSlice& slice, SmileAxis axis, int points)
{
    std::vector<SmilePoint> curve;
    const AxisRange range = axisRange(surface, axis);
    for (const double across : evenly(range.low, range.high, points))
        if (const std::optional<double> strike = strikeOf(slice, axis, across))
            curve.push_back({across, *strike, slice.volAtStrike(*strike)});
    return curve;
}

std::vector<SmilePoint> sampleSmileOverStrikes(const SviSlice& slice, double lowStrike, double highStrike, int points)
{
    std::vector<SmilePoint> curve;
    if (lowStrike <= 0.0 || highStrike <= lowStrike)
        return curve;
    for (const double logStrike : evenly(std::log(lowStrike), std::log(highStrike), points)) {
        const double strike = std::exp(logStrike);
        const double k = std::log(strike / slice.forward);
        curve.push_back({strike, strike, slice.volAtK(k), acrossOf(slice, SmileAxis::Delta, strike),
                         sviDensity(slice.params, k), probabilityBelow(slice.params, k)});
    }
    return curve;
}

StrikeRange shownStrikes(const SviSlice& slice, double standardDeviations)
{
    const double reach = standardDeviations * slice.atmVol * std::sqrt(slice.years);
    StrikeRange range{slice.forward * std::exp(-reach), slice.forward * std::exp(reach)};
    double lowest = range.high;
    double highest = range.low;
    for (const SmileQuote& quote : slice.quotes) {
        if (quote.weight <= 0.0 || quote.strike < range.low || quote.strike > range.high)
            continue;
        lowest = std::min(lowest, quote.strike);
        highest = std::max(highest, quote.strike);
    }
    return lowest < highest ? StrikeRange{lowest, highest} : range;
}

namespace {

bool usedAt(const SviSlice& slice, double strike)
{
    return std::ranges::any_of(
        slice.quotes, [strike](const SmileQuote& quote) { return quote.strike == strike && quote.weight > 0.0; });
}

} // namespace

QuoteUse useOf(const SmileQuote& quote)
{
    if (quote.weight <= 0.0)
        return QuoteUse::Refused;
    return quote.bounds ? QuoteUse::Bounds : QuoteUse::DownWeighted;
}

std::vector<SampledQuote> sampledQuotes(const VolSurface& surface, SmileAxis axis)
{
    std::vector<SampledQuote> dots;
    if (surface.empty())
        return dots;
    const AxisRange range = axisRange(surface, axis);
    for (const SviSlice& slice : surface.slices) {
        for (const SmileQuote& quote : slice.quotes) {
            if (!quote.targetVol || (quote.weight <= 0.0 && usedAt(slice, quote.strike)))
                continue;
            const double across = acrossOf(slice, axis, quote.strike);
            if (across >= range.low && across <= range.high)
                dots.push_back({across, slice.years, *quote.targetVol, quote.instrument, slice.expiry, quote.strike,
                                quote.bidVol, quote.askVol, slice.volAtK(quote.k), useOf(quote), quote.leftOutBecause});
        }
    }
    return dots;
}

std::vector<TermPoint> termStructure(const VolSurface& surface)
{
    std::vector<TermPoint> points;
    const SviSlice* earlier = nullptr;
    for (const SviSlice& slice : surface.slices) {
        points.push_back({slice.expiry, slice.years * daysPerYear, slice.atmVol, volAtDelta(slice, OptionType::Put),
                          volAtDelta(slice, OptionType::Call), forwardVol(earlier, slice)});
        earlier = &slice;
    }
    return points;
}

double acrossOf(const SviSlice& slice, SmileAxis axis, double strike)
{
    const double k = std::log(strike / slice.forward);
    if (axis == SmileAxis::Strike)
        return strike;
    if (axis == SmileAxis::Moneyness)
        return k;
    const double w = sviTotalVariance(slice.params, k);
    return w > 0.0 ? deltaPlace(k, w) : (k < 0.0 ? 0.0 : 1.0);
}

} // namespace ballast
