#pragma once

#include "models/margin/margin_model.h"

#include <map>
#include <vector>

namespace ballast {

// One group of coins of OKX's table (spec B3).
struct OkxGroup
{
    double spotRange = 0.12; // the seven prices are 0, +-1/3, +-2/3, +-1 of it
    double extremeMove = 0.24;
    double basisMovePerYear = 0.05;
    bool operator==(const OkxGroup&) const = default;
};

// A charge that grows by pieces: the part up to `upTo` counts `rate` times.
struct ChargeTier
{
    double upTo = 0.0;
    double rate = 0.0;
    bool operator==(const ChargeTier&) const = default;
};
// Beyond the last tier its rate goes on.
[[nodiscard]] double tieredCharge(double amount, const std::vector<ChargeTier>& tiers);

struct OkxPortfolioParameters
{
    std::string asOf;
    std::map<std::string, OkxGroup> groups; // by underlying; "" any other
    VolShock vol;                           // stands in for the venue's table of points
    double extremeShare = 0.5;
    double thetaDays = 1.0;
    double feeOption = 0.0003; // of the underlying's value, minimum charge
    double feeFuture = 0.0005;
    std::vector<ChargeTier> minimumTiers;
    double initialFactor = 1.3;
    bool operator==(const OkxPortfolioParameters&) const = default;

    [[nodiscard]] const OkxGroup& group(const std::string& underlying) const;
};
[[nodiscard]] OkxPortfolioParameters okxPortfolioParameters();

// One underlying, USD, all charges positive.
struct OkxUnitMargin
{
    std::vector<double> pnl; // 21 of the spot shock, theta, extreme down and up (already halved)
    std::optional<std::size_t> worst;
    double worstCharge = 0.0; // largest of MR1, MR2, MR6
    double basis = 0.0;       // MR4
    double minimum = 0.0;     // MR7
    [[nodiscard]] double maintenance() const { return std::max(worstCharge + basis, minimum); }
    bool operator==(const OkxUnitMargin&) const = default;
};
[[nodiscard]] OkxUnitMargin okxUnitMargin(const std::vector<MarginLeg>& legs, const OkxPortfolioParameters& parameters);

// OKX portfolio margin as far as it is published: OKX-like. MR3 (vega term structure) and MR5 (interest rate) have no
// published parameters and are left out.
class OkxPortfolioMargin final : public MarginModel
{
public:
    explicit OkxPortfolioMargin(OkxPortfolioParameters parameters) : m_parameters(std::move(parameters)) {}

    [[nodiscard]] std::string_view word() const override { return "okx-pm"; }
    [[nodiscard]] MarginLevel level(const MarginInputs& inputs) const override;
    [[nodiscard]] MarginReport report(const MarginInputs& inputs) const override;
    [[nodiscard]] MarginRows rows(const MarginInputs& book, std::span<const MarginLeg> candidates) const override;

private:
    OkxPortfolioParameters m_parameters;
};

} // namespace ballast
