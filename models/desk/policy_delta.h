#pragma once

#include "models/hedging/policy.h"
#include "models/risk/risk_engine.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace ballast {

// What a policy's delta bands count where the smile has a part in the delta: the report's own sums do not say it.
struct PolicyDeltaQuestion
{
    std::string underlying;
    DeltaChoice delta = DeltaChoice::StickyMoneyness;
    double skewStickiness = 0.0;
    std::optional<HullWhiteDelta> hullWhite;
    std::vector<Band> bands; // of delta, without limits and names: the whole book's first
    bool operator==(const PolicyDeltaQuestion&) const = default;
};

struct PolicyDelta
{
    PolicyDeltaQuestion question;
    std::vector<double> coins; // parallel to its bands
    bool operator==(const PolicyDelta&) const = default;
};

// nullopt: the policy's delta needs no smile.
[[nodiscard]] std::optional<PolicyDeltaQuestion> policyDeltaQuestion(const HedgePolicy& policy);
[[nodiscard]] PolicyDelta policyDelta(const PolicyDeltaQuestion& question, const RiskReport& report,
                                      std::span<const VolSurfacePtr> surfaces);
// The answer to this policy's band; nullopt: it answers another question.
[[nodiscard]] std::optional<double> policyDeltaOf(const PolicyDelta& answer, const HedgePolicy& policy,
                                                  const Band& band);

} // namespace ballast
