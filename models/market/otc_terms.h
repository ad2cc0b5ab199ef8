#pragma once

#include "models/core/time.h"

#include <optional>

namespace ballast {

// Options that no venue lists: dealt over the counter, settled in USD, quantities in coins.
enum class OtcStyle
{
    Barrier,
    Asian,
    American
};

enum class BarrierKind
{
    UpOut,
    UpIn,
    DownOut,
    DownIn
};

enum class AverageKind
{
    Arithmetic,
    Geometric
};

// What an OTC option is beside strike, expiry and type. Fields of another style stay at their defaults.
struct OtcTerms
{
    OtcStyle style = OtcStyle::Barrier;
    BarrierKind barrier = BarrierKind::UpOut; // watched all the time on the index
    double barrierUsd = 0.0;
    double rebateUsd = 0.0; // per coin: of a knock-out paid when it is hit, of a knock-in at expiry when it never was
    AverageKind average = AverageKind::Arithmetic;
    Timestamp firstFixing{}; // the average is over the index at 08:00 UTC every stepDays from here up to the expiry
    int stepDays = 1;
    bool operator==(const OtcTerms&) const = default;
};

// How a position in an OTC option is priced.
enum class OtcEngine
{
    Analytic,
    FiniteDifferences,
    MonteCarlo
};

// What the book knows of an OTC position that no market says.
struct OtcHolding
{
    OtcEngine engine = OtcEngine::Analytic;
    std::optional<double> fixedAverageUsd = std::nullopt; // average of the fixings that have passed
    bool barrierHit = false;
    bool operator==(const OtcHolding&) const = default;
};

[[nodiscard]] const char* otcEngineWord(OtcEngine engine); // "analytic", "fd", "mc": as the book file writes it
[[nodiscard]] const char* barrierWord(BarrierKind kind);   // "up-and-out"
[[nodiscard]] bool knocksIn(BarrierKind kind);
[[nodiscard]] bool isUpBarrier(BarrierKind kind);

} // namespace ballast
