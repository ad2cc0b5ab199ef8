#include "app/feeds/live/binance_depth.h"
#include "app/feeds/live/binance_messages.h"
#include "tests/fuzz/venue_bytes.h"

#include <variant>

// As a stream's message and as the answer to GET depth, on a link of every market.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    using namespace ballast;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    for (const auto market : {BinanceMarket::Spot, BinanceMarket::UsdM, BinanceMarket::CoinM, BinanceMarket::Options}) {
        BinanceDecoder decoder(market);
        const auto message = decoder.decode(bytes);
        test::conflate(message, [market](std::string_view name) { return parseBinanceName(name, market); });
        BinanceDepth depth;
        for (const FeedEvent& event : message ? message->events : std::vector<FeedEvent>{})
            if (const auto* change = std::get_if<BookUpdate>(&event))
                static_cast<void>(depth.changed(*change));
        if (auto book = decoder.decodeDepthAnswer(bytes, "BTCUSDT", fromUnixMilliseconds(1'646'311'840'000)))
            static_cast<void>(depth.snapshotArrived(std::move(*book)));
    }
    return 0;
}
