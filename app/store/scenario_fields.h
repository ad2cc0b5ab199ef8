#pragma once

#include "app/store/json_fields.h"
#include "models/risk/scenario.h"

#include <string>
#include <vector>

namespace ballast {

// The scenario of cli.md as an object inside another file. For this folder only.
[[nodiscard]] const std::vector<std::string_view>& scenarioKeys();
// Notes what is wrong in the file; `path` is that of the object.
[[nodiscard]] Scenario readScenarioObject(JsonFile& file, const JsonFields& root, const std::string& path);
[[nodiscard]] Json scenarioObject(const Scenario& scenario);

// One shock of it.
[[nodiscard]] std::vector<std::string_view> shockKeys();
[[nodiscard]] UnderlyingShock readShock(const JsonFields& fields);
// Only what is not neutral.
[[nodiscard]] Json briefShockObject(const UnderlyingShock& shock);

} // namespace ballast
