#include "models/hedging/frontier.h"

#include "models/hedging/hedge_trades.h"

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

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

} // namespace

std::vector<FrontierPoint> costRiskFrontier(const FrontierCase& frontier, double seconds, const std::stop_token& stop)
{
    const HedgeProgram hedge = relaxationOf(frontier.problem);
    LpModel model(hedge.program);
    std::vector<FrontierPoint> points;
    for (int step = 0; step <= 2 * stepsPerHalf && !stop.stop_requested(); ++step) {
        const double depth = static_cast<double>(step) / stepsPerHalf;
        for (std::size_t i = 0; i < frontier.rowsBefore.size(); ++i) {
            const HedgeRow& row = frontier.problem.rows[i];
            const RowBounds bounds = boundsAt(row, frontier.rowsBefore[i], depth);
            model.setRowBounds(i, bounds.lower / rowScale(row), bounds.upper / rowScale(row));
        }
        const LpSolution lp = model.solveRelaxation(seconds, stop);
        if (lp.status == LpStatus::Optimal)
            points.push_back(pointOf(frontier, hedge.quantities(frontier.problem, lp.x), lp.objective));
    }
    return points;
}

} // namespace ballast
