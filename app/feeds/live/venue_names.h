#pragma once

#include "models/core/result.h"
#include "models/market/instrument.h"

#include <string_view>

namespace ballast {

inline const VenueId okxVenue{"okx"};
inline const VenueId bybitVenue{"bybit"};
inline const VenueId binanceVenue{"binance"};

// Names of other venues as instruments with their contract sizes: USD a contract for inverse futures and perpetuals,
// coins for the rest. A venue's own listing replaces them. Expiries are at 08:00 UTC.

// "BTC-USD-SWAP", "BTC-USDT-220325", "BTC-USD-220624-50000-C", "BTC-USDT" (spot).
[[nodiscard]] Result<Instrument> parseOkxName(std::string_view name);

enum class BybitCategory
{
    Spot,
    Linear,
    Inverse,
    Option
};
// "BTCUSDT", "BTCPERP", "BTC-26DEC25", "BTCUSDT-26DEC25", "BTCUSD", "BTCUSDM22", "BTC-25DEC26-120000-C[-USDT]".
[[nodiscard]] Result<Instrument> parseBybitName(std::string_view name, BybitCategory category);

enum class BinanceMarket
{
    Spot,
    UsdM,
    CoinM,
    Options
};
// "BTCUSDT", "BTCUSDT_210625", "BTCUSD_PERP", "BTC-260626-140000-C"; names with "USD_" and options say their market.
[[nodiscard]] Result<Instrument> parseBinanceName(std::string_view name, BinanceMarket market);

// Amounts on the wire times this are amounts in the quantity unit: contract size where the venue counts contracts.
[[nodiscard]] double okxAmountScale(const Instrument& instrument);
[[nodiscard]] double binanceAmountScale(const Instrument& instrument);

} // namespace ballast
