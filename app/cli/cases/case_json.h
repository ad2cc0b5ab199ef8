#pragma once

#include "app/cli/cases/margin_case.h"

#include <nlohmann/json.hpp>

namespace ballast {

// Both throw nlohmann::json::exception on a missing or mistyped field; readMarginCase catches.
[[nodiscard]] Result<DeribitSimulateCase> deribitSimulateCase(const nlohmann::json& result);
[[nodiscard]] Pmrm2Case pmrm2Case(const nlohmann::json& root);

} // namespace ballast
