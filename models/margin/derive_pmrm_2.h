#pragma once

#include "models/margin/derive_pmrm.h"

namespace ballast {

// How far a skew shock moves a vol: 1 + clamp(k cap / k*, -cap, cap), cap = base + slope sqrt(T), k* = max(least,
// width sqrt(T) (volStatic + volSlope sqrt(T))).
struct SkewShock
{
    double linearCap = 0.25;
    double linearSlope = -0.1;
    double absoluteCap = 0.25;
    double absoluteSlope = -0.1;
    double leastWidth = 0.01;
    double width = 4.0;
    double volStatic = 0.6;
    double volSlope = 0.0;
    bool operator==(const SkewShock&) const = default;
};
[[nodiscard]] double skewFactor(const SkewShock& skew, DeriveVolShock kind, double logMoneyness, double years);

// Of a shocked expiry value: gains x base e^{-(r m + add) T}, losses x min(e^{rT}, base e^{+(r m + add) T}).
struct ExpiryDiscount
{
    double gainBase = 0.98;
    double gainRateMultiply = 0.0;
    double gainRateAdd = 0.10;
    double lossBase = 1.02;
    double lossRateMultiply = 0.0;
    double lossRateAdd = 0.10;
    bool operator==(const ExpiryDiscount&) const = default;
};

// The portfolio manager of the second version (spec B5).
struct Pmrm2Parameters
{
    std::string asOf;
    std::vector<DeriveScenario> scenarios;
    VolShock vol{0.5, 0.275, 0.3, 0.13, 0.4, 1.0};
    SkewShock skew;
    BasisContingency basis{0.045, -0.045, 0.5, 2.0};
    ExpiryDiscount discount;
    double initialFactor = 1.0;
    double maintenanceFactor = 0.8;
    double pegThreshold = 0.99;
    double pegFactor = 4.0;
    double confidenceThreshold = 0.55;
    double confidenceFactor = 1.0;
    double perpMaintenance = 0.03;
    double perpInitial = 0.01; // on top of the maintenance share
    double optionMaintenance = 0.003;
    double optionInitial = 0.002;
    bool operator==(const Pmrm2Parameters&) const = default;
};

// The documented set of a market; coins that are not documented get the widest one.
[[nodiscard]] Pmrm2Parameters pmrm2Parameters(const std::string& underlying);
[[nodiscard]] bool pmrm2Documents(const std::string& underlying);

struct Pmrm2Margin
{
    std::vector<double> scenarioPnl; // dampened
    double basis = 0.0;
    std::optional<std::size_t> worst; // nullopt: the basis contingency
    double worstPnl = 0.0;
    double initialFactor = 1.0;
    double maintenanceFactor = 1.0;
    double maintenanceCharge = 0.0; // contingencies and haircuts
    double initialCharge = 0.0;     // on top
    double markToMarket = 0.0;
    double cash = 0.0;

    [[nodiscard]] double maintenance() const
    {
        return worstPnl * maintenanceFactor - maintenanceCharge + markToMarket + cash;
    }
    [[nodiscard]] double initial() const
    {
        return worstPnl * initialFactor - maintenanceCharge - initialCharge + markToMarket + cash;
    }
    bool operator==(const Pmrm2Margin&) const = default;
};
[[nodiscard]] Pmrm2Margin pmrm2Margin(const DeriveAccount& account, const Pmrm2Parameters& parameters);

} // namespace ballast
