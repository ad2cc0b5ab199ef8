#pragma once

#include "models/market/snapshot.h"
#include "models/surface/vol_surface.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ballast {

enum class QuoteArbitrageKind
{
    Parity,    // call, put and the future of the expiry
    Box,       // calls and puts of two strikes
    Butterfly, // three strikes of one type: the price is not convex
    Calendar   // same moneyness, the later option costs less; holds while the ratio of the forwards does
};

[[nodiscard]] const char* arbitrageWord(QuoteArbitrageKind kind); // "parity"

// Buy (positive) or sell (negative) at the executable side, in coins of underlying.
struct ArbitrageLeg
{
    std::size_t instrument = 0; // index into the snapshot's table
    double quantity = 0.0;
    bool operator==(const ArbitrageLeg&) const = default;
};

// A set of executable prices that cannot all be right: what one unit locks in after taker fees, and how many there are.
struct QuoteArbitrage
{
    QuoteArbitrageKind kind = QuoteArbitrageKind::Parity;
    Timestamp expiry{};
    std::vector<ArbitrageLeg> legs;
    double profitUsd = 0.0;          // per unit, after fees
    std::optional<double> sizeCoins; // units at the best prices; nullopt: the feed gives no amounts
    std::optional<double> totalUsd() const { return sizeCoins ? std::optional(*sizeCoins * profitUsd) : std::nullopt; }
};

// Every violation in live, two-sided or one-sided quotes of one underlying, most profitable unit first. `forwards` as
// in VolSurface. Strikes are compared with their neighbours, expiries with the next one.
[[nodiscard]] std::vector<QuoteArbitrage> quoteArbitrages(const MarketSnapshot& snapshot, std::string_view underlying,
                                                          const std::vector<ForwardPoint>& forwards);

} // namespace ballast
