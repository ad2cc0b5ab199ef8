#include "models/desk/policy_delta.h"

#include "models/hedging/constraints.h"
#include "models/hedging/delta_rule.h"

#include <algorithm>

namespace ballast {
namespace {

Band bare(const Band& band)
{
    return {band.kind, std::nullopt, std::nullopt, band.fromDays, band.toDays, {}};
}

} // namespace

std::optional<PolicyDeltaQuestion> policyDeltaQuestion(const HedgePolicy& policy)
{
    if (policy.delta != DeltaChoice::StickyMoneyness && policy.delta != DeltaChoice::MinVariance)
        return std::nullopt;
    PolicyDeltaQuestion question{policy.underlying, policy.delta, policy.skewStickiness, policy.hullWhite, {Band{}}};
    for (const Band& band : policy.bands) {
        if (band.kind == BandKind::Delta && (band.fromDays || band.toDays))
            question.bands.push_back(bare(band));
    }
    return question;
}

PolicyDelta policyDelta(const PolicyDeltaQuestion& question, const RiskReport& report,
                        std::span<const VolSurfacePtr> surfaces)
{
    HedgePolicy policy;
    policy.underlying = question.underlying;
    policy.delta = question.delta;
    policy.skewStickiness = question.skewStickiness;
    policy.hullWhite = question.hullWhite;
    policy.bands = question.bands;
    return {question, bandValues(report, policy, DeltaRule(policy, surfaces))};
}

std::optional<double> policyDeltaOf(const PolicyDelta& answer, const HedgePolicy& policy, const Band& band)
{
    const PolicyDeltaQuestion& q = answer.question;
    const bool same = q.underlying == policy.underlying && q.delta == policy.delta &&
                      q.skewStickiness == policy.skewStickiness && q.hullWhite == policy.hullWhite;
    const auto at = std::ranges::find(q.bands, bare(band));
    if (!same || at == q.bands.end())
        return std::nullopt;
    return answer.coins[static_cast<std::size_t>(at - q.bands.begin())];
}

} // namespace ballast
