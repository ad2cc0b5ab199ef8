#include "app/cli/delta_options.h"

#include "app/cli/market_input.h"
#include "models/desk/smile_history.h"
#include "models/surface/surface_fit.h"

#include <cmath>

namespace ballast {
namespace {

// The files are given in order; hours or days may lie between them.
constexpr Milliseconds historySpacing{1};
constexpr Milliseconds historyGap = std::chrono::hours(24 * 31);

Result<std::vector<SmileMotion>> fittedMotions(const DeltaArguments& arguments)
{
    SmileHistory history(historySpacing, historyGap);
    for (const std::string& file : arguments.history) {
        MarketArguments one;
        one.files = {file};
        const auto market = readSnapshot(one);
        if (!market)
            return market.error();
        for (const std::string& underlying : underlyingsOf(**market)) {
            auto surface = fitSurface(**market, underlying, {});
            if (surface)
                history.record(std::make_shared<const VolSurface>(std::move(*surface)));
        }
    }
    return history.motions();
}

void setGiven(SmileMotion& motion, const DeltaArguments& arguments)
{
    if (!arguments.stickiness.empty())
        motion.stickiness = SkewStickiness{arguments.stickiness.front(), 0.0, 0};
    if (arguments.coefficients.size() == 3)
        motion.minimumVariance = MinimumVarianceFit{
            {arguments.coefficients[0], arguments.coefficients[1], arguments.coefficients[2]}, 0.0, 0};
}

} // namespace

void addDeltaOptions(CLI::App& command, DeltaArguments& arguments)
{
    command
        .add_option("--delta-rule", arguments.rule,
                    "how the smile moves with the forward: sticky-strike (Black-76), sticky-moneyness, "
                    "skew-stickiness, min-variance")
        ->check(CLI::IsMember({"sticky-strike", "sticky-moneyness", "skew-stickiness", "min-variance"}));
    command.add_flag("--delta-net", arguments.netOfPremium, "deltas net of the premium of inverse options");
    command.add_option("--delta-history", arguments.history,
                       "earlier markets, oldest first, to fit ratio and coefficients from; without: the default");
    command.add_option("--skew-stickiness", arguments.stickiness, "ratio instead of a fitted one")->expected(1);
    command.add_option("--min-variance", arguments.coefficients, "a b c instead of fitted ones")->expected(3);
}

Result<DeltaConvention> deltaConvention(const DeltaArguments& arguments, const std::vector<std::string>& underlyings)
{
    DeltaConvention convention{
        deltaRuleOfKey(arguments.rule).value_or(SmileDeltaRule::StickyStrike), arguments.netOfPremium, {}};
    for (const auto* given : {&arguments.stickiness, &arguments.coefficients}) {
        for (const double value : *given) {
            if (!std::isfinite(value))
                return Error{Errc::BadInput, "a given ratio or coefficient is no number"};
        }
    }
    auto fitted = fittedMotions(arguments);
    if (!fitted)
        return fitted.error();
    convention.motions = std::move(*fitted);
    for (const std::string& underlying : underlyings) {
        if (convention.motionOf(underlying) == nullptr)
            convention.motions.push_back({underlying});
    }
    for (SmileMotion& motion : convention.motions)
        setGiven(motion, arguments);
    return convention;
}

Json deltaJson(const DeltaConvention& convention, const std::vector<std::string>& underlyings)
{
    Json notes = Json::object();
    for (const std::string& underlying : underlyings)
        notes[underlying] = deltaNote(convention, underlying);
    return {{"rule", deltaRuleKey(convention.rule)},
            {"netOfPremium", convention.netOfPremium},
            {"name", deltaName(convention)},
            {"notes", notes}};
}

} // namespace ballast
