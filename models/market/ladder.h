#pragma once

#include <optional>
#include <vector>

namespace ballast {

struct LadderLevel
{
    double price = 0.0;
    double amount = 0.0; // in the instrument's quantity unit
    bool operator==(const LadderLevel&) const = default;
};

// Visible depth, best first: bids falling, asks rising.
struct Ladder
{
    std::vector<LadderLevel> bids;
    std::vector<LadderLevel> asks;
    bool operator==(const Ladder&) const = default;
};

enum class Side { Buy, Sell };

// What a market order of `amount` would do to the visible ladder.
struct LadderFill
{
    double filled = 0.0;
    double averagePrice = 0.0; // of the filled part; 0 when nothing was filled
    double worstPrice = 0.0;
    bool operator==(const LadderFill&) const = default;
};

// Walks the ladder up to `limit` where one is given.
[[nodiscard]] LadderFill walkLadder(const Ladder& ladder, Side side, double amount, std::optional<double> limit);

} // namespace ballast
