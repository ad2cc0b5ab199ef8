#pragma once

#include "models/market/snapshot.h"
#include "models/surface/option_groups.h"

#include <optional>
#include <vector>

namespace ballast {

// Published taker terms where an instrument carries none (Deribit's options, spec A).
inline constexpr double defaultOptionTakerFee = 0.0003; // of the underlying
inline constexpr double optionFeeCap = 0.125;           // but never more than this part of the premium

// Taker fee of one coin of an option at a premium, USD.
[[nodiscard]] double optionTakerFeeUsd(const Instrument& option, double underlyingUsd, double premium);

// One side of a market with its fee in it, USD per coin.
struct ExecutableSide
{
    std::size_t instrument = 0;
    double usd = 0.0;
    std::optional<double> coins; // amount at that price
};

struct StrikeSides
{
    double strike = 0.0;
    std::optional<ExecutableSide> callAsk, callBid, putAsk, putBid; // asks with fee added, bids with fee taken off
};

// The executable options of one expiry and one settlement, by strike.
[[nodiscard]] std::vector<StrikeSides> executableStrikes(const MarketSnapshot& snapshot, const OptionGroup& group,
                                                         double forward, Settlement settlement);

} // namespace ballast
