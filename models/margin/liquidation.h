#pragma once

#include "models/margin/margin_model.h"

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace ballast {

// Nearest moves of everything at which the balance no longer exceeds the maintenance margin, both recomputed there.
struct LiquidationMoves
{
    std::optional<double> down; // negative; nullopt: not before leastMove
    std::optional<double> up;
    std::optional<double> nearest; // of the two, by size; 0: liquidated already
    bool operator==(const LiquidationMoves&) const = default;
};

// One position alone with the account's cash and collateral.
struct PositionLiquidation
{
    std::string instrument;
    LiquidationMoves moves;
    bool operator==(const PositionLiquidation&) const = default;
};

struct LiquidationReport
{
    LiquidationMoves net;
    std::vector<PositionLiquidation> perPosition; // spot left out: it is the collateral
    bool operator==(const LiquidationReport&) const = default;
};

struct LiquidationSearch
{
    double step = 0.01;
    double leastMove = -0.99;
    double mostMove = 3.0;
    double tolerance = 1e-7; // of the move, by bisection between the two grid points
    bool operator==(const LiquidationSearch&) const = default;
};

[[nodiscard]] LiquidationMoves liquidationMoves(const MarginModel& model, const MarginInputs& inputs,
                                                const LiquidationSearch& search = {});

// Cancelled between positions.
[[nodiscard]] Result<LiquidationReport> liquidationReport(const MarginModel& model, const MarginInputs& inputs,
                                                          const LiquidationSearch& search, std::stop_token stop);

} // namespace ballast
