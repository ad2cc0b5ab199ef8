#pragma once

#include "app/feeds/live/venue_json.h"
#include "app/feeds/live/venue_message.h"
#include "app/feeds/live/venue_names.h"
#include "models/core/result.h"

#include <optional>
#include <string_view>

// Parts of the Binance decoder; no JSON type leaves app/feeds.
namespace ballast::binance {

struct Reading
{
    BinanceMarket market;
    std::string_view stream; // empty outside combined streams
    VenueMessage& message;
};

[[nodiscard]] Error lacks(std::string_view what);
[[nodiscard]] Timestamp timeOf(const venue::Object& data, std::string_view key);
// Counts names of instruments that are not traded here.
[[nodiscard]] std::optional<Instrument> known(Reading& reading, std::string_view name);

// A change in the chain, or an image on streams of partial depth.
[[nodiscard]] Status readDepth(const venue::Object& data, Reading& reading);
// A book that names its instrument in the stream, in itself, or not at all.
[[nodiscard]] Status readImage(const venue::Object& data, Reading& reading);
// Levels of a depth message; `idKey` names the last update that it sums up.
[[nodiscard]] Result<BookUpdate> bookOf(const venue::Object& data, const Instrument& instrument,
                                        std::string_view bidKey, std::string_view askKey, std::string_view idKey);

} // namespace ballast::binance
