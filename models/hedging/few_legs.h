#pragma once

#include "models/hedging/hedge_problem.h"
#include "models/hedging/hedge_risk.h"

#include <optional>
#include <span>
#include <stop_token>
#include <vector>

namespace ballast {

// A hedge that keeps every row, near a relaxed answer, with at most maxLegs legs and in whole lots: legs are dropped
// one by one while the others adapt, the one first whose loss costs least; then lots are fixed one by one, largest
// first, and moved by single lots while that is cheaper. `risk` null: trade costs alone. nullopt: none was found.
[[nodiscard]] std::optional<std::vector<double>> fewWholeLots(const HedgeProblem& problem, const HedgeRisk* risk,
                                                              std::span<const double> relaxed, double seconds,
                                                              const std::stop_token& stop);

// The same hedge, cheaper where it can be: legs that pay at the prices of the rows enter one by one for the one whose
// loss costs least, the lots found anew, while that is cheaper. Unchanged where the problem counts no legs. The number
// of tries ends it, so that the answer does not depend on the clock; `seconds` only where tries take long.
struct ExchangeLimits
{
    double seconds = 0.0;
    int tries = 0; // legs that enter to see what becomes of it
};
[[nodiscard]] std::vector<double> exchangedLegs(const HedgeProblem& problem, const HedgeRisk* risk,
                                                std::vector<double> quantities, const ExchangeLimits& limits,
                                                const std::stop_token& stop);

// Quantities that are the solver's zeros become zero.
void dropDust(const HedgeProblem& problem, std::vector<double>& quantities);

} // namespace ballast
