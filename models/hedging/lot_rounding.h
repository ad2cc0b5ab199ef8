#pragma once

#include "models/hedging/hedge_problem.h"

#include <optional>
#include <span>
#include <vector>

namespace ballast {

// Cheapest whole-lot neighbour of `quantities` that keeps every row: each leg at its nearest lot, one above or one
// below. nullopt where no neighbour does. Legs without a lot keep their quantity.
[[nodiscard]] std::optional<std::vector<double>> roundToLots(const HedgeProblem& problem,
                                                             std::span<const double> quantities);

// Lots so small that rounding them after the solve changes nothing a trader would see: their effect on every two-sided
// row is under a thousandth of its width and their cost under 1e-5 of `cost`.
[[nodiscard]] bool hasFineLot(const HedgeProblem& problem, std::size_t leg, double cost);

} // namespace ballast
