#pragma once

#include "models/hedging/hedge_problem.h"
#include "models/hedging/proposal.h"

#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace ballast {

// Duals of the continuous problem on every leg (nothing was rounded) or on the legs in use only.
enum class ExplainOn
{
    AllLegs,
    LegsInUse
};

struct ExplainedLegs
{
    ExplainOn which = ExplainOn::LegsInUse;
    std::vector<std::string> names; // parallel to the problem's legs
    std::string unit;               // of their quantities
};

// Constraints that hold the cost up at `quantities`, with what one unit of each would save: rows in the problem's
// order, then sides of the book that are used up.
[[nodiscard]] std::vector<BindingConstraint> bindingConstraints(const HedgeProblem& problem,
                                                                std::span<const double> quantities,
                                                                const ExplainedLegs& legs, const std::stop_token& stop);

// From duals that are known already.
[[nodiscard]] std::vector<BindingConstraint> bindingRows(const HedgeProblem& problem, std::span<const double> rowDuals);

} // namespace ballast
