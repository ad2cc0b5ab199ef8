#pragma once

#include "models/desk/trade_fill.h"
#include "models/market/portfolio.h"
#include "models/market/snapshot.h"

#include <span>

namespace ballast {

// The book after the fills. A fill joins the first line of its instrument or opens a line tagged "hedge". Growing a
// line weights its average price (harmonically where the quantity is in USD, because their P&L is linear in 1 / price);
// shrinking keeps it; turning takes the fill's price; a line that is closed is dropped. An unknown average price stays
// unknown until the line turns.
[[nodiscard]] Portfolio applyFills(const Portfolio& book, std::span<const TradeFill> fills,
                                   const MarketSnapshot& market);

} // namespace ballast
