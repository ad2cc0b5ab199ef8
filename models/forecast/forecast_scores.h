#pragma once

#include "models/core/result.h"

#include <span>
#include <vector>

namespace ballast {

// Losses of a variance forecast against a realised variance, robust to noise in the latter (Patton 2011; spec F9).
[[nodiscard]] double qlike(double realisedVariance, double forecastVariance); // RV / f - ln(RV / f) - 1
[[nodiscard]] double squaredError(double realisedVariance, double forecastVariance);

struct MeanLosses
{
    double qlike = 0.0;
    double meanSquaredError = 0.0;
    int days = 0;
};
[[nodiscard]] MeanLosses meanLosses(std::span<const double> realised, std::span<const double> forecast);

// Long-run variance with a Bartlett kernel over `lag` lags (Newey and West 1987).
[[nodiscard]] double longRunVariance(std::span<const double> values, int lag);

// Do two series of losses differ? t = mean(d) / sqrt(LRV / N), lag floor(N^(1/3)) (Diebold and Mariano 1995). Negative:
// the first loses less.
struct DieboldMariano
{
    double meanDifference = 0.0;
    double t = 0.0;
    double pValue = 1.0; // two-sided, normal
    int lag = 0;
};
[[nodiscard]] Result<DieboldMariano> dieboldMariano(std::span<const double> firstLosses,
                                                    std::span<const double> secondLosses);

// RV = a + b f (Mincer and Zarnowitz 1969): an honest forecast has a = 0, b = 1.
struct MincerZarnowitz
{
    double intercept = 0.0;
    double slope = 0.0;
    double rSquared = 0.0;
};
[[nodiscard]] Result<MincerZarnowitz> mincerZarnowitz(std::span<const double> realised,
                                                      std::span<const double> forecast);

// Shares that sum to 1, in proportion to 1 / loss; a loss of zero or less takes it all.
[[nodiscard]] std::vector<double> inverseLossWeights(std::span<const double> meanLosses);

} // namespace ballast
