#include "app/feeds/deribit_messages.h"
#include "app/feeds/market_book.h"

// Any bytes as a message of the venue, its books and tickers applied to one book.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    ballast::DeribitDecoder decoder;
    const auto message = decoder.decode({reinterpret_cast<const char*>(data), size});
    if (!message)
        return 0;
    ballast::MarketBook book;
    for (const auto& update : message->tickers)
        static_cast<void>(book.apply(update));
    for (const auto& update : message->books)
        static_cast<void>(book.apply(update));
    static_cast<void>(book.publish({1}, ballast::MarketMode::Live, "fuzz"));
    return 0;
}
