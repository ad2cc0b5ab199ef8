#include "models/hedging/constraints.h"
#include "models/hedging/hedge_case.h"
#include "models/hedging/hedge_message.h"
#include "models/hedging/hedge_revaluation.h"
#include "models/hedging/hedge_trades.h"
#include "models/hedging/hedger.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace ballast {
namespace {

using SteadyClock = std::chrono::steady_clock; // elapsed time, not time of day

const HedgeCandidate* candidateOf(const HedgeCase& opened, std::size_t index)
{
    const auto it = std::ranges::find(opened.choice.candidates, index, &HedgeCandidate::index);
    return it == opened.choice.candidates.end() ? nullptr : &*it;
}

std::string sentenceForRefused(const CandidateChoice& choice, const InstrumentId& instrument)
{
    const auto it = std::ranges::find(choice.refused, instrument.name, &RefusedInstrument::instrument);
    const std::string why = it == choice.refused.end() ? "the market no longer quotes it" : it->reason;
    return fmt::format("{} can no longer be traded: {}. Propose again, or widen the policy's universe.",
                       instrument.name, why);
}

struct WantedTrade
{
    InstrumentId instrument;
    std::size_t index = 0;
    double quantity = 0.0; // signed
};

bool keepsPolicy(const HedgeProposal& proposal)
{
    return std::ranges::all_of(proposal.bands, &BandOutcome::insideAfter) &&
           std::ranges::all_of(proposal.limits, &LimitOutcome::keptAfter) &&
           (!proposal.margin || proposal.margin->kept());
}

// Nothing is solved: the trades are costed and the book with them revalued.
HedgeProposal costed(const HedgeInputs& inputs, std::span<const WantedTrade> wanted,
                     const std::vector<FrontierPoint>& frontier)
{
    const auto start = SteadyClock::now();
    const auto opened = openCase(inputs, {});
    if (!opened)
        return refusedProposal(inputs, opened.error().message);
    HedgeProposal answer = emptyProposal(inputs);
    setUntouched(answer, *opened);
    for (const WantedTrade& trade : wanted) {
        if (trade.quantity == 0.0)
            continue;
        const HedgeCandidate* candidate = candidateOf(*opened, trade.index);
        if (!candidate)
            return refusedProposal(inputs, sentenceForRefused(opened->choice, trade.instrument));
        answer.trades.push_back(tradeOf(*candidate, trade.quantity));
    }
    setAfter(answer, inputs, *opened, {});
    answer.frontier = frontier;
    answer.status = keepsPolicy(answer) ? HedgeStatus::Feasible : HedgeStatus::Infeasible;
    answer.conflicts = missedBands(answer);
    answer.message = withNotes(sentenceForEdited(answer), opened->notes);
    answer.milliseconds = std::chrono::duration<double, std::milli>(SteadyClock::now() - start).count();
    return answer;
}

} // namespace

HedgeProposal withQuantities(const HedgeInputs& inputs, const HedgeProposal& proposal,
                             std::span<const double> quantities)
{
    if (auto fault = inputFault(inputs))
        return refusedProposal(inputs, std::move(*fault));
    const bool finite = std::ranges::all_of(quantities, [](double quantity) { return std::isfinite(quantity); });
    if (quantities.size() != proposal.trades.size() || !finite)
        return refusedProposal(inputs, "Each proposed trade needs one number as its quantity.");
    std::vector<WantedTrade> wanted;
    for (std::size_t k = 0; k < quantities.size(); ++k)
        wanted.push_back({proposal.trades[k].instrument, proposal.trades[k].index, quantities[k]});
    return costed(inputs, wanted, proposal.frontier);
}

HedgeProposal proposalAt(const HedgeInputs& inputs, const HedgeProposal& proposal, const FrontierPoint& point)
{
    if (auto fault = inputFault(inputs))
        return refusedProposal(inputs, std::move(*fault));
    std::vector<WantedTrade> wanted;
    for (const HedgeTrade& trade : point.trades)
        wanted.push_back({trade.instrument, trade.index, trade.side == Side::Buy ? trade.quantity : -trade.quantity});
    return costed(inputs, wanted, proposal.frontier);
}

} // namespace ballast
