#include "models/margin/deribit_parameters.h"

namespace ballast {
namespace {

template <class T>
const T& knownOrOther(const std::map<std::string, T>& table, const std::string& name)
{
    const auto at = table.find(name);
    return at != table.end() ? at->second : table.at("");
}

} // namespace

const DeribitPairParameters& DeribitPortfolioParameters::pair(const std::string& underlying) const
{
    return knownOrOther(pairs, underlying);
}

const DeribitCurrencyParameters& DeribitPortfolioParameters::currency(const std::string& underlying,
                                                                      Settlement settlement) const
{
    return knownOrOther(currencies, settlement == Settlement::Linear ? "USD" : underlying);
}

DeribitPortfolioParameters deribitPortfolioParameters()
{
    DeribitPortfolioParameters p;
    p.asOf = "2026-02-15 (ETH, USD: private/pme/simulate), 2024-06-17 (BTC: the same in Deribit's documentation)";
    p.extendedMoves = {-0.66, -0.33, 0.5, 1.0, 2.0, 3.0, 4.0, 5.0};
    const DeribitPairParameters btc;
    DeribitPairParameters eth = btc;
    eth.priceRange = 0.18;
    eth.vol.rangeUp = 0.4;
    eth.marginIncrement = 4e-6;
    p.pairs = {{"BTC", btc}, {"ETH", eth}, {"", eth}};
    const DeribitCurrencyParameters btcCoin;
    const DeribitCurrencyParameters ethCoin{0.005, 0.05, 200'000, 0.6, 20'000'000, 0.0};
    const DeribitCurrencyParameters usd{0.01, 0.1, 25'000, 0.4, 1'000'000, 0.0};
    p.currencies = {{"BTC", btcCoin}, {"ETH", ethCoin}, {"USD", usd}, {"", btcCoin}};
    return p;
}

const DeribitFutureRates& DeribitStandardParameters::future(const std::string& underlying) const
{
    return knownOrOther(futures, underlying);
}

DeribitStandardParameters deribitStandardParameters()
{
    DeribitStandardParameters p;
    p.asOf = "2026-02 (support.deribit.com, linear and inverse perpetual; options as implemented by LEAN)";
    const DeribitFutureRates sol{0.04, 0.02, 5e-6};
    p.futures = {{"BTC", {0.02, 0.01, 5e-5}}, {"ETH", {0.02, 0.01, 4e-6}}, {"SOL", sol}, {"", sol}};
    return p;
}

} // namespace ballast
