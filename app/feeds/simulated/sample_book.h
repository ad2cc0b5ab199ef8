#pragma once

#include "models/market/portfolio.h"
#include "models/market/snapshot.h"

namespace ballast {

// A book such as a desk that sells volatility against a long position holds it: about 25 lines picked from what the
// snapshot lists, by days to expiry and delta. Long delta, short gamma and vega, with some tail puts. Average prices
// lie a little off the marks. Lines whose underlying or expiry the snapshot does not list are left out.
[[nodiscard]] Portfolio sampleBook(const MarketSnapshot& snapshot);

} // namespace ballast
