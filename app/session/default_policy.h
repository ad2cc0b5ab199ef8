#pragma once

#include "models/hedging/policy.h"

#include <string_view>

namespace ballast {

// The policy a desk starts with for an underlying: least cost, bands on delta, gamma and vega, at most six legs. BTC
// and ETH have bands of about the same dollars; any other coin has the vega band alone, whose unit needs no price.
[[nodiscard]] HedgePolicy defaultPolicy(std::string_view underlying = "BTC");

} // namespace ballast
