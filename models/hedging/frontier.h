#pragma once

#include "models/hedging/hedge_problem.h"
#include "models/hedging/hedge_risk.h"
#include "models/hedging/margin_limit.h"

#include <span>
#include <stop_token>
#include <vector>

namespace ballast {

// What the frontier needs to know about the book and the legs.
struct FrontierCase
{
    const HedgeProblem& problem;
    std::span<const double> rowsBefore;  // the book's exposure per band row
    const HedgeRisk* risk = nullptr;     // null: least cost
    const MarginLimit* margin = nullptr; // null: no limit
};

// Hedges, as quantities per leg in whole lots and with at most maxLegs legs, from none over the policy's bands to
// exposures as near to zero as the bands allow to ask for: 25 steps, each the least-cost relaxation for bands in
// between, solved from the last one's basis, then brought to few legs and whole lots within that step's bands. Steps
// that cannot be reached are left out. With a price of risk the hedges are its optimum at 25 weights from a hundredth
// to a hundred times the policy's instead.
[[nodiscard]] std::vector<std::vector<double>> frontierHedges(const FrontierCase& frontier, double seconds,
                                                              const std::stop_token& stop);

} // namespace ballast
