#include "models/hedging/few_legs.h"

#include "models/hedging/lot_rounding.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>
#include <memory>

namespace ballast {
namespace {

using SteadyClock = std::chrono::steady_clock; // elapsed time, not time of day

constexpr double dustLots = 1e-6;  // quantities below this share of a lot are the solver's zeros
constexpr double dustCoins = 1e-9; // the same for legs without a lot
constexpr int improvements = 200;  // single-lot steps at most
constexpr double missWeight = 1e6; // USD per scaled unit by which a row is missed
constexpr double leastGain = 1e-9; // of the cost: below this a step is no improvement
constexpr double capacitySlack = 1e-12;
constexpr int dropSingly = 4;              // legs too many, from which on they go one at a time
constexpr std::size_t entriesTried = 8;    // legs that may enter, best first, each round
constexpr double leastExchangeGain = 1e-4; // of the cost

// The legs in use, alone: everything else is closed.
struct Part
{
    std::vector<std::size_t> legs; // of the whole problem
    HedgeProblem problem;
    std::unique_ptr<HedgeRisk> risk; // null: trade costs alone
    std::vector<double> quantities;

    [[nodiscard]] double total(std::span<const double> tried) const
    {
        return costOf(problem, tried) + (risk ? risk->costAt(tried) : 0.0);
    }
};

struct Budget
{
    SteadyClock::time_point end;
    const std::stop_token& stop;

    [[nodiscard]] double secondsLeft() const
    {
        return std::max(0.0, std::chrono::duration<double>(end - SteadyClock::now()).count());
    }
    [[nodiscard]] bool over() const { return stop.stop_requested() || secondsLeft() <= 0.0; }
};

Budget budgetOf(double seconds, const std::stop_token& stop)
{
    const auto length = std::chrono::duration_cast<SteadyClock::duration>(std::chrono::duration<double>(seconds));
    return {SteadyClock::now() + length, stop};
}

std::vector<std::size_t> legsInUse(std::span<const double> quantities)
{
    std::vector<std::size_t> legs;
    for (std::size_t j = 0; j < quantities.size(); ++j) {
        if (quantities[j] != 0.0)
            legs.push_back(j);
    }
    return legs;
}

Part partOf(const HedgeProblem& problem, const HedgeRisk* risk, std::span<const std::size_t> legs)
{
    Part part{{legs.begin(), legs.end()}, onLegs(problem, legs), risk ? risk->onLegs(legs, 1.0) : nullptr, {}};
    return part;
}

// The part without one of its legs, its quantities still those of the rest.
Part without(const Part& part, std::size_t leg)
{
    std::vector<std::size_t> rest;
    for (std::size_t k = 0; k < part.legs.size(); ++k) {
        if (k != leg)
            rest.push_back(k);
    }
    Part fewer = partOf(part.problem, part.risk.get(), rest);
    for (std::size_t& k : fewer.legs) {
        fewer.quantities.push_back(part.quantities[k]);
        k = part.legs[k];
    }
    return fewer;
}

bool adapt(Part& part, const HedgeProblem& problem, const Budget& budget)
{
    HedgeSolution solution = part.risk ? part.risk->relaxed(problem, budget.secondsLeft(), budget.stop).solution
                                       : solveRelaxed(problem, budget.secondsLeft(), budget.stop);
    if (solution.status != LpStatus::Optimal && solution.status != LpStatus::Feasible)
        return false;
    part.quantities = std::move(solution.quantities);
    dropDust(part.problem, part.quantities);
    return true;
}

// The legs in the order of what their loss would cost before the others adapt.
std::vector<std::size_t> leastLossFirst(const Part& part)
{
    std::vector<std::pair<double, std::size_t>> losses;
    for (std::size_t k = 0; k < part.legs.size(); ++k) {
        std::vector<double> tried = part.quantities;
        tried[k] = 0.0;
        losses.emplace_back(part.total(tried) + missWeight * worstMiss(part.problem, tried), k);
    }
    std::ranges::sort(losses);
    std::vector<std::size_t> order;
    for (const auto& [loss, leg] : losses)
        order.push_back(leg);
    return order;
}

Part withoutUnused(Part part)
{
    for (std::size_t k = part.quantities.size(); k-- > 0;) {
        if (part.quantities[k] == 0.0)
            part = without(part, k);
    }
    return part;
}

// Trade costs alone are solved so fast that every leg is tried; with a price of risk the first that can go goes.
std::optional<Part> withOneLegLess(const Part& part, const Budget& budget)
{
    std::optional<Part> best;
    double least = lpInfinity;
    for (const std::size_t leg : leastLossFirst(part)) {
        if (budget.over())
            break;
        Part fewer = without(part, leg);
        if (!adapt(fewer, fewer.problem, budget))
            continue;
        const double cost = fewer.total(fewer.quantities);
        if (cost < least) {
            least = cost;
            best = std::move(fewer);
        }
        if (part.risk)
            break;
    }
    if (best)
        best = withoutUnused(std::move(*best));
    return best;
}

// Many legs too many: half of what is too much goes at once, less where the rest cannot hold without.
std::optional<Part> withManyLegsLess(const Part& part, std::size_t most, const Budget& budget)
{
    const auto order = leastLossFirst(part);
    for (std::size_t count = (part.legs.size() - most + 1) / 2; count > 0 && !budget.over(); count /= 2) {
        std::vector<std::size_t> rest(order.begin() + static_cast<std::ptrdiff_t>(count), order.end());
        std::ranges::sort(rest);
        Part fewer = partOf(part.problem, part.risk.get(), rest);
        for (std::size_t& k : fewer.legs)
            k = part.legs[k];
        if (adapt(fewer, fewer.problem, budget))
            return withoutUnused(std::move(fewer));
    }
    return std::nullopt;
}

bool toFewLegs(Part& part, const Budget& budget)
{
    const auto most = part.problem.maxLegs;
    while (most && legsOf(part.quantities) > *most) {
        const bool many = legsOf(part.quantities) > *most + dropSingly;
        auto fewer = many ? withManyLegsLess(part, static_cast<std::size_t>(*most), budget) : std::nullopt;
        if (!fewer)
            fewer = withOneLegLess(part, budget);
        if (!fewer)
            return false;
        part = std::move(*fewer);
    }
    return true;
}

HedgeRow fixedAt(std::size_t leg, std::size_t legs, double quantity)
{
    HedgeRow row{"whole lots", {}, quantity, quantity, RowSum::Signed, std::vector<double>(legs, 0.0)};
    row.perUnit[leg] = 1.0;
    return row;
}

// Largest lots are fixed first at a whole number, the others adapt.
bool fixWholeLots(Part& part, const Budget& budget)
{
    HedgeProblem fixed = part.problem;
    std::vector<std::size_t> legs;
    for (std::size_t k = 0; k < part.legs.size(); ++k) {
        if (part.quantities[k] != 0.0 && part.problem.legs[k].lot > 0.0)
            legs.push_back(k);
    }
    std::ranges::stable_sort(legs, std::greater{}, [&](std::size_t k) { return part.problem.legs[k].lot; });
    for (const std::size_t k : legs) {
        const HedgeLeg& leg = part.problem.legs[k];
        const double most = std::floor(sideCapacity(leg.buy) / leg.lot + 1e-9);
        const double least = -std::floor(sideCapacity(leg.sell) / leg.lot + 1e-9);
        const double exact = part.quantities[k] / leg.lot;
        const double nearest = std::clamp(std::round(exact), least, most);
        const double other = std::clamp(nearest + (exact > nearest ? 1.0 : -1.0), least, most);
        bool done = false;
        for (const double lots : {nearest, other}) {
            fixed.rows.push_back(fixedAt(k, part.legs.size(), lots * leg.lot));
            done = !budget.over() && adapt(part, fixed, budget);
            if (done)
                break;
            fixed.rows.pop_back();
        }
        if (!done)
            return false;
    }
    for (const std::size_t k : legs)
        part.quantities[k] = std::round(part.quantities[k] / part.problem.legs[k].lot) * part.problem.legs[k].lot;
    dropDust(part.problem, part.quantities);
    return keepsRows(part.problem, part.quantities);
}

bool insideBook(const HedgeLeg& leg, double quantity)
{
    return quantity <= sideCapacity(leg.buy) * (1.0 + capacitySlack) &&
           -quantity <= sideCapacity(leg.sell) * (1.0 + capacitySlack);
}

// One lot more or less of one leg in use, while that is cheaper and keeps every row.
void improveByLots(Part& part, const Budget& budget)
{
    double best = part.total(part.quantities);
    bool moved = true;
    for (int step = 0; moved && step < improvements && !budget.over(); ++step) {
        moved = false;
        for (std::size_t k = 0; k < part.quantities.size(); ++k) {
            const HedgeLeg& leg = part.problem.legs[k];
            if (part.quantities[k] == 0.0 || !(leg.lot > 0.0))
                continue;
            for (const double change : {leg.lot, -leg.lot}) {
                std::vector<double> tried = part.quantities;
                tried[k] = std::round((part.quantities[k] + change) / leg.lot) * leg.lot;
                if (!insideBook(leg, tried[k]) || !keepsRows(part.problem, tried))
                    continue;
                const double total = part.total(tried);
                if (total < best - leastGain * std::max(1.0, std::abs(best))) {
                    best = total;
                    part.quantities = std::move(tried);
                    moved = true;
                    break;
                }
            }
        }
    }
}

bool toWholeLots(Part& part, const Budget& budget)
{
    const std::vector<double> relaxed = part.quantities;
    if (fixWholeLots(part, budget))
        return true;
    auto rounded = roundToLots(part.problem, relaxed);
    if (!rounded)
        return false;
    part.quantities = std::move(*rounded);
    return true;
}

// Per leg, what its first unit costs at the prices of rows and risk: below 0 it pays.
std::vector<double> pricesToEnter(const HedgeProblem& problem, const HedgeRisk* risk, std::span<const double> at,
                                  std::span<const double> rowDuals)
{
    const std::vector<double> slopes = risk ? risk->cutAt(at).perLeg : std::vector<double>(problem.legs.size(), 0.0);
    std::vector<double> prices;
    for (std::size_t j = 0; j < problem.legs.size(); ++j) {
        double signedSum = slopes[j];
        double absolute = 0.0;
        for (std::size_t i = 0; i < problem.rows.size(); ++i)
            (problem.rows[i].sum == RowSum::Signed ? signedSum : absolute) -= rowDuals[i] * problem.rows[i].perUnit[j];
        const HedgeLeg& leg = problem.legs[j];
        const double buy = leg.buy.empty() ? lpInfinity : leg.buy[0].unitCost + signedSum + absolute;
        const double sell = leg.sell.empty() ? lpInfinity : leg.sell[0].unitCost - signedSum + absolute;
        const double first = std::max(
            {leg.buy.empty() ? 0.0 : leg.buy[0].unitCost, leg.sell.empty() ? 0.0 : leg.sell[0].unitCost, 1e-9});
        prices.push_back(std::min(buy, sell) / first); // of its cost: does not depend on the leg's unit
    }
    return prices;
}

std::vector<std::size_t> legsThatPay(const HedgeProblem& problem, const HedgeRisk* risk, const Part& part,
                                     std::span<const double> quantities, const Budget& budget)
{
    const HedgeSolution relaxed = part.risk
                                      ? part.risk->relaxed(part.problem, budget.secondsLeft(), budget.stop).solution
                                      : solveRelaxed(part.problem, budget.secondsLeft(), budget.stop);
    if (relaxed.rowDuals.size() != problem.rows.size())
        return {};
    const auto prices = pricesToEnter(problem, risk, quantities, relaxed.rowDuals);
    std::vector<std::size_t> legs;
    for (std::size_t j = 0; j < prices.size(); ++j) {
        if (quantities[j] == 0.0 && prices[j] < 0.0)
            legs.push_back(j);
    }
    std::ranges::stable_sort(legs, {}, [&](std::size_t j) { return prices[j]; });
    legs.resize(std::min(legs.size(), entriesTried));
    return legs;
}

std::vector<double> onAll(const Part& part, std::size_t legs)
{
    std::vector<double> quantities(legs, 0.0);
    for (std::size_t k = 0; k < part.legs.size(); ++k)
        quantities[part.legs[k]] = part.quantities[k];
    return quantities;
}

// These legs and one more, brought back to few whole lots; nullopt where that finds none.
std::optional<std::vector<double>> withEntering(const HedgeProblem& problem, const HedgeRisk* risk,
                                                std::vector<std::size_t> legs, std::size_t entering,
                                                const Budget& budget)
{
    legs.push_back(entering);
    Part part = partOf(problem, risk, legs);
    if (!adapt(part, part.problem, budget))
        return std::nullopt;
    part = withoutUnused(std::move(part));
    if (!toFewLegs(part, budget) || !toWholeLots(part, budget))
        return std::nullopt;
    improveByLots(part, budget);
    return onAll(part, problem.legs.size());
}

} // namespace

std::vector<double> exchangedLegs(const HedgeProblem& problem, const HedgeRisk* risk, std::vector<double> quantities,
                                  const ExchangeLimits& limits, const std::stop_token& stop)
{
    const Budget budget = budgetOf(limits.seconds, stop);
    int tries = 0;
    const auto total = [&](std::span<const double> tried) {
        return costOf(problem, tried) + (risk ? risk->costAt(tried) : 0.0);
    };
    double best = total(quantities);
    for (bool better = problem.maxLegs.has_value(); better && tries < limits.tries && !budget.over();) {
        better = false;
        const auto inUse = legsInUse(quantities);
        for (const std::size_t j : legsThatPay(problem, risk, partOf(problem, risk, inUse), quantities, budget)) {
            if (budget.over() || tries++ >= limits.tries)
                break;
            auto tried = withEntering(problem, risk, inUse, j, budget);
            if (!tried)
                continue;
            const double cost = total(*tried);
            if (cost >= best - leastExchangeGain * std::abs(best))
                continue;
            best = cost;
            quantities = std::move(*tried);
            better = true;
            break;
        }
    }
    return quantities;
}

void dropDust(const HedgeProblem& problem, std::vector<double>& quantities)
{
    for (std::size_t j = 0; j < quantities.size(); ++j) {
        const double lot = problem.legs[j].lot;
        if (std::abs(quantities[j]) < (lot > 0.0 ? dustLots * lot : dustCoins))
            quantities[j] = 0.0;
    }
}

std::optional<std::vector<double>> fewWholeLots(const HedgeProblem& problem, const HedgeRisk* risk,
                                                std::span<const double> relaxed, double seconds,
                                                const std::stop_token& stop)
{
    const Budget budget = budgetOf(seconds, stop);
    std::vector<double> start(relaxed.begin(), relaxed.end());
    dropDust(problem, start);
    Part part = partOf(problem, risk, legsInUse(start));
    for (const std::size_t leg : part.legs)
        part.quantities.push_back(start[leg]);
    if (!toFewLegs(part, budget))
        return std::nullopt;
    while (problem.fixedPerLeg > 0.0 && part.legs.size() > 1) {
        auto fewer = withOneLegLess(part, budget);
        if (!fewer || fewer->total(fewer->quantities) >= part.total(part.quantities))
            break;
        part = std::move(*fewer);
    }
    if (!toWholeLots(part, budget))
        return std::nullopt;
    improveByLots(part, budget);
    return onAll(part, problem.legs.size());
}

} // namespace ballast
