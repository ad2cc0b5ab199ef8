#include "models/hedging/frontier.h"

#include "models/hedging/few_legs.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>

namespace ballast {
namespace {

using SteadyClock = std::chrono::steady_clock; // elapsed time, not time of day
using Quantities = std::vector<double>;

constexpr int weightSteps = 12; // 25 points
constexpr double farthestWeight = 100.0;
constexpr int stepsPerHalf = 12; // 25 points: no hedge, 12 up to the bands, 12 beyond
constexpr int marginPlanes = 40; // per point

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

// The least-cost relaxations of one problem while its bounds move.
class BandPath
{
public:
    explicit BandPath(const FrontierCase& frontier)
        : m_frontier(frontier),
          m_problem(frontier.problem),
          m_program(relaxationOf(m_problem)),
          m_model(m_program.program)
    {}

    // The problem at `depth`; its relaxed answer, empty where there is none.
    Quantities moveTo(double depth, double seconds, const std::stop_token& stop)
    {
        for (std::size_t i = 0; i < m_frontier.problem.rows.size(); ++i) {
            const HedgeRow& row = m_frontier.problem.rows[i];
            const bool isBand = i < m_frontier.rowsBefore.size();
            const RowBounds bounds =
                isBand ? boundsAt(row, m_frontier.rowsBefore[i], depth) : boundsAt(row, 0.0, std::min(depth, 1.0));
            m_problem.rows[i].lower = bounds.lower;
            m_problem.rows[i].upper = bounds.upper;
            m_model.setRowBounds(i, bounds.lower / rowScale(row), bounds.upper / rowScale(row));
        }
        for (int plane = 0; plane < marginPlanes; ++plane) {
            const LpSolution lp = m_model.solveRelaxation(seconds, stop);
            if (lp.status != LpStatus::Optimal)
                return {};
            Quantities quantities = m_program.quantities(m_problem, lp.x);
            if (m_frontier.margin == nullptr || depth < 1.0 || m_frontier.margin->keeps(quantities))
                return quantities;
            addMarginPlane(quantities);
        }
        return {};
    }

    [[nodiscard]] const HedgeProblem& problem() const { return m_problem; }

private:
    void addMarginPlane(std::span<const double> quantities)
    {
        HedgeProblem one{m_problem.legs, {m_frontier.margin->rowAt(quantities)}, {}, {}, -lpInfinity};
        m_model.addRow(relaxationOf(one).program.rows.front());
        m_problem.rows.push_back(std::move(one.rows.front()));
    }

    const FrontierCase& m_frontier;
    HedgeProblem m_problem;
    HedgeProgram m_program;
    LpModel m_model;
};

std::vector<Quantities> bandFrontier(const FrontierCase& frontier, double seconds, const std::stop_token& stop)
{
    const auto start = SteadyClock::now();
    BandPath path(frontier);
    std::vector<Quantities> hedges;
    for (int step = 0; step <= 2 * stepsPerHalf && !stop.stop_requested(); ++step) {
        const double left = seconds - std::chrono::duration<double>(SteadyClock::now() - start).count();
        if (left <= 0.0)
            break;
        const Quantities relaxed = path.moveTo(static_cast<double>(step) / stepsPerHalf, left, stop);
        if (relaxed.empty() && !frontier.problem.legs.empty())
            continue;
        if (auto hedge = fewWholeLots(path.problem(), nullptr, relaxed, left, stop))
            hedges.push_back(std::move(*hedge));
    }
    return hedges;
}

std::vector<Quantities> weightFrontier(const FrontierCase& frontier, double seconds, const std::stop_token& stop)
{
    const auto start = SteadyClock::now();
    std::vector<Quantities> hedges{Quantities(frontier.problem.legs.size(), 0.0)};
    if (!keepsRows(frontier.problem, hedges.front()))
        hedges.clear();
    std::vector<std::size_t> legs(frontier.problem.legs.size());
    std::iota(legs.begin(), legs.end(), std::size_t{0});
    for (int step = 0; step <= 2 * weightSteps && !stop.stop_requested(); ++step) {
        const double left = seconds - std::chrono::duration<double>(SteadyClock::now() - start).count();
        if (left <= 0.0)
            break;
        const double weight = std::pow(farthestWeight, static_cast<double>(step - weightSteps) / weightSteps);
        const RelaxedHedge relaxed = frontier.risk->relaxedAt(frontier.problem, weight, left, stop);
        if (relaxed.solution.status != LpStatus::Optimal)
            continue;
        const auto risk = frontier.risk->onLegs(legs, weight);
        if (auto hedge = fewWholeLots(frontier.problem, risk.get(), relaxed.solution.quantities, left, stop))
            hedges.push_back(std::move(*hedge));
    }
    return hedges;
}

} // namespace

std::vector<Quantities> frontierHedges(const FrontierCase& frontier, double seconds, const std::stop_token& stop)
{
    return frontier.risk != nullptr ? weightFrontier(frontier, seconds, stop) : bandFrontier(frontier, seconds, stop);
}

} // namespace ballast
