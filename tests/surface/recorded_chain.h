#pragma once

#include "models/market/snapshot.h"

#include <filesystem>

namespace ballast::test {

// One recorded chain of BTC and ETH options (timestamp, instrument_name, bid_price, ask_price, mark_price,
// implied_volatility, underlying, index_price). Zero prices and vols mean that there is none.
[[nodiscard]] MarketSnapshot recordedChain(const std::filesystem::path& file);

} // namespace ballast::test
