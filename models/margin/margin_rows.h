#pragma once

#include "models/margin/vol_shock.h"

#include <span>
#include <string>
#include <vector>

namespace ballast {

// A scenario as a linear row: loss = constantUsd + bookLossUsd + sum over candidates of unitLossUsd x coins.
struct MarginRow
{
    std::string name;
    int index = 0;
    double move = 0.0;
    VolMove vol = VolMove::Same;
    double constantUsd = 0.0; // a dampener lowers the loss by this much, whatever is held
    double bookLossUsd = 0.0;
    std::vector<double> unitLossUsd; // parallel to the candidates
    bool operator==(const MarginRow&) const = default;
};

enum class MarginTermShape
{
    Absolute,  // |x|
    ShortOnly, // max(-x, 0)
};

// A charge on a net amount x, itself linear in the quantities: roll shock, naked shorts, standard margin of a short.
struct MarginTerm
{
    std::string name;
    MarginTermShape shape = MarginTermShape::Absolute;
    double initialUsdPerCoin = 0.0;
    double maintenanceUsdPerCoin = 0.0;
    double bookCoins = 0.0;
    std::vector<double> unitCoins; // parallel to the candidates
    bool operator==(const MarginTerm&) const = default;
};

// One risk unit: factor x max(0, worst row) + terms.
struct MarginGroup
{
    std::string name; // "btc_btc"
    double initialFactor = 1.0;
    double maintenanceFactor = 1.0;
    std::vector<MarginRow> rows;
    std::vector<MarginTerm> terms;
    bool operator==(const MarginGroup&) const = default;
};

// How the rows stand to the model's own number.
enum class MarginRowsKind
{
    Exact,
    AtLeast, // never below the model: safe to hold a limit with
    AtMost   // cuts at the present book: check the result by the model
};

// A model's initial and maintenance margin as a convex piecewise-linear function of what is added to a book: what an LP
// needs to hold a margin limit.
struct MarginRows
{
    std::vector<MarginGroup> groups;
    MarginRowsKind kind = MarginRowsKind::Exact;
    std::vector<std::string> limits; // what the rows do not see
    bool operator==(const MarginRows&) const = default;

    // With this many coins of each candidate added to the book.
    [[nodiscard]] double initialUsd(std::span<const double> coins) const;
    [[nodiscard]] double maintenanceUsd(std::span<const double> coins) const;
};

} // namespace ballast
