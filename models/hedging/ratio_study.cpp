#include "models/hedging/ratio_study.h"

#include "models/hedging/hedge_case.h"
#include "models/hedging/hedge_ratio.h"

#include <algorithm>

namespace ballast {
namespace {

constexpr int folds = 4;

HedgeScenarioSet daysOf(const MoveHistory& history)
{
    HedgeScenarioSet set{history.underlyings, {}};
    for (const MoveDay& day : history.days)
        set.scenarios.push_back({1.0 / static_cast<double>(history.days.size()), day.moves});
    return set;
}

std::vector<double> ofUnderlying(const RiskReport& report, const HedgeScenarioSet& set, const std::string& underlying)
{
    std::vector<double> sum(set.scenarios.size(), 0.0);
    for (const RiskLine& line : report.lines) {
        if (!line.values.ok() || !line.instrument || line.instrument->underlying != underlying)
            continue;
        const auto pnl = scenarioPnl(*line.instrument, line.values.value(), line.holding.quantity, set, 0.0);
        for (std::size_t s = 0; s < sum.size(); ++s)
            sum[s] += pnl[s];
    }
    return sum;
}

} // namespace

Result<std::vector<InstrumentRatio>> hedgeRatioStudy(const HedgeInputs& inputs,
                                                     std::span<const std::string> instruments)
{
    if (!inputs.history)
        return Error{Errc::BadInput, "Hedge ratios need a history of market moves: give --history."};
    if (auto fault = inputFault(inputs))
        return Error{Errc::BadInput, std::move(*fault)};
    const auto opened = openCase(inputs, {});
    if (!opened)
        return opened.error();
    const HedgeScenarioSet days = daysOf(*inputs.history);
    HedgeSamples samples{ofUnderlying(opened->before, days, inputs.policy.underlying), {}};
    std::vector<InstrumentRatio> ratios;
    for (const std::string& name : instruments) {
        const auto found = std::ranges::find(opened->choice.candidates, name,
                                             [](const HedgeCandidate& c) { return c.instrument.id.name; });
        if (found == opened->choice.candidates.end())
            continue;
        auto series = scenarioPnl(found->instrument, found->unit, 1.0, days, 0.0);
        const auto covariance = sampleCovariance({samples.position, {series}}, 1.0, 0.0);
        const auto alone = covariance ? minimumVarianceRatios(*covariance) : Result<HedgeRatios>(covariance.error());
        if (!alone)
            return alone.error();
        InstrumentRatio& ratio = ratios.emplace_back();
        ratio.instrument = name;
        ratio.ratio = -alone->ratios.front();
        ratio.effectiveness = alone->effectiveness;
        samples.hedges.push_back(std::move(series));
    }
    if (ratios.empty())
        return Error{Errc::BadInput, "No instrument of the universe is there to hedge with."};
    const auto penalty = bestRidgePenalty(samples, {0.0, 0.1, 1.0, 10.0, 100.0}, folds);
    const auto joint = ridgeRatios(samples, penalty.value_or(0.0));
    if (!joint)
        return joint.error();
    for (std::size_t k = 0; k < ratios.size(); ++k) {
        ratios[k].jointRatio = -joint->ratios[k];
        ratios[k].jointEffectiveness = joint->effectiveness;
        ratios[k].penalty = joint->penalty;
    }
    return ratios;
}

} // namespace ballast
