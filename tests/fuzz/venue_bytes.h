#pragma once

#include "app/feeds/live/conflation.h"
#include "app/feeds/live/venue_message.h"

namespace ballast::test {

// What a decoder made of some bytes goes into a picture, as it would at the desk.
inline void conflate(const Result<VenueMessage>& message, NameReader names)
{
    if (!message)
        return;
    const Timestamp now = fromUnixMilliseconds(1'646'311'840'000);
    Conflator conflator(std::move(names), "fuzz", {Milliseconds{100}, 64});
    for (const FeedEvent& event : message->events)
        conflator.apply(event, now);
    static_cast<void>(conflator.publish({1}, MarketMode::Live, now, now));
}

} // namespace ballast::test
