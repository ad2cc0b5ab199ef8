#pragma once

#include "models/margin/derive_account.h"
#include "models/margin/vol_shock.h"

#include <optional>
#include <string>
#include <vector>

namespace ballast {

enum class DeriveVolShock
{
    Up,
    Same,
    Down,
    SkewLinear,  // PMRM 2: the wings tilt
    SkewAbsolute // PMRM 2: the wings lift
};
[[nodiscard]] const char* deriveVolWord(DeriveVolShock shock);

struct DeriveScenario
{
    double move = 0.0;
    DeriveVolShock vol = DeriveVolShock::Same;
    double dampening = 1.0; // share of the P&L that counts
    bool operator==(const DeriveScenario&) const = default;
};

// Loss from the forward curve leaving spot: (add + multiply x years) x the worse of two moves, per expiry.
struct BasisContingency
{
    double up = 0.05;
    double down = -0.05;
    double add = 0.5;
    double multiply = 2.0;
    bool operator==(const BasisContingency&) const = default;
};
[[nodiscard]] double basisContingency(const DeriveExpiry& expiry, double valueNow, const BasisContingency& basis);

// The portfolio manager of the first version (spec B5).
struct PmrmParameters
{
    std::string asOf;
    std::vector<DeriveScenario> scenarios;
    VolShock vol{0.5, 0.275, 0.3, 0.13, 0.0, 1.0};
    BasisContingency basis;
    double staticDiscount = 0.95;
    double rateMultiply = 1.0;
    double rateAdd = 0.12;
    double initialFactor = 1.25;
    double pegThreshold = 0.99;
    double pegFactor = 4.0;
    double confidenceThreshold = 0.55;
    double confidenceFactor = 1.0;
    double basePercent = 0.03;
    double perpPercent = 0.03;
    double optionPercent = 0.015; // per naked short
    bool operator==(const PmrmParameters&) const = default;
};
[[nodiscard]] PmrmParameters pmrmParameters(); // the live values of the documentation

// Balances of the account with its positions: enough when not negative.
struct PmrmMargin
{
    std::vector<double> scenarioPnl;
    double basis = 0.0;
    std::optional<std::size_t> worst; // nullopt: the basis contingency
    double worstPnl = 0.0;            // never positive
    double staticCharge = 0.0;
    double confidence = 0.0; // initial only
    double initialFactor = 1.0;
    double markToMarket = 0.0; // positions and collateral
    double cash = 0.0;

    [[nodiscard]] double maintenance() const { return worstPnl - staticCharge + markToMarket + cash; }
    [[nodiscard]] double initial() const
    {
        return (worstPnl - staticCharge) * initialFactor - confidence + markToMarket + cash;
    }
    bool operator==(const PmrmMargin&) const = default;
};
[[nodiscard]] PmrmMargin pmrmMargin(const DeriveAccount& account, const PmrmParameters& parameters);

// P&L of the options of one expiry in a scenario, discounted as the manager does.
[[nodiscard]] double pmrmExpiryPnl(const DeriveExpiry& expiry, const DeriveScenario& scenario,
                                   const PmrmParameters& parameters);

} // namespace ballast
