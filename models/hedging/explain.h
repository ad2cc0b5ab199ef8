#pragma once

#include "models/hedging/hedge_problem.h"
#include "models/hedging/proposal.h"

#include <span>
#include <stop_token>
#include <vector>

namespace ballast {

// Constraints that hold the cost up at `quantities`, with what one unit of each would save: the duals of the continuous
// problem on the legs in use (on all legs where nothing was rounded: then pass every leg). `legNames` names the sides
// of the book that are used up. Largest saving for the whole bound first.
enum class ExplainOn
{
    AllLegs,
    LegsInUse
};
[[nodiscard]] std::vector<BindingConstraint> bindingConstraints(const HedgeProblem& problem,
                                                                std::span<const double> quantities, ExplainOn legs,
                                                                std::span<const std::string> legNames,
                                                                const std::stop_token& stop);

} // namespace ballast
