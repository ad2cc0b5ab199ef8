#pragma once

#include "models/core/ids.h"
#include "models/market/instrument_table.h"
#include "models/market/quote.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ballast {

struct IndexPrice
{
    std::string underlying;
    double priceUsd = 0.0;
    Timestamp at{};
    bool operator==(const IndexPrice&) const = default;
};

enum class MarketMode { Simulated, Recording, Live };

// One whole picture of the market. Immutable once published: shared freely between threads, never locked.
struct MarketSnapshot
{
    SnapshotId id;
    Timestamp asOf{}; // market time: newest quote in it
    MarketMode mode = MarketMode::Recording;
    std::string source; // what the trader calls it: file name, "simulated", venue
    InstrumentTablePtr instruments;
    std::vector<Quote> quotes; // parallel to instruments->all()
    std::vector<IndexPrice> indices; // sorted by underlying

    [[nodiscard]] const Quote* quote(const InstrumentId& id) const; // null: not listed
    [[nodiscard]] const IndexPrice* index(std::string_view underlying) const;
};

using SnapshotPtr = std::shared_ptr<const MarketSnapshot>;

// Underlyings that list anything, sorted.
[[nodiscard]] std::vector<std::string> underlyingsOf(const MarketSnapshot& snapshot);

// Option expiries of one underlying after asOf, rising.
[[nodiscard]] std::vector<Timestamp> optionExpiries(const MarketSnapshot& snapshot, std::string_view underlying);

// The perpetual (or, failing that, nearest future) of an underlying; its mark is the trading price nearest to spot.
[[nodiscard]] std::optional<std::size_t> perpetualOf(const MarketSnapshot& snapshot, std::string_view underlying);

[[nodiscard]] const char* marketModeWord(MarketMode mode);

} // namespace ballast
