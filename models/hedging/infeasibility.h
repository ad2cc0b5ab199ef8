#pragma once

#include "models/hedging/hedge_solver.h"
#include "models/hedging/proposal.h"

#include <stop_token>
#include <string>
#include <vector>

namespace ballast {

// What the conflict is about: rows alone, or rows together with whole lots and the number of legs.
// A row's lower or upper bound; "vega lower bound", or the row's name alone where only an upper one makes sense.
struct RowSide
{
    std::size_t row = 0;
    bool lower = true;
    bool operator==(const RowSide&) const = default;
};
[[nodiscard]] std::string sideName(const HedgeRow& row, bool lower);

enum class ConflictScope
{
    Relaxation,
    WithIntegers
};

// The smallest set of constraints that cannot hold together (deletion filter: Chinneck and Dravnieks, ORSA Journal on
// Computing 3, 1991) and the least relaxation that makes the whole problem feasible (elastic program; each bound
// measured as a share of its distance from the book as it is). Empty where the problem is feasible or the search was
// stopped.
[[nodiscard]] std::vector<ConstraintConflict> explainInfeasible(const HedgeProblem& problem, ConflictScope scope,
                                                                const HedgeLimits& limits, const std::stop_token& stop);

} // namespace ballast
