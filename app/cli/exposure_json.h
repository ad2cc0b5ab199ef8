#pragma once

#include "app/cli/output.h"
#include "models/risk/risk_report.h"

namespace ballast {

// The exposure with the contract's names and units.
[[nodiscard]] Json exposureJson(const Exposure& e);

} // namespace ballast
