#pragma once

#include "models/hedging/delta_rule.h"
#include "models/hedging/hedge_case.h"

#include <stop_token>

namespace ballast {

// The candidates with every book thinned by the box's share: what the hedge may count on.
[[nodiscard]] std::vector<HedgeCandidate> thinned(std::vector<HedgeCandidate> candidates, const RobustBox& box);

// The robust counterpart over the corners of the policy's box (Ben-Tal, El Ghaoui and Nemirovski, Robust Optimization,
// 2009): every band and P&L limit once more with vols at each end, and the price of risk at its worst over vols and
// correlations. Within the box the extremes are taken to lie at its corners: Greeks and covariances move one way with
// the level of the vols where a position has no turning point in between.
[[nodiscard]] Result<Done> makeRobust(HedgeCase& opened, const HedgeInputs& inputs, const DeltaRule& delta,
                                      const std::stop_token& stop);

// What holding over the box costs more than the hedge that trusts the numbers. `trades` of the robust proposal.
[[nodiscard]] RobustOutcome robustOutcome(const HedgeCase& opened, const HedgeProposal& robust,
                                          const HedgeProposal& nominal);

} // namespace ballast
