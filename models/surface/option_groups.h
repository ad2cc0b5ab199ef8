#pragma once

#include "models/market/snapshot.h"

#include <cstddef>
#include <string_view>
#include <vector>

namespace ballast {

// The options of one expiry, by index into the snapshot's table, in its order: strike, calls before puts.
struct OptionGroup
{
    Timestamp expiry{};
    std::vector<std::size_t> options;
};

// Every listed expiry after the snapshot's time, rising.
[[nodiscard]] std::vector<OptionGroup> optionGroups(const MarketSnapshot& snapshot, std::string_view underlying);

// USD per coin of a price in the option's quote unit: an inverse option is quoted in coin of the forward (spec F2).
[[nodiscard]] inline double premiumUsd(const Instrument& option, double price, double forward)
{
    return option.settlement == Settlement::Inverse ? price * forward : price;
}

} // namespace ballast
