#pragma once

#include "models/market/snapshot.h"

namespace ballast::test {

// The full recorded BTC and ETH chains of the crash of 2026-02-05T21:29:37Z, with a perpetual a basis point around each
// index. Null where the shared data is absent. Rows without bid, ask and mark are left out. Not the program's importer.
[[nodiscard]] SnapshotPtr crashChain();

} // namespace ballast::test
