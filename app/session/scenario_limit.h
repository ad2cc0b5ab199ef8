#pragma once

#include "models/hedging/policy.h"
#include "models/risk/scenario.h"
#include "models/surface/vol_surface.h"

#include <string>

namespace ballast {

// A scenario as the hedger can limit it: spot and one move of all vols, at once.
struct ScenarioLimit
{
    StressMove move;
    std::string leftOut; // one sentence: what of the scenario the limit does not hold; empty: nothing
};

// The shock of `underlying`; a relative vol move is taken at the money in 30 days, where there is a surface.
[[nodiscard]] ScenarioLimit scenarioLimit(const Scenario& scenario, const std::string& underlying,
                                          const VolSurfacePtr& surface);

// The policy with the move limited to this loss; other limits stay, one of the same name is replaced.
[[nodiscard]] HedgePolicy withStressLimit(const HedgePolicy& policy, const StressMove& move, double maxLossUsd);

} // namespace ballast
