#pragma once

#include "models/core/result.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace ballast {

// Minimum-variance hedging of one series of P&L by others: short h of each hedge.
struct HedgeRatios
{
    std::vector<double> ratios;     // per hedge instrument, in units of the hedge per unit of the position
    double effectiveness = 0.0;     // 1 - variance hedged / variance unhedged
    double unhedgedDeviation = 0.0; // standard deviations, in the unit of the P&L
    double hedgedDeviation = 0.0;
    double penalty = 0.0; // k of the ridge, 0: none
    bool operator==(const HedgeRatios&) const = default;
};

// Covariance of the position with each hedge and among the hedges (row-major).
struct HedgeCovariance
{
    double positionVariance = 0.0;
    std::vector<double> withPosition;
    std::vector<double> amongHedges;
    bool operator==(const HedgeCovariance&) const = default;
};

// h = Cov(P, H) / Var(H), effectiveness the squared correlation; several: h = S_HH^-1 S_HP (spec F7). Hedges that add
// nothing new share their ratio (least norm). BadInput: sizes that do not fit, a covariance that is none.
[[nodiscard]] Result<HedgeRatios> minimumVarianceRatios(const HedgeCovariance& covariance);

// Series of P&L, one value a period, oldest first.
struct HedgeSamples
{
    std::vector<double> position;
    std::vector<std::vector<double>> hedges; // each as long as the position
};

// EWMA covariance (decay 1: equal weights) with the correlations shrunk towards none by `shrinkage` in [0, 1].
[[nodiscard]] Result<HedgeCovariance> sampleCovariance(const HedgeSamples& samples, double decay, double shrinkage);

// h = (X'X + kI)^-1 X'y on standardised series (Hoerl and Kennard, Technometrics 12, 1970), in the hedges' own units.
[[nodiscard]] Result<HedgeRatios> ridgeRatios(const HedgeSamples& samples, double penalty);

// The penalty of `candidates` with the least squared error ahead in time: each fold is predicted from what came before.
// nullopt where there are too few samples.
[[nodiscard]] std::optional<double> bestRidgePenalty(const HedgeSamples& samples, const std::vector<double>& candidates,
                                                     int folds);

} // namespace ballast
