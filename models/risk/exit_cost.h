#pragma once

#include "models/market/instrument.h"
#include "models/market/quote.h"
#include "models/risk/scenario.h"

#include <optional>

namespace ballast {

// What trading `quantity` at once loses against mid, USD: half the spread, times the root of how often the quantity is
// what the best price shows. Within the shown amount it is the book's own; beyond, cost grows with the root of size
// (square-root law, spec D6). nullopt: no two-sided quote. `underlyingUsd` is what a coin is worth.
[[nodiscard]] std::optional<double> exitCostUsd(const Instrument& instrument, const Quote& quote, double quantity,
                                                double underlyingUsd, const UnderlyingShock& shock);

} // namespace ballast
