#pragma once

#include "models/surface/vol_surface.h"

#include <array>
#include <optional>
#include <vector>

namespace ballast {

// The vol at the money at a time between the expiries, fractions.
struct TermCurvePoint
{
    double days = 0.0;
    double vol = 0.0;         // with the surface's time weights
    double calendarVol = 0.0; // in calendar time
    bool operator==(const TermCurvePoint&) const = default;
};

// The variance at the money between two instants as a vol a year, fraction.
struct TermStep
{
    double fromDays = 0.0;
    double toDays = 0.0;
    std::optional<double> forwardVol;         // with the surface's time weights; nullopt where variance falls
    std::optional<double> calendarForwardVol; // in calendar time
    bool operator==(const TermStep&) const = default;
};

struct VolIndexPoint
{
    double days = 0.0;
    double vol = 0.0; // fraction
    bool operator==(const VolIndexPoint&) const = default;
};

inline constexpr std::array volIndexTenors{7.0, 14.0, 21.0, 30.0, 45.0, 60.0, 90.0}; // days

// The term structure between the expiries: what the time weights do.
struct TermCurve
{
    std::vector<TermCurvePoint> points;  // rising
    std::vector<TermStep> steps;         // end to end: days, weeks from four weeks on, cut at expiries and events
    std::vector<VolIndexPoint> volIndex; // the tenors that the fitted expiries reach
    bool operator==(const TermCurve&) const = default;
};

[[nodiscard]] TermCurve termCurve(const VolSurface& surface);

} // namespace ballast
