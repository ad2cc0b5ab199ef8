#include "models/hedging/hedge_objective.h"

#include "models/hedging/factor_model.h"

#include <algorithm>

namespace ballast {
namespace {

// The underlyings that count, of those that the report holds or the policy hedges.
std::vector<std::string> underlyingsOf(const HedgePolicy& policy, const RiskReport& report)
{
    std::vector<std::string> names{policy.underlying};
    if (policy.riskScope == RiskScope::Underlying)
        return names;
    for (const UnderlyingRisk& one : report.byUnderlying) {
        if (one.underlying != policy.underlying && one.linesPriced > 0)
            names.push_back(one.underlying);
    }
    return names;
}

Result<HedgeScenarioSet> restricted(const HedgeScenarioSet& set, const HedgePolicy& policy)
{
    if (std::ranges::find(set.underlyings, policy.underlying) == set.underlyings.end())
        return Error{Errc::BadInput, "the scenarios say nothing about " + policy.underlying};
    if (policy.riskScope == RiskScope::Book)
        return set;
    const auto at =
        static_cast<std::size_t>(std::ranges::find(set.underlyings, policy.underlying) - set.underlyings.begin());
    HedgeScenarioSet one{{policy.underlying}, {}};
    for (const HedgeScenario& scenario : set.scenarios)
        one.scenarios.push_back({scenario.probability, {scenario.moves[at]}});
    return one;
}

Result<HedgeScenarioSet> historySet(const HedgeInputs& inputs)
{
    if (!inputs.history)
        return Error{Errc::BadInput, "Historical scenarios need a history of market moves, and none was given: open "
                                     "one, or set scenarios.set to \"grid\" or \"file\"."};
    const HedgePolicy& policy = inputs.policy;
    return policy.scenarios.source == ScenarioSource::Historical
               ? historicalScenarios(*inputs.history, policy.scenarios, policy.horizonDays)
               : filteredScenarios(*inputs.history, policy.scenarios, policy.horizonDays);
}

Result<std::shared_ptr<const HedgeRisk>> varianceRisk(const HedgeInputs& inputs, const RiskReport& before,
                                                      std::span<const HedgeCandidate> candidates,
                                                      const OneDayMoves& moves, const RiskCorner& corner)
{
    const HedgePolicy& policy = inputs.policy;
    std::vector<UnderlyingMoves> all;
    for (const std::string& underlying : underlyingsOf(policy, before)) {
        const auto vol = riskVol(surfaceFor(inputs.surfaces, underlying), before, underlying);
        const bool own = underlying == policy.underlying || !vol;
        all.push_back({underlying, own ? moves : oneDayMoves(corner.volRatio * *vol)});
    }
    HedgeFactors model = assumedFactors(all, policy.horizonDays);
    if (inputs.history) {
        auto estimated = estimatedFactors(*inputs.history, policy.horizonDays);
        if (!estimated)
            return estimated.error();
        model = withVolsTimes(withoutStillFactors(std::move(estimated).value(), model), corner.volRatio);
    }
    if (corner.correlationShift != 0.0)
        model = withCorrelationsMoved(std::move(model), corner.correlationShift);
    const std::vector<double> root = covarianceRoot(model);
    const std::size_t legs = candidates.size();
    std::vector<double> factors(model.factors() * legs, 0.0);
    for (std::size_t j = 0; j < legs; ++j) {
        const auto column = rooted(root, factorLoadings(candidates[j].instrument, candidates[j].unit, model));
        for (std::size_t k = 0; k < column.size(); ++k)
            factors[k * legs + j] = column[k] / candidates[j].coinsPerUnit;
    }
    return std::shared_ptr<const HedgeRisk>(std::make_shared<VarianceRisk>(
        std::move(factors), rooted(root, factorLoadings(before, model)), policy.riskAversion));
}

Result<std::shared_ptr<const HedgeRisk>> tailRisk(const HedgeInputs& inputs, std::span<const HedgeCandidate> candidates,
                                                  const Result<BookScenarios>& given, const std::stop_token& stop)
{
    const HedgePolicy& policy = inputs.policy;
    if (!given)
        return given.error();
    TailScenarios scenarios;
    for (const HedgeScenario& scenario : given->set.scenarios)
        scenarios.probability.push_back(scenario.probability);
    scenarios.book = given->pnlUsd;
    for (const HedgeCandidate& candidate : candidates) {
        if (stop.stop_requested())
            return Error{Errc::Cancelled, "The hedge was cancelled."};
        auto pnl = scenarioPnl(candidate.instrument, candidate.unit, 1.0, given->set, policy.horizonDays);
        for (double& value : pnl)
            value /= candidate.coinsPerUnit;
        scenarios.legs.push_back(std::move(pnl));
    }
    const double mean = policy.objective == HedgeObjective::MeanCvar ? 1.0 : 0.0;
    // Scenarios of a file are the trader's own view and count as they are; ours know nothing of what vols are worth.
    const TailOrigin origin = policy.scenarios.source == ScenarioSource::File ? TailOrigin::Zero : TailOrigin::Mean;
    return std::shared_ptr<const HedgeRisk>(std::make_shared<TailRisk>(
        std::move(scenarios), TailWeights{policy.confidence, policy.cvarWeight, mean, origin}));
}

} // namespace

Result<HedgeScenarioSet> scenariosFor(const HedgeInputs& inputs, const RiskReport& before, const OneDayMoves& moves)
{
    const HedgePolicy& policy = inputs.policy;
    switch (policy.scenarios.source) {
    case ScenarioSource::Grid: {
        HedgeScenarioSet set = gridScenarios(policy.underlying, moves, policy.horizonDays);
        set.underlyings = underlyingsOf(policy, before); // all move alike
        for (HedgeScenario& scenario : set.scenarios)
            scenario.moves.resize(set.underlyings.size(), scenario.moves.front());
        return set;
    }
    case ScenarioSource::Historical:
    case ScenarioSource::FilteredHistorical: {
        const auto set = historySet(inputs);
        return set ? restricted(*set, policy) : set;
    }
    case ScenarioSource::File:
        if (!inputs.scenarios || inputs.scenarios->scenarios.empty())
            return Error{Errc::BadInput, "The policy takes its scenarios from a file, and none was read."};
        return restricted(*inputs.scenarios, policy);
    }
    return Error{Errc::BadInput, "The policy names no scenarios."};
}

Result<BookScenarios> bookScenarios(const HedgeInputs& inputs, const RiskReport& before, const OneDayMoves& moves,
                                    const std::stop_token& stop)
{
    auto set = scenariosFor(inputs, before, moves);
    if (!set)
        return set.error();
    BookScenarios result{std::move(set).value(), {}};
    ScenarioPnls book = bookPnls(before, result.set, inputs.policy.horizonDays, stop);
    if (stop.stop_requested())
        return Error{Errc::Cancelled, "The hedge was cancelled."};
    result.pnlUsd = std::move(book.usd);
    result.estimates = std::move(book.estimates);
    return result;
}

Result<std::shared_ptr<const HedgeRisk>> riskFor(const HedgeInputs& inputs, const RiskReport& before,
                                                 std::span<const HedgeCandidate> candidates, const OneDayMoves& moves,
                                                 const Result<BookScenarios>& scenarios, const RiskCorner& corner,
                                                 const std::stop_token& stop)
{
    switch (inputs.policy.objective) {
    case HedgeObjective::Cost:
        break;
    case HedgeObjective::Variance:
        return varianceRisk(inputs, before, candidates, moves, corner);
    case HedgeObjective::Cvar:
    case HedgeObjective::MeanCvar:
        return tailRisk(inputs, candidates, scenarios, stop);
    }
    return std::shared_ptr<const HedgeRisk>();
}

TailOutcome tailOutcome(std::span<const double> before, std::span<const double> after, const HedgeScenarioSet& set,
                        const HedgePolicy& policy)
{
    std::vector<double> probability;
    for (const HedgeScenario& scenario : set.scenarios)
        probability.push_back(scenario.probability);
    const TailLoss left = tailLoss(before, probability, policy.confidence);
    const TailLoss right = tailLoss(after, probability, policy.confidence);
    return {policy.confidence, policy.horizonDays, static_cast<int>(set.scenarios.size()),
            left.valueAtRisk,  left.shortfall,     right.valueAtRisk,
            right.shortfall};
}

} // namespace ballast
