#pragma once

#include "models/pricing/black_batch.h"
#include "models/pricing/implied_vol_batch.h"
#include "models/pricing/quantlib/reference_pricer.h"
#include "models/pricing/scenario_batch.h"

#include <array>
#include <span>
#include <vector>

namespace ballast {

// What the benchmarks run beside our kernels: QuantLib over the same columns, loops inside. One thread only, as all of
// this folder. Inputs that QuantLib refuses give NaN.

// BlackCalculator's value, delta, gamma, vega (per 1.00), theta (per year, of the value at constant forward), K dV/dK
// and dV/dr at constant spot, in this order.
inline constexpr std::size_t anchorGreekCount = 7;
void anchorGreeks(const BlackColumns& options, const std::array<std::span<double>, anchorGreekCount>& values);

// blackFormulaImpliedStdDevLiRS at 1e-12.
void anchorImpliedVols(const ContractColumns& contracts, std::span<const double> priceUsd, std::span<double> vol);

// Sum over options of coins x (V' - V) by blackFormula, one element per scenario. All options follow `moves`.
void anchorRevaluation(std::span<const HeldOption> options, const FactorMoves& moves, std::span<double> pnlUsd);

// SviInterpolation from `start` in one run of its optimiser, unit weights on vols.
[[nodiscard]] std::optional<ReferenceSvi> anchorSvi(const std::vector<double>& strikes, const std::vector<double>& vols,
                                                    double forward, double years, const ReferenceSvi& start);

} // namespace ballast
