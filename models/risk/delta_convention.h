#pragma once

#include "models/surface/smile_dynamics.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ballast {

// How the smile of one underlying was seen to move; nullopt: the history is too short or does not determine it.
struct SmileMotion
{
    std::string underlying;
    std::optional<SkewStickiness> stickiness = std::nullopt;
    std::optional<MinimumVarianceFit> minimumVariance = std::nullopt;
    int surfaces = 0; // that were compared
    bool operator==(const SmileMotion&) const = default;
};

// What is called delta: how the smile is taken to move, and whether an inverse option's premium counts.
struct DeltaConvention
{
    SmileDeltaRule rule = SmileDeltaRule::StickyStrike;
    bool netOfPremium = false;
    std::vector<SmileMotion> motions{}; // at most one of an underlying
    bool operator==(const DeltaConvention&) const = default;

    [[nodiscard]] const SmileMotion* motionOf(std::string_view underlying) const; // null: none
};

// How one option's vol leans on the forward under a rule: d vol / d ln F at its strike, fixed or by Hull and White.
struct SmileLean
{
    double volPerLogMove = 0.0;
    std::optional<MinimumVarianceCoefficients> minimumVariance = std::nullopt;
    bool operator==(const SmileLean&) const = default;

    // Coins to add to the Black-76 delta of one coin. Vega in USD per vol point.
    [[nodiscard]] double deltaShift(double delta, double vegaPerPoint, double forward, double years) const;
};

[[nodiscard]] SmileLean smileLean(const DeltaConvention& convention, std::string_view underlying,
                                  const VolSurface* surface, double strike, Timestamp expiry);

// "sticky strike", "net, min. variance": short enough for a column's head.
[[nodiscard]] std::string deltaName(const DeltaConvention& convention);
// A sentence: the rule with its coefficients for one underlying, or "not fitted: default 1.0".
[[nodiscard]] std::string deltaNote(const DeltaConvention& convention, std::string_view underlying);
// As commands and settings write it: "sticky-strike", "sticky-moneyness", "skew-stickiness", "min-variance".
[[nodiscard]] const char* deltaRuleKey(SmileDeltaRule rule);
[[nodiscard]] std::optional<SmileDeltaRule> deltaRuleOfKey(std::string_view key);

} // namespace ballast
