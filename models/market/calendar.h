#pragma once

#include "models/core/time.h"

#include <chrono>

namespace ballast {

inline constexpr double secondsPerYear = 365.0 * 86400.0; // ACT/365

// Years from `from` to `to`, ACT/365 to the second (milliseconds are cut off); negative when `to` is earlier.
[[nodiscard]] double yearsBetween(Timestamp from, Timestamp to);

// Crypto options expire at 08:00 UTC (Deribit, OKX, Bybit, Binance).
[[nodiscard]] Timestamp expiryOn(std::chrono::year_month_day day);

} // namespace ballast
