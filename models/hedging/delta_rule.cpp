#include "models/hedging/delta_rule.h"

#include <fmt/format.h>

namespace ballast {
namespace {

SmileDeltaRule ruleOf(const HedgePolicy& policy)
{
    switch (policy.delta) {
    case DeltaChoice::BlackScholes:
    case DeltaChoice::Net:
        return SmileDeltaRule::StickyStrike;
    case DeltaChoice::StickyMoneyness:
        return SmileDeltaRule::StickyMoneyness;
    case DeltaChoice::MinVariance:
        break;
    }
    return policy.hullWhite ? SmileDeltaRule::MinimumVariance : SmileDeltaRule::SkewStickiness;
}

// The policy's own numbers in the place of fitted ones.
SmileMotion motionOf(const HedgePolicy& policy)
{
    SmileMotion motion;
    motion.stickiness = SkewStickiness{policy.skewStickiness, 0.0, 0};
    if (policy.hullWhite)
        motion.minimumVariance =
            MinimumVarianceFit{{policy.hullWhite->a, policy.hullWhite->b, policy.hullWhite->c}, 0.0, 0};
    return motion;
}

} // namespace

std::string policyDeltaName(const HedgePolicy& policy)
{
    switch (policy.delta) {
    case DeltaChoice::BlackScholes:
        return "Black-76";
    case DeltaChoice::Net:
        return "net of premium";
    case DeltaChoice::StickyMoneyness:
        return "sticky moneyness";
    case DeltaChoice::MinVariance:
        break;
    }
    return policy.hullWhite ? "min. variance (Hull and White)"
                            : fmt::format("skew stickiness {:.2f}", policy.skewStickiness);
}

HedgePolicy withDeltaOf(HedgePolicy policy, const DeltaConvention& desk)
{
    const SmileMotion* const motion = desk.motionOf(policy.underlying);
    policy.delta = desk.netOfPremium ? DeltaChoice::Net : DeltaChoice::BlackScholes;
    if (desk.rule == SmileDeltaRule::StickyMoneyness)
        policy.delta = DeltaChoice::StickyMoneyness;
    if (desk.rule != SmileDeltaRule::SkewStickiness && desk.rule != SmileDeltaRule::MinimumVariance)
        return policy;
    policy.delta = DeltaChoice::MinVariance;
    policy.skewStickiness = defaultSkewStickiness;
    policy.hullWhite.reset();
    if (desk.rule == SmileDeltaRule::SkewStickiness && motion && motion->stickiness)
        policy.skewStickiness = motion->stickiness->ratio;
    if (desk.rule == SmileDeltaRule::MinimumVariance && motion && motion->minimumVariance) {
        const MinimumVarianceCoefficients& c = motion->minimumVariance->coefficients;
        policy.hullWhite = HullWhiteDelta{c.a, c.b, c.c};
    }
    return policy;
}

DeltaRule::DeltaRule(const HedgePolicy& policy, std::span<const VolSurfacePtr> surfaces)
    : m_choice(policy.delta), m_convention{ruleOf(policy), false, {motionOf(policy)}}, m_surfaces(surfaces)
{}

double DeltaRule::deltaCoin(const Instrument& instrument, const LineValues& values) const
{
    // A report under another rule carries that rule's shift in its deltas: the policy's starts from Black-76.
    const double coins = values.unit.vega != 0.0 ? values.exposure.vegaUsd / values.unit.vega : 0.0;
    if (m_choice == DeltaChoice::Net)
        return values.exposure.netDeltaCoin - coins * values.deltaShift;
    const double delta = values.exposure.deltaCoin - coins * values.deltaShift;
    if (m_convention.rule == SmileDeltaRule::StickyStrike || !instrument.strike || !instrument.expiry)
        return delta;
    DeltaConvention convention = m_convention; // the policy's numbers hold for every underlying
    convention.motions.front().underlying = instrument.underlying;
    const SmileLean lean = smileLean(convention, instrument.underlying, surfaceFor(m_surfaces, instrument.underlying),
                                     *instrument.strike, *instrument.expiry);
    return delta + coins * lean.deltaShift(values.unit.delta, values.unit.vega, values.forward, values.years);
}

} // namespace ballast
