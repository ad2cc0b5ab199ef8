#pragma once

#include "models/hedging/candidates.h"
#include "models/hedging/hedge_problem.h"
#include "models/hedging/hedge_scenarios.h"
#include "models/hedging/proposal.h"

#include <span>
#include <vector>

namespace ballast {

// What a shaped move reads beside the lines, and which must outlive the limits: the index that legs settle on, the
// smile that rides along. Both may be missing.
struct LimitMarket
{
    const MarketSnapshot* market = nullptr;
    std::span<const VolSurfacePtr> surfaces{};
};

// A stress move with its shape, revalued by the scenario kernel (models/risk/shocked_line.h).
struct ShapedMove
{
    UnderlyingShock shock; // complete
    double horizonDays = 0.0;
    VolDynamics dynamics = VolDynamics::StickyStrike;
    const MarketSnapshot* market = nullptr;
    const VolSurface* surface = nullptr;
};

// One P&L that the hedged book must reach at a move of the market: linear in the quantities, because every line is
// revalued in full at the move.
struct PnlLimit
{
    std::string name; // "upside +10 %", "stress crash"
    UnderlyingMove move;
    double leastPnlUsd = 0.0;
    std::optional<ShapedMove> shaped{}; // nullopt: `move` at once
};

// Upside, floor and stress limits of the policy, in that order.
[[nodiscard]] std::vector<PnlLimit> pnlLimits(const HedgePolicy& policy, const LimitMarket& market = {});
// The stress move as a limit; `market` as above.
[[nodiscard]] PnlLimit stressLimit(const StressMove& move, double leastPnlUsd, const std::string& underlying,
                                   const LimitMarket& market);

// P&L of the report's lines of the policy's underlying at each limit.
[[nodiscard]] std::vector<double> pnlAtLimits(const RiskReport& report, std::span<const PnlLimit> limits,
                                              const std::string& underlying);

// Of one quantity unit of the candidate at each limit.
[[nodiscard]] std::vector<double> unitPnlAtLimits(const HedgeCandidate& candidate, std::span<const PnlLimit> limits);

// One row per limit, less what the book makes itself.
[[nodiscard]] std::vector<HedgeRow> pnlRows(std::span<const PnlLimit> limits, std::span<const double> before,
                                            std::span<const HedgeCandidate> candidates);

[[nodiscard]] std::vector<LimitOutcome> limitOutcomes(std::span<const PnlLimit> limits, std::span<const double> before,
                                                      std::span<const double> after);

} // namespace ballast
