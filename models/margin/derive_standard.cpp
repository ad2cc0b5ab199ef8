#include "models/margin/derive_standard.h"

#include "models/pricing/black76.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace ballast {
namespace {

struct ShortMargin
{
    double initial = 0.0;
    double maintenance = 0.0;
};

// Of one option position; long ones need nothing and are worth nothing here.
ShortMargin isolated(const DeriveOption& option, const DeriveExpiry& expiry, double spot,
                     const DeriveStandardParameters& p)
{
    if (option.amount >= 0.0)
        return {};
    const bool call = option.type == OptionType::Call;
    const double mark =
        option.amount * blackPrice({expiry.forward(), option.strike, expiry.years, option.vol, option.type});
    const double outOfMoney = std::max(call ? option.strike - spot : spot - option.strike, 0.0) / spot;
    const double base = option.amount * spot * std::max(p.shortInitialBase - outOfMoney, p.shortInitialLeast) + mark;
    if (call)
        return {base, mark + option.amount * p.shortMaintenance * spot};
    const double maintenance =
        std::min(option.amount * p.shortMaintenance * spot, p.putMaintenanceOfMark * mark) + mark;
    return {std::min(base, p.putInitialOfMaintenance * maintenance), maintenance};
}

double payoff(const DeriveExpiry& expiry, double price)
{
    double sum = 0.0;
    for (const DeriveOption& option : expiry.options)
        sum += option.amount *
               std::max(option.type == OptionType::Call ? price - option.strike : option.strike - price, 0.0);
    return sum;
}

// The payoff is piecewise linear between zero and the strikes; beyond the last one net short calls are charged.
double greatestLoss(const DeriveExpiry& expiry)
{
    double least = std::min(payoff(expiry, 0.0), 0.0);
    for (const DeriveOption& option : expiry.options)
        least = std::min(least, payoff(expiry, option.strike));
    return least;
}

double netCalls(const DeriveExpiry& expiry)
{
    double net = 0.0;
    for (const DeriveOption& option : expiry.options)
        net += option.type == OptionType::Call ? option.amount : 0.0;
    return net;
}

void addDepegAndConfidence(DeriveMarketMargin& m, const DeriveAccount& account, const DeriveStandardParameters& p)
{
    const double perp = std::abs(account.perpAmount);
    const double pegLoss = std::max(p.depegThreshold - account.stableUsd, 0.0) * p.depegFactor;
    const auto charge = [&](double confidence, double coins) {
        m.confidence -= confidenceCharge(confidence, p.confidenceThreshold, p.confidenceFactor, coins * account.spot);
    };
    double depegCoins = perp;
    charge(account.leastConfidence(), perp);
    for (const DeriveExpiry& expiry : account.expiries) {
        double shorts = 0.0;
        for (const DeriveOption& option : expiry.options)
            shorts += std::max(-option.amount, 0.0);
        depegCoins += shorts;
        charge(std::min(account.spotConfidence, expiry.confidence), shorts);
    }
    for (const DeriveCollateral& c : account.collaterals)
        m.confidence -= confidenceCharge(account.spotConfidence, p.confidenceThreshold, p.confidenceFactor, c.valueUsd);
    m.depeg = -pegLoss * account.spot * depegCoins;
}

} // namespace

DeriveStandardParameters deriveStandardParameters()
{
    DeriveStandardParameters p;
    p.asOf = "2026 (perpetuals: docs.derive.xyz v3), 2025 (options, collateral: v2-core mainnet configuration)";
    p.bases = {{"ETH", {0.8, 0.9375}},   {"BTC", {0.75, 0.93}},   {"USDT", {0.98, 0.98}},   {"WSTETH", {0.8, 0.9375}},
               {"RSWETH", {0.65, 0.77}}, {"RSETH", {0.65, 0.77}}, {"WEETH", {0.65, 0.77}},  {"DAI", {0.925, 0.92}},
               {"SDAI", {0.875, 0.915}}, {"USDE", {0.8, 0.875}},  {"PYUSD", {0.925, 0.92}}, {"LBTC", {0.65, 0.77}},
               {"CBBTC", {0.65, 0.77}},  {"EBTC", {0.9, 0.945}}};
    return p;
}

DeriveExpiryMargin deriveExpiryMargin(const DeriveExpiry& expiry, double spot,
                                      const DeriveStandardParameters& parameters)
{
    DeriveExpiryMargin m;
    for (const DeriveOption& option : expiry.options) {
        const ShortMargin alone = isolated(option, expiry, spot, parameters);
        m.isolatedInitial += alone.initial;
        m.isolatedMaintenance += alone.maintenance;
    }
    const double loss = greatestLoss(expiry);
    const double unpaired = std::min(netCalls(expiry), 0.0) * expiry.forward();
    m.boundedInitial = loss + parameters.unpairedInitial * unpaired;
    m.boundedMaintenance = loss + parameters.unpairedMaintenance * unpaired;
    return m;
}

DeriveMarketMargin deriveMarketMargin(const DeriveAccount& account, const DeriveStandardParameters& parameters)
{
    DeriveMarketMargin m;
    for (const DeriveExpiry& expiry : account.expiries) {
        m.expiries.push_back(deriveExpiryMargin(expiry, account.spot, parameters));
        m.optionsInitial += m.expiries.back().initial();
        m.optionsMaintenance += m.expiries.back().maintenance();
    }
    const double perpNotional = std::abs(account.perpAmount) * account.perpPrice;
    m.perpInitial = -perpNotional * parameters.perpInitial;
    m.perpMaintenance = -perpNotional * parameters.perpMaintenance;
    addDepegAndConfidence(m, account, parameters);
    for (const DeriveCollateral& c : account.collaterals) {
        const auto base = parameters.bases.find(c.name);
        if (base == parameters.bases.end())
            continue;
        m.baseMaintenance += c.valueUsd * base->second.maintenance;
        m.baseInitial += c.valueUsd * base->second.maintenance * base->second.initialScale;
    }
    return m;
}

MarginLevel DeriveStandardMargin::level(const MarginInputs& inputs) const
{
    MarginLevel sum;
    sum.balanceInitialUsd = sum.balanceMaintenanceUsd = inputs.cashUsd;
    for (const std::string& underlying : underlyingsOf(inputs)) {
        const DeriveAccount account = deriveAccount(legsOf(inputs, underlying), inputs);
        const DeriveMarketMargin m = deriveMarketMargin(account, m_parameters);
        sum.initialUsd -= m.initial();
        sum.maintenanceUsd -= m.maintenance();
        sum.balanceInitialUsd += account.perpValueUsd + m.baseInitial;
        sum.balanceMaintenanceUsd += account.perpValueUsd + m.baseMaintenance;
    }
    return sum;
}

MarginReport DeriveStandardMargin::report(const MarginInputs& inputs) const
{
    const MarginLevel total = level(inputs);
    MarginReport report;
    report.model = word();
    report.parametersAsOf = m_parameters.asOf;
    report.initialUsd = total.initialUsd;
    report.maintenanceUsd = total.maintenanceUsd;
    report.balanceInitialUsd = total.balanceInitialUsd;
    report.balanceMaintenanceUsd = total.balanceMaintenanceUsd;
    report.linesLeftOut = inputs.linesLeftOut;
    for (const std::string& underlying : underlyingsOf(inputs)) {
        const DeriveMarketMargin m =
            deriveMarketMargin(deriveAccount(legsOf(inputs, underlying), inputs), m_parameters);
        report.components.push_back({"options", underlying, {}, -m.optionsInitial});
        report.components.push_back({"perpetuals", underlying, {}, -m.perpInitial});
        report.components.push_back({"stablecoin below peg", underlying, {}, -m.depeg});
        report.components.push_back({"oracle confidence", underlying, {}, -m.confidence});
    }
    addStandalone(report, *this, inputs);
    report.caveats = {"UNCONFIRMED: option rates are those of the earlier manager; the present ones are not published",
                      "Perpetual rates are those of BTC and ETH; open interest fees are left out"};
    return report;
}

namespace {

// One coin short, standing alone.
MarginLevel shortCoin(const MarginLeg& leg, double stableUsd, const DeriveStandardParameters& p)
{
    MarginInputs account;
    account.stableUsd = stableUsd;
    const DeriveMarketMargin m = deriveMarketMargin(deriveAccount({resized(leg, -1.0)}, account), p);
    if (!leg.option)
        return {-m.initial(), -m.maintenance(), 0.0, 0.0};
    const DeriveExpiryMargin& expiry = m.expiries.front();
    return {-expiry.isolatedInitial - m.depeg, -expiry.isolatedMaintenance, 0.0, 0.0};
}

// The term of a leg, made where there is none yet. Perpetuals are netted: charged at the dearest of their prices.
MarginTerm& termOf(MarginGroup& group, const MarginLeg& leg, const MarginLevel& perCoin, std::size_t candidates)
{
    const std::string name = leg.option ? leg.instrument : leg.underlying + " perpetuals";
    auto at = std::ranges::find(group.terms, name, &MarginTerm::name);
    if (at == group.terms.end())
        at = group.terms.insert(at, {name, leg.option ? MarginTermShape::ShortOnly : MarginTermShape::Absolute, 0.0,
                                     0.0, 0.0, std::vector<double>(candidates, 0.0)});
    at->initialUsdPerCoin = std::max(at->initialUsdPerCoin, perCoin.initialUsd);
    at->maintenanceUsdPerCoin = std::max(at->maintenanceUsdPerCoin, perCoin.maintenanceUsd);
    return *at;
}

} // namespace

// Each short by itself: what pairing of strikes saves is not linear and left out, so the rows never ask for less.
MarginRows DeriveStandardMargin::rows(const MarginInputs& book, std::span<const MarginLeg> candidates) const
{
    MarginGroup group;
    group.name = "positions";
    const auto term = [&](const MarginLeg& leg) -> MarginTerm& {
        return termOf(group, leg, shortCoin(leg, book.stableUsd, m_parameters), candidates.size());
    };
    for (const MarginLeg& leg : book.legs) {
        if (leg.kind != InstrumentKind::Spot)
            term(leg).bookCoins += leg.coins;
    }
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        if (candidates[i].kind != InstrumentKind::Spot)
            term(candidates[i]).unitCoins[i] = candidates[i].coins;
    }
    MarginRows rows;
    rows.groups.push_back(std::move(group));
    rows.kind = MarginRowsKind::AtLeast;
    rows.limits.emplace_back("what pairing of strikes saves is not in the rows: they ask for more than the venue");
    return rows;
}

} // namespace ballast
