#pragma once

#include "models/hedging/candidates.h"
#include "models/hedging/hedge_risk.h"
#include "models/hedging/hedge_scenarios.h"
#include "models/hedging/one_day_risk.h"
#include "models/hedging/proposal.h"

#include <memory>
#include <span>

namespace ballast {

// The policy's scenario set on its underlyings: BadInput where its source is missing.
[[nodiscard]] Result<HedgeScenarioSet> scenariosFor(const HedgeInputs& inputs, const RiskReport& before,
                                                    const OneDayMoves& moves);

// The policy's scenarios with what the book makes in each.
struct BookScenarios
{
    HedgeScenarioSet set;
    std::vector<double> pnlUsd; // over the policy's horizon, by full revaluation
    OtcEstimates estimates{};   // but for these
};
[[nodiscard]] Result<BookScenarios> bookScenarios(const HedgeInputs& inputs, const RiskReport& before,
                                                  const OneDayMoves& moves, const std::stop_token& stop);

// Errors of the covariance: every deviation times volRatio, every correlation moved by correlationShift.
struct RiskCorner
{
    double volRatio = 1.0;
    double correlationShift = 0.0;
};

// What the policy's objective adds to the cost; null for least cost. Legs in coins, parallel to the candidates.
[[nodiscard]] Result<std::shared_ptr<const HedgeRisk>> riskFor(const HedgeInputs& inputs, const RiskReport& before,
                                                               std::span<const HedgeCandidate> candidates,
                                                               const OneDayMoves& moves,
                                                               const Result<BookScenarios>& scenarios,
                                                               const RiskCorner& corner, const std::stop_token& stop);

// Value at risk and expected shortfall of the book before and after.
[[nodiscard]] TailOutcome tailOutcome(std::span<const double> before, std::span<const double> after,
                                      const HedgeScenarioSet& set, const HedgePolicy& policy);

} // namespace ballast
