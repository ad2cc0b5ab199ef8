#include "models/margin/derive_pmrm_2.h"

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

bool isSkew(DeriveVolShock shock)
{
    return shock == DeriveVolShock::SkewLinear || shock == DeriveVolShock::SkewAbsolute;
}

// What an expiry's shocked values are multiplied by.
struct Discounts
{
    double toMarket = 1.0; // e^{-rT} of the mark itself
    double gain = 1.0;
    double loss = 1.0;
};

Discounts discountsOf(const DeriveExpiry& expiry, const ExpiryDiscount& d)
{
    const double rate = std::max(expiry.ratePerYear, 0.0);
    const double years = expiry.years;
    Discounts out;
    out.toMarket = std::exp(-rate * years);
    out.gain = d.gainBase * std::exp(-(rate * d.gainRateMultiply + d.gainRateAdd) * years);
    out.loss = std::min(1.0 / out.toMarket, d.lossBase * std::exp((rate * d.lossRateMultiply + d.lossRateAdd) * years));
    return out;
}

double shocked(const DeriveOption& option, const DeriveExpiry& expiry, DeriveVolShock shock, const Pmrm2Parameters& p)
{
    if (isSkew(shock))
        return option.vol *
               std::max(skewFactor(p.skew, shock, std::log(option.strike / expiry.forward()), expiry.years), 0.0);
    const VolMove move = shock == DeriveVolShock::Up     ? VolMove::Up
                         : shock == DeriveVolShock::Down ? VolMove::Down
                                                         : VolMove::Same;
    return shockedVol(p.vol, option.vol, expiry.years, move);
}

double valueNow(const DeriveExpiry& expiry, const Discounts& discounts)
{
    return discounts.toMarket * expiryValue(expiry, 0.0, [](const DeriveOption& option) { return option.vol; });
}

// A skew shock counts as a loss whichever way it goes: the tilt may be the other way round.
double expiryPnl(const DeriveExpiry& expiry, const DeriveScenario& scenario, const Pmrm2Parameters& p)
{
    const Discounts discounts = discountsOf(expiry, p.discount);
    const double moved = discounts.toMarket * expiryValue(expiry, scenario.move, [&](const DeriveOption& option) {
                             return shocked(option, expiry, scenario.vol, p);
                         });
    const double counted = moved * (moved >= 0.0 ? discounts.gain : discounts.loss);
    const double pnl = counted - valueNow(expiry, discounts);
    return isSkew(scenario.vol) ? -std::abs(pnl) : pnl;
}

double scenarioPnl(const DeriveAccount& account, const DeriveScenario& scenario, const Pmrm2Parameters& p)
{
    double pnl = account.perpAmount * account.perpPrice * scenario.move;
    for (const DeriveCollateral& c : account.collaterals)
        pnl += c.riskCancelling ? c.valueUsd * scenario.move : 0.0;
    for (const DeriveExpiry& expiry : account.expiries)
        pnl += expiryPnl(expiry, scenario, p);
    return pnl * scenario.dampening;
}

void addCharges(Pmrm2Margin& m, const DeriveAccount& account, const Pmrm2Parameters& p)
{
    const auto unsure = [&](double confidence, double usd) {
        m.initialCharge += confidenceCharge(confidence, p.confidenceThreshold, p.confidenceFactor, usd);
    };
    const double perpUsd = std::abs(account.perpAmount) * account.spot;
    m.maintenanceCharge += perpUsd * p.perpMaintenance;
    m.initialCharge += perpUsd * p.perpInitial;
    unsure(account.leastConfidence(), perpUsd);
    for (const DeriveExpiry& expiry : account.expiries) {
        const double nakedUsd = nakedShorts(expiry) * account.spot;
        m.maintenanceCharge += nakedUsd * p.optionMaintenance;
        m.initialCharge += nakedUsd * p.optionInitial;
        unsure(std::min(account.leastConfidence(), expiry.confidence), grossOptions(expiry) * account.spot);
    }
    for (const DeriveCollateral& c : account.collaterals) {
        m.maintenanceCharge += c.valueUsd * c.maintenanceHaircut;
        m.initialCharge += c.valueUsd * c.initialHaircut;
        unsure(c.confidence, c.valueUsd);
    }
}

// Regular moves in quarter steps, vol up only at the ends; then tails, dampened to what 77 % of the largest regular
// move would lose in a straight line; then the two skews (spec B5).
std::vector<DeriveScenario> scenariosUpTo(double largest)
{
    std::vector<DeriveScenario> scenarios{{largest, DeriveVolShock::Up, 1.0}};
    for (int quarter = 3; quarter >= -3; --quarter) {
        for (const DeriveVolShock vol : {DeriveVolShock::Up, DeriveVolShock::Same, DeriveVolShock::Down})
            scenarios.push_back({largest * quarter / 4.0, vol, 1.0});
    }
    scenarios.push_back({-largest, DeriveVolShock::Up, 1.0});
    for (const double move : {-0.66, -0.33, 0.5, 1.0, 2.0, 3.0, 4.0, 5.0})
        scenarios.push_back({move, DeriveVolShock::Up, 0.77 * largest / std::abs(move)});
    scenarios.push_back({0.0, DeriveVolShock::SkewLinear, 1.0});
    scenarios.push_back({0.0, DeriveVolShock::SkewAbsolute, 1.0});
    return scenarios;
}

} // namespace

double skewFactor(const SkewShock& skew, DeriveVolShock kind, double logMoneyness, double years)
{
    const bool linear = kind == DeriveVolShock::SkewLinear;
    const double root = std::sqrt(years);
    const double cap = linear ? skew.linearCap + skew.linearSlope * root : skew.absoluteCap + skew.absoluteSlope * root;
    const double reach = std::max(skew.leastWidth, skew.width * root * (skew.volStatic + skew.volSlope * root));
    const double k = linear ? logMoneyness : std::abs(logMoneyness);
    return k >= 0.0 ? 1.0 + std::min(cap, k * cap / reach) : 1.0 + std::max(-cap, k * cap / reach);
}

bool pmrm2Documents(const std::string& underlying)
{
    return underlying == "BTC" || underlying == "ETH" || underlying == "SOL" || underlying == "HYPE";
}

Pmrm2Parameters pmrm2Parameters(const std::string& underlying)
{
    Pmrm2Parameters p;
    p.asOf = "2025 (docs.derive.xyz portfolio manager 2)";
    if (underlying == "BTC" || underlying == "ETH") {
        p.scenarios = scenariosUpTo(0.18);
        return p;
    }
    const bool sol = underlying == "SOL";
    p.scenarios = scenariosUpTo(sol ? 0.27 : 0.33);
    p.vol = {sol ? 0.6 : 0.65, 0.3, 0.3, 0.13, 0.6, 1.0};
    p.optionMaintenance = 0.015;
    p.optionInitial = 0.02;
    p.initialFactor = sol ? 1.1 : 1.15;
    p.maintenanceFactor = sol ? 0.9 : 0.95;
    return p;
}

Pmrm2Margin pmrm2Margin(const DeriveAccount& account, const Pmrm2Parameters& parameters)
{
    Pmrm2Margin m;
    m.cash = account.cashUsd;
    m.markToMarket = account.perpValueUsd;
    for (const DeriveCollateral& c : account.collaterals)
        m.markToMarket += c.valueUsd;
    for (const DeriveExpiry& expiry : account.expiries) {
        const Discounts discounts = discountsOf(expiry, parameters.discount);
        const double now = valueNow(expiry, discounts);
        m.markToMarket += now;
        m.basis += discounts.toMarket * basisContingency(expiry, now / discounts.toMarket, parameters.basis);
    }
    m.worstPnl = m.basis;
    for (std::size_t k = 0; k < parameters.scenarios.size(); ++k) {
        m.scenarioPnl.push_back(scenarioPnl(account, parameters.scenarios[k], parameters));
        if (m.scenarioPnl[k] < m.worstPnl) {
            m.worstPnl = m.scenarioPnl[k];
            m.worst = k;
        }
    }
    m.maintenanceFactor = parameters.maintenanceFactor;
    m.initialFactor =
        parameters.initialFactor + std::max(parameters.pegThreshold - account.stableUsd, 0.0) * parameters.pegFactor;
    addCharges(m, account, parameters);
    return m;
}

} // namespace ballast
