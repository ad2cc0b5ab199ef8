#pragma once

#include "models/market/snapshot.h"

namespace ballast {

// The market as if it were `now`: every time moves by the same span, expiries too, so that vols, prices and times to
// expiry stay what they were. Options and futures get the names of their new days; the hour of expiry is no longer
// 08:00, clients read it from the listing. Names of Deribit only.
[[nodiscard]] SnapshotPtr redatedMarket(const MarketSnapshot& recorded, Timestamp now);

} // namespace ballast
