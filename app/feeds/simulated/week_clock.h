#pragma once

#include "models/core/time.h"

namespace ballast {

// How busy the market is at this hour against the week's mean of 1: weekends move less than weekdays, and option
// expiries after a weekend carry less variance.
[[nodiscard]] double weekWeight(Timestamp at);

// Years from `from` to `to` in busy time: the integral of weekWeight. Equals calendar years over whole weeks.
[[nodiscard]] double busyYearsBetween(Timestamp from, Timestamp to);

} // namespace ballast
