#pragma once

#include "models/hedging/candidates.h"
#include "models/hedging/hedge_problem.h"
#include "models/hedging/hedge_scenarios.h"
#include "models/hedging/proposal.h"

#include <span>
#include <vector>

namespace ballast {

// One P&L that the hedged book must reach at a move of the market: linear in the quantities, because every line is
// revalued in full at the move.
struct PnlLimit
{
    std::string name; // "upside +10 %", "stress crash"
    UnderlyingMove move;
    double leastPnlUsd = 0.0;
};

// Upside, floor and stress limits of the policy, in that order.
[[nodiscard]] std::vector<PnlLimit> pnlLimits(const HedgePolicy& policy);

// P&L of the report's lines of the policy's underlying at each limit, at once.
[[nodiscard]] std::vector<double> pnlAtLimits(const RiskReport& report, std::span<const PnlLimit> limits,
                                              const std::string& underlying);

// One row per limit, less what the book makes itself.
[[nodiscard]] std::vector<HedgeRow> pnlRows(std::span<const PnlLimit> limits, std::span<const double> before,
                                            std::span<const HedgeCandidate> candidates, const std::string& underlying);

[[nodiscard]] std::vector<LimitOutcome> limitOutcomes(std::span<const PnlLimit> limits, std::span<const double> before,
                                                      std::span<const double> after);

} // namespace ballast
