#pragma once

#include "models/hedging/policy.h"
#include "models/market/portfolio.h"
#include "models/market/snapshot.h"

#include <string>
#include <vector>

namespace ballast::test {

// A recorded full BTC and ETH chain of Deribit by its time, "20260204T213308Z", with a perpetual a basis point around
// each index. Null where the shared data is absent.
[[nodiscard]] SnapshotPtr recordedChain(const std::string& time);

// The ten chains of the crash of 2026-02-04 to 02-07, oldest first.
[[nodiscard]] const std::vector<std::string>& crashTimes();

// A book as a desk would hold it, with the bands that it should come back into.
struct SampleBook
{
    std::string name;
    PortfolioPtr book;
    HedgePolicy policy;
};

// Twenty books on what this chain lists: strikes by distance from the index, expiries by days from its time, no expiry
// within `leastDays`.
[[nodiscard]] std::vector<SampleBook> sampleBooks(const MarketSnapshot& market, double leastDays);

} // namespace ballast::test
