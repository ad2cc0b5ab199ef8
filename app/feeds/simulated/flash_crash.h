#pragma once

namespace ballast {

// What a flash crash does at a moment of its course; each number runs between 0 and 1.
struct CrashEffect
{
    double fall = 0.0;       // share of the whole fall (in log spot) that is in the price
    double liquidity = 0.0;  // how far books are thinned out
    double volatility = 0.0; // how far the surface is up, skewed and inverted
};

enum class CrashPhase
{
    Falling,
    Bottom,
    Recovering,
    Calming,
    Over
};

// Ten minutes down, four at the bottom, forty-five in which 45 % of the fall comes back while books refill; the surface
// takes until the eighth hour to calm down.
[[nodiscard]] CrashEffect crashEffect(double secondsSinceStart);
[[nodiscard]] CrashPhase crashPhase(double secondsSinceStart);

inline constexpr double crashDurationSeconds = 8.0 * 3600.0;

} // namespace ballast
