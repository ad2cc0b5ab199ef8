#pragma once

#include "models/hedging/hedge_risk.h"
#include "models/hedging/hedge_solver.h"

#include <stop_token>

namespace ballast {

// The hedge with the least cost of trades and risk together: relaxation, few enough legs, whole lots, then, while the
// gap is open and time is left, branch and cut over planes of the risk (outer approximation: Duran and Grossmann,
// Mathematical Programming 36, 1986). HedgeSolution::cost is the sum, gap its distance from the bound as a share of the
// larger of trade cost and risk.
[[nodiscard]] HedgeSolution solveRiskHedge(const HedgeProblem& problem, const HedgeRisk& risk,
                                           const HedgeLimits& limits, const std::stop_token& stop);

} // namespace ballast
