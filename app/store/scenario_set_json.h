#pragma once

#include "models/core/result.h"
#include "models/whatif/scenario_set.h"
#include "models/whatif/whatif_book.h"

#include <string>
#include <string_view>

namespace ballast {

// A whole set: `{ "name", "nodes": [ { "id", "parent", "name", "folder" | "scenario" (cli.md's), "origin",
// "follow", "source" } ] }`. A file that holds one scenario of cli.md's format alone reads as a set with that one.
// Errors "FILE:LINE: what is wrong, what to do"; a broken file is refused whole.
[[nodiscard]] Result<ScenarioSet> parseScenarioSetJson(std::string_view text, std::string_view fileName);
[[nodiscard]] std::string scenarioSetJson(const ScenarioSet& set);

// A what-if book with the base it was branched from.
[[nodiscard]] Result<WhatIfBook> parseWhatIfBookJson(std::string_view text, std::string_view fileName);
[[nodiscard]] std::string whatIfBookJson(const WhatIfBook& book);

} // namespace ballast
