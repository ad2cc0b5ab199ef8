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
// * `margin.minCushionUnderStress` is held where `margin.equityUsd` states the account's equity; else a proposal says
//   that it is not checked.
// * `robust` { volPoints, correlation, depthLoss }: errors of the numbers that the hedge must hold for.
// * Upside, floor and stress limits are P&L of the marks at once, vols unchanged unless a stress says so.
// * Beyond the contract: `name`, `timeLimitSeconds`, `costs.depthShare`, `costs.fixedPerLegUsd`, universe kind "spot",
// `riskScope` ("underlying", "book"),
//   `cvarWeight`, `skewStickiness`, `minVariance` [a, b, c], `stress` { maxLossUsd, scenarios: [{ name, spot,
//   volPoints, maxLossUsd, horizonDays, dynamics, and a scenario's other shocks but those of spreads, depth and halts }]
//   } (no scenarios: the desk's own), `limits` { restriction: "none", "close-only",
//   "no-new-shorts", maxPositionCoins, positions: { instrument: coins }, venues: { venue: USD }, openInterestShare }.
[[nodiscard]] Result<HedgePolicy> readPolicyJson(const std::filesystem::path& file);
[[nodiscard]] Result<HedgePolicy> parsePolicyJson(std::string_view text, std::string_view fileName);

// What parsePolicyJson reads back to an equal policy (bands carry the names of band_name.h).
[[nodiscard]] std::string policyJson(const HedgePolicy& policy);
[[nodiscard]] Status writePolicyJson(const HedgePolicy& policy, const std::filesystem::path& file);

} // namespace ballast
