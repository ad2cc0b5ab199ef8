#pragma once

#include "models/core/result.h"
#include "models/core/time.h"

#include <optional>
#include <string>
#include <vector>

namespace ballast {

struct VolSurface;

// A dated event that brings variance of its own, in ordinary days' worth.
struct EventWeight
{
    Timestamp at{};
    double extraDays = 0.0;
    std::string name;
    double hours = 0.0; // how long it lasts: its variance comes evenly over that time; 0: at once
    bool operator==(const EventWeight&) const = default;
};

// How much variance time brings, as the user sees it. The default, weight 1 and no events, is calendar time.
struct TimeWeights
{
    double weekend = 1.0; // of Saturdays and Sundays, UTC, against other days
    std::vector<EventWeight> events;
    [[nodiscard]] bool calendarTime() const { return weekend == 1.0 && events.empty(); }
    bool operator==(const TimeWeights&) const = default;
};

inline constexpr double greatestWeekendWeight = 3.0;
inline constexpr double greatestEventDays = 60.0;
inline constexpr double greatestEventHours = 24.0 * 14.0;
inline constexpr std::size_t mostEvents = 100;
inline constexpr std::size_t longestEventName = 60; // bytes

// Error BadInput with what is wrong and what is allowed.
[[nodiscard]] Status checkEvent(const EventWeight& event);
[[nodiscard]] Status checkTimeWeights(const TimeWeights& weights);

// "calendar time" or "weekend 0.50, 2 events".
[[nodiscard]] std::string timeWeightsWords(const TimeWeights& weights);

// Weighted time between two instants in years of 365 ordinary days; an event at once counts in (from, to].
[[nodiscard]] double weightedYears(Timestamp from, Timestamp to, const TimeWeights& weights);

// As VolSurface::totalVariance, but linear in weighted instead of calendar time between the slices, in proportion to it
// before the first and at constant variance of weighted time after the last. The slices themselves stay as they are.
[[nodiscard]] std::optional<double> totalVariance(const VolSurface& surface, double k, Timestamp expiry,
                                                  const TimeWeights& weights);

// Vol of a strike that way, in calendar years as everywhere.
[[nodiscard]] std::optional<double> vol(const VolSurface& surface, double strike, Timestamp expiry,
                                        const TimeWeights& weights);

} // namespace ballast
