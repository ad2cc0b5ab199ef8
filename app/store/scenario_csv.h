#pragma once

#include "models/core/result.h"
#include "models/hedging/hedge_scenarios.h"

#include <filesystem>
#include <string_view>

namespace ballast {

// Scenarios for hedging: one row each, columns `probability` (optional, then all alike), `spot:BTC` (return), `vol:BTC`
// (points), `skew:BTC` and `term:BTC` (points). Probabilities are scaled to add up to 1. An unknown column, a cell that
// is no number, a return of -100 % or less or a negative probability is an error with its line.
[[nodiscard]] Result<HedgeScenarioSet> parseScenarioCsv(std::string_view text, std::string_view fileName);
[[nodiscard]] Result<HedgeScenarioSet> readScenarioCsv(const std::filesystem::path& file);

} // namespace ballast
