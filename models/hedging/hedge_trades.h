#pragma once

#include "models/hedging/candidates.h"

#include <span>
#include <vector>

namespace ballast {

// How far beyond the worst ladder level that a leg needs its limit price lies, so that a quote that refreshes between
// proposal and fill does not leave the leg half filled. Expected price and cost stay those of the ladder.
inline constexpr double limitAllowanceTicks = 2.0;

// Buying (quantity > 0) or selling `quantity` units of the candidate along its cost curve. What goes beyond the visible
// depth is taken at the last visible price, and depthShare then says more than 1.
[[nodiscard]] HedgeTrade tradeOf(const HedgeCandidate& candidate, double quantity);

// Trades for coins per candidate, whole lots where the candidate has one, dearest first; zeros are none.
[[nodiscard]] std::vector<HedgeTrade> tradesFor(std::span<const HedgeCandidate> candidates,
                                                std::span<const double> coins);

// Every component times `factor`.
[[nodiscard]] Exposure scaled(const Exposure& exposure, double factor);

// Signed coins of these trades, parallel to the candidates; instruments that are no candidates do not count.
[[nodiscard]] std::vector<double> coinsOf(std::span<const HedgeCandidate> candidates,
                                          std::span<const HedgeTrade> trades);

} // namespace ballast
