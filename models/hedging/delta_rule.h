#pragma once

#include "models/hedging/policy.h"
#include "models/risk/risk_engine.h"

#include <span>
#include <string>

namespace ballast {

// What a policy's bands count as delta: "Black-76", "net of premium", "sticky moneyness", "skew stickiness 1.30",
// "min. variance (Hull and White)".
[[nodiscard]] std::string policyDeltaName(const HedgePolicy& policy);

// The policy counting what the desk calls delta, with the fitted numbers of its underlying where there are some and the
// desk's default else. It knows the premium's or the smile's part, not both.
[[nodiscard]] HedgePolicy withDeltaOf(HedgePolicy policy, const DeltaConvention& desk);

// The delta that a policy means, by the desk's own definition of a delta under a smile (models/risk/delta_convention.h)
// with the policy's numbers: sticky moneyness with the slope at the option's strike, minimum variance with the policy's
// coefficients, else with its skew stickiness. Where no surface is fitted the Black-76 delta stands.
class DeltaRule
{
public:
    DeltaRule(const HedgePolicy& policy, std::span<const VolSurfacePtr> surfaces);

    // Of the whole line, coins.
    [[nodiscard]] double deltaCoin(const Instrument& instrument, const LineValues& values) const;

private:
    DeltaChoice m_choice;
    DeltaConvention m_convention;              // one motion, for whatever underlying
    std::span<const VolSurfacePtr> m_surfaces; // not owned
};

} // namespace ballast
