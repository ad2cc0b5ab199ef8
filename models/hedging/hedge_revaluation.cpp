#include "models/hedging/hedge_revaluation.h"

#include "models/hedging/constraints.h"
#include "models/hedging/structures.h"

#include <memory>
#include <span>

namespace ballast {
namespace {

void setBands(HedgeProposal& proposal, const HedgeCase& opened, std::span<const double> after)
{
    proposal.bands.clear();
    for (std::size_t i = 0; i < proposal.policy.bands.size(); ++i) {
        const Band& band = proposal.policy.bands[i];
        const double before = opened.bandsBefore[i];
        proposal.bands.push_back(
            {band, before, after[i], insideBand(band, before, before), insideBand(band, after[i], before)});
    }
}

std::optional<std::size_t> mainTradeOf(const HedgeProposal& proposal, const OneDayMoves& moves)
{
    std::optional<std::size_t> main;
    double least = proposal.riskBeforeUsd;
    for (std::size_t t = 0; t < proposal.trades.size(); ++t) {
        Exposure alone = proposal.before;
        add(alone, proposal.trades[t].exposure);
        if (const double risk = oneDayRiskUsd(alone, moves); risk < least) {
            main = t;
            least = risk;
        }
    }
    return main;
}

} // namespace

HedgeProposal emptyProposal(const HedgeInputs& inputs)
{
    HedgeProposal proposal;
    proposal.id = inputs.id;
    proposal.policy = inputs.policy;
    if (inputs.market) {
        proposal.basis = inputs.market->id;
        proposal.basisAsOf = inputs.market->asOf;
    }
    return proposal;
}

HedgeProposal refusedProposal(const HedgeInputs& inputs, std::string why)
{
    HedgeProposal proposal = emptyProposal(inputs);
    proposal.status = HedgeStatus::BadInput;
    proposal.message = std::move(why);
    return proposal;
}

void setUntouched(HedgeProposal& proposal, const HedgeCase& opened)
{
    proposal.before = proposal.after = opened.exposureBefore;
    proposal.riskBeforeUsd = proposal.riskAfterUsd = oneDayRiskUsd(opened.exposureBefore, opened.moves);
    proposal.refused = opened.choice.refused;
    proposal.candidates = static_cast<int>(opened.choice.candidates.size());
    setBands(proposal, opened, opened.bandsBefore);
    proposal.limits = limitOutcomes(opened.limits, opened.pnlBefore, opened.pnlBefore);
    if (opened.scenarios)
        proposal.tail = tailOutcome(opened.before, opened.before, *opened.scenarios, proposal.policy);
    proposal.margin = marginOutcome(proposal.policy, opened.before, opened.before);
}

bool setAfter(HedgeProposal& proposal, const HedgeInputs& inputs, const HedgeCase& opened, const std::stop_token& stop)
{
    const auto book = std::make_shared<const Portfolio>(bookAfter(*inputs.book, proposal.trades, *inputs.market));
    const auto report = computeRisk({inputs.market, book, inputs.surfaces, VolChoice::Mark, {}, inputs.otc}, stop);
    if (!report)
        return false;
    proposal.after = exposureOf(*report, inputs.policy.underlying);
    proposal.riskAfterUsd = oneDayRiskUsd(proposal.after, opened.moves);
    setBands(proposal, opened, bandValues(*report, inputs.policy, DeltaRule(inputs.policy, inputs.surfaces)));
    proposal.limits =
        limitOutcomes(opened.limits, opened.pnlBefore, pnlAtLimits(*report, opened.limits, inputs.policy.underlying));
    if (opened.scenarios)
        proposal.tail = tailOutcome(opened.before, *report, *opened.scenarios, inputs.policy);
    proposal.margin = marginOutcome(inputs.policy, opened.before, *report);
    proposal.structures = namedStructures(proposal.trades, *inputs.market);
    proposal.mainTrade = mainTradeOf(proposal, opened.moves);
    proposal.spreadUsd = proposal.feesUsd = 0.0;
    for (const HedgeTrade& trade : proposal.trades) {
        proposal.spreadUsd += trade.spreadUsd;
        proposal.feesUsd += trade.feeUsd;
    }
    return true;
}

} // namespace ballast
