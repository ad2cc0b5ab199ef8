#pragma once

#include "models/risk/value_at_risk.h"

namespace ballast {

struct SimulationOptions
{
    int draws = 3'000;
    int horizonDays = 1;
    unsigned seed = 20'260'205;
};

// Jointly normal log moves with the model's covariance and mean zero, over the horizon: what VaR can be simulated from
// where no history is open. The same seed gives the same draws on every machine. BadInput: fewer than two draws, a
// horizon outside 1 to 10 days, a covariance that is none.
[[nodiscard]] Result<MoveScenarios> simulatedMoves(const FactorModel& model, const SimulationOptions& options);

} // namespace ballast
