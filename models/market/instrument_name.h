#pragma once

#include "models/core/result.h"
#include "models/market/instrument.h"

#include <string>
#include <string_view>

namespace ballast {

// Reads a Deribit name: "BTC-25DEC26-120000-C", "BTC-PERPETUAL", "BTC-25DEC26", "XRP_USDC-25DEC26-0d55-C", "BTC" (spot),
// "BTC_USDC" (spot). Expiries are at 08:00 UTC. The result carries Deribit's published contract terms.
[[nodiscard]] Result<Instrument> parseDeribitName(std::string_view name);

// Prints what parseDeribitName reads; exact inverse for every listed name.
[[nodiscard]] std::string deribitName(const Instrument& instrument);

// "27FEB26": day without leading zero, as in names and headers.
[[nodiscard]] std::string expiryLabel(Timestamp expiry);

// "27FEB26" to 08:00 UTC of that day.
[[nodiscard]] Result<Timestamp> parseExpiryLabel(std::string_view label);

} // namespace ballast
