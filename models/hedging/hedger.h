#pragma once

#include "models/hedging/hedge_scenarios.h"
#include "models/hedging/proposal.h"
#include "models/risk/risk_engine.h"

#include <memory>
#include <span>
#include <stop_token>

namespace ballast {

enum class FrontierWanted
{
    No,
    Yes
};

// Quick answers while the trader waits: the best hedge found in a fraction of a second, its gap shown; only where none
// was found does it go on until the policy's time limit. Thorough takes that long where it has to, to prove its answer.
enum class HedgeEffort
{
    Quick,
    Thorough
};

// Everything a proposal is computed from.
struct HedgeInputs
{
    ProposalId id;
    SnapshotPtr market;
    PortfolioPtr book;
    std::span<const VolSurfacePtr> surfaces;
    HedgePolicy policy;
    FrontierWanted frontier = FrontierWanted::No;
    std::shared_ptr<const HedgeScenarioSet> scenarios = {}; // of ScenarioSource::File, read by the caller
    std::shared_ptr<const MoveHistory> history = {};        // for historical scenarios and the factor covariance
    HedgeEffort effort = HedgeEffort::Thorough;
    OtcPricerPtr otc = nullptr; // null: OTC lines of the book stay without a price
};

// The trades with the least cost, and price of risk where the objective has one, that bring the book into the policy's
// bands and limits. Unbounded, infeasible, cancelled and "nothing to do"
// are answers, not errors. Stops within one solver iteration.
[[nodiscard]] HedgeProposal proposeHedge(const HedgeInputs& inputs, std::stop_token stop);

// Cost against risk for the proposal's question: 20 to 40 points of rising cost, each with its trades. A request of its
// own, so that a proposal need not wait for it: ask proposeHedge with FrontierWanted::No, show the answer, then ask
// this, then explainAlternatives. Stopped: the points found so far.
[[nodiscard]] std::vector<FrontierPoint> hedgeFrontier(const HedgeInputs& inputs, const HedgeProposal& proposal,
                                                       std::stop_token stop);

// The point as a proposal that can be approved: costs, Greeks, bands, limits, tail and margin by full revaluation.
// Feasible where it keeps the policy, else Infeasible with what it misses. The frontier of `proposal` goes with it.
[[nodiscard]] HedgeProposal proposalAt(const HedgeInputs& inputs, const HedgeProposal& proposal,
                                       const FrontierPoint& point);

// The same proposal with the trader's own quantities (signed: negative sells; 0 drops the leg): costs, Greeks and bands
// are recomputed, nothing is solved. `quantities` is parallel to proposal.trades.
[[nodiscard]] HedgeProposal withQuantities(const HedgeInputs& inputs, const HedgeProposal& proposal,
                                           std::span<const double> quantities);

// The book after the trades: quantities added, average prices weighted; a closed line is dropped.
[[nodiscard]] Portfolio bookAfter(const Portfolio& book, std::span<const HedgeTrade> trades,
                                  const MarketSnapshot& market);

} // namespace ballast
