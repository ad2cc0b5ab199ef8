#include "models/margin/margin_rows.h"

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

double dot(const std::vector<double>& perUnit, std::span<const double> coins)
{
    double sum = 0.0;
    for (std::size_t i = 0; i < coins.size(); ++i)
        sum += perUnit[i] * coins[i];
    return sum;
}

double worstLoss(const MarginGroup& group, std::span<const double> coins)
{
    double worst = 0.0;
    for (const MarginRow& row : group.rows)
        worst = std::max(worst, row.constantUsd + row.bookLossUsd + dot(row.unitLossUsd, coins));
    return worst;
}

double charged(const MarginTerm& term, std::span<const double> coins)
{
    const double net = term.bookCoins + dot(term.unitCoins, coins);
    return term.shape == MarginTermShape::Absolute ? std::abs(net) : std::max(-net, 0.0);
}

} // namespace

double MarginRows::initialUsd(std::span<const double> coins) const
{
    double sum = 0.0;
    for (const MarginGroup& group : groups) {
        sum += group.initialFactor * worstLoss(group, coins);
        for (const MarginTerm& term : group.terms)
            sum += term.initialUsdPerCoin * charged(term, coins);
    }
    return sum;
}

double MarginRows::maintenanceUsd(std::span<const double> coins) const
{
    double sum = 0.0;
    for (const MarginGroup& group : groups) {
        sum += group.maintenanceFactor * worstLoss(group, coins);
        for (const MarginTerm& term : group.terms)
            sum += term.maintenanceUsdPerCoin * charged(term, coins);
    }
    return sum;
}

} // namespace ballast
