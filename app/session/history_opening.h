#pragma once

#include "models/core/result.h"
#include "models/desk/scenario_picture.h"

#include <span>
#include <string>
#include <vector>

namespace ballast {

// Reads price histories and vol indices (a file whose name holds "dvol" or "vol") and aligns them to the daily moves of
// these underlyings. Which one a file is of, it says itself or its name does; an underlying without a history moves as
// the first one, and is named as such.
[[nodiscard]] Result<OpenHistoryPtr> readOpenHistory(std::span<const std::string> files,
                                                     const std::vector<std::string>& underlyings);

// The desk's own recorded closes. Undetermined with too few days.
[[nodiscard]] Result<OpenHistoryPtr> recordedHistory(const std::vector<FactorSeries>& recorded);

} // namespace ballast
