#pragma once

#include "app/report/text_table.h"
#include "models/core/time.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>

namespace ballast {

using Json = nlohmann::ordered_json;

// null where there is no value or it is not finite: JSON numbers are finite.
[[nodiscard]] Json orNull(std::optional<double> value);
[[nodiscard]] Json jsonTime(Timestamp at);

// One document on stdout.
void printJson(const Json& document);

} // namespace ballast
