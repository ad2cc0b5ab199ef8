#pragma once

#include "models/pricing/scenario_batch.h"

#include <array>

namespace ballast {

// Scenarios that are worked on together: their moves and sums stay in the first-level cache while all strikes pass.
inline constexpr std::size_t scenarioBlock = 64;

// As wide as the widest vector: a load that straddles two cache lines costs twice.
struct alignas(64) AlignedBlock
{
    std::array<double, scenarioBlock> cells{};
};

// Distinct (factor, forward, strike, years, vol), whoever holds them: one element each.
struct StrikeColumns
{
    std::vector<std::size_t> factor;
    std::vector<double> forward;
    std::vector<double> strike;
    std::vector<double> logMoney; // ln(F / K)
    std::vector<double> rootT;
    std::vector<double> vol;
    std::vector<double> calls;          // coins
    std::vector<double> puts;           // coins
    std::vector<double> otmNow;         // out-of-the-money price, unmoved: by the kernel itself, to the last bit
    std::vector<std::size_t> firstHeld; // into `held`; one more element than strikes

    struct Held
    {
        std::size_t row = 0; // of the caller's list
        double calls = 0.0;
        double puts = 0.0;
    };
    std::vector<Held> held;

    [[nodiscard]] std::size_t size() const { return strike.size(); }
};

// A block of one factor's moves as kernels read them.
struct MoveBlock
{
    AlignedBlock forwardFactor;
    AlignedBlock logFactor;
    AlignedBlock volFactor;
    AlignedBlock volShift;
    AlignedBlock inverseVolFactor;
};

// One factor's moves, filled up to whole blocks with unmoved scenarios.
struct MoveColumns
{
    std::vector<MoveBlock> blocks;
    bool shifted = false; // any volShift: the deviation has to be inverted per price
};

// Nothing that is computed of it can overflow.
[[nodiscard]] bool canBePriced(const HeldOption& option);
[[nodiscard]] StrikeColumns mergeByStrike(std::span<const HeldOption> options);
[[nodiscard]] MoveColumns moveColumns(const FactorMoves& moves);

} // namespace ballast
