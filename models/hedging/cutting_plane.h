#pragma once

#include "models/hedging/hedge_risk.h"

#include <stop_token>

namespace ballast {

struct CutLimits
{
    double seconds = 5.0;
    double gap = 1e-7; // of the answer's size
    int rounds = 500;
};

// Kelley's cutting planes on a warm dual simplex, one plane at the master's answer and one between it and the best
// hedge so far (in-out separation: Ben-Ameur and Neto, Networks 49, 2007), until the best hedge and the bound meet.
// HedgeSolution::gap is what is left between them.
[[nodiscard]] RelaxedHedge solveByCuts(const HedgeProblem& problem, const HedgeRisk& risk, const CutLimits& limits,
                                       const std::stop_token& stop);

} // namespace ballast
