#include "models/risk/market_impact.h"

#include <cmath>

namespace ballast {

double squareRootImpact(const ImpactMarket& market, double quantity)
{
    if (!(market.dailyVolume > 0.0) || quantity == 0.0)
        return 0.0;
    return market.coefficient * market.dailyVol * std::sqrt(std::abs(quantity) / market.dailyVolume);
}

double averageImpactCost(const ImpactMarket& market, double quantity)
{
    return 2.0 / 3.0 * squareRootImpact(market, quantity);
}

AlmgrenCost almgrenCost(double dailyVol, double shareOfVolume, double days, double outstandingOverVolume)
{
    constexpr double gamma = 0.314; // US equities; coefficients not re-checked, exponents are
    constexpr double eta = 0.142;
    return {gamma * dailyVol * shareOfVolume * std::pow(outstandingOverVolume, 0.25),
            eta * dailyVol * std::pow(shareOfVolume / days, 0.6)};
}

} // namespace ballast
