#include "models/risk/delta_convention.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace ballast {
namespace {

constexpr double slopeStep = 1e-4; // of ln K
constexpr double pointsPerVol = 100.0;

constexpr std::array<std::pair<SmileDeltaRule, const char*>, 4> keys{
    {{SmileDeltaRule::StickyStrike, "sticky-strike"},
     {SmileDeltaRule::StickyMoneyness, "sticky-moneyness"},
     {SmileDeltaRule::SkewStickiness, "skew-stickiness"},
     {SmileDeltaRule::MinimumVariance, "min-variance"}}};

// d vol / d ln K at one strike.
double slopeAt(const VolSurface& surface, double strike, Timestamp expiry)
{
    const auto above = surface.vol(strike * std::exp(slopeStep), expiry);
    const auto below = surface.vol(strike * std::exp(-slopeStep), expiry);
    return above && below ? (*above - *below) / (2.0 * slopeStep) : 0.0;
}

double slopeAtTheMoney(const VolSurface& surface, Timestamp expiry)
{
    const auto forward = surface.forwardAt(expiry);
    return forward && *forward > 0.0 ? slopeAt(surface, *forward, expiry) : 0.0;
}

const char* shortName(SmileDeltaRule rule)
{
    switch (rule) {
    case SmileDeltaRule::StickyStrike:
        return "sticky strike";
    case SmileDeltaRule::StickyMoneyness:
        return "sticky moneyness";
    case SmileDeltaRule::SkewStickiness:
        return "skew stickiness";
    case SmileDeltaRule::MinimumVariance:
        return "min. variance";
    }
    return "sticky strike";
}

std::string stickinessNote(const SmileMotion* motion, std::string_view underlying)
{
    if (motion == nullptr || !motion->stickiness)
        return fmt::format(
            "Delta with the vol that follows the skew. Ratio of {} not fitted: default {:.1f}, as sticky "
            "strike; {} surfaces compared",
            underlying, defaultSkewStickiness, motion != nullptr ? motion->surfaces : 0);
    if (motion->stickiness->steps == 0)
        return fmt::format("Delta with the vol that follows the skew. Ratio of {} given: {:.2f}", underlying,
                           motion->stickiness->ratio);
    return fmt::format("Delta with the vol that follows the skew. Ratio of {} fitted: {:.2f} ± {:.2f} from {} steps",
                       underlying, motion->stickiness->ratio, motion->stickiness->standardError,
                       motion->stickiness->steps);
}

std::string minimumVarianceNote(const SmileMotion* motion, std::string_view underlying)
{
    if (motion == nullptr || !motion->minimumVariance)
        return fmt::format("Minimum-variance delta (Hull and White 2017). {} not fitted: default a = b = c = 0, the "
                           "Black-76 delta; {} surfaces compared",
                           underlying, motion != nullptr ? motion->surfaces : 0);
    const MinimumVarianceFit& fit = *motion->minimumVariance;
    if (fit.steps == 0)
        return fmt::format("Minimum-variance delta (Hull and White 2017). {} given: a {:.3f}, b {:.3f}, c {:.3f}",
                           underlying, fit.coefficients.a, fit.coefficients.b, fit.coefficients.c);
    return fmt::format("Minimum-variance delta (Hull and White 2017). {} fitted: a {:.3f}, b {:.3f}, c {:.3f}, gain "
                       "{:.0f} % in sample, {} steps",
                       underlying, fit.coefficients.a, fit.coefficients.b, fit.coefficients.c, 100.0 * fit.gain,
                       fit.steps);
}

} // namespace

const SmileMotion* DeltaConvention::motionOf(std::string_view underlying) const
{
    const auto found = std::ranges::find(motions, underlying, &SmileMotion::underlying);
    return found == motions.end() ? nullptr : &*found;
}

// Spec F7: delta + vega (R - 1) skew / F, and Hull and White's delta + vega / (S sqrt T) (a + b delta + c delta^2);
// vega per 1.00 of vol.
double SmileLean::deltaShift(double delta, double vegaPerPoint, double forward, double years) const
{
    const double vega = pointsPerVol * vegaPerPoint;
    if (!(forward > 0.0) || !(years > 0.0))
        return 0.0;
    if (minimumVariance)
        return minimumVarianceDelta({delta, vega, forward, years}, *minimumVariance) - delta;
    return vega * volPerLogMove / forward;
}

SmileLean smileLean(const DeltaConvention& convention, std::string_view underlying, const VolSurface* surface,
                    double strike, Timestamp expiry)
{
    const SmileMotion* motion = convention.motionOf(underlying);
    switch (convention.rule) {
    case SmileDeltaRule::StickyStrike:
        return {};
    case SmileDeltaRule::StickyMoneyness: // by its definition with the slope at the strike itself
        return {surface != nullptr ? -slopeAt(*surface, strike, expiry) : 0.0};
    case SmileDeltaRule::SkewStickiness: {
        const double ratio =
            motion != nullptr && motion->stickiness ? motion->stickiness->ratio : defaultSkewStickiness;
        return {surface != nullptr ? (ratio - 1.0) * slopeAtTheMoney(*surface, expiry) : 0.0};
    }
    case SmileDeltaRule::MinimumVariance:
        if (motion != nullptr && motion->minimumVariance)
            return {0.0, motion->minimumVariance->coefficients};
        return {};
    }
    return {};
}

std::string deltaName(const DeltaConvention& convention)
{
    return std::string(convention.netOfPremium ? "net, " : "") + shortName(convention.rule);
}

std::string deltaNote(const DeltaConvention& convention, std::string_view underlying)
{
    const SmileMotion* motion = convention.motionOf(underlying);
    std::string note = "Black-76 delta, undiscounted: the vol of a strike stays (sticky strike)";
    if (convention.rule == SmileDeltaRule::StickyMoneyness)
        note = "Delta with the smile moving along with the forward (sticky moneyness)";
    else if (convention.rule == SmileDeltaRule::SkewStickiness)
        note = stickinessNote(motion, underlying);
    else if (convention.rule == SmileDeltaRule::MinimumVariance)
        note = minimumVarianceNote(motion, underlying);
    return convention.netOfPremium ? note + ". Net of the premium of inverse options" : note;
}

const char* deltaRuleKey(SmileDeltaRule rule)
{
    return std::ranges::find(keys, rule, &std::pair<SmileDeltaRule, const char*>::first)->second;
}

std::optional<SmileDeltaRule> deltaRuleOfKey(std::string_view key)
{
    const auto found = std::ranges::find_if(keys, [key](const auto& known) { return key == known.second; });
    return found == keys.end() ? std::nullopt : std::optional(found->first);
}

} // namespace ballast
