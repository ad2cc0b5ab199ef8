#pragma once

#include "models/core/result.h"
#include "models/hedging/policy.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace ballast {

// The hedging policy of the command-line contract. Every key is optional and checked; an unknown one is an error that
// names the nearest known one, with file and line.
// * Bands are keyed as in band_name.h; [null, null] only shows the exposure.
// * `upside`, `floor`, `margin.maxInitialUsd`, `margin.minCushionUnderStress`, another objective than "cost" and
// another
//   delta than "bs" or "net" restrict the hedge in ways the solver does not know: Error Unsupported, never ignored.
// * `riskAversion`, `horizonDays`, `confidence`, `scenarios` and `margin.model` are checked and not kept: least cost
// does
//   not depend on them.
// * Beyond the contract: `name`, `timeLimitSeconds`, `costs.depthShare`.
[[nodiscard]] Result<HedgePolicy> readPolicyJson(const std::filesystem::path& file);
[[nodiscard]] Result<HedgePolicy> parsePolicyJson(std::string_view text, std::string_view fileName);

// What parsePolicyJson reads back to an equal policy (bands carry the names of band_name.h).
[[nodiscard]] std::string policyJson(const HedgePolicy& policy);
[[nodiscard]] Status writePolicyJson(const HedgePolicy& policy, const std::filesystem::path& file);

} // namespace ballast
