#include "models/surface/time_weights.h"
#include "models/market/calendar.h"
#include "models/surface/vol_surface.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace ballast {
namespace {

constexpr double daysPerYear = 365.0;
constexpr double millisecondsPerDay = 86'400'000.0;
constexpr double millisecondsPerHour = 3'600'000.0;
constexpr std::int64_t firstSaturday = 2; // 1970-01-03, in days since 1970-01-01

// Days of Saturdays and Sundays from the first Saturday of 1970 to an instant; falls below zero before it.
double weekendDaysUntil(Timestamp at)
{
    const double days = static_cast<double>(at.time_since_epoch().count()) / millisecondsPerDay - firstSaturday;
    const double weeks = std::floor(days / 7.0);
    return 2.0 * weeks + std::min(days - 7.0 * weeks, 2.0);
}

// The part of an event that lies in (from, to].
double shareWithin(const EventWeight& event, Timestamp from, Timestamp to)
{
    if (event.hours <= 0.0)
        return event.at > from && event.at <= to ? 1.0 : 0.0;
    const auto hoursAfterStart = [&](Timestamp when) {
        return static_cast<double>((when - event.at).count()) / millisecondsPerHour;
    };
    const double begins = std::clamp(hoursAfterStart(from), 0.0, event.hours);
    const double ends = std::clamp(hoursAfterStart(to), 0.0, event.hours);
    return (ends - begins) / event.hours;
}

Error outside(std::string_view what, double value, double lowest, double highest, std::string_view unit)
{
    return {Errc::BadInput, fmt::format("{} {:g} is outside {:g} to {:g} {}", what, value, lowest, highest, unit)};
}

bool within(double value, double lowest, double highest)
{
    return value >= lowest && value <= highest; // false for NaN
}

} // namespace

Status checkEvent(const EventWeight& event)
{
    if (event.name.empty())
        return Error{Errc::BadInput, "an event needs a name"};
    if (event.name.size() > longestEventName)
        return Error{Errc::BadInput,
                     fmt::format("the event's name is longer than {} characters, shorten it", longestEventName)};
    if (!within(event.extraDays, 0.0, greatestEventDays))
        return outside(event.name + ": weight", event.extraDays, 0.0, greatestEventDays, "ordinary days");
    if (!within(event.hours, 0.0, greatestEventHours))
        return outside(event.name + ": length", event.hours, 0.0, greatestEventHours, "hours");
    return Done{};
}

Status checkTimeWeights(const TimeWeights& weights)
{
    if (!within(weights.weekend, 0.0, greatestWeekendWeight))
        return outside("weekend weight", weights.weekend, 0.0, greatestWeekendWeight, "ordinary days a day");
    if (weights.events.size() > mostEvents)
        return Error{Errc::BadInput, fmt::format("more than {} events, remove some", mostEvents)};
    for (const EventWeight& event : weights.events)
        if (Status checked = checkEvent(event); !checked)
            return checked;
    return Done{};
}

std::string timeWeightsWords(const TimeWeights& weights)
{
    if (weights.calendarTime())
        return "calendar time";
    const std::size_t count = weights.events.size();
    const std::string events = count == 0   ? std::string()
                               : count == 1 ? ", 1 event"
                                            : fmt::format(", {} events", count);
    return fmt::format("weekend {:.2f}{}", weights.weekend, events);
}

double weightedYears(Timestamp from, Timestamp to, const TimeWeights& weights)
{
    if (to <= from)
        return 0.0;
    double years = yearsBetween(from, to);
    if (weights.weekend != 1.0)
        years += (weights.weekend - 1.0) * (weekendDaysUntil(to) - weekendDaysUntil(from)) / daysPerYear;
    for (const EventWeight& event : weights.events)
        years += event.extraDays * shareWithin(event, from, to) / daysPerYear;
    return std::max(years, 0.0);
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
