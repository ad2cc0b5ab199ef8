#pragma once

#include "models/hedging/policy.h"
#include "models/risk/risk_report.h"
#include "models/risk/scenario.h"

#include <string>

namespace ballast {

// A scenario as the hedger can limit it: the whole shock of one underlying, time that passes included.
struct ScenarioLimit
{
    StressMove move;
    std::string leftOut; // one sentence: what of the scenario the limit does not hold; empty: nothing
};

// The shock of `underlying`. `book`, where there is one, says whether lines of other underlyings are left out.
[[nodiscard]] ScenarioLimit scenarioLimit(const Scenario& scenario, const std::string& underlying,
                                          const RiskReport* book);

// The policy with the move limited to this loss; other limits stay, one of the same name is replaced.
[[nodiscard]] HedgePolicy withStressLimit(const HedgePolicy& policy, const StressMove& move, double maxLossUsd);

} // namespace ballast
