#include "models/hedging/explain.h"

#include "models/hedging/infeasibility.h"

#include <cmath>
#include <optional>

namespace ballast {
namespace {

constexpr double seconds = 1.0;
constexpr double negligible = 1e-7; // USD per scaled unit: below this a dual is the solver's rounding

std::vector<std::size_t> chosenLegs(std::span<const double> quantities, ExplainOn which)
{
    std::vector<std::size_t> legs;
    for (std::size_t j = 0; j < quantities.size(); ++j) {
        if (which == ExplainOn::AllLegs || quantities[j] != 0.0)
            legs.push_back(j);
    }
    return legs;
}

// A dual above zero: the lower bound holds the cost up; below zero: the upper one.
void appendRows(std::vector<BindingConstraint>& binding, const HedgeProblem& problem, const LpSolution& lp)
{
    for (std::size_t i = 0; i < problem.rows.size(); ++i) {
        const double dual = lp.rowDuals[i];
        if (std::abs(dual) > negligible)
            binding.push_back({sideName(problem.rows[i], dual > 0.0), std::abs(dual) / rowScale(problem.rows[i]),
                               problem.rows[i].unit});
    }
}

std::optional<double> savedByDepth(std::span<const LegSegment> side, std::size_t first, const LpSolution& lp)
{
    const double saved = side.empty() ? 0.0 : -lp.reducedCosts[first + side.size() - 1];
    return saved > negligible ? std::optional(saved) : std::nullopt;
}

} // namespace

std::vector<BindingConstraint> bindingRows(const HedgeProblem& problem, std::span<const double> rowDuals)
{
    std::vector<BindingConstraint> binding;
    for (std::size_t i = 0; i < rowDuals.size(); ++i) {
        if (std::abs(rowDuals[i]) * rowScale(problem.rows[i]) > negligible)
            binding.push_back(
                {sideName(problem.rows[i], rowDuals[i] > 0.0), std::abs(rowDuals[i]), problem.rows[i].unit});
    }
    return binding;
}

std::vector<BindingConstraint> bindingConstraints(const HedgeProblem& problem, std::span<const double> quantities,
                                                  const ExplainedLegs& explained, const std::stop_token& stop)
{
    const std::vector<std::size_t> legs = chosenLegs(quantities, explained.which);
    const HedgeProblem part = onLegs(problem, legs);
    const HedgeProgram hedge = relaxationOf(part);
    const LpSolution lp = LpModel(hedge.program).solveRelaxation(seconds, stop);
    std::vector<BindingConstraint> binding;
    if (lp.status != LpStatus::Optimal)
        return binding;
    appendRows(binding, part, lp);
    for (std::size_t k = 0; k < legs.size(); ++k) {
        const std::string& name = explained.names[legs[k]];
        if (const auto saved = savedByDepth(part.legs[k].buy, hedge.legs[k].buy, lp))
            binding.push_back({name + " asks used up", *saved, explained.unit});
        if (const auto saved = savedByDepth(part.legs[k].sell, hedge.legs[k].sell, lp))
            binding.push_back({name + " bids used up", *saved, explained.unit});
    }
    return binding;
}

} // namespace ballast
