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
};

// The trades with the least cost, and price of risk where the objective has one, that bring the book into the policy's
// bands and limits. Unbounded, infeasible, cancelled and "nothing to do"
// are answers, not errors. Stops within one solver iteration.
[[nodiscard]] HedgeProposal proposeHedge(const HedgeInputs& inputs, std::stop_token stop);

// The same proposal with the trader's own quantities (signed: negative sells; 0 drops the leg): costs, Greeks and bands
// are recomputed, nothing is solved. `quantities` is parallel to proposal.trades.
[[nodiscard]] HedgeProposal withQuantities(const HedgeInputs& inputs, const HedgeProposal& proposal,
                                           std::span<const double> quantities);

// The book after the trades: quantities added, average prices weighted; a closed line is dropped.
[[nodiscard]] Portfolio bookAfter(const Portfolio& book, std::span<const HedgeTrade> trades,
                                  const MarketSnapshot& market);

} // namespace ballast
