#pragma once

#include "models/hedging/policy.h"

#include <optional>
#include <string>
#include <string_view>

namespace ballast {

// Key of a band in the policy file, without its limits: a kind, or a kind with a tenor in days to expiry.
//   "vega"          every line
//   "vega:30d"      lines with at most 30 days
//   "vega:30d-90d"  more than 30 and at most 90 days
//   "vega:>90d"     more than 90 days
// nullopt: none of these. Days may have decimals ("0.5d").
[[nodiscard]] std::optional<Band> parseBandName(std::string_view name);

// The key that parseBandName reads back to the same kind and tenor.
[[nodiscard]] std::string bandName(const Band& band);

} // namespace ballast
