#include "models/hedging/infeasibility.h"

#include "models/hedging/integer_hedge.h"
#include "models/hedging/segment_window.h"

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

constexpr double relaxationMargin = 1e-6; // relaxations are rounded up by this share so that they suffice

std::vector<RowSide> finiteSides(const HedgeProblem& problem)
{
    std::vector<RowSide> sides;
    for (std::size_t i = 0; i < problem.rows.size(); ++i) {
        if (std::isfinite(problem.rows[i].lower))
            sides.push_back({i, true});
        if (std::isfinite(problem.rows[i].upper))
            sides.push_back({i, false});
    }
    return sides;
}

double& boundOf(HedgeProblem& problem, const RowSide& side)
{
    HedgeRow& row = problem.rows[side.row];
    return side.lower ? row.lower : row.upper;
}

bool canHold(const HedgeProblem& problem, ConflictScope scope, const HedgeLimits& limits, const std::stop_token& stop)
{
    return scope == ConflictScope::Relaxation
               ? rowsCanHold(problem, limits.seconds, stop)
               : solveInteger(problem, {limits.seconds, 1.0}, stop).status != LpStatus::Infeasible;
}

// One pass: what can go without the rest becoming feasible is not part of the conflict.
std::vector<RowSide> smallestConflict(HedgeProblem problem, ConflictScope scope, const HedgeLimits& limits,
                                      const std::stop_token& stop)
{
    std::vector<RowSide> members;
    for (const RowSide& side : finiteSides(problem)) {
        const double bound = boundOf(problem, side);
        boundOf(problem, side) = side.lower ? -lpInfinity : lpInfinity;
        if (!canHold(problem, scope, limits, stop))
            continue;
        boundOf(problem, side) = bound;
        members.push_back(side);
    }
    return members;
}

// Per side of `sides`, the least relaxation; empty where the search found none in time.
std::vector<double> leastRelaxation(const HedgeProblem& problem, std::span<const RowSide> sides, ConflictScope scope,
                                    const HedgeLimits& limits, const std::stop_token& stop)
{
    LinearProgram program =
        (scope == ConflictScope::Relaxation ? relaxationOf(problem) : integerProgram(problem, {})).program;
    for (LpColumn& column : program.columns)
        column.cost = 0.0;
    const std::size_t firstSlack = program.columns.size();
    std::vector<double> units;
    for (const RowSide& side : sides) {
        const HedgeRow& row = problem.rows[side.row];
        const double unit =
            units.emplace_back(std::max(std::abs(side.lower ? row.lower : row.upper), 1e-6 * rowScale(row)));
        program.rows[side.row].entries.push_back({program.columns.size(), (side.lower ? unit : -unit) / rowScale(row)});
        program.columns.push_back({1.0, 0.0, lpInfinity, false});
    }
    LpModel model(std::move(program));
    const LpSolution solution = scope == ConflictScope::Relaxation ? model.solveRelaxation(limits.seconds, stop)
                                                                   : model.solveInteger(limits.seconds, 1e-3, stop);
    std::vector<double> relaxations;
    for (std::size_t k = 0; k < units.size() && !solution.x.empty(); ++k) {
        const double share = solution.x[firstSlack + k];
        relaxations.push_back(share > 1e-9 ? share * units[k] * (1.0 + relaxationMargin) : 0.0);
    }
    return relaxations;
}

} // namespace

std::string sideName(const HedgeRow& row, bool lower)
{
    return row.sum == RowSum::Absolute ? row.name : row.name + (lower ? " lower bound" : " upper bound");
}

std::vector<ConstraintConflict> explainInfeasible(const HedgeProblem& whole, ConflictScope scope,
                                                  const HedgeLimits& limits, const std::stop_token& stop)
{
    const HedgeProblem problem = withoutCosts(whole);
    if (canHold(problem, scope, limits, stop))
        return {};
    const std::vector<RowSide> sides = finiteSides(problem);
    const std::vector<RowSide> members = smallestConflict(problem, scope, limits, stop);
    const std::vector<double> relaxations = leastRelaxation(problem, sides, scope, limits, stop);
    std::vector<ConstraintConflict> conflicts;
    for (std::size_t k = 0; k < sides.size(); ++k) {
        const bool member = std::ranges::find(members, sides[k]) != members.end();
        const double relaxBy = relaxations.empty() ? 0.0 : relaxations[k];
        const HedgeRow& row = problem.rows[sides[k].row];
        if (member || relaxBy > 0.0)
            conflicts.push_back({sideName(row, sides[k].lower), relaxBy, row.unit});
    }
    if (scope == ConflictScope::WithIntegers && problem.maxLegs)
        conflicts.push_back({"max legs", 0.0, "legs"});
    return stop.stop_requested() ? std::vector<ConstraintConflict>{} : conflicts;
}

} // namespace ballast
