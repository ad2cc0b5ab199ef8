#include "app/feeds/live/conflation.h"
#include "app/feeds/live/deribit_wire.h"
#include "models/market/instrument_name.h"

// Any bytes as a message of a live link that waits for an answer of every kind; what it says goes into a picture.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    using namespace ballast;
    constexpr int lastKind = static_cast<int>(RequestKind::OpenOrders);
    const Timestamp now = fromUnixMilliseconds(1'626'993'723'000);
    RequestLedger pending;
    for (int kind = 0; kind <= lastKind; ++kind) {
        PendingRequest request;
        request.kind = static_cast<RequestKind>(kind);
        request.subject = "BTC";
        static_cast<void>(pending.open(std::move(request), now, std::chrono::seconds(10)));
    }
    DeribitWire wire;
    const auto message = wire.decode({reinterpret_cast<const char*>(data), size}, pending);
    if (!message)
        return 0;
    Conflator conflator(parseDeribitName, "fuzz", {Milliseconds{100}, 64});
    for (const FeedEvent& event : message->events)
        conflator.apply(event, now);
    static_cast<void>(conflator.publish({1}, MarketMode::Live, now, now));
    return 0;
}
