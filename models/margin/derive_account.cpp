#include "models/margin/derive_account.h"

#include "models/pricing/black76.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace ballast {

double DeriveAccount::leastConfidence() const
{
    return perpAmount != 0.0 ? std::min(spotConfidence, perpConfidence) : spotConfidence;
}

// Documented haircuts, maintenance and total initial (spec B5). Native BTC counts as its wrapped form.
DeriveHaircut deriveHaircut(const std::string& coin)
{
    static const std::map<std::string, DeriveHaircut> documented{
        {"ETH", {0.056, 0.07}},   {"WSTETH", {0.056, 0.10}}, {"WEETH", {0.156, 0.17}},  {"RSWETH", {0.306, 0.32}},
        {"RSETH", {0.206, 0.22}}, {"BTC", {0.106, 0.12}},    {"WBTC", {0.106, 0.12}},   {"LBTC", {0.156, 0.17}},
        {"CBBTC", {0.156, 0.17}}, {"EBTC", {0.156, 0.17}},   {"SOLVBTC", {0.206, 0.22}}};
    const auto at = documented.find(coin);
    return at != documented.end() ? at->second : DeriveHaircut{};
}

DeriveAccount deriveAccount(const std::vector<MarginLeg>& legs, const MarginInputs& inputs)
{
    DeriveAccount account;
    account.stableUsd = inputs.stableUsd;
    std::map<std::optional<Timestamp>, DeriveExpiry> expiries;
    double grossCoins = 0.0;
    double grossUsd = 0.0;
    for (const MarginLeg& leg : legs) {
        account.spot = leg.indexUsd;
        if (leg.option) {
            DeriveExpiry& expiry = expiries[leg.expiry];
            expiry.years = leg.years;
            expiry.forwardVariable = leg.forwardUsd;
            expiry.ratePerYear = inputs.ratePerYear;
            expiry.options.push_back({leg.option->strike, leg.option->type, leg.option->vol, leg.coins});
        } else if (leg.kind == InstrumentKind::Spot) {
            const DeriveHaircut haircut = deriveHaircut(leg.underlying);
            account.collaterals.push_back({leg.underlying, leg.coins, leg.coins * leg.indexUsd / inputs.stableUsd, true,
                                           haircut.maintenance, haircut.initial - haircut.maintenance, 1.0});
        } else {
            account.perpAmount += leg.coins;
            grossCoins += std::abs(leg.coins);
            grossUsd += std::abs(leg.coins) * leg.forwardUsd;
            account.perpValueUsd += leg.unrealisedUsd;
        }
    }
    account.perpPrice = grossCoins > 0.0 ? grossUsd / grossCoins : account.spot;
    for (auto& [at, expiry] : expiries)
        account.expiries.push_back(std::move(expiry));
    return account;
}

double optionsValue(const DeriveExpiry& expiry, double forward, const std::vector<double>& vols)
{
    double sum = 0.0;
    for (std::size_t i = 0; i < expiry.options.size(); ++i) {
        const DeriveOption& option = expiry.options[i];
        sum += option.amount * blackPrice({forward, option.strike, expiry.years, vols[i], option.type});
    }
    return sum;
}

double nakedShorts(const DeriveExpiry& expiry)
{
    std::map<double, double> nets;
    for (const DeriveOption& option : expiry.options)
        nets[option.strike] += option.amount;
    double sum = 0.0;
    for (const auto& [strike, net] : nets)
        sum += std::max(-net, 0.0);
    return sum;
}

double grossOptions(const DeriveExpiry& expiry)
{
    double sum = 0.0;
    for (const DeriveOption& option : expiry.options)
        sum += std::abs(option.amount);
    return sum;
}

double confidenceCharge(double confidence, double threshold, double factor, double notionalUsd)
{
    return confidence < threshold ? (1.0 - confidence) * factor * notionalUsd : 0.0;
}

} // namespace ballast
