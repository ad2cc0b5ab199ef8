#pragma once

namespace ballast {

enum class VolMove
{
    Up,
    Same,
    Down
};

[[nodiscard]] const char* volMoveWord(VolMove move); // "up", "same", "down"

// Relative vol shock that fades with time to expiry: factor (30 / d)^p, p by the side of 30 days (Deribit PM, Derive
// PMRM; spec B2 step 1, B5).
struct VolShock
{
    double rangeUp = 0.5;
    double rangeDown = 0.25;
    double shortTermPower = 0.3;
    double longTermPower = 0.13;
    double leastVolUp = 0.0; // a vol shocked up is at least this
    double floorDays = 1.0;  // d is never counted shorter
    bool operator==(const VolShock&) const = default;
};

[[nodiscard]] double shockedVol(const VolShock& shock, double vol, double years, VolMove move);

// What a vol is multiplied by, before the least vol.
[[nodiscard]] double volFactor(const VolShock& shock, double years, VolMove move);

} // namespace ballast
