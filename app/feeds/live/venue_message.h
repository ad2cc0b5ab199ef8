#pragma once

#include "app/feeds/live/feed_events.h"

#include <string>
#include <vector>

namespace ballast {

// One message of a venue: what it says, or why it is of no use. Items of a list that cannot be used are counted.
struct VenueMessage
{
    std::string kind; // the venue's word for it: "books", "tickers", "trade"
    std::vector<FeedEvent> events;
    std::string ignored; // why there are no events: "candles", "book update without a sequence"
    std::size_t unknownNames = 0;
};

} // namespace ballast
