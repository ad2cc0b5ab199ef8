#include "models/desk/surface_samples.h"

#include "models/surface/leave_one_out.h"

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

constexpr MeshSize meshSize{41, 25};
constexpr double wideDeviations = 3.0;
constexpr double nearDeviations = 2.0;
constexpr int widePoints = 121;
constexpr int nearPoints = 49;
constexpr int checkedPoints = 81;            // strikes of a slice that are looked at for marks
constexpr double butterflyTolerance = -1e-9; // as VolSurface::arbitrageFree
constexpr double calendarTolerance = -1e-10;

// All strikes within the deviations, quoted or not: the density needs its tails.
SmileCurve curveOver(const SviSlice& slice, double deviations, int points)
{
    const double reach = deviations * slice.atmVol * std::sqrt(slice.years);
    SmileCurve curve;
    curve.range = {slice.forward * std::exp(-reach), slice.forward * std::exp(reach)};
    curve.points = sampleSmileOverStrikes(slice, curve.range.low, curve.range.high, points);
    return curve;
}

FittedQuote fitted(const SviSlice& slice, const SmileQuote& quote, const LeftOutVol& without)
{
    const double fit = slice.volAtStrike(quote.strike);
    const bool outside = quote.bidVol && quote.askVol && (fit < *quote.bidVol || fit > *quote.askVol);
    const auto band = without.errorBand > 0.0 ? std::optional(without.errorBand) : std::nullopt;
    return {quote.strike,
            quote.bidVol,
            quote.askVol,
            quote.targetVol,
            fit,
            outside,
            acrossOf(slice, SmileAxis::Delta, quote.strike),
            band};
}

StrikeRange quotedStrikes(const SviSlice& slice)
{
    StrikeRange range{slice.forward, slice.forward};
    for (const SmileQuote& quote : slice.quotes) {
        if (quote.weight <= 0.0)
            continue;
        range.low = std::min(range.low, quote.strike);
        range.high = std::max(range.high, quote.strike);
    }
    return range;
}

SmileSamples smileOf(const SviSlice& slice)
{
    SmileSamples samples;
    samples.expiry = slice.expiry;
    samples.years = slice.years;
    samples.forward = slice.forward;
    samples.atmVol = slice.atmVol;
    samples.wide = curveOver(slice, wideDeviations, widePoints);
    samples.near = curveOver(slice, nearDeviations, nearPoints);
    samples.quoted = quotedStrikes(slice);
    const StrikeRange& range = samples.wide.range;
    const std::vector<LeftOutVol> without = leaveOneOut(slice);
    for (std::size_t i = 0; i < slice.quotes.size(); ++i) {
        const SmileQuote& quote = slice.quotes[i];
        if (quote.weight > 0.0 && quote.strike >= range.low && quote.strike <= range.high)
            samples.quotes.push_back(fitted(slice, quote, without[i]));
    }
    return samples;
}

AxisSamples axisOf(const VolSurface& surface, SmileAxis axis)
{
    AxisSamples samples{sampleSurface(surface, axis, meshSize), sampledQuotes(surface, axis), {}};
    for (const SviSlice& slice : surface.slices)
        samples.smiles.push_back(sampleSmile(surface, slice, axis, meshSize.columns));
    return samples;
}

// The worst k of a condition over the quoted strikes of the slice, where it is broken.
template <class Condition>
void addMark(std::vector<ArbitrageMark>& marks, ArbitrageKind kind, const SviSlice& slice, double tolerance,
             const Condition& condition)
{
    if (slice.quotes.empty())
        return;
    const double low = slice.quotes.front().k;
    const double high = slice.quotes.back().k;
    double worstK = low;
    double worst = condition(low);
    for (int i = 1; i < checkedPoints; ++i) {
        const double k = std::lerp(low, high, static_cast<double>(i) / (checkedPoints - 1));
        const double value = condition(k);
        if (value < worst) {
            worst = value;
            worstK = k;
        }
    }
    if (worst >= tolerance)
        return;
    const double strike = slice.forward * std::exp(worstK);
    marks.push_back({kind, slice.expiry, strike, acrossOf(slice, SmileAxis::Delta, strike), slice.years,
                     slice.volAtK(worstK), worst});
}

// Durrleman's g and the step of total variance at fixed k (Gatheral and Jacquier 2014, definitions 2.2 and 2.3).
std::vector<ArbitrageMark> arbitrageMarks(const VolSurface& surface)
{
    std::vector<ArbitrageMark> marks;
    const SviSlice* earlier = nullptr;
    for (const SviSlice& slice : surface.slices) {
        addMark(marks, ArbitrageKind::Butterfly, slice, butterflyTolerance,
                [&](double k) { return sviDurrleman(slice.params, k); });
        if (earlier)
            addMark(marks, ArbitrageKind::Calendar, slice, calendarTolerance,
                    [&](double k) { return sviTotalVariance(slice.params, k) - sviTotalVariance(earlier->params, k); });
        earlier = &slice;
    }
    return marks;
}

} // namespace

const SmileSamples* SurfaceSamples::smile(Timestamp expiry) const
{
    const auto it = std::ranges::find(smiles, expiry, &SmileSamples::expiry);
    return it == smiles.end() ? nullptr : &*it;
}

const std::vector<SmilePoint>* SurfaceSamples::smileOver(SmileAxis axis, Timestamp expiry) const
{
    const auto it = std::ranges::find(smiles, expiry, &SmileSamples::expiry);
    const auto place = static_cast<std::size_t>(it - smiles.begin());
    return it == smiles.end() || place >= over(axis).smiles.size() ? nullptr : &over(axis).smiles[place];
}

std::optional<SurfaceSamples> sampleAll(const VolSurface& surface, const std::stop_token& stop)
{
    SurfaceSamples samples;
    for (const SmileAxis axis : {SmileAxis::Delta, SmileAxis::Strike, SmileAxis::Moneyness}) {
        if (stop.stop_requested())
            return std::nullopt;
        samples.axes[static_cast<std::size_t>(axis)] = axisOf(surface, axis);
    }
    samples.term = termStructure(surface);
    samples.termCurve = termCurve(surface);
    std::ranges::transform(surface.slices, std::back_inserter(samples.smiles), smileOf);
    samples.arbitrage = arbitrageMarks(surface);
    return samples;
}

const SmilePoint* nearestPoint(const std::vector<SmilePoint>& points, double strike)
{
    const auto it = std::ranges::min_element(
        points, {}, [strike](const SmilePoint& each) { return std::abs(each.strike - strike); });
    return it == points.end() ? nullptr : &*it;
}

} // namespace ballast
