#include "models/hedging/frontier.h"

#include "models/hedging/hedge_trades.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace ballast {
namespace {

constexpr int weightSteps = 10; // 21 points
constexpr double farthestWeight = 100.0;
constexpr int stepsPerHalf = 12; // 25 points: no hedge, 12 up to the bands, 12 beyond

struct RowBounds
{
    double lower = 0.0;
    double upper = 0.0;
};

// `depth` 0: what the book breaks is allowed as it is; 1: the bands; 2: the bands shrunk to their point nearest to
// zero. Bounds are relative to the book, whose own exposure is at 0.
RowBounds boundsAt(const HedgeRow& row, double before, double depth)
{
    const double towardsBand = std::min(depth, 1.0);
    const double beyond = std::max(depth - 1.0, 0.0);
    const double target = std::clamp(-before, row.lower, row.upper);
    const auto shrunk = [&](double bound) { return std::isfinite(bound) ? bound + beyond * (target - bound) : bound; };
    const double lower = row.lower > 0.0 ? towardsBand * row.lower : row.lower;
    const double upper = row.upper < 0.0 ? towardsBand * row.upper : row.upper;
    return {beyond > 0.0 ? shrunk(row.lower) : lower, beyond > 0.0 ? shrunk(row.upper) : upper};
}

FrontierPoint pointOf(const FrontierCase& frontier, std::span<const double> quantities, double costUsd)
{
    Exposure after = frontier.before;
    for (std::size_t j = 0; j < quantities.size(); ++j) {
        if (quantities[j] != 0.0)
            add(after, scaled(frontier.perUnit[j], quantities[j]));
    }
    return {costUsd, oneDayRiskUsd(after, frontier.moves), legsOf(quantities)};
}

std::vector<FrontierPoint> weightFrontier(const FrontierCase& frontier, double seconds, const std::stop_token& stop)
{
    const auto start = std::chrono::steady_clock::now(); // elapsed time, not time of day
    std::vector<FrontierPoint> points;
    for (int step = 0; step <= 2 * weightSteps && !stop.stop_requested(); ++step) {
        const double used = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        if (used > seconds)
            break;
        const double weight = std::pow(farthestWeight, static_cast<double>(step - weightSteps) / weightSteps);
        const RelaxedHedge hedge = frontier.risk->relaxedAt(frontier.problem, weight, seconds - used, stop);
        if (hedge.solution.status != LpStatus::Optimal)
            continue;
        double cost = 0.0;
        for (std::size_t j = 0; j < frontier.problem.legs.size(); ++j)
            cost += costOf(frontier.problem.legs[j], hedge.solution.quantities[j]);
        points.push_back(pointOf(frontier, hedge.solution.quantities, cost));
    }
    std::ranges::stable_sort(points, {}, &FrontierPoint::costUsd);
    return points;
}

} // namespace

std::vector<FrontierPoint> costRiskFrontier(const FrontierCase& frontier, double seconds, const std::stop_token& stop)
{
    if (frontier.risk != nullptr)
        return weightFrontier(frontier, seconds, stop);
    const HedgeProgram hedge = relaxationOf(frontier.problem);
    LpModel model(hedge.program);
    std::vector<FrontierPoint> points;
    for (int step = 0; step <= 2 * stepsPerHalf && !stop.stop_requested(); ++step) {
        const double depth = static_cast<double>(step) / stepsPerHalf;
        for (std::size_t i = 0; i < frontier.problem.rows.size(); ++i) {
            const HedgeRow& row = frontier.problem.rows[i];
            const bool isBand = i < frontier.rowsBefore.size();
            const RowBounds bounds =
                isBand ? boundsAt(row, frontier.rowsBefore[i], depth) : boundsAt(row, 0.0, std::min(depth, 1.0));
            model.setRowBounds(i, bounds.lower / rowScale(row), bounds.upper / rowScale(row));
        }
        const LpSolution lp = model.solveRelaxation(seconds, stop);
        if (lp.status == LpStatus::Optimal)
            points.push_back(pointOf(frontier, hedge.quantities(frontier.problem, lp.x), lp.objective));
    }
    return points;
}

} // namespace ballast
