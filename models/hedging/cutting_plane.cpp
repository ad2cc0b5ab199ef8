#include "models/hedging/cutting_plane.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>

namespace ballast {
namespace {

using SteadyClock = std::chrono::steady_clock; // elapsed time, not time of day

constexpr double between = 0.15; // share of the way from the best hedge to the master's
constexpr int tidyEvery = 8;     // rounds

double tradeCost(const HedgeProblem& problem, std::span<const double> quantities)
{
    double cost = 0.0;
    for (std::size_t j = 0; j < problem.legs.size(); ++j)
        cost += costOf(problem.legs[j], quantities[j]);
    return cost;
}

std::vector<double> pointBetween(std::span<const double> from, std::span<const double> to)
{
    std::vector<double> point;
    for (std::size_t j = 0; j < from.size(); ++j)
        point.push_back(from[j] + between * (to[j] - from[j]));
    return point;
}

// Planes that have long held nothing up make every later solve slower.
void dropIdle(LpModel& model, HedgeProblem& cutProblem, std::vector<int>& idle)
{
    std::vector<std::size_t> rows;
    std::vector<RiskCut> kept;
    std::vector<int> keptIdle;
    for (std::size_t cut = 0; cut < idle.size(); ++cut) {
        if (idle[cut] >= tidyEvery) {
            rows.push_back(cutProblem.rows.size() + cut);
            continue;
        }
        kept.push_back(std::move(cutProblem.riskCuts[cut]));
        keptIdle.push_back(idle[cut]);
    }
    model.dropRows(rows);
    cutProblem.riskCuts = std::move(kept);
    idle = std::move(keptIdle);
}

void keepMasterFacts(HedgeSolution& best, const HedgeProblem& problem, const LpSolution& lp)
{
    best.kkt = lp.kkt;
    best.rowDuals.clear();
    for (std::size_t i = 0; i < problem.rows.size(); ++i)
        best.rowDuals.push_back(lp.rowDuals[i] / rowScale(problem.rows[i]));
}

} // namespace

RelaxedHedge solveByCuts(const HedgeProblem& problem, const HedgeRisk& risk, const CutLimits& limits,
                         const std::stop_token& stop)
{
    const auto start = SteadyClock::now();
    RelaxedHedge answer;
    HedgeProblem cutProblem = problem;
    cutProblem.riskCuts = {risk.cutAt(std::vector<double>(problem.legs.size(), 0.0))};
    cutProblem.riskFloor = -lpInfinity;
    std::vector<int> idle{0}; // rounds since a plane held the bound up, per cut
    const HedgeProgram master = relaxationOf(cutProblem);
    LpModel model(master.program);
    HedgeSolution& best = answer.solution;
    // A plane touches the price of risk where it was made: one evaluation gives both.
    const auto offer = [&](std::vector<double> quantities) {
        cutProblem.riskCuts.push_back(risk.cutAt(quantities));
        const RiskCut& cut = cutProblem.riskCuts.back();
        const double touched =
            std::inner_product(cut.perLeg.begin(), cut.perLeg.end(), quantities.begin(), cut.constant);
        const double cost = tradeCost(problem, quantities) + touched;
        if (best.quantities.empty() || cost < best.cost) {
            best.cost = cost;
            best.quantities = std::move(quantities);
        }
    };
    for (int round = 0; round < limits.rounds; ++round) {
        const double left = limits.seconds - std::chrono::duration<double>(SteadyClock::now() - start).count();
        const LpSolution lp = model.solveRelaxation(left, stop);
        if (lp.status != LpStatus::Optimal) {
            best.status = best.quantities.empty() || lp.status != LpStatus::TimeLimit ? lp.status : LpStatus::Feasible;
            break;
        }
        answer.bound = std::max(answer.bound, lp.objective);
        const std::vector<double> proposed = master.quantities(problem, lp.x);
        const std::vector<double> inner = best.quantities.empty() ? proposed : pointBetween(best.quantities, proposed);
        const std::size_t known = cutProblem.riskCuts.size();
        offer(proposed);
        if (inner != proposed)
            offer(inner);
        keepMasterFacts(best, problem, lp);
        for (std::size_t cut = 0; cut < known; ++cut)
            idle[cut] = lp.rowDuals[problem.rows.size() + cut] == 0.0 ? idle[cut] + 1 : 0;
        best.gap = (best.cost - answer.bound) / std::max(1.0, std::abs(best.cost));
        best.status = LpStatus::Feasible;
        if (best.gap <= limits.gap) {
            best.gap = std::max(best.gap, 0.0);
            best.status = LpStatus::Optimal;
            break;
        }
        for (std::size_t cut = known; cut < cutProblem.riskCuts.size(); ++cut)
            model.addRow(cutRow(master, cutProblem, cutProblem.riskCuts[cut]));
        idle.resize(cutProblem.riskCuts.size(), 0);
        if (round % tidyEvery == tidyEvery - 1)
            dropIdle(model, cutProblem, idle);
    }
    answer.cuts = std::move(cutProblem.riskCuts);
    return answer;
}

} // namespace ballast
