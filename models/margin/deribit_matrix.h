#pragma once

#include "models/margin/deribit_parameters.h"
#include "models/margin/margin_inputs.h"

#include <string>
#include <vector>

namespace ballast {

// One entry of the extended risk matrix (spec B2 steps 1 and 2): the P&L is scaled, and a loss of the sum is dampened.
struct MatrixScenario
{
    int index = 0; // 0..26 as the venue's `standard`, then `extended`
    double move = 0.0;
    VolMove vol = VolMove::Same;
    bool extended = false;
    double scale = 1.0;
    double dampener = 0.0; // settlement units taken off the absolute sum
    bool operator==(const MatrixScenario&) const = default;
};
[[nodiscard]] std::string scenarioName(const MatrixScenario& scenario); // "+16 %, vol up"

// The risk unit of one underlying and one settlement currency.
struct DeribitPair
{
    std::string underlying;
    Settlement settlement = Settlement::Inverse;
    double indexUsd = 0.0;
    DeribitPairParameters parameters;
    DeribitCurrencyParameters currency;
    std::vector<MatrixScenario> scenarios;

    [[nodiscard]] std::string name() const; // "btc_btc", "btc_usdc"
    [[nodiscard]] double usdPerUnit() const { return settlement == Settlement::Inverse ? indexUsd : 1.0; }
};
[[nodiscard]] DeribitPair deribitPair(const DeribitPortfolioParameters& parameters, const std::string& underlying,
                                      Settlement settlement, double indexUsd);

// P&L of a leg in every scenario, settlement units, scaled, before the dampener: the venue's initial_risk_vectors.
[[nodiscard]] std::vector<double> riskVector(const MarginLeg& leg, const DeribitPair& pair);

// The sum of vectors after dampener and offset of gains: the venue's aggregated_risk_vectors.
[[nodiscard]] std::vector<double> aggregated(const std::vector<double>& sum, const DeribitPair& pair);

// Share of |delta| that rolling an expiry costs (spec B2 step 4); perpetuals have zero years.
[[nodiscard]] double rollRate(const DeribitCurrencyParameters& currency, double years);

// Coins; long options may reduce the delta of the rest, never turn or enlarge it.
[[nodiscard]] double shockedDelta(double longOptionDelta, double otherDelta);
[[nodiscard]] double deltaShock(double shockedDeltaCoins, double indexUsd, const DeribitPairParameters& parameters);

} // namespace ballast
