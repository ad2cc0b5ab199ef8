#pragma once

#include "app/store/json_fields.h"
#include "models/surface/time_weights.h"

namespace ballast {

inline const std::vector<std::string_view> timeWeightKeys{"weekend", "events"};

// Reads the object of time_weights_json.h; what is wrong is noted in the file.
[[nodiscard]] TimeWeights timeWeightsOf(JsonFile& file, const JsonFields& fields);
[[nodiscard]] Json toJson(const TimeWeights& weights);

} // namespace ballast
