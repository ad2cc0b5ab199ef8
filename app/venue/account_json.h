#pragma once

#include "app/venue/order_desk.h"
#include "app/venue/rpc.h"

#include <string>

// The account of the simulated venue in the words of Deribit's API (spec A4.5 and A7).
namespace ballast::venue_json {

[[nodiscard]] Json order(const DeskOrder& order, const MarketSnapshot& market);
[[nodiscard]] Json trade(const DeskTrade& trade, const MarketSnapshot& market);
[[nodiscard]] Json position(const std::string& name, const AccountPosition& held, const MarketSnapshot& market);
[[nodiscard]] Json portfolio(const std::string& currency, const AccountFigures& figures);

} // namespace ballast::venue_json
