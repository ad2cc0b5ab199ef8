#pragma once

#include "models/market/snapshot.h"
#include "models/surface/vol_surface.h"

#include <string>
#include <string_view>
#include <vector>

namespace ballast {

// What speaks against trusting a chain as a whole, one sentence each, empty for a sound one: forwards implausibly far
// off the index or jumping between expiries, few two-sided markets, calls and puts of a strike that contradict each
// other, venue Greeks that do not follow from the venue's own vols, crossed or implausible quotes in numbers.
[[nodiscard]] std::vector<std::string> dataWarnings(const MarketSnapshot& snapshot, std::string_view underlying,
                                                    const std::vector<ForwardPoint>& forwards,
                                                    const std::vector<SviSlice>& slices);

} // namespace ballast
