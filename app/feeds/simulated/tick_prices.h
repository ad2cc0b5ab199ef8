#pragma once

#include "models/market/instrument.h"

namespace ballast {

// `count` units of `unit`, computed so that decimal units give the nearest double to the decimal result (3 x 0.0001 is
// 0.0003, not 0.00030000000000000003).
[[nodiscard]] double wholeUnits(double count, double unit);

// Largest price on the schedule that is not above `price`, and smallest that is not below.
[[nodiscard]] double tickAtOrBelow(double price, const TickSchedule& schedule);
[[nodiscard]] double tickAtOrAbove(double price, const TickSchedule& schedule);

// Neighbours of a price on the schedule.
[[nodiscard]] double nextTickDown(double price, const TickSchedule& schedule);
[[nodiscard]] double nextTickUp(double price, const TickSchedule& schedule);

// Amount rounded to whole lots, one at least.
[[nodiscard]] double wholeLots(double amount, double lot);

} // namespace ballast
