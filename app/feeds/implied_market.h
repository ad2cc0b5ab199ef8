#pragma once

#include "models/market/snapshot.h"

#include <string>
#include <vector>

namespace ballast {

// A picture in which every option has a forward where one can be known, every underlying an index, and an options-only
// underlying a perpetual at the index, marked as implied. The notes say what was implied and how.
struct ImpliedMarket
{
    MarketSnapshot picture;
    std::vector<std::string> notes;
};
[[nodiscard]] ImpliedMarket implyMissing(MarketSnapshot picture, double halfSpread);

} // namespace ballast
