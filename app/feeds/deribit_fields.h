#pragma once

#include "app/feeds/deribit_messages.h"

#include <simdjson.h>

#include <optional>
#include <string_view>

// Fields of one JSON object as typed values; used by the decoders only, no JSON type leaves app/feeds.
namespace ballast::deribit {

using Object = simdjson::dom::object;
using Element = simdjson::dom::element;

[[nodiscard]] std::optional<double> number(const Object& object, std::string_view key);
[[nodiscard]] std::optional<double> positive(const Object& object, std::string_view key);
[[nodiscard]] std::optional<double> percent(const Object& object, std::string_view key); // 45.43 to 0.4543
[[nodiscard]] std::optional<std::int64_t> integer(const Object& object, std::string_view key);
[[nodiscard]] std::optional<std::string_view> text(const Object& object, std::string_view key);
[[nodiscard]] std::optional<Timestamp> milliseconds(const Object& object, std::string_view key);
[[nodiscard]] std::optional<Object> child(const Object& object, std::string_view key);
[[nodiscard]] bool has(const Object& object, std::string_view key);

// Ticker, book summary or order book answer.
[[nodiscard]] std::optional<TickerUpdate> tickerOf(const Object& object);
// Incremental or grouped book of a subscription.
[[nodiscard]] std::optional<BookUpdate> bookOf(const Object& object);
// One element of get_instruments; the error is the reason.
[[nodiscard]] Result<Instrument> instrumentOf(const Object& object);
// A whole message that is parsed already.
[[nodiscard]] Result<DeribitMessage> messageOf(const Element& root);
// "btc_usd" to "BTC".
[[nodiscard]] std::string underlyingOfIndex(std::string_view indexName);

} // namespace ballast::deribit
