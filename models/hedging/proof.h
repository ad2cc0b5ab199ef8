#pragma once

#include "models/hedging/hedger.h"

#include <optional>
#include <stop_token>
#include <vector>

namespace ballast {

// What a search without hurry says of a hedge that was given from a click.
struct HedgeProof
{
    double gap = 0.0;                 // of the shown hedge, relative: no hedge is better by more
    std::vector<HedgeTrade> better{}; // empty: none was found that is better by more than the tolerance
    double savesUsd = 0.0;            // what it saves, in cost and price of risk together
    double costUsd = 0.0;             // of the better one
    double riskAfterUsd = 0.0;
    bool operator==(const HedgeProof&) const = default;
};

// Takes the policy's time limit where it must. nullopt: stopped, nothing to prove, or nothing found in time.
[[nodiscard]] std::optional<HedgeProof> proveHedge(HedgeInputs inputs, const HedgeProposal& shown,
                                                   const std::stop_token& stop);

} // namespace ballast
