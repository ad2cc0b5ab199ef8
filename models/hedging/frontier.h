#pragma once

#include "models/hedging/hedge_problem.h"
#include "models/hedging/hedge_risk.h"
#include "models/hedging/one_day_risk.h"
#include "models/hedging/proposal.h"

#include <span>
#include <stop_token>
#include <vector>

namespace ballast {

// What the frontier needs to know about the book and the legs.
struct FrontierCase
{
    const HedgeProblem& problem;
    std::span<const double> rowsBefore; // the book's exposure per band row
    std::vector<Exposure> perUnit;      // per leg
    Exposure before;
    OneDayMoves moves;
    const HedgeRisk* risk = nullptr; // null: least cost
};

// Cost against risk from no hedge over the policy's bands to exposures as near to zero as the bands allow to ask for:
// each point is the least-cost relaxation for bands in between, solved from the last one's basis. Points that cannot be
// reached are left out. With a price of risk the points are its optimum at 21 weights from a hundredth to a hundred
// times the policy's instead. Rising cost.
[[nodiscard]] std::vector<FrontierPoint> costRiskFrontier(const FrontierCase& frontier, double seconds,
                                                          const std::stop_token& stop);

} // namespace ballast
