#include "models/hedging/qp_solver.h"

#include "models/hedging/linear_program.h"
#include "models/hedging/qp_interior.h"
#include "models/hedging/qp_scaled.h"

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

constexpr std::size_t mostDense = 500; // variables: a dense factorisation asks for no stop, more takes over 50 ms

constexpr double secondsForProof = 5.0;
constexpr double unboundedSlope = 1e-7; // per unit of direction, of the largest cost

bool isSound(const QpProblem& problem)
{
    const auto finite = [](double value) { return std::isfinite(value); };
    const auto bounds = [](double lower, double upper) {
        return !std::isnan(lower) && !std::isnan(upper) && lower < lpInfinity && upper > -lpInfinity;
    };
    return problem.factors.size() == problem.offset.size() * problem.columns &&
           std::ranges::all_of(problem.factors, finite) && std::ranges::all_of(problem.offset, finite) &&
           std::ranges::all_of(problem.variables,
                               [&](const QpVariable& v) {
                                   return v.column < problem.columns && std::abs(v.sign) == 1.0 && finite(v.cost) &&
                                          finite(v.diagonal) && v.diagonal >= 0.0 && bounds(v.lower, v.upper);
                               }) &&
           std::ranges::all_of(problem.rows, [&](const QpRow& row) {
               return row.perColumn.size() == problem.columns && std::ranges::all_of(row.perColumn, finite) &&
                      bounds(row.lower, row.upper);
           });
}

// The constraints alone; `direction`: of rays instead of points.
LinearProgram constraintsOf(const QpProblem& problem, bool direction)
{
    const auto end = [&](double bound) { return direction && std::isfinite(bound) ? 0.0 : bound; };
    LinearProgram program;
    for (const QpVariable& variable : problem.variables) {
        const double lower = end(variable.lower);
        const double upper = end(variable.upper);
        program.columns.push_back(
            {0.0, direction ? std::max(lower, -1.0) : lower, direction ? std::min(upper, 1.0) : upper, false});
    }
    for (const QpRow& row : problem.rows) {
        LpRow& copy = program.rows.emplace_back(LpRow{end(row.lower), end(row.upper), {}});
        for (std::size_t i = 0; i < problem.variables.size(); ++i) {
            const QpVariable& variable = problem.variables[i];
            const double sign = row.sum == RowSum::Signed ? variable.sign : 1.0;
            if (row.perColumn[variable.column] != 0.0)
                copy.entries.push_back({i, sign * row.perColumn[variable.column]});
        }
    }
    return program;
}

bool crossedBounds(const QpProblem& problem)
{
    return std::ranges::any_of(problem.variables, [](const QpVariable& v) { return v.lower > v.upper; }) ||
           std::ranges::any_of(problem.rows, [](const QpRow& row) { return row.lower > row.upper; });
}

// A ray along which nothing curves and the cost falls.
bool fallsForEver(const QpProblem& problem, const std::stop_token& stop)
{
    LinearProgram rays = constraintsOf(problem, true);
    double largest = 0.0;
    for (std::size_t i = 0; i < problem.variables.size(); ++i) {
        const QpVariable& variable = problem.variables[i];
        LpColumn& column = rays.columns[i];
        column.cost = variable.cost;
        for (std::size_t k = 0; k < problem.factorCount(); ++k)
            column.cost += variable.sign * problem.factors[k * problem.columns + variable.column] * problem.offset[k];
        if (variable.diagonal > 0.0)
            column.lower = column.upper = 0.0;
        largest = std::max(largest, std::abs(column.cost));
    }
    for (std::size_t k = 0; k < problem.factorCount(); ++k) {
        LpRow& flat = rays.rows.emplace_back(LpRow{0.0, 0.0, {}});
        for (std::size_t i = 0; i < problem.variables.size(); ++i) {
            const QpVariable& variable = problem.variables[i];
            const double value = variable.sign * problem.factors[k * problem.columns + variable.column];
            if (value != 0.0)
                flat.entries.push_back({i, value});
        }
    }
    const LpSolution ray = LpModel(std::move(rays)).solveRelaxation(secondsForProof, stop);
    return ray.status == LpStatus::Optimal && ray.objective < -unboundedSlope * largest;
}

QpStatus whyNot(const QpProblem& problem, const std::stop_token& stop)
{
    const LpStatus point = LpModel(constraintsOf(problem, false)).solveRelaxation(secondsForProof, stop).status;
    if (point == LpStatus::Infeasible)
        return QpStatus::Infeasible;
    if (point == LpStatus::Cancelled)
        return QpStatus::Cancelled;
    return fallsForEver(problem, stop) ? QpStatus::Unbounded : QpStatus::IterationLimit;
}

// Keeps the better of what it has and (x, duals).
void offer(QpSolution& best, const QpProblem& problem, std::vector<double> x, std::vector<double> duals, bool polished)
{
    const QpResiduals residuals = qpResiduals(problem, x, duals);
    if (!best.x.empty() && !(residuals.kkt < best.kkt))
        return;
    best.x = std::move(x);
    best.rowDuals = std::move(duals);
    best.kkt = residuals.kkt;
    best.violation = residuals.violation;
    best.polished = polished;
}

QpSolution nothingToChoose(const QpProblem& problem)
{
    QpSolution solution;
    const bool zeroIsInside =
        std::ranges::all_of(problem.rows, [](const QpRow& row) { return row.lower <= 0.0 && row.upper >= 0.0; });
    solution.status = zeroIsInside ? QpStatus::Solved : QpStatus::Infeasible;
    solution.rowDuals.assign(problem.rows.size(), 0.0);
    solution.columns.assign(problem.columns, 0.0);
    solution.objective = objectiveOf(problem, {});
    return solution;
}

bool certified(const QpSolution& solution, const QpLimits& limits)
{
    return !solution.x.empty() && solution.kkt <= limits.kkt && solution.violation <= limits.violation;
}

} // namespace

QpSolution solveQp(const QpProblem& problem, const QpLimits& limits, const std::stop_token& stop)
{
    QpSolution solution;
    if (!isSound(problem))
        return solution;
    solution.status = QpStatus::Infeasible;
    if (crossedBounds(problem))
        return solution;
    if (problem.variables.empty())
        return nothingToChoose(problem);
    const QpScaled scaled(problem);
    const bool denseToo = problem.variables.size() <= mostDense;
    for (const QpFactorization how : {limits.factorization, QpFactorization::Dense}) {
        const QpInterior interior = interiorPoint(scaled, limits, how, stop);
        solution.iterations += interior.iterations;
        solution.denseFallback = how != limits.factorization;
        if (interior.status == QpStatus::Cancelled) {
            solution = {};
            solution.status = QpStatus::Cancelled;
            return solution;
        }
        if (interior.point.allFinite() && interior.duals.allFinite()) {
            offer(solution, problem, scaled.unscaledX(interior.point), scaled.unscaledDuals(interior.duals), false);
            const QpPolished polished = polishQp(scaled, interior);
            if (polished.x.allFinite() && polished.duals.allFinite())
                offer(solution, problem, scaled.unscaledX(polished.x), scaled.unscaledDuals(polished.duals), true);
        }
        if (certified(solution, limits) || how == QpFactorization::Dense || !denseToo)
            break;
    }
    solution.status = certified(solution, limits) ? QpStatus::Solved : whyNot(problem, stop);
    solution.columns = columnsOf(problem, solution.x);
    solution.objective = objectiveOf(problem, solution.x);
    return solution;
}

const char* qpStatusWord(QpStatus status)
{
    switch (status) {
    case QpStatus::Solved:
        return "solved";
    case QpStatus::Infeasible:
        return "infeasible";
    case QpStatus::Unbounded:
        return "unbounded";
    case QpStatus::IterationLimit:
        return "iteration-limit";
    case QpStatus::Cancelled:
        return "cancelled";
    case QpStatus::BadInput:
        return "bad-input";
    }
    return "unknown";
}

} // namespace ballast
