#pragma once

#include "models/hedging/policy.h"

namespace ballast {

// The policy a new desk starts with: BTC, least cost, bands on delta, gamma and vega, at most six legs.
[[nodiscard]] HedgePolicy defaultPolicy();

} // namespace ballast
