#pragma once

#include "models/risk/risk_report.h"

#include <string>
#include <string_view>
#include <vector>

namespace ballast {

// Exposure of `coins` units with these Greeks at this forward.
[[nodiscard]] Exposure exposureOf(const Greeks& unit, double coins, double forwardUsd, double valueUsd);

// Underlying of a line: its instrument's, else what its name says; empty when the name says nothing.
[[nodiscard]] std::string underlyingOf(const RiskLine& line);

// Totals over the priced lines. Groups are sorted by underlying, then expiry (none first).
[[nodiscard]] Exposure totalOf(const std::vector<RiskLine>& lines);
[[nodiscard]] std::optional<double> pnlOf(const std::vector<RiskLine>& lines); // nullopt: no average price known
[[nodiscard]] std::vector<UnderlyingRisk> riskByUnderlying(const std::vector<RiskLine>& lines,
                                                           const MarketSnapshot& market);
[[nodiscard]] std::vector<ExpiryRisk> riskByExpiry(const std::vector<RiskLine>& lines, Timestamp asOf);

// All buckets of every underlying that has a priced option.
[[nodiscard]] std::vector<VegaBucket> vegaByTenor(const std::vector<RiskLine>& lines);

} // namespace ballast
