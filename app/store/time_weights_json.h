#pragma once

#include "models/core/result.h"
#include "models/surface/time_weights.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace ballast {

// { "weekend": 0.5, "events": [ { "name": "FOMC", "at": "2026-03-18T18:00:00Z", "hours": 1, "extraDays": 2 } ] }
// Unknown keys, missing names and times and values out of range are errors with file and line.
[[nodiscard]] Result<TimeWeights> readTimeWeights(const std::filesystem::path& file);
[[nodiscard]] Result<TimeWeights> parseTimeWeights(std::string_view text, std::string_view fileName);
[[nodiscard]] std::string timeWeightsJson(const TimeWeights& weights);

} // namespace ballast
