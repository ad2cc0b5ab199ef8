#pragma once

#include "models/surface/vol_surface.h"

#include <optional>
#include <span>

namespace ballast {

// How the smile is taken to move with the forward when a delta is computed.
enum class SmileDeltaRule
{
    StickyStrike,    // the vol of a strike stays: Black-Scholes delta
    StickyMoneyness, // the vol of a moneyness stays
    SkewStickiness,  // in between and beyond, by a fitted ratio
    MinimumVariance  // Hull and White 2017, fitted
};

[[nodiscard]] const char* deltaRuleWord(SmileDeltaRule rule); // "sticky strike"

// d vol / d ln K at the money, per unit of ln K.
[[nodiscard]] double skewAtTheMoney(const SviSlice& slice);

// Delta + vega (R - 1) skew / F (spec F7). R = 1 is sticky strike, 0 sticky moneyness. Vega per 1.00 of vol.
struct SkewDeltaTerms
{
    double delta = 0.0; // Black-Scholes
    double vega = 0.0;  // USD per 1.00 of vol
    double skew = 0.0;
    double forward = 0.0;
};
[[nodiscard]] double skewStickinessDelta(const SkewDeltaTerms& terms, double ratio);

// R of the desk's deltas and of a hedging policy alike until a history says better: sticky strike.
inline constexpr double defaultSkewStickiness = 1.0;

// One step of an expiry's smile: what moved, and the skew before it moved.
struct SmileStep
{
    double atmVolChange = 0.0;     // fraction
    double logForwardChange = 0.0; // ln F' / F
    double skew = 0.0;
};

// The step between two surfaces at an expiry that both have.
[[nodiscard]] std::optional<SmileStep> smileStep(const VolSurface& before, const VolSurface& after, Timestamp expiry);

// Skew-stickiness ratio R of d vol_atm = R skew d ln F (Bergomi 2009), least squares through the origin.
struct SkewStickiness
{
    double ratio = 0.0;
    double standardError = 0.0;
    int steps = 0;
    bool operator==(const SkewStickiness&) const = default;
};
// nullopt with fewer than two steps or where nothing moved.
[[nodiscard]] std::optional<SkewStickiness> fitSkewStickiness(std::span<const SmileStep> steps);

// Delta + vega / (S sqrt T) (a + b delta + c delta^2) (Hull and White 2017; spec F7).
struct MinimumVarianceCoefficients
{
    double a = 0.0;
    double b = 0.0;
    double c = 0.0;
    bool operator==(const MinimumVarianceCoefficients&) const = default;
};
struct MinimumVarianceTerms
{
    double delta = 0.0;
    double vega = 0.0; // USD per 1.00 of vol
    double forward = 0.0;
    double years = 0.0;
};
[[nodiscard]] double minimumVarianceDelta(const MinimumVarianceTerms& terms,
                                          const MinimumVarianceCoefficients& coefficients);

// One observed step of one option.
struct OptionStep
{
    MinimumVarianceTerms before;
    double priceChange = 0.0;   // USD
    double forwardChange = 0.0; // USD
};
struct MinimumVarianceFit
{
    MinimumVarianceCoefficients coefficients;
    double gain = 0.0; // 1 - hedged variance with it / with the Black-Scholes delta, in sample
    int steps = 0;
    bool operator==(const MinimumVarianceFit&) const = default;
};
// Ordinary least squares of dV - delta dS = vega / sqrt T dS/S (a + b delta + c delta^2); nullopt where the steps do
// not determine the three.
[[nodiscard]] std::optional<MinimumVarianceFit> fitMinimumVariance(std::span<const OptionStep> steps);

} // namespace ballast
