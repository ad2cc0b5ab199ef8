#pragma once

#include "models/core/result.h"
#include "models/pricing/black76.h"

#include <cstddef>
#include <memory>
#include <span>
#include <stop_token>
#include <vector>

namespace ballast {

// `coins` of one option. `factor` says which moves it follows: those of its underlying, or of its expiry bucket.
struct HeldOption
{
    BlackTerms terms;
    double coins = 0.0;
    std::size_t factor = 0;
};

// The moves of one factor, one element per scenario: forward' = forward x forwardFactor and vol' = vol x volFactor +
// volShift (fractions), neither below 0. `volShift` may be empty: none.
struct FactorMoves
{
    std::vector<double> forwardFactor;
    std::vector<double> volFactor;
    std::vector<double> volShift;
};

// Scenarios [first, last) in units of RevaluationPlan's blocks.
struct BlockRange
{
    std::size_t first = 0;
    std::size_t last = 0;
    bool operator==(const BlockRange&) const = default;
};

// The part-th of `parts` nearly equal shares of `blocks`.
[[nodiscard]] BlockRange blockShare(std::size_t blocks, std::size_t part, std::size_t parts);

enum class RunStatus
{
    Finished,
    Cancelled
};

struct StrikeColumns;
struct MoveColumns;

// Full revaluation of options over scenarios, now (no time passes): the spot x vol grid and scenario lists alike. Calls
// and puts of one strike are priced once, the put by parity. Built once, then read by any number of threads: each runs
// its own range of blocks and writes only the scenarios of these, so the sum does not depend on the split. Cancelled
// between blocks.
class RevaluationPlan
{
public:
    // BadInput where factors differ in length, a move is not finite, or an option names no factor. Options with terms
    // that cannot be priced (not finite, forward or strike not positive, beyond any market) are left out and counted.
    [[nodiscard]] static Result<RevaluationPlan> prepare(std::span<const HeldOption> options,
                                                         std::span<const FactorMoves> factors);

    [[nodiscard]] std::size_t scenarios() const { return m_scenarios; }
    [[nodiscard]] std::size_t blocks() const;
    [[nodiscard]] BlockRange wholeRange() const { return {0, blocks()}; }
    [[nodiscard]] int optionsLeftOut() const { return m_leftOut; }

    // Adds the P&L in USD of all options to `pnlUsd`, one element per scenario.
    RunStatus addPnl(BlockRange range, std::span<double> pnlUsd, const std::stop_token& stop) const;

    // The whole cube: P&L of option i in scenario n at [i * scenarios() + n], in the options' order; 0 for those left
    // out.
    RunStatus fillCube(BlockRange range, std::span<double> pnlUsd, const std::stop_token& stop) const;

private:
    RevaluationPlan() = default;

    std::shared_ptr<const StrikeColumns> m_strikes;
    std::shared_ptr<const std::vector<MoveColumns>> m_moves;
    std::size_t m_scenarios = 0;
    std::size_t m_options = 0;
    int m_leftOut = 0;
};

// Every combination of forward and vol factors as scenarios, row-major [forward][vol].
[[nodiscard]] FactorMoves gridMoves(std::span<const double> forwardFactors, std::span<const double> volFactors);

} // namespace ballast
