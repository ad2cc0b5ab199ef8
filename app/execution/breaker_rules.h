#pragma once

#include "app/execution/approval.h"

#include <optional>
#include <string>
#include <string_view>

namespace ballast {

// What the circuit breaker of a live index says to an approval (spec E6): halted forbids every order, restricted those
// that add delta, gamma or vega to the book. nullopt: all normal, or a market that is played.
[[nodiscard]] std::optional<ApprovalCheck> breakerCheck(const HedgeProposal& proposal, const ApprovalInputs& newest);

// Why no hedge may be proposed on this market: the breaker is halted, or a live index or perpetual is stale. Empty:
// nothing is against it.
[[nodiscard]] std::string whyNoProposal(const MarketSnapshot& market, const std::vector<OracleView>& oracles,
                                        std::string_view underlying, const ApprovalRules& rules, Timestamp now);

} // namespace ballast
