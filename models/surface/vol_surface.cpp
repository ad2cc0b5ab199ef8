#include "models/surface/vol_surface.h"
#include "models/market/calendar.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace ballast {
namespace {

constexpr double butterflyTolerance = -1e-9;
constexpr double calendarTolerance = -1e-10;
constexpr double deltaTolerance = 1e-13;

// Undiscounted Black-Scholes delta, unsigned.
double absDeltaAt(const SviSlice& slice, OptionType type, double k)
{
    const double deviation = std::sqrt(std::max(sviTotalVariance(slice.params, k), 0.0));
    const double d1 = -k / deviation + 0.5 * deviation;
    return 0.5 * std::erfc((type == OptionType::Call ? -d1 : d1) * std::numbers::sqrt2 / 2.0);
}

Timestamp after(Timestamp from, double years)
{
    return from + Milliseconds(std::llround(years * secondsPerYear * 1000.0));
}

} // namespace

double SviSlice::volAtK(double k) const
{
    return std::sqrt(std::max(sviTotalVariance(params, k), 0.0) / years);
}

double SviSlice::volAtStrike(double strike) const
{
    return volAtK(std::log(strike / forward));
}

bool VolSurface::arbitrageFree() const
{
    return minCalendar >= calendarTolerance &&
           std::ranges::all_of(slices, [](const SviSlice& s) { return s.minButterfly >= butterflyTolerance; });
}

const SviSlice* VolSurface::slice(Timestamp expiry) const
{
    const auto it = std::ranges::find(slices, expiry, &SviSlice::expiry);
    return it == slices.end() ? nullptr : &*it;
}

std::optional<double> VolSurface::totalVariance(double k, double years) const
{
    if (slices.empty() || !(years > 0.0))
        return std::nullopt;
    if (!timeWeights.calendarTime())
        return ballast::totalVariance(*this, k, after(asOf, years), timeWeights);
    const auto at = [k](const SviSlice& s) { return std::max(sviTotalVariance(s.params, k), 0.0); };
    const auto found = std::ranges::lower_bound(slices, years, {}, &SviSlice::years);
    if (found == slices.begin())
        return at(slices.front()) * years / slices.front().years;
    if (found == slices.end() && slices.size() == 1)
        return at(slices.front()) * years / slices.front().years;
    const SviSlice& later = found == slices.end() ? slices.back() : *found;
    const SviSlice& earlier = found == slices.end() ? slices[slices.size() - 2] : *std::prev(found);
    const double forwardVariance = (at(later) - at(earlier)) / (later.years - earlier.years);
    return std::max(at(earlier) + forwardVariance * (years - earlier.years), 0.0);
}

std::optional<double> VolSurface::vol(double strike, Timestamp expiry) const
{
    const auto forward = forwardAt(expiry);
    if (!forward || !(strike > 0.0))
        return std::nullopt;
    const double years = yearsBetween(asOf, expiry);
    const auto variance = totalVariance(std::log(strike / *forward), years);
    return variance ? std::optional(std::sqrt(*variance / years)) : std::nullopt;
}

std::optional<double> VolSurface::forwardAt(Timestamp expiry) const
{
    if (forwards.empty() || expiry <= asOf)
        return std::nullopt;
    const auto after = std::ranges::lower_bound(forwards, expiry, {}, &ForwardPoint::expiry);
    if (after == forwards.begin())
        return forwards.front().forwardUsd;
    if (after == forwards.end())
        return forwards.back().forwardUsd;
    const ForwardPoint& before = *std::prev(after);
    const double share = (yearsBetween(asOf, expiry) - before.years) / (after->years - before.years);
    return before.forwardUsd * std::pow(after->forwardUsd / before.forwardUsd, share);
}

// Illinois false position with a bisection in every third step: the delta falls in k for calls and rises for puts where
// the slice holds no butterfly arbitrage.
std::optional<double> strikeAtDelta(const SviSlice& slice, OptionType type, double absDelta)
{
    if (!(absDelta > 0.0 && absDelta < 1.0) || !(slice.years > 0.0))
        return std::nullopt;
    const double sign = type == OptionType::Call ? -1.0 : 1.0;
    const auto excess = [&](double k) { return sign * (absDeltaAt(slice, type, k) - absDelta); };
    double reach = std::sqrt(std::max(sviTotalVariance(slice.params, 0.0), 1e-8));
    while (reach < 64.0 && (excess(-reach) > 0.0 || excess(reach) < 0.0))
        reach *= 2.0;
    double low = -reach;
    double high = reach;
    double atLow = excess(low);
    double atHigh = excess(high);
    if (!(atLow <= 0.0 && atHigh >= 0.0))
        return std::nullopt;
    bool movedLow = false;
    for (int i = 0; i < 200 && high - low > 1e-15 * reach; ++i) {
        const bool secant = i % 3 != 2 && atHigh > atLow;
        const double k = secant ? (low * atHigh - high * atLow) / (atHigh - atLow) : 0.5 * (low + high);
        const double here = excess(k);
        if (std::abs(here) < deltaTolerance)
            return slice.forward * std::exp(k);
        const bool moveLow = here < 0.0;
        double& kept = moveLow ? atHigh : atLow;
        if (i > 0 && moveLow == movedLow)
            kept *= 0.5;
        (moveLow ? low : high) = k;
        (moveLow ? atLow : atHigh) = here;
        movedLow = moveLow;
    }
    return slice.forward * std::exp(0.5 * (low + high));
}

} // namespace ballast
