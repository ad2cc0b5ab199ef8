#pragma once

#include "models/hedging/policy.h"
#include "models/hedging/proposal.h"

#include <optional>
#include <span>

namespace ballast {

// A policy in which a conflicting constraint has moved out by its least relaxation.
struct RelaxedPolicy
{
    HedgePolicy policy;
    double limit = 0.0; // the new one, in the conflict's unit; legs as a number
    bool operator==(const RelaxedPolicy&) const = default;
};

// The new limit is rounded outwards to two digits of the relaxation, so that rounding does not take back what was
// given. nullopt: the constraint is not one that the policy states, or needs no relaxation.
[[nodiscard]] std::optional<RelaxedPolicy> relaxedBy(const HedgePolicy& policy, const ConstraintConflict& conflict);

// All of them at once, which is what makes the problem feasible; nullopt where none can be relaxed.
[[nodiscard]] std::optional<HedgePolicy> relaxedByAll(const HedgePolicy& policy,
                                                      std::span<const ConstraintConflict> conflicts);

} // namespace ballast
