#pragma once

#include "app/feeds/live/venue_dialect.h"
#include "app/feeds/live/venue_names.h"

#include <memory>
#include <string>
#include <vector>

namespace ballast {

// OKX v5, one link for all: instruments, open interest and time over HTTPS; opt-summary, index-tickers, tickers,
// mark-price, funding-rate, and `books` with seqId chains for what is watched. Options and swaps settled in coin, swaps
// in USDT.
[[nodiscard]] std::unique_ptr<VenueDialect> okxDialect(std::vector<std::string> currencies, std::string restBase);

// Bybit v5, a link each for options and for linear perpetuals and futures: instruments-info by pages and time over
// HTTPS; tickers, and orderbook with its count for what is watched.
[[nodiscard]] std::unique_ptr<VenueDialect> bybitDialect(BybitCategory category, std::vector<std::string> currencies,
                                                         std::string restBase);

// Binance, a link each for prices (optionMarkPrice, markPrice) and for books (bookTicker, depth that starts from an
// answer): options in USDT and USD-M perpetuals; exchangeInfo over HTTPS.
enum class BinanceLink
{
    Prices,
    Books
};
struct BinanceRest
{
    std::string options;
    std::string perpetuals;
};
[[nodiscard]] std::unique_ptr<VenueDialect> binanceDialect(BinanceLink link, std::vector<std::string> currencies,
                                                           BinanceRest rest);

} // namespace ballast
