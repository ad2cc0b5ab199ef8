#include "models/hedging/hedge_problem.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ballast {
namespace {

void appendSide(HedgeProgram& result, const HedgeProblem& problem, std::span<const double> scales, std::size_t leg,
                Side side)
{
    const bool buys = side == Side::Buy;
    for (const LegSegment& segment : buys ? problem.legs[leg].buy : problem.legs[leg].sell) {
        const std::size_t column = result.program.columns.size();
        result.program.columns.push_back({segment.unitCost, 0.0, segment.quantity, false});
        for (std::size_t i = 0; i < problem.rows.size(); ++i) {
            const HedgeRow& row = problem.rows[i];
            const double sign = buys || row.sum == RowSum::Absolute ? 1.0 : -1.0;
            if (row.perUnit[leg] != 0.0)
                result.program.rows[i].entries.push_back({column, sign * row.perUnit[leg] / scales[i]});
        }
    }
}

double sumOf(std::span<const double> x, std::size_t first, std::size_t count)
{
    const auto part = x.subspan(first, count);
    return std::accumulate(part.begin(), part.end(), 0.0);
}

} // namespace

double rowScale(const HedgeRow& row)
{
    double scale = 0.0;
    for (const double value : row.perUnit)
        scale = std::max(scale, std::abs(value));
    return scale > 0.0 ? scale : 1.0;
}

double sideCapacity(std::span<const LegSegment> side)
{
    return std::accumulate(side.begin(), side.end(), 0.0,
                           [](double sum, const LegSegment& segment) { return sum + segment.quantity; });
}

double costOf(const HedgeLeg& leg, double quantity)
{
    double left = std::abs(quantity);
    double cost = 0.0;
    for (const LegSegment& segment : quantity > 0.0 ? leg.buy : leg.sell) {
        const double take = std::min(left, segment.quantity);
        cost += take * segment.unitCost;
        left -= take;
    }
    return cost;
}

double costOf(const HedgeProblem& problem, std::span<const double> quantities)
{
    double cost = 0.0;
    for (std::size_t j = 0; j < problem.legs.size(); ++j)
        cost += costOf(problem.legs[j], quantities[j]);
    return cost + problem.fixedPerLeg * legsOf(quantities) + riskOf(problem, quantities);
}

double riskOf(const HedgeProblem& problem, std::span<const double> quantities)
{
    if (problem.riskCuts.empty())
        return 0.0;
    double risk = problem.riskFloor;
    for (const RiskCut& cut : problem.riskCuts)
        risk = std::max(risk, cut.constant +
                                  std::inner_product(cut.perLeg.begin(), cut.perLeg.end(), quantities.begin(), 0.0));
    return risk;
}

double activityOf(const HedgeRow& row, std::span<const double> quantities)
{
    double sum = 0.0;
    for (std::size_t j = 0; j < quantities.size(); ++j)
        sum += row.perUnit[j] * (row.sum == RowSum::Signed ? quantities[j] : std::abs(quantities[j]));
    return sum;
}

int legsOf(std::span<const double> quantities)
{
    return static_cast<int>(std::ranges::count_if(quantities, [](double quantity) { return quantity != 0.0; }));
}

double worstMiss(const HedgeProblem& problem, std::span<const double> quantities)
{
    double worst = 0.0;
    for (const HedgeRow& row : problem.rows) {
        const double activity = activityOf(row, quantities);
        worst = std::max({worst, (row.lower - activity) / rowScale(row), (activity - row.upper) / rowScale(row)});
    }
    return worst;
}

bool keepsRows(const HedgeProblem& problem, std::span<const double> quantities)
{
    return std::ranges::all_of(problem.rows, [&](const HedgeRow& row) {
        const double activity = activityOf(row, quantities);
        const double slack = rowTolerance * (rowScale(row) + std::abs(activity));
        return activity >= row.lower - slack && activity <= row.upper + slack;
    });
}

HedgeProblem onLegs(const HedgeProblem& problem, std::span<const std::size_t> legs)
{
    HedgeProblem part;
    part.maxLegs = problem.maxLegs;
    part.fixedPerLeg = problem.fixedPerLeg;
    for (const std::size_t leg : legs)
        part.legs.push_back(problem.legs[leg]);
    for (const HedgeRow& row : problem.rows) {
        HedgeRow& copy = part.rows.emplace_back(row);
        copy.perUnit.clear();
        for (const std::size_t leg : legs)
            copy.perUnit.push_back(row.perUnit[leg]);
    }
    part.riskFloor = problem.riskFloor;
    for (const RiskCut& cut : problem.riskCuts) {
        RiskCut& copy = part.riskCuts.emplace_back(RiskCut{cut.constant, {}});
        for (const std::size_t leg : legs)
            copy.perLeg.push_back(cut.perLeg[leg]);
    }
    return part;
}

HedgeProgram relaxationOf(const HedgeProblem& problem)
{
    HedgeProgram result;
    std::vector<double> scales;
    for (const HedgeRow& row : problem.rows) {
        const double scale = scales.emplace_back(rowScale(row));
        result.program.rows.push_back({row.lower / scale, row.upper / scale, {}});
    }
    for (std::size_t j = 0; j < problem.legs.size(); ++j) {
        LegColumns& columns = result.legs.emplace_back();
        columns.buy = result.program.columns.size();
        appendSide(result, problem, scales, j, Side::Buy);
        columns.sell = result.program.columns.size();
        appendSide(result, problem, scales, j, Side::Sell);
    }
    if (problem.riskCuts.empty())
        return result;
    result.riskColumn = result.program.columns.size();
    result.program.columns.push_back({1.0, problem.riskFloor, lpInfinity, false});
    for (const RiskCut& cut : problem.riskCuts)
        result.program.rows.push_back(cutRow(result, problem, cut));
    return result;
}

LpRow cutRow(const HedgeProgram& program, const HedgeProblem& problem, const RiskCut& cut)
{
    double scale = 1.0;
    for (const double slope : cut.perLeg)
        scale = std::max(scale, std::abs(slope));
    LpRow row{cut.constant / scale, lpInfinity, {}};
    row.entries.push_back({*program.riskColumn, 1.0 / scale});
    for (std::size_t j = 0; j < problem.legs.size(); ++j) {
        if (cut.perLeg[j] == 0.0)
            continue;
        for (std::size_t k = 0; k < problem.legs[j].buy.size(); ++k)
            row.entries.push_back({program.legs[j].buy + k, -cut.perLeg[j] / scale});
        for (std::size_t k = 0; k < problem.legs[j].sell.size(); ++k)
            row.entries.push_back({program.legs[j].sell + k, cut.perLeg[j] / scale});
    }
    return row;
}

std::vector<double> HedgeProgram::quantities(const HedgeProblem& problem, std::span<const double> x) const
{
    std::vector<double> result;
    for (std::size_t j = 0; j < legs.size(); ++j)
        result.push_back(sumOf(x, legs[j].buy, problem.legs[j].buy.size()) -
                         sumOf(x, legs[j].sell, problem.legs[j].sell.size()));
    return result;
}

} // namespace ballast
