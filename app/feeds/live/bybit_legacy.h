#pragma once

#include "app/feeds/live/venue_json.h"
#include "app/feeds/live/venue_message.h"
#include "models/core/result.h"

// Bybit's v2 interface; used by the decoder only.
namespace ballast::bybit {

[[nodiscard]] bool isLegacyTopic(std::string_view topic);
[[nodiscard]] Result<VenueMessage> readLegacyTopic(const venue::Object& root, std::string_view topic);
[[nodiscard]] Result<VenueMessage> readLegacyAnswer(const venue::Object& root);

} // namespace ballast::bybit
