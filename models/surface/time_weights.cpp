#include "models/surface/time_weights.h"
#include "models/market/calendar.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace ballast {
namespace {

constexpr double daysPerYear = 365.0;

bool onWeekend(std::chrono::sys_days day)
{
    const std::chrono::weekday weekday(day);
    return weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
}

double weekendYears(Timestamp from, Timestamp to)
{
    double years = 0.0;
    for (auto day = std::chrono::floor<std::chrono::days>(from); day < to; day += std::chrono::days(1)) {
        if (!onWeekend(day))
            continue;
        const Timestamp start = std::max<Timestamp>(from, day);
        const Timestamp end = std::min<Timestamp>(to, day + std::chrono::days(1));
        years += yearsBetween(start, end);
    }
    return years;
}

} // namespace

double weightedYears(Timestamp from, Timestamp to, const TimeWeights& weights)
{
    if (to <= from)
        return 0.0;
    double years = yearsBetween(from, to);
    if (weights.weekend != 1.0)
        years += (weights.weekend - 1.0) * weekendYears(from, to);
    for (const EventWeight& event : weights.events) {
        if (event.at > from && event.at <= to)
            years += event.extraDays / daysPerYear;
    }
    return years;
}

std::optional<double> totalVariance(const VolSurface& surface, double k, Timestamp expiry, const TimeWeights& weights)
{
    if (surface.slices.empty() || expiry <= surface.asOf)
        return std::nullopt;
    const auto at = [k](const SviSlice& slice) { return std::max(sviTotalVariance(slice.params, k), 0.0); };
    const auto time = [&](Timestamp when) { return weightedYears(surface.asOf, when, weights); };
    const double wanted = time(expiry);
    const auto after = std::ranges::lower_bound(surface.slices, expiry, {}, &SviSlice::expiry);
    const bool single = surface.slices.size() == 1;
    if (after == surface.slices.begin() || single) {
        const double first = time(surface.slices.front().expiry);
        return first > 0.0 ? std::optional(at(surface.slices.front()) * wanted / first) : std::nullopt;
    }
    const SviSlice& later = after == surface.slices.end() ? surface.slices.back() : *after;
    const SviSlice& earlier =
        after == surface.slices.end() ? surface.slices[surface.slices.size() - 2] : *std::prev(after);
    const double start = time(earlier.expiry);
    const double span = time(later.expiry) - start;
    if (!(span > 0.0))
        return at(earlier);
    return std::max(at(earlier) + (at(later) - at(earlier)) * (wanted - start) / span, 0.0);
}

std::optional<double> vol(const VolSurface& surface, double strike, Timestamp expiry, const TimeWeights& weights)
{
    const auto forward = surface.forwardAt(expiry);
    if (!forward || !(strike > 0.0))
        return std::nullopt;
    const auto variance = totalVariance(surface, std::log(strike / *forward), expiry, weights);
    const double years = yearsBetween(surface.asOf, expiry);
    return variance && years > 0.0 ? std::optional(std::sqrt(*variance / years)) : std::nullopt;
}

} // namespace ballast
