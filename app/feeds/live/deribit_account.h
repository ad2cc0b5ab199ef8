#pragma once

#include "app/feeds/deribit_fields.h"
#include "app/feeds/live/feed_events.h"

// Private messages of Deribit as typed values; used by the decoder only, no JSON type leaves app/feeds.
namespace ballast::deribit {

[[nodiscard]] std::optional<PortfolioUpdate> portfolioOf(const Object& object);
[[nodiscard]] std::optional<VenuePosition> positionOf(const Object& object);
[[nodiscard]] std::optional<VenueOrder> orderOf(const Object& object);

// user.changes: positions and orders that changed.
void readChanges(const Object& data, std::vector<FeedEvent>& events);
// Answers of get_positions, get_open_orders, get_account_summary; false where the result is none of them.
[[nodiscard]] bool readPositions(const Element& result, std::vector<FeedEvent>& events);
[[nodiscard]] bool readOrders(const Element& result, std::vector<FeedEvent>& events);
[[nodiscard]] bool readPortfolio(const Element& result, std::vector<FeedEvent>& events);

} // namespace ballast::deribit
