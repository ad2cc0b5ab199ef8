#pragma once

#include "models/market/instrument.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace ballast {

// Which books an instrument has.
enum class BookDepth
{
    Grouped, // ten levels, each message a whole image
    Chained, // all levels, changes in a chain
};

struct DeribitChannelChoice
{
    std::vector<std::string> currencies{"BTC", "ETH"};
    bool everyOptionTicker = true;   // false: mark prices of all in one stream, tickers of the watched only
    bool incrementalTickers = false; // changed fields only, for slow links
    BookDepth bookDepth = BookDepth::Chained;
    std::set<std::string> watched{}; // held or shown: these have books
};

enum class Login
{
    None,
    Granted
};

// Streams of one currency that name no single instrument: index, vol index, mark prices, trades, states.
[[nodiscard]] std::vector<std::string> currencyChannels(std::string_view currency);
// Streams of one instrument; raw intervals want a login.
[[nodiscard]] std::vector<std::string> instrumentChannels(const Instrument& instrument,
                                                          const DeribitChannelChoice& choice, Login login);
[[nodiscard]] std::vector<std::string> privateChannels();
// "BTC-PERPETUAL" of "book.BTC-PERPETUAL.raw"; empty for streams of no single instrument.
[[nodiscard]] std::string_view instrumentOfChannel(std::string_view channel);

} // namespace ballast
