#pragma once

#include "models/hedging/candidates.h"

namespace ballast {

// Buying (quantity > 0) or selling `quantity` units of the candidate along its cost curve. What goes beyond the visible
// depth is taken at the last visible price, and depthShare then says more than 1.
[[nodiscard]] HedgeTrade tradeOf(const HedgeCandidate& candidate, double quantity);

// Every component times `factor`.
[[nodiscard]] Exposure scaled(const Exposure& exposure, double factor);

} // namespace ballast
