#include "app/feeds/simulated/flash_crash.h"

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

constexpr double fallSeconds = 600.0;
constexpr double bottomSeconds = 840.0;
constexpr double recoveredSeconds = bottomSeconds + 2700.0;
constexpr double recoveredShare = 0.45;
constexpr double booksThinSeconds = 240.0;
constexpr double booksRefillSeconds = 1500.0; // time constant
constexpr double volCalmSeconds = 7200.0;     // time constant

double smoothStep(double x)
{
    const double u = std::clamp(x, 0.0, 1.0);
    return u * u * (3.0 - 2.0 * u);
}

// Up within `rise`, stays until the bottom is over, then dies away and is gone exactly at the end of the episode.
double pulse(double seconds, double rise, double decay)
{
    if (seconds <= bottomSeconds)
        return smoothStep(seconds / rise);
    const double taper = 1.0 - smoothStep((seconds - 0.8 * crashDurationSeconds) / (0.2 * crashDurationSeconds));
    return std::exp(-(seconds - bottomSeconds) / decay) * taper;
}

} // namespace

CrashEffect crashEffect(double seconds)
{
    if (seconds <= 0.0)
        return {};
    const double recovery = smoothStep((seconds - bottomSeconds) / (recoveredSeconds - bottomSeconds));
    return {.fall = smoothStep(seconds / fallSeconds) - recoveredShare * recovery,
            .liquidity = pulse(seconds, booksThinSeconds, booksRefillSeconds),
            .volatility = pulse(seconds, fallSeconds, volCalmSeconds)};
}

CrashPhase crashPhase(double seconds)
{
    if (seconds < fallSeconds)
        return CrashPhase::Falling;
    if (seconds < bottomSeconds)
        return CrashPhase::Bottom;
    if (seconds < recoveredSeconds)
        return CrashPhase::Recovering;
    return seconds < crashDurationSeconds ? CrashPhase::Calming : CrashPhase::Over;
}

} // namespace ballast
