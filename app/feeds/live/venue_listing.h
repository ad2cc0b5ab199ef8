#pragma once

#include "app/feeds/live/feed_events.h"
#include "app/feeds/live/venue_names.h"
#include "models/core/result.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ballast {

// One page of a venue's own list of instruments, with its terms.
struct ListingPage
{
    ListingUpdate listing;
    std::string nextPage;               // empty: this was the last
    std::optional<Timestamp> venueTime; // where the answer bears one that was made with it
    std::size_t leftOut = 0;            // not trading, or not known here
};

// GET /v5/market/instruments-info, and /v5/market/time (no list in it). Errors: BadInput; Io with the venue's reason.
[[nodiscard]] Result<ListingPage> readBybitListing(std::string_view json, BybitCategory category);

// GET /eapi/v1/exchangeInfo and /fapi/v1/exchangeInfo, of the coins asked for: options, and perpetuals in USDT.
[[nodiscard]] Result<ListingPage> readBinanceListing(std::string_view json, const std::vector<std::string>& coins);

} // namespace ballast
