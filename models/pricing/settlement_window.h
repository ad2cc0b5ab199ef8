#pragma once

#include "models/pricing/black76.h"
#include "models/pricing/greeks.h"

namespace ballast {

// The last half hour before expiry: the delivery price is the index's average over it, 07:30 to 08:00 UTC on Deribit
// (spec A1, E).
inline constexpr double settlementWindowMinutes = 30.0;

inline constexpr double minutesPerYear = 365.0 * 24.0 * 60.0; // ACT/365

// 1 - t / 30, t minutes into the window: the share of the average that is still open. 1 before the window, 0 at expiry.
[[nodiscard]] double openShare(double minutesToExpiry);

// Unit Greeks of an expiring option as the venue counts them in the window: delta (1 - t/30), net delta
// delta (1 - t/30) - mark (1 - t/30) (spec A4.1), gamma by the square, since the average moves with the open share
// only. Unchanged before the window.
[[nodiscard]] Greeks decayedGreeks(const Greeks& unit, double minutesToExpiry);

// Margin of an expiring position falls with the open share.
[[nodiscard]] double decayedMarginUsd(double marginUsd, double minutesToExpiry);

// The option on the average, priced as Black on (1 - share) x averageSoFar + share x index, with the variance of the
// part not yet sampled, vol^2 index^2 remaining^3 / (3 window^2) (spec E). Unchanged before the window. `terms.forward`
// is the index, `terms.years` the time to expiry.
[[nodiscard]] BlackTerms averagedTerms(const BlackTerms& terms, double averageSoFar);

} // namespace ballast
