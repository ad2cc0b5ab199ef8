#include "models/desk/term_curve.h"

#include "models/market/calendar.h"
#include "models/surface/surface_fit.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace ballast {
namespace {

constexpr double daysPerYear = 365.0;
constexpr std::chrono::days dailyFor{28}; // then by weeks: one working week looks like another
constexpr std::chrono::hours pointLike{1};

void addTime(std::vector<Timestamp>& times, Timestamp at, const VolSurface& surface)
{
    if (at > surface.asOf && at < surface.slices.back().expiry)
        times.push_back(at);
}

// Midnights, expiries and the ends of events.
std::vector<Timestamp> cutTimes(const VolSurface& surface)
{
    std::vector<Timestamp> times;
    const auto today = std::chrono::floor<std::chrono::days>(surface.asOf);
    for (auto midnight = today + std::chrono::days(1); midnight < surface.slices.back().expiry;
         midnight += std::chrono::days(1))
        if (midnight - today <= dailyFor || std::chrono::weekday(midnight) == std::chrono::Monday)
            times.push_back(midnight);
    for (const SviSlice& slice : surface.slices)
        addTime(times, slice.expiry, surface);
    for (const EventWeight& event : surface.timeWeights.events) {
        const Milliseconds lasts(std::llround(event.hours * 3'600'000.0));
        addTime(times, event.hours > 0.0 ? event.at : event.at - pointLike, surface);
        addTime(times, event.at + lasts, surface);
    }
    times.push_back(surface.slices.back().expiry);
    std::ranges::sort(times);
    times.erase(std::unique(times.begin(), times.end()), times.end());
    return times;
}

struct Variance
{
    double weighted = 0.0;
    double calendar = 0.0;
};

std::optional<double> volOfStep(double variance, double years)
{
    return variance >= 0.0 && years > 0.0 ? std::optional(std::sqrt(variance / years)) : std::nullopt;
}

} // namespace

TermCurve termCurve(const VolSurface& surface)
{
    TermCurve curve;
    if (surface.empty() || surface.slices.front().years <= 0.0)
        return curve;
    double yearsBefore = 0.0;
    Variance before;
    for (const Timestamp at : cutTimes(surface)) {
        const double years = yearsBetween(surface.asOf, at);
        const auto weighted = totalVariance(surface, 0.0, at, surface.timeWeights);
        const auto calendar = totalVariance(surface, 0.0, at, TimeWeights{});
        if (!weighted || !calendar || years <= yearsBefore)
            continue;
        const double step = years - yearsBefore;
        curve.points.push_back({years * daysPerYear, std::sqrt(*weighted / years), std::sqrt(*calendar / years)});
        curve.steps.push_back({yearsBefore * daysPerYear, years * daysPerYear,
                               volOfStep(*weighted - before.weighted, step),
                               volOfStep(*calendar - before.calendar, step)});
        before = {*weighted, *calendar};
        yearsBefore = years;
    }
    for (const double days : volIndexTenors)
        if (const auto vol = volIndex(surface, days))
            curve.volIndex.push_back({days, *vol});
    return curve;
}

} // namespace ballast
