#pragma once

#include <span>
#include <vector>

namespace ballast {

inline constexpr double riskMetricsDecay = 0.94; // daily (RiskMetrics Technical Document, 1996)

// s2 <- lambda s2 + (1 - lambda) r2 over the returns, from `start`; the variance of the next day.
[[nodiscard]] double ewmaVariance(std::span<const double> returns, double start, double decay = riskMetricsDecay);

// The variance forecast of every day before its return was known, and of the next day: one more than returns.
[[nodiscard]] std::vector<double> ewmaPath(std::span<const double> returns, double start,
                                           double decay = riskMetricsDecay);

} // namespace ballast
