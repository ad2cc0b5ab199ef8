#pragma once

#include "models/core/time.h"

#include <vector>

namespace ballast {

// What is listed at `now`, rising: expiries of `listed` that have not passed, joined by what the calendar adds: the
// next four days, the next three Fridays, two month ends and three quarter ends (last Fridays), then the fourth quarter
// end and the third month end while the list is short. All at 08:00 UTC.
[[nodiscard]] std::vector<Timestamp> listedExpiries(const std::vector<Timestamp>& listed, Timestamp now);

[[nodiscard]] bool isMonthEnd(Timestamp expiry);   // last Friday of its month
[[nodiscard]] bool isQuarterEnd(Timestamp expiry); // of March, June, September, December

} // namespace ballast
