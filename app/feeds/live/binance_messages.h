#pragma once

#include "app/feeds/live/venue_message.h"
#include "app/feeds/live/venue_names.h"
#include "models/core/result.h"

#include <memory>
#include <string_view>

namespace ballast {

// Binance streams and REST answers (developers.binance.com): depthUpdate, partial depth, bookTicker, 24hrTicker,
// markPriceUpdate, optionMarkPrice, aggTrade, trade, openInterest. "BTCUSDT" is spot or perpetual by the link's market;
// names of COIN-M and options say theirs. COIN-M amounts come in contracts and leave in USD; option vols are fractions.
class BinanceDecoder
{
public:
    explicit BinanceDecoder(BinanceMarket market);
    ~BinanceDecoder();
    BinanceDecoder(BinanceDecoder&&) noexcept;
    BinanceDecoder& operator=(BinanceDecoder&&) noexcept;

    // Errors: BadInput for broken JSON and for messages that lack what their kind must have.
    [[nodiscard]] Result<VenueMessage> decode(std::string_view json);
    // The answer to GET depth, which does not always name its symbol: a snapshot for BinanceDepth.
    [[nodiscard]] Result<BookUpdate> decodeDepthAnswer(std::string_view json, std::string_view symbol, Timestamp now);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace ballast
