#include "models/hedging/proof.h"

#include "models/hedging/hedge_case.h"
#include "models/hedging/hedge_trades.h"

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

constexpr double leastGain = 1e-3; // of the size: what counts as proved optimal

// What the solver minimised, and the part of it that a gap is a share of.
struct Total
{
    double usd = 0.0;
    double size = 0.0;
};

Total totalOf(const HedgeCase& opened, std::span<const HedgeTrade> trades)
{
    const auto coins = coinsOf(opened.choice.candidates, trades);
    const double cost = costOf(opened.problem, coins);
    const double risk = opened.risk ? opened.risk->costAt(coins) : 0.0;
    return {cost + risk, std::max({std::abs(cost), std::abs(risk), 1e-9})};
}

bool isAnswered(const HedgeProposal& proposal)
{
    return proposal.status == HedgeStatus::Optimal || proposal.status == HedgeStatus::Feasible;
}

} // namespace

std::optional<HedgeProof> proveHedge(HedgeInputs inputs, const HedgeProposal& shown, const std::stop_token& stop)
{
    if (shown.status != HedgeStatus::Feasible)
        return std::nullopt;
    inputs.effort = HedgeEffort::Thorough;
    inputs.frontier = FrontierWanted::No;
    const HedgeProposal found = proposeHedge(inputs, stop);
    const auto opened = openCase(inputs, stop);
    if (!isAnswered(found) || !opened || stop.stop_requested())
        return std::nullopt;
    const Total mine = totalOf(*opened, shown.trades);
    const Total other = totalOf(*opened, found.trades);
    const double bound = other.usd - found.gap * other.size;
    HedgeProof proof;
    proof.gap = std::min(shown.gap, std::clamp((mine.usd - bound) / mine.size, 0.0, 1.0));
    if (other.usd < mine.usd - leastGain * mine.size) {
        proof.better = found.trades;
        proof.savesUsd = mine.usd - other.usd;
        proof.costUsd = found.costUsd();
        proof.riskAfterUsd = found.riskAfterUsd;
    }
    return proof;
}

} // namespace ballast
