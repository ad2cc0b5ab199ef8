#pragma once

#include "models/core/time.h"
#include "models/surface/vol_surface.h"

#include <optional>
#include <string>
#include <vector>

namespace ballast {

// A dated event that brings variance of its own, in ordinary days' worth.
struct EventWeight
{
    Timestamp at{};
    double extraDays = 0.0;
    std::string name;
    bool operator==(const EventWeight&) const = default;
};

// How much variance time brings, as the user sees it. The default, weight 1 and no events, is calendar time.
struct TimeWeights
{
    double weekend = 1.0; // of Saturdays and Sundays, UTC, against other days
    std::vector<EventWeight> events;
    bool operator==(const TimeWeights&) const = default;
};

// Weighted time between two instants in years of 365 ordinary days; an event counts in (from, to].
[[nodiscard]] double weightedYears(Timestamp from, Timestamp to, const TimeWeights& weights);

// As VolSurface::totalVariance, but linear in weighted instead of calendar time between the slices, in proportion to it
// before the first and at constant variance of weighted time after the last. The slices themselves stay as they are.
[[nodiscard]] std::optional<double> totalVariance(const VolSurface& surface, double k, Timestamp expiry,
                                                  const TimeWeights& weights);

// Vol of a strike that way, in calendar years as everywhere.
[[nodiscard]] std::optional<double> vol(const VolSurface& surface, double strike, Timestamp expiry,
                                        const TimeWeights& weights);

} // namespace ballast
