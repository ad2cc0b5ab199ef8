#include "models/hedging/delta_rule.h"

#include <cmath>

namespace ballast {
namespace {

constexpr double slopeStep = 1e-4;
constexpr double pointsPerVol = 100.0;

} // namespace

double stickyDelta(double delta, double vega, double stickiness, double skew, double forward)
{
    return delta + vega * (stickiness - 1.0) * skew / forward;
}

double hullWhiteDelta(double delta, double vega, double forward, double years, const HullWhiteDelta& coefficients)
{
    const double polynomial = coefficients.a + coefficients.b * delta + coefficients.c * delta * delta;
    return delta + vega / (forward * std::sqrt(years)) * polynomial;
}

DeltaRule::DeltaRule(const HedgePolicy& policy, std::span<const VolSurfacePtr> surfaces)
    : m_choice(policy.delta), m_stickiness(policy.skewStickiness), m_hullWhite(policy.hullWhite), m_surfaces(surfaces)
{}

double DeltaRule::smileSlope(const Instrument& instrument, double k) const
{
    const VolSurface* surface = surfaceFor(m_surfaces, instrument.underlying);
    const SviSlice* slice = surface != nullptr && instrument.expiry ? surface->slice(*instrument.expiry) : nullptr;
    if (slice == nullptr)
        return 0.0;
    return (slice->volAtK(k + slopeStep) - slice->volAtK(k - slopeStep)) / (2.0 * slopeStep);
}

double DeltaRule::deltaCoin(const Instrument& instrument, const LineValues& values) const
{
    // A report under another rule carries that rule's shift in its deltas: the policy's starts from Black-76.
    const double coins = values.unit.vega != 0.0 ? values.exposure.vegaUsd / values.unit.vega : 0.0;
    if (m_choice == DeltaChoice::Net)
        return values.exposure.netDeltaCoin - coins * values.deltaShift;
    const double delta = values.exposure.deltaCoin - coins * values.deltaShift;
    if (m_choice == DeltaChoice::BlackScholes || !instrument.strike || !(values.years > 0.0))
        return delta;
    const double vega = pointsPerVol * values.exposure.vegaUsd;
    if (m_choice == DeltaChoice::StickyMoneyness) {
        const double slope = smileSlope(instrument, std::log(*instrument.strike / values.forward));
        return stickyDelta(delta, vega, 0.0, slope, values.forward);
    }
    if (!m_hullWhite)
        return stickyDelta(delta, vega, m_stickiness, smileSlope(instrument, 0.0), values.forward);
    const double unitDelta = values.unit.delta;
    const double unitVega = pointsPerVol * values.unit.vega;
    const double shift = hullWhiteDelta(unitDelta, unitVega, values.forward, values.years, *m_hullWhite) - unitDelta;
    return delta + shift * coins;
}

} // namespace ballast
