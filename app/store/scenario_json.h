#pragma once

#include "models/core/result.h"
#include "models/risk/scenario.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace ballast {

// The scenario of the command-line contract. Every key is optional and checked; null is the neutral value; an unknown
// key is an error that names the nearest known one, with file and line. A shock without `underlying` is for every
// underlying that no other shock names. Beyond the contract: `curvature25d` (vol points) and `path`, a list of
// [days, return] that spot passes on its way.
[[nodiscard]] Result<Scenario> readScenarioJson(const std::filesystem::path& file);
[[nodiscard]] Result<Scenario> parseScenarioJson(std::string_view text, std::string_view fileName);

// What parseScenarioJson reads back to an equal scenario.
[[nodiscard]] std::string scenarioJson(const Scenario& scenario);
[[nodiscard]] Status writeScenarioJson(const Scenario& scenario, const std::filesystem::path& file);

} // namespace ballast
