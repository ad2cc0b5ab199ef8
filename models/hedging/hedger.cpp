#include "models/hedging/hedger.h"

#include "models/hedging/constraints.h"
#include "models/hedging/explain.h"
#include "models/hedging/frontier_points.h"
#include "models/hedging/hedge_case.h"
#include "models/hedging/hedge_message.h"
#include "models/hedging/hedge_revaluation.h"
#include "models/hedging/hedge_solver.h"
#include "models/hedging/hedge_trades.h"
#include "models/hedging/infeasibility.h"
#include "models/hedging/risk_hedge.h"
#include "models/hedging/robust.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>

namespace ballast {
namespace {

constexpr double relativeGap = 1e-3;         // of cost: what counts as proved optimal
constexpr std::size_t legsForConflicts = 20; // integer conflicts are searched on the most useful legs
constexpr double solverShare = 0.8;          // of the time limit; the rest is for tidying, revaluation and explanation
constexpr double quickSeconds = 0.2;         // of the quarter of a second that a click may take
constexpr double secondsPerPoint = 1.0;
constexpr int marginRounds = 200;           // planes at most, each phase
constexpr double leastSeconds = 0.2;        // for one solve
constexpr double secondsPerConflict = 0.25; // one solve per bound

using SteadyClock = std::chrono::steady_clock; // elapsed time, not time of day

double millisecondsSince(SteadyClock::time_point start)
{
    return std::chrono::duration<double, std::milli>(SteadyClock::now() - start).count();
}

std::vector<std::string> legNames(const HedgeCase& opened)
{
    std::vector<std::string> names;
    for (const HedgeCandidate& candidate : opened.choice.candidates)
        names.push_back(candidate.instrument.id.name);
    return names;
}

// Trading for gain without end: possible only where a price without known depth pays more than it costs.
bool paysWithoutEnd(const HedgeCase& opened, const std::stop_token& stop)
{
    const bool depthKnown = std::ranges::all_of(opened.choice.candidates, [](const HedgeCandidate& candidate) {
        return std::isfinite(candidate.buy.capacity()) && std::isfinite(candidate.sell.capacity());
    });
    if (depthKnown)
        return false;
    HedgeProgram hedge = relaxationOf(opened.problem);
    bool any = false;
    for (std::size_t j = 0; j < opened.choice.candidates.size(); ++j) {
        const HedgeCandidate& candidate = opened.choice.candidates[j];
        const auto lift = [&](const CostCurve& curve, std::size_t first, std::size_t count) {
            if (count == 0 || std::isfinite(curve.capacity()))
                return;
            LpColumn& column = hedge.program.columns[first + count - 1];
            column.upper = lpInfinity;
            any = any || column.cost < 0.0;
        };
        lift(candidate.buy, hedge.legs[j].buy, opened.problem.legs[j].buy.size());
        lift(candidate.sell, hedge.legs[j].sell, opened.problem.legs[j].sell.size());
    }
    return any && LpModel(hedge.program).solveRelaxation(secondsPerPoint, stop).status == LpStatus::Unbounded;
}

bool hasIntegers(const HedgePolicy& policy)
{
    return policy.respectLots || policy.maxLegs.has_value();
}

void setConflicts(HedgeProposal& proposal, const HedgeCase& opened, const std::stop_token& stop)
{
    const HedgeLimits limits{std::min(secondsPerConflict, proposal.policy.timeLimitSeconds), relativeGap,
                             legsForConflicts};
    proposal.conflicts = explainInfeasible(opened.problem, ConflictScope::Relaxation, limits, stop);
    if (!proposal.conflicts.empty() || !hasIntegers(proposal.policy))
        return;
    const auto legs = worthwhileLegs(opened.problem, legsForConflicts, stop);
    proposal.conflicts = explainInfeasible(onLegs(opened.problem, legs), ConflictScope::WithIntegers, limits, stop);
}

HedgeStatus answerOf(LpStatus status)
{
    switch (status) {
    case LpStatus::Optimal:
        return HedgeStatus::Optimal;
    case LpStatus::Feasible:
        return HedgeStatus::Feasible;
    case LpStatus::Unbounded:
        return HedgeStatus::Unbounded;
    case LpStatus::Cancelled:
        return HedgeStatus::Cancelled;
    case LpStatus::Infeasible:
    case LpStatus::TimeLimit:
        return HedgeStatus::Infeasible;
    case LpStatus::Failed:
        return HedgeStatus::BadInput;
    }
    return HedgeStatus::BadInput;
}

HedgeSolution solveOnce(const HedgeCase& opened, const HedgeLimits& limits, const std::stop_token& stop)
{
    return opened.risk ? solveRiskHedge(opened.problem, *opened.risk, limits, stop)
                       : solveHedge(opened.problem, limits, stop);
}

// Planes of the margin enter where a relaxed, then a whole-lot answer breaks them.
HedgeSolution solveWithMargin(HedgeCase& opened, const HedgeLimits& limits, const std::stop_token& stop)
{
    if (!opened.margin)
        return solveOnce(opened, limits, stop);
    const auto start = SteadyClock::now();
    const auto left = [&] { return limits.seconds - 1e-3 * millisecondsSince(start); };
    for (int round = 0; round < marginRounds && left() > 0.0; ++round) {
        const HedgeSolution relaxed = opened.risk ? opened.risk->relaxed(opened.problem, left(), stop).solution
                                                  : solveRelaxed(opened.problem, left(), stop);
        if (relaxed.quantities.empty() || opened.margin->keeps(relaxed.quantities))
            break;
        opened.problem.rows.push_back(opened.margin->rowAt(relaxed.quantities));
    }
    HedgeSolution solution;
    for (int round = 0; round < marginRounds; ++round) {
        HedgeLimits part = limits;
        part.seconds = std::max(0.5 * left(), std::min(leastSeconds, limits.seconds));
        solution = solveOnce(opened, part, stop);
        if (solution.quantities.empty() || opened.margin->keeps(solution.quantities))
            return solution;
        opened.problem.rows.push_back(opened.margin->rowAt(solution.quantities));
    }
    return {LpStatus::TimeLimit, {}, 0.0, 0.0, 0.0, {}};
}

void solveCase(HedgeProposal& proposal, const HedgeInputs& inputs, HedgeCase& opened, const std::stop_token& stop)
{
    const double most = solverShare * inputs.policy.timeLimitSeconds;
    const bool quick = inputs.effort == HedgeEffort::Quick && quickSeconds < most;
    HedgeLimits limits{most, relativeGap};
    if (quick)
        limits.quickSeconds = quickSeconds;
    HedgeSolution solution = solveWithMargin(opened, limits, stop);
    proposal.status = answerOf(solution.status);
    proposal.kkt = solution.kkt;
    if (proposal.status == HedgeStatus::Infeasible)
        setConflicts(proposal, opened, stop);
    if (proposal.status != HedgeStatus::Optimal && proposal.status != HedgeStatus::Feasible)
        return;
    proposal.gap = solution.gap;
    proposal.trades = tradesFor(opened.choice.candidates, solution.quantities);
    const ExplainOn which = hasIntegers(inputs.policy) ? ExplainOn::LegsInUse : ExplainOn::AllLegs;
    proposal.binding = opened.risk ? bindingRows(opened.problem, solution.rowDuals)
                                   : bindingConstraints(opened.problem, solution.quantities,
                                                        {which, legNames(opened), inputs.policy.underlying}, stop);
    if (proposal.trades.empty() && opened.risk) {
        proposal.status = HedgeStatus::NothingToDo;
        return;
    }
    if (!setAfter(proposal, inputs, opened, stop))
        proposal.status = HedgeStatus::Cancelled;
}

void answer(HedgeProposal& proposal, const HedgeInputs& inputs, HedgeCase& opened, const std::stop_token& stop)
{
    setUntouched(proposal, opened);
    const bool inside = std::ranges::all_of(proposal.bands, &BandOutcome::insideBefore) &&
                        std::ranges::all_of(proposal.limits, &LimitOutcome::keptBefore) &&
                        (!proposal.margin || proposal.margin->kept()) &&
                        (inputs.policy.robust.empty() ||
                         keepsRows(opened.problem, std::vector<double>(opened.problem.legs.size(), 0.0)));
    if (paysWithoutEnd(opened, stop))
        proposal.status = HedgeStatus::Unbounded;
    else if (inside && !opened.risk)
        proposal.status = HedgeStatus::NothingToDo;
    else
        solveCase(proposal, inputs, opened, stop);
    if (inputs.frontier == FrontierWanted::Yes && proposal.status != HedgeStatus::Unbounded)
        proposal.frontier = frontierPoints(proposal, opened, stop);
}

// Beside the hedge that trusts the numbers.
void setRobust(HedgeProposal& proposal, const HedgeInputs& inputs, const HedgeCase& opened, const std::stop_token& stop)
{
    if (inputs.policy.robust.empty() ||
        (proposal.status != HedgeStatus::Optimal && proposal.status != HedgeStatus::Feasible))
        return;
    HedgeInputs trusting = inputs;
    trusting.policy.robust = {};
    trusting.frontier = FrontierWanted::No;
    proposal.robust = robustOutcome(opened, proposal, proposeHedge(trusting, stop));
}

// What a stopped answer has found so far must not look like a result.
HedgeProposal cancelled(const HedgeInputs& inputs)
{
    HedgeProposal proposal = emptyProposal(inputs);
    proposal.status = HedgeStatus::Cancelled;
    proposal.message = "The hedge was cancelled.";
    return proposal;
}

} // namespace

HedgeProposal proposeHedge(const HedgeInputs& inputs, std::stop_token stop)
{
    const auto start = SteadyClock::now();
    if (auto fault = inputFault(inputs))
        return refusedProposal(inputs, std::move(*fault));
    auto opened = openCase(inputs, stop);
    if (!opened)
        return opened.error().code == Errc::Cancelled ? cancelled(inputs)
                                                      : refusedProposal(inputs, opened.error().message);
    HedgeProposal proposal = emptyProposal(inputs);
    answer(proposal, inputs, *opened, stop);
    if (stop.stop_requested() || proposal.status == HedgeStatus::Cancelled)
        return cancelled(inputs);
    setRobust(proposal, inputs, *opened, stop);
    proposal.message = withNotes(sentenceFor(proposal), opened->notes);
    proposal.milliseconds = millisecondsSince(start);
    return proposal;
}

} // namespace ballast
