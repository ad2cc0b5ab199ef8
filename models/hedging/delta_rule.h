#pragma once

#include "models/hedging/policy.h"
#include "models/risk/risk_engine.h"

#include <span>

namespace ballast {

// Delta + vega (R - 1) skew / F with vega per 1.00 of vol and skew = d vol / d ln K: the vol moves by R - 1 times the
// skew per unit of ln F at a fixed strike. R = 0 is sticky moneyness, 1 sticky strike (spec F7).
[[nodiscard]] double stickyDelta(double delta, double vega, double stickiness, double skew, double forward);

// Hull and White's minimum-variance delta, vega per 1.00 of vol (spec F7).
[[nodiscard]] double hullWhiteDelta(double delta, double vega, double forward, double years,
                                    const HullWhiteDelta& coefficients);

// The delta that a policy means. Sticky moneyness takes the smile's slope at the option's own strike, as its definition
// says; minimum variance the policy's coefficients, else the skew stickiness with the slope at the money. Where no
// slice is fitted the Black-Scholes delta stands.
class DeltaRule
{
public:
    DeltaRule(const HedgePolicy& policy, std::span<const VolSurfacePtr> surfaces);

    // Of the whole line, coins.
    [[nodiscard]] double deltaCoin(const Instrument& instrument, const LineValues& values) const;

private:
    [[nodiscard]] double smileSlope(const Instrument& instrument, double k) const; // d vol / d k

    DeltaChoice m_choice;
    double m_stickiness;
    std::optional<HullWhiteDelta> m_hullWhite;
    std::span<const VolSurfacePtr> m_surfaces; // not owned
};

} // namespace ballast
