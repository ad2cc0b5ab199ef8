#include "models/surface/svi_bands.h"
#include "models/surface/smile_quotes.h"

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

constexpr double insidePart = 0.85; // of the half-width: where the loss begins
constexpr double pullInside = 0.01; // inside its band a quote weighs this part of what it weighs outside
constexpr double scaleFloor = 4e-4; // of w: narrower markets count as this wide
constexpr double wingPull = 0.02;   // of quotes outside the core
constexpr double coreDeviations = 1.6448536269514722; // N(-1.6449) = 0.05 = coreDelta
constexpr double sparseRounding = 0.05;               // half-widths within which the sparse norm is rounded off

double halfWidth(const SviBand& band)
{
    return 0.5 * (band.high - band.low);
}

SviBand bandOf(const SmileQuote& quote, double years)
{
    const double target = *quote.targetVol;
    SviBand band;
    band.k = quote.k;
    band.target = target * target * years;
    if (quote.bounds && quote.askVol) {
        const double low = quote.bidVol.value_or(0.0);
        band.low = low * low * years;
        band.high = *quote.askVol * *quote.askVol * years;
        band.quotes = inCore(quote.k, quote.markVol.value_or(target), years) ? 1.0 : 0.0;
    }
    const double widthInW = 2.0 * target * years * volWidthFloor;
    band.pull = wingPull * quote.weight / (widthInW * widthInW);
    return band;
}

void join(SviBand& band, const SviBand& twin)
{
    if (band.quotes == 0.0 || twin.quotes == 0.0) {
        if (twin.quotes > band.quotes || (twin.quotes == band.quotes && twin.pull > band.pull))
            band = twin;
        return;
    }
    const double low = std::max(band.low, twin.low);
    const double high = std::min(band.high, twin.high);
    if (twin.pull > band.pull)
        band.target = twin.target;
    band.pull = std::max(band.pull, twin.pull);
    if (low <= high) {
        band.low = low;
        band.high = high;
        band.quotes += twin.quotes;
    } else if (halfWidth(twin) < halfWidth(band)) {
        band.low = twin.low;
        band.high = twin.high;
    }
    band.target = std::clamp(band.target, band.low, band.high);
}

} // namespace

bool inCore(double k, double vol, double years)
{
    const double deviation = vol * std::sqrt(years);
    const double d1 = -k / deviation + 0.5 * deviation;
    return std::abs(d1) <= coreDeviations;
}

std::vector<SviBand> sviBands(std::span<const SmileQuote> quotes, double years)
{
    std::vector<SviBand> bands;
    bands.reserve(quotes.size());
    for (const SmileQuote& quote : quotes) {
        if (!quote.targetVol || (quote.weight <= 0.0 && !quote.bounds))
            continue;
        const SviBand band = bandOf(quote, years);
        if (!bands.empty() && bands.back().k == band.k)
            join(bands.back(), band);
        else
            bands.push_back(band);
    }
    return bands;
}

double bandScale(const SviBand& band)
{
    return std::max(halfWidth(band), scaleFloor * band.target);
}

double bandExcess(const SviBand& band, double w)
{
    return std::max(w - band.high, band.low - w) / bandScale(band);
}

double bandMisses(std::span<const SviBand> bands, const SviParams& params)
{
    double misses = 0.0;
    for (const SviBand& band : bands) {
        const double w = sviTotalVariance(params, band.k);
        misses += w < band.low || w > band.high ? band.quotes : 0.0;
    }
    return misses;
}

BandLoss bandLoss(const SviBand& band, double w, BandNorm norm)
{
    if (band.quotes == 0.0)
        return {band.target, band.pull};
    const double scale = bandScale(band);
    const double unit = band.quotes / (scale * scale);
    const double margin = (1.0 - insidePart) * halfWidth(band);
    const double edge = std::clamp(w, band.low + margin, band.high - margin);
    if (edge == w)
        return {band.target, pullInside * unit};
    const double outside = std::abs(w - edge) / scale;
    return {edge, norm == BandNorm::Squares ? unit : unit / (sparseRounding + outside)};
}

} // namespace ballast
