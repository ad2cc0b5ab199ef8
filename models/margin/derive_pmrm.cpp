#include "models/margin/derive_pmrm.h"

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

double shocked(const DeriveOption& option, const DeriveExpiry& expiry, DeriveVolShock vol, const VolShock& shock)
{
    const VolMove move = vol == DeriveVolShock::Up     ? VolMove::Up
                         : vol == DeriveVolShock::Down ? VolMove::Down
                                                       : VolMove::Same;
    return shockedVol(shock, option.vol, expiry.years, move);
}

double valueNow(const DeriveExpiry& expiry)
{
    return expiryValue(expiry, 0.0, [](const DeriveOption& option) { return option.vol; });
}

// Only gains are discounted: disc(x) = x 0.95 e^{-(r + 0.12) T} for x > 0.
double discounted(double value, const DeriveExpiry& expiry, const PmrmParameters& p)
{
    if (value <= 0.0)
        return value;
    const double rate = std::max(expiry.ratePerYear, 0.0) * p.rateMultiply + p.rateAdd;
    return value * p.staticDiscount * std::exp(-rate * expiry.years);
}

double collateralUsd(const DeriveAccount& account)
{
    double sum = 0.0;
    for (const DeriveCollateral& c : account.collaterals)
        sum += c.valueUsd;
    return sum;
}

double scenarioPnl(const DeriveAccount& account, const DeriveScenario& scenario, const PmrmParameters& p)
{
    double pnl = account.perpAmount * account.perpPrice * scenario.move + collateralUsd(account) * scenario.move;
    for (const DeriveExpiry& expiry : account.expiries)
        pnl += pmrmExpiryPnl(expiry, scenario, p);
    return pnl;
}

// v1 charges base, perpetuals and naked shorts in shares of spot.
void addCharges(PmrmMargin& m, const DeriveAccount& account, const PmrmParameters& p)
{
    double baseCoins = 0.0;
    for (const DeriveCollateral& c : account.collaterals)
        baseCoins += c.amount;
    const double perp = std::abs(account.perpAmount);
    double shares = p.perpPercent * perp + p.basePercent * baseCoins;
    m.confidence = confidenceCharge(account.leastConfidence(), p.confidenceThreshold, p.confidenceFactor,
                                    (perp + baseCoins) * account.spot);
    for (const DeriveExpiry& expiry : account.expiries) {
        shares += p.optionPercent * nakedShorts(expiry);
        m.confidence += confidenceCharge(std::min(account.leastConfidence(), expiry.confidence), p.confidenceThreshold,
                                         p.confidenceFactor, grossOptions(expiry) * account.spot);
    }
    m.staticCharge = shares * account.spot;
}

} // namespace

const char* deriveVolWord(DeriveVolShock shock)
{
    switch (shock) {
    case DeriveVolShock::Up:
        return "vol up";
    case DeriveVolShock::Same:
        return "vol same";
    case DeriveVolShock::Down:
        return "vol down";
    case DeriveVolShock::SkewLinear:
        return "skew tilted";
    case DeriveVolShock::SkewAbsolute:
        return "wings lifted";
    }
    return "vol same";
}

double basisContingency(const DeriveExpiry& expiry, double now, const BasisContingency& basis)
{
    const auto unmoved = [](const DeriveOption& option) { return option.vol; };
    const double up = expiryValue(expiry, basis.up, unmoved) - now;
    const double down = expiryValue(expiry, basis.down, unmoved) - now;
    return (basis.add + basis.multiply * expiry.years) * std::min({up, down, 0.0});
}

PmrmParameters pmrmParameters()
{
    PmrmParameters p;
    p.asOf = "2024 (docs.derive.xyz portfolio margin, live values)";
    p.scenarios.push_back({0.18, DeriveVolShock::Up, 1.0});
    for (const double move : {0.135, 0.09, 0.045, 0.0, -0.045, -0.09, -0.135}) {
        for (const DeriveVolShock vol : {DeriveVolShock::Up, DeriveVolShock::Same, DeriveVolShock::Down})
            p.scenarios.push_back({move, vol, 1.0});
    }
    p.scenarios.push_back({-0.18, DeriveVolShock::Up, 1.0});
    return p;
}

double pmrmExpiryPnl(const DeriveExpiry& expiry, const DeriveScenario& scenario, const PmrmParameters& parameters)
{
    const double moved = expiryValue(expiry, scenario.move, [&](const DeriveOption& option) {
        return shocked(option, expiry, scenario.vol, parameters.vol);
    });
    return discounted(moved, expiry, parameters) - valueNow(expiry);
}

PmrmMargin pmrmMargin(const DeriveAccount& account, const PmrmParameters& parameters)
{
    PmrmMargin m;
    m.cash = account.cashUsd;
    m.markToMarket = account.perpValueUsd + collateralUsd(account);
    for (const DeriveExpiry& expiry : account.expiries) {
        const double now = valueNow(expiry);
        m.markToMarket += now;
        m.basis += basisContingency(expiry, now, parameters.basis);
    }
    m.worstPnl = m.basis;
    for (std::size_t k = 0; k < parameters.scenarios.size(); ++k) {
        m.scenarioPnl.push_back(scenarioPnl(account, parameters.scenarios[k], parameters));
        if (m.scenarioPnl[k] < m.worstPnl) {
            m.worstPnl = m.scenarioPnl[k];
            m.worst = k;
        }
    }
    addCharges(m, account, parameters);
    m.initialFactor =
        parameters.initialFactor + std::max(parameters.pegThreshold - account.stableUsd, 0.0) * parameters.pegFactor;
    return m;
}

} // namespace ballast
