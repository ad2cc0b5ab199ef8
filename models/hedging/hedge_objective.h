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

// What the policy's objective adds to the cost; null for least cost. Legs in coins, parallel to the candidates.
[[nodiscard]] Result<std::shared_ptr<const HedgeRisk>> riskFor(const HedgeInputs& inputs, const RiskReport& before,
                                                               std::span<const HedgeCandidate> candidates,
                                                               const OneDayMoves& moves, const std::stop_token& stop);

// Value at risk and expected shortfall of the book before and after, by full revaluation.
[[nodiscard]] TailOutcome tailOutcome(const RiskReport& before, const RiskReport& after, const HedgeScenarioSet& set,
                                      const HedgePolicy& policy);

} // namespace ballast
