#include "models/hedging/lot_rounding.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace ballast {
namespace {

constexpr std::size_t movableLegs = 6; // 3^6 neighbours
constexpr double fineShareOfRow = 1e-3;
constexpr double fineShareOfCost = 1e-5;

double withinCapacity(const HedgeLeg& leg, double lots)
{
    const double most = std::floor(sideCapacity(leg.buy) / leg.lot + 1e-9);
    const double least = -std::floor(sideCapacity(leg.sell) / leg.lot + 1e-9);
    return std::clamp(lots, least, most) * leg.lot;
}

// Legs in use whose lots are smallest come first: moving them changes least.
std::vector<std::size_t> movable(const HedgeProblem& problem, std::span<const double> quantities)
{
    std::vector<std::size_t> legs;
    for (std::size_t j = 0; j < quantities.size(); ++j) {
        if (problem.legs[j].lot > 0.0 && quantities[j] != 0.0)
            legs.push_back(j);
    }
    std::ranges::sort(legs, {}, [&](std::size_t j) { return problem.legs[j].lot; });
    legs.resize(std::min(legs.size(), movableLegs));
    return legs;
}

} // namespace

std::optional<std::vector<double>> roundToLots(const HedgeProblem& problem, std::span<const double> quantities)
{
    std::vector<double> nearest(quantities.begin(), quantities.end());
    for (std::size_t j = 0; j < nearest.size(); ++j) {
        const HedgeLeg& leg = problem.legs[j];
        if (leg.lot > 0.0)
            nearest[j] = withinCapacity(leg, std::round(quantities[j] / leg.lot));
    }
    const std::vector<std::size_t> legs = movable(problem, quantities);
    std::optional<std::vector<double>> best;
    double bestCost = lpInfinity;
    const auto neighbours = static_cast<std::size_t>(std::pow(3.0, static_cast<double>(legs.size())));
    for (std::size_t code = 0; code < neighbours; ++code) {
        std::vector<double> tried = nearest;
        std::size_t rest = code;
        for (const std::size_t j : legs) {
            constexpr std::array<double, 3> steps{0.0, 1.0, -1.0};
            const HedgeLeg& leg = problem.legs[j];
            tried[j] = withinCapacity(leg, std::round(nearest[j] / leg.lot) + steps[rest % steps.size()]);
            rest /= steps.size();
        }
        const double cost = costOf(problem, tried);
        if (cost < bestCost && keepsRows(problem, tried)) {
            best = std::move(tried);
            bestCost = cost;
        }
    }
    return best;
}

bool hasFineLot(const HedgeProblem& problem, std::size_t leg, double cost)
{
    const HedgeLeg& one = problem.legs[leg];
    const double unitCost =
        std::max(one.buy.empty() ? 0.0 : one.buy.back().unitCost, one.sell.empty() ? 0.0 : one.sell.back().unitCost);
    return one.lot * unitCost <= fineShareOfCost * cost && std::ranges::all_of(problem.rows, [&](const HedgeRow& row) {
               return one.lot * std::abs(row.perUnit[leg]) <= fineShareOfRow * (row.upper - row.lower);
           });
}

} // namespace ballast
