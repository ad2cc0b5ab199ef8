#pragma once

#include "models/core/result.h"
#include "models/risk/factor_history.h"
#include "models/risk/scenario.h"

#include <span>
#include <string>
#include <vector>

namespace ballast {

// One factor of a propagated scenario.
struct FactorShift
{
    RiskFactor factor;
    double logMove = 0.0;   // as the model counts it: see FactorKind
    double deviation = 0.0; // of the model over the horizon asked for; followers: what is left of it, given the others
    bool operator==(const FactorShift&) const = default;
};

struct PropagatedScenario
{
    Scenario scenario;
    std::vector<FactorShift> given;    // by the scenario itself
    std::vector<FactorShift> followed; // moved to their conditional expectation
    std::vector<std::string> notes;    // what cannot follow, and why
    std::string source;                // of the covariance: FactorModel
    int days = 0;                      // it was measured over; 0: no history
};

// The conditional mean of jointly normal moves, S_og S_gg^-1 x, and its deviation, sqrt(S_oo - S_og S_gg^-1 S_go):
// shock one factor and the others follow. Spot follows as `spot`, a vol level as `volRelative`, skew as `skew25d`, term
// as `termPower` of the vol move (only where a vol level moves: the power bends it). Nothing given: the scenario as it
// is. Undetermined where the given ones determine each other.
[[nodiscard]] Result<PropagatedScenario> propagate(const Scenario& scenario, const FactorModel& model,
                                                   std::span<const VolLevel> levels);

} // namespace ballast
