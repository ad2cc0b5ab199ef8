#pragma once

#include "models/market/snapshot.h"

#include <optional>
#include <string_view>

namespace ballast {

// Age, in market time, of the newest option quote of an underlying once more than half of its quoted options are stale
// or down by their own limits; nullopt while they are fresh, or nothing is quoted. What is fitted to them is as old.
[[nodiscard]] std::optional<Milliseconds> staleFor(const MarketSnapshot& market, std::string_view underlying);

} // namespace ballast
