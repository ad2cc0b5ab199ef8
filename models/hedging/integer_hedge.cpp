#include "models/hedging/integer_hedge.h"

#include "models/hedging/lot_rounding.h"

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

constexpr double lotSlack = 1e-9; // 0.3 / 0.1 must count as 3 lots

// No answer that costs at most `cost` takes more of a side than this.
double usefulQuantity(std::span<const LegSegment> side, double cost)
{
    double quantity = 0.0;
    double left = cost;
    for (const LegSegment& segment : side) {
        const double affordable = segment.unitCost > 0.0 ? left / segment.unitCost : segment.quantity;
        const double take = std::min(segment.quantity, affordable);
        quantity += take;
        left -= take * segment.unitCost;
    }
    return quantity;
}

void addSideEntries(LpRow& row, std::size_t first, std::size_t count, double value)
{
    for (std::size_t k = 0; k < count; ++k)
        row.entries.push_back({first + k, value});
}

// buys - sells = lot x n
void addLotInteger(HedgeProgram& hedge, const HedgeProblem& problem, std::size_t j)
{
    const HedgeLeg& leg = problem.legs[j];
    const double most = std::floor(sideCapacity(leg.buy) / leg.lot + lotSlack);
    const double least = -std::floor(sideCapacity(leg.sell) / leg.lot + lotSlack);
    LpRow row{0.0, 0.0, {}};
    addSideEntries(row, hedge.legs[j].buy, leg.buy.size(), 1.0 / leg.lot);
    addSideEntries(row, hedge.legs[j].sell, leg.sell.size(), -1.0 / leg.lot);
    row.entries.push_back({hedge.program.columns.size(), -1.0});
    hedge.program.columns.push_back({0.0, least, most, true});
    hedge.program.rows.push_back(std::move(row));
}

void addCostLimit(LinearProgram& program, double costAtMost)
{
    LpRow row{-lpInfinity, 1.0, {}};
    for (std::size_t column = 0; column < program.columns.size(); ++column) {
        if (program.columns[column].cost != 0.0)
            row.entries.push_back({column, program.columns[column].cost / costAtMost});
    }
    program.rows.push_back(std::move(row));
}

// buys / most + sells / most <= z, z in {0, 1}; returns the column of z
std::size_t addLegSwitch(HedgeProgram& hedge, const HedgeProblem& problem, std::size_t j, double costAtMost)
{
    const HedgeLeg& leg = problem.legs[j];
    const std::size_t column = hedge.program.columns.size();
    LpRow row{-lpInfinity, 0.0, {}};
    const double tradeCostAtMost = problem.riskCuts.empty() ? costAtMost : costAtMost - problem.riskFloor;
    const double buyMost = usefulQuantity(leg.buy, tradeCostAtMost);
    const double sellMost = usefulQuantity(leg.sell, tradeCostAtMost);
    if (buyMost > 0.0)
        addSideEntries(row, hedge.legs[j].buy, leg.buy.size(), 1.0 / buyMost);
    if (sellMost > 0.0)
        addSideEntries(row, hedge.legs[j].sell, leg.sell.size(), 1.0 / sellMost);
    row.entries.push_back({column, -1.0});
    hedge.program.columns.push_back({0.0, 0.0, 1.0, true});
    hedge.program.rows.push_back(std::move(row));
    return column;
}

// The solver's zeros are not exact.
void dropDust(const HedgeProblem& problem, std::vector<double>& quantities)
{
    for (std::size_t j = 0; j < quantities.size(); ++j) {
        const double lot = problem.legs[j].lot;
        if (std::abs(quantities[j]) < (lot > 0.0 ? 1e-4 * lot : 1e-10))
            quantities[j] = 0.0;
    }
}

} // namespace

HedgeProblem withinCost(HedgeProblem problem, double costAtMost)
{
    const double tradeCost = problem.riskCuts.empty() ? costAtMost : costAtMost - problem.riskFloor;
    const auto pays = [](const LegSegment& segment) { return segment.unitCost < 0.0; };
    const bool anyPays = std::ranges::any_of(problem.legs, [&](const HedgeLeg& leg) {
        return std::ranges::any_of(leg.buy, pays) || std::ranges::any_of(leg.sell, pays);
    });
    if (!std::isfinite(tradeCost) || anyPays)
        return problem;
    for (HedgeLeg& leg : problem.legs) {
        for (std::vector<LegSegment>* side : {&leg.buy, &leg.sell}) {
            double left = usefulQuantity(*side, tradeCost) + leg.lot; // a lot more: rounding stays inside
            std::size_t count = 0;
            for (; count < side->size() && left > 0.0; ++count)
                left -= (*side)[count].quantity;
            side->resize(count);
        }
    }
    return problem;
}

HedgeProgram integerProgram(const HedgeProblem& problem, const IntegerLimits& limits)
{
    HedgeProgram hedge = relaxationOf(problem);
    for (std::size_t j = 0; j < problem.legs.size(); ++j) {
        const bool fine = limits.fineLotCost > 0.0 && hasFineLot(problem, j, limits.fineLotCost);
        if (problem.legs[j].lot > 0.0 && !fine)
            addLotInteger(hedge, problem, j);
    }
    const bool counted = problem.maxLegs && limits.legCount == LegCount::Limited;
    if (counted || problem.fixedPerLeg > 0.0) {
        LpRow count{-lpInfinity, counted ? static_cast<double>(*problem.maxLegs) : lpInfinity, {}};
        for (std::size_t j = 0; j < problem.legs.size(); ++j) {
            const std::size_t column = addLegSwitch(hedge, problem, j, limits.costAtMost);
            hedge.program.columns[column].cost = problem.fixedPerLeg;
            count.entries.push_back({column, 1.0});
        }
        hedge.program.rows.push_back(std::move(count));
    }
    if (std::isfinite(limits.costAtMost))
        addCostLimit(hedge.program, limits.costAtMost);
    return hedge;
}

IntegerAnswer solveInteger(const HedgeProblem& problem, const IntegerLimits& limits, const std::stop_token& stop)
{
    const HedgeProgram hedge = integerProgram(problem, limits);
    const LpSolution solution = LpModel(hedge.program).solveInteger(limits.seconds, limits.relativeGap, stop);
    IntegerAnswer answer;
    answer.status = solution.status;
    answer.bound = solution.bound;
    if (solution.status != LpStatus::Optimal && solution.status != LpStatus::Feasible)
        return answer;
    std::vector<double> quantities = hedge.quantities(problem, solution.x);
    dropDust(problem, quantities);
    const auto rounded = roundToLots(problem, quantities);
    if (!rounded && limits.fineLotCost > 0.0) {
        IntegerLimits exact = limits;
        exact.fineLotCost = 0.0;
        return solveInteger(problem, exact, stop);
    }
    if (!rounded) {
        answer.status = LpStatus::Failed;
        return answer;
    }
    answer.quantities = *rounded;
    answer.cost = costOf(problem, answer.quantities);
    return answer;
}

} // namespace ballast
