#include "models/hedging/risk_hedge.h"

#include "models/hedging/few_legs.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>

namespace ballast {
namespace {

using SteadyClock = std::chrono::steady_clock; // elapsed time, not time of day

constexpr int outerRounds = 4;           // integer solves at most
constexpr double relaxShare = 0.5;       // of the time, for any one relaxation
constexpr double worthwhileShare = 0.15; // of the time limit, after which no integer solve is begun

// What all steps share.
struct Work
{
    const HedgeProblem& problem;
    const HedgeRisk& risk;
    const HedgeLimits& limits;
    const std::stop_token& stop;
    SteadyClock::time_point start;

    [[nodiscard]] double secondsUsed() const
    {
        return std::chrono::duration<double>(SteadyClock::now() - start).count();
    }
    [[nodiscard]] double secondsLeft() const { return std::max(0.0, limits.seconds - secondsUsed()); }
    [[nodiscard]] double total(std::span<const double> quantities) const
    {
        return costOf(problem, quantities) + risk.costAt(quantities);
    }
};

bool hasAnswer(LpStatus status)
{
    return status == LpStatus::Optimal || status == LpStatus::Feasible;
}

// Legs that earn less than the tolerance together are not worth an order.
void dropIdleLegs(const Work& work, std::vector<double>& quantities, double allowance)
{
    for (std::size_t j = 0; j < quantities.size(); ++j) {
        if (quantities[j] == 0.0)
            continue;
        std::vector<double> without = quantities;
        without[j] = 0.0;
        if (work.total(without) <= work.total(quantities) + allowance && keepsRows(work.problem, without))
            quantities = std::move(without);
    }
}

// Branch and cut sees costs above zero only: the risk is moved up, and its floor with it.
struct ShiftedProblem
{
    HedgeProblem problem;
    double shift = 0.0;
};

ShiftedProblem withCuts(const Work& work, const RelaxedHedge& relaxed)
{
    ShiftedProblem result{work.problem, 0.0};
    result.problem.riskCuts = relaxed.cuts;
    HedgeProgram lowest = relaxationOf(result.problem);
    for (LpColumn& column : lowest.program.columns)
        column.cost = 0.0;
    lowest.program.columns[*lowest.riskColumn].cost = 1.0;
    const LpSolution floor = LpModel(lowest.program).solveRelaxation(work.secondsLeft(), work.stop);
    const double risk = work.risk.costAt(relaxed.solution.quantities);
    result.shift = risk < 0.0 ? -2.0 * risk : 0.0;
    for (RiskCut& cut : result.problem.riskCuts)
        cut.constant += result.shift;
    result.problem.riskFloor = floor.status == LpStatus::Optimal
                                   ? floor.objective + result.shift - std::abs(floor.objective) * 1e-9
                                   : -lpInfinity;
    return result;
}

void judge(HedgeSolution& solution, double bound, double size, double relativeGap)
{
    solution.gap = std::clamp((solution.cost - bound) / std::max(size, 1e-9), 0.0, 1.0);
    solution.status = solution.gap <= relativeGap ? LpStatus::Optimal : LpStatus::Feasible;
}

HedgeSolution solveIntegers(const Work& work, const RelaxedHedge& relaxed)
{
    HedgeSolution best;
    best.kkt = relaxed.solution.kkt;
    best.rowDuals = relaxed.solution.rowDuals;
    double bound = relaxed.bound;
    const double risk = work.risk.costAt(relaxed.solution.quantities);
    const double size = std::max(std::abs(relaxed.solution.cost - risk), std::abs(risk));
    const auto offer = [&](std::vector<double> quantities) {
        const double cost = work.total(quantities);
        if (best.quantities.empty() || cost < best.cost) {
            best.quantities = std::move(quantities);
            best.cost = cost;
        }
    };
    auto whole = fewWholeLots(work.problem, &work.risk, relaxed.solution.quantities, work.secondsLeft(), work.stop);
    if (whole) {
        if (work.limits.quickSeconds)
            whole = exchangedLegs(work.problem, &work.risk, std::move(*whole),
                                  *work.limits.quickSeconds - work.secondsUsed(), work.stop);
        dropIdleLegs(work, *whole, 0.5 * work.limits.relativeGap * size);
        offer(std::move(*whole));
        judge(best, bound, size, work.limits.relativeGap);
    }
    if (best.status == LpStatus::Optimal || work.stop.stop_requested() || (whole && work.limits.quickSeconds))
        return best;
    if (best.quantities.empty())
        best.status = LpStatus::TimeLimit; // until something is found
    ShiftedProblem shifted = withCuts(work, relaxed);
    const auto worthwhile = [&] {
        return best.quantities.empty() ? work.secondsLeft() > 0.0
                                       : work.secondsUsed() < worthwhileShare * work.limits.seconds;
    };
    for (int round = 0; round < outerRounds && worthwhile(); ++round) {
        if (!best.quantities.empty()) {
            RiskCut cut = work.risk.cutAt(best.quantities);
            cut.constant += shifted.shift;
            shifted.problem.riskCuts.push_back(std::move(cut));
        }
        HedgeLimits limits = work.limits;
        limits.seconds = std::min(0.5 * work.secondsLeft(), worthwhileShare * work.limits.seconds);
        const HedgeSolution integer = solveHedge(shifted.problem, limits, work.stop);
        if (!hasAnswer(integer.status)) {
            if (best.quantities.empty())
                best.status = integer.status;
            break;
        }
        bound = std::max(bound, integer.cost * (1.0 - integer.gap) - shifted.shift);
        const double before = best.cost;
        const bool known = best.quantities == integer.quantities;
        const bool first = best.quantities.empty();
        offer(integer.quantities);
        judge(best, bound, size, work.limits.relativeGap);
        RiskCut cut = work.risk.cutAt(integer.quantities);
        cut.constant += shifted.shift;
        shifted.problem.riskCuts.push_back(std::move(cut));
        if (best.status == LpStatus::Optimal || known || (!first && best.cost >= before && integer.gap > best.gap))
            break;
    }
    return best;
}

} // namespace

HedgeSolution solveRiskHedge(const HedgeProblem& problem, const HedgeRisk& risk, const HedgeLimits& limits,
                             const std::stop_token& stop)
{
    const Work work{problem, risk, limits, stop, SteadyClock::now()};
    RelaxedHedge relaxed = risk.relaxed(problem, relaxShare * limits.quickSeconds.value_or(limits.seconds), stop);
    if (relaxed.solution.status == LpStatus::TimeLimit && limits.quickSeconds)
        relaxed = risk.relaxed(problem, relaxShare * limits.seconds, stop);
    if (!hasAnswer(relaxed.solution.status))
        return relaxed.solution;
    std::vector<double> cleaned = relaxed.solution.quantities;
    dropDust(problem, cleaned);
    const bool fewEnough = !problem.maxLegs || legsOf(cleaned) <= *problem.maxLegs;
    const bool hasLots = std::ranges::any_of(problem.legs, [](const HedgeLeg& leg) { return leg.lot > 0.0; });
    if (fewEnough && !hasLots && problem.fixedPerLeg == 0.0) {
        relaxed.solution.quantities = std::move(cleaned);
        return relaxed.solution;
    }
    HedgeSolution solution = solveIntegers(work, relaxed);
    if (stop.stop_requested())
        solution.status = LpStatus::Cancelled;
    return solution;
}

} // namespace ballast
