#pragma once

#include "models/risk/risk_report.h"

#include <string>

namespace ballast {

// The book's lines, the totals of each underlying and of all, for people.
[[nodiscard]] std::string riskText(const RiskReport& report);

} // namespace ballast
