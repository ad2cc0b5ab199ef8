#pragma once

#include "models/core/result.h"
#include "models/desk/trade_fill.h"
#include "models/hedging/proposal.h"
#include "models/market/portfolio.h"
#include "models/market/snapshot.h"

#include <span>
#include <vector>

namespace ballast {

// Fills every leg at the newest snapshot's visible depth, never beyond the leg's limit price. Without a ladder the best
// price and its amount count; a best price of unknown size fills whole. One fill a leg, in the order of the trades.
[[nodiscard]] std::vector<TradeFill> fillOnPaper(std::span<const HedgeTrade> trades, const FeeSchedule& fees,
                                                 const MarketSnapshot& market);

// Fee of `quantity` at `price`, USD. Options: a share of the underlying, capped by a share of the premium; futures: a
// share of the notional (Deribit's fee page). The instrument's own published fee replaces the schedule's.
[[nodiscard]] double takerFeeUsd(const Instrument& instrument, double quantity, double price, double indexUsd,
                                 const FeeSchedule& fees);

} // namespace ballast
