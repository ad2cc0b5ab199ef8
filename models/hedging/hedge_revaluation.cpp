#include "models/hedging/hedge_revaluation.h"

#include "models/hedging/constraints.h"
#include "models/hedging/structures.h"

#include <algorithm>
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

// Every trade revalued in full in every scenario: the book's own lines need it once only.
std::vector<double> pnlWith(std::span<const HedgeTrade> trades, const HedgeCase& opened, double days,
                            const std::stop_token& stop)
{
    std::vector<double> pnl = opened.scenarios->pnlUsd;
    for (const HedgeTrade& trade : trades) {
        if (stop.stop_requested())
            break; // what is worked out is thrown away
        const auto candidate = std::ranges::find(opened.choice.candidates, trade.index, &HedgeCandidate::index);
        const double quantity = trade.side == Side::Buy ? trade.quantity : -trade.quantity;
        const auto unit = scenarioPnl(candidate->instrument, candidate->unit, 1.0, opened.scenarios->set, days);
        for (std::size_t s = 0; s < pnl.size(); ++s)
            pnl[s] += quantity * unit[s];
    }
    return pnl;
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
    if (const auto& scenarios = opened.scenarios)
        proposal.tail = tailOutcome(scenarios->pnlUsd, scenarios->pnlUsd, scenarios->set, proposal.policy);
    if (const auto& margin = opened.marginBefore) {
        proposal.margin = marginOutcome(proposal.policy, opened.marginWord, *margin, *margin);
        setCushion(*proposal.margin, proposal.policy, opened.cushion, opened.before, opened.before);
    }
}

bool setAfter(HedgeProposal& proposal, const HedgeInputs& inputs, const HedgeCase& opened, const std::stop_token& stop)
{
    const auto book = std::make_shared<const Portfolio>(bookAfter(*inputs.book, proposal.trades, *inputs.market));
    const auto report = computeRisk({inputs.market, book, inputs.surfaces, VolChoice::Mark, {}, inputs.otc}, stop);
    if (!report)
        return false;
    proposal.after = exposureOf(*report, inputs.policy.underlying);
    proposal.riskAfterUsd = oneDayRiskUsd(proposal.after, opened.moves);
    const DeltaRule rule(inputs.policy, inputs.surfaces);
    setBands(proposal, opened, bandValues(*report, inputs.policy, rule));
    proposal.limits =
        limitOutcomes(opened.limits, opened.pnlBefore, pnlAtLimits(*report, opened.limits, inputs.policy.underlying));
    if (const auto& scenarios = opened.scenarios)
        proposal.tail =
            tailOutcome(scenarios->pnlUsd, pnlWith(proposal.trades, opened, inputs.policy.horizonDays, stop),
                        scenarios->set, inputs.policy);
    if (const auto& margin = opened.marginBefore) {
        proposal.margin =
            marginOutcome(inputs.policy, opened.marginWord, *margin, *marginLevel(opened.marginWord, *report));
        setCushion(*proposal.margin, inputs.policy, opened.cushion, opened.before, *report);
    }
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
