#include "models/hedging/hedger.h"

#include "models/hedging/constraints.h"
#include "models/hedging/explain.h"
#include "models/hedging/hedge_case.h"
#include "models/hedging/hedge_message.h"
#include "models/hedging/hedge_solver.h"
#include "models/hedging/hedge_trades.h"
#include "models/hedging/infeasibility.h"
#include "models/hedging/risk_hedge.h"
#include "models/hedging/structures.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>

namespace ballast {
namespace {

constexpr double relativeGap = 1e-3;         // of cost: what counts as proved optimal
constexpr std::size_t legsForConflicts = 20; // integer conflicts are searched on the most useful legs
constexpr double solverShare = 0.8;          // of the time limit; the rest is for tidying, revaluation and explanation
constexpr double secondsPerPoint = 1.0;
constexpr int marginRounds = 200;           // planes at most, each phase
constexpr double leastSeconds = 0.2;        // for one solve
constexpr double secondsPerConflict = 0.25; // one solve per bound

using SteadyClock = std::chrono::steady_clock; // elapsed time, not time of day

double millisecondsSince(SteadyClock::time_point start)
{
    return std::chrono::duration<double, std::milli>(SteadyClock::now() - start).count();
}

HedgeProposal emptyProposal(const HedgeInputs& inputs)
{
    HedgeProposal proposal;
    proposal.id = inputs.id;
    proposal.policy = inputs.policy;
    if (inputs.market) {
        proposal.basis = inputs.market->id;
        proposal.basisAsOf = inputs.market->asOf;
    }
    return proposal;
}

void setBands(HedgeProposal& proposal, const HedgeCase& opened, std::span<const double> after)
{
    proposal.bands.clear();
    for (std::size_t i = 0; i < proposal.policy.bands.size(); ++i) {
        const Band& band = proposal.policy.bands[i];
        const double before = opened.bandsBefore[i];
        proposal.bands.push_back(
            {band, before, after[i], insideBand(band, before, before), insideBand(band, after[i], before)});
    }
}

// The book as it is: what every answer without trades shows.
void setUntouched(HedgeProposal& proposal, const HedgeCase& opened)
{
    proposal.before = proposal.after = opened.exposureBefore;
    proposal.riskBeforeUsd = proposal.riskAfterUsd = oneDayRiskUsd(opened.exposureBefore, opened.moves);
    proposal.refused = opened.choice.refused;
    proposal.candidates = static_cast<int>(opened.choice.candidates.size());
    setBands(proposal, opened, opened.bandsBefore);
    proposal.limits = limitOutcomes(opened.limits, opened.pnlBefore, opened.pnlBefore);
    if (opened.scenarios)
        proposal.tail = tailOutcome(opened.before, opened.before, *opened.scenarios, proposal.policy);
    proposal.margin = marginOutcome(proposal.policy, opened.before, opened.before);
}

std::optional<std::size_t> mainTradeOf(const HedgeProposal& proposal, const OneDayMoves& moves)
{
    std::optional<std::size_t> main;
    double least = proposal.riskBeforeUsd;
    for (std::size_t t = 0; t < proposal.trades.size(); ++t) {
        Exposure alone = proposal.before;
        add(alone, proposal.trades[t].exposure);
        if (const double risk = oneDayRiskUsd(alone, moves); risk < least) {
            main = t;
            least = risk;
        }
    }
    return main;
}

// Full revaluation of the book with the trades in it. False: stopped.
bool setAfter(HedgeProposal& proposal, const HedgeInputs& inputs, const HedgeCase& opened, const std::stop_token& stop)
{
    const auto book = std::make_shared<const Portfolio>(bookAfter(*inputs.book, proposal.trades, *inputs.market));
    const auto report = computeRisk({inputs.market, book, inputs.surfaces, VolChoice::Mark}, stop);
    if (!report)
        return false;
    proposal.after = exposureOf(*report, inputs.policy.underlying);
    proposal.riskAfterUsd = oneDayRiskUsd(proposal.after, opened.moves);
    setBands(proposal, opened, bandValues(*report, inputs.policy, DeltaRule(inputs.policy, inputs.surfaces)));
    proposal.limits =
        limitOutcomes(opened.limits, opened.pnlBefore, pnlAtLimits(*report, opened.limits, inputs.policy.underlying));
    if (opened.scenarios)
        proposal.tail = tailOutcome(opened.before, *report, *opened.scenarios, inputs.policy);
    proposal.margin = marginOutcome(inputs.policy, opened.before, *report);
    proposal.structures = namedStructures(proposal.trades, *inputs.market);
    proposal.mainTrade = mainTradeOf(proposal, opened.moves);
    proposal.spreadUsd = proposal.feesUsd = 0.0;
    for (const HedgeTrade& trade : proposal.trades) {
        proposal.spreadUsd += trade.spreadUsd;
        proposal.feesUsd += trade.feeUsd;
    }
    return true;
}

std::vector<std::string> legNames(const HedgeCase& opened)
{
    std::vector<std::string> names;
    for (const HedgeCandidate& candidate : opened.choice.candidates)
        names.push_back(candidate.instrument.id.name);
    return names;
}

void setFrontier(HedgeProposal& proposal, const HedgeCase& opened, const std::stop_token& stop)
{
    FrontierCase frontier{opened.problem, opened.bandsBefore, {}, opened.exposureBefore, opened.moves};
    for (const HedgeCandidate& candidate : opened.choice.candidates)
        frontier.perUnit.push_back(scaled(candidate.unit.exposure, 1.0 / candidate.coinsPerUnit));
    frontier.risk = opened.risk.get();
    proposal.frontier = costRiskFrontier(frontier, secondsPerPoint, stop);
}

// Trading for gain without end: possible only where a price without known depth pays more than it costs.
bool paysWithoutEnd(const HedgeCase& opened, const std::stop_token& stop)
{
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

void setTrades(HedgeProposal& proposal, const HedgeCase& opened, std::span<const double> coins)
{
    for (std::size_t j = 0; j < coins.size(); ++j) {
        const HedgeCandidate& candidate = opened.choice.candidates[j];
        double quantity = coins[j] / candidate.coinsPerUnit;
        if (candidate.lot > 0.0) // whole lots exactly, free of the unit's conversion
            quantity = std::round(quantity / candidate.lot) * candidate.lot;
        if (quantity != 0.0)
            proposal.trades.push_back(tradeOf(candidate, quantity));
    }
    std::ranges::stable_sort(proposal.trades, std::greater{}, &HedgeTrade::costUsd);
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
        part.seconds = std::max(0.5 * left(), leastSeconds);
        solution = solveOnce(opened, part, stop);
        if (solution.quantities.empty() || opened.margin->keeps(solution.quantities))
            return solution;
        opened.problem.rows.push_back(opened.margin->rowAt(solution.quantities));
    }
    return {LpStatus::TimeLimit, {}, 0.0, 0.0, 0.0, {}};
}

void solveCase(HedgeProposal& proposal, const HedgeInputs& inputs, HedgeCase& opened, const std::stop_token& stop)
{
    const HedgeLimits limits{solverShare * inputs.policy.timeLimitSeconds, relativeGap};
    const HedgeSolution solution = solveWithMargin(opened, limits, stop);
    proposal.status = answerOf(solution.status);
    proposal.kkt = solution.kkt;
    if (proposal.status == HedgeStatus::Infeasible)
        setConflicts(proposal, opened, stop);
    if (proposal.status != HedgeStatus::Optimal && proposal.status != HedgeStatus::Feasible)
        return;
    proposal.gap = solution.gap;
    setTrades(proposal, opened, solution.quantities);
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
                        (!proposal.margin || proposal.margin->kept());
    if (paysWithoutEnd(opened, stop))
        proposal.status = HedgeStatus::Unbounded;
    else if (inside && !opened.risk)
        proposal.status = HedgeStatus::NothingToDo;
    else
        solveCase(proposal, inputs, opened, stop);
    if (inputs.frontier == FrontierWanted::Yes && proposal.status != HedgeStatus::Unbounded)
        setFrontier(proposal, opened, stop);
}

// What a stopped answer has found so far must not look like a result.
HedgeProposal cancelled(const HedgeInputs& inputs)
{
    HedgeProposal proposal = emptyProposal(inputs);
    proposal.status = HedgeStatus::Cancelled;
    proposal.message = "The hedge was cancelled.";
    return proposal;
}

HedgeProposal refused(const HedgeInputs& inputs, std::string why)
{
    HedgeProposal proposal = emptyProposal(inputs);
    proposal.status = HedgeStatus::BadInput;
    proposal.message = std::move(why);
    return proposal;
}

const HedgeCandidate* candidateOf(const HedgeCase& opened, const HedgeTrade& trade)
{
    const auto it = std::ranges::find(opened.choice.candidates, trade.index, &HedgeCandidate::index);
    return it == opened.choice.candidates.end() ? nullptr : &*it;
}

} // namespace

HedgeProposal proposeHedge(const HedgeInputs& inputs, std::stop_token stop)
{
    const auto start = SteadyClock::now();
    if (auto fault = inputFault(inputs))
        return refused(inputs, std::move(*fault));
    auto opened = openCase(inputs, stop);
    if (!opened)
        return opened.error().code == Errc::Cancelled ? cancelled(inputs) : refused(inputs, opened.error().message);
    HedgeProposal proposal = emptyProposal(inputs);
    answer(proposal, inputs, *opened, stop);
    if (stop.stop_requested() || proposal.status == HedgeStatus::Cancelled)
        return cancelled(inputs);
    proposal.message = withNotes(sentenceFor(proposal), opened->notes);
    proposal.milliseconds = millisecondsSince(start);
    return proposal;
}

HedgeProposal withQuantities(const HedgeInputs& inputs, const HedgeProposal& proposal,
                             std::span<const double> quantities)
{
    const auto start = SteadyClock::now();
    if (auto fault = inputFault(inputs))
        return refused(inputs, std::move(*fault));
    const bool finite = std::ranges::all_of(quantities, [](double quantity) { return std::isfinite(quantity); });
    if (quantities.size() != proposal.trades.size() || !finite)
        return refused(inputs, "Each proposed trade needs one number as its quantity.");
    const auto opened = openCase(inputs, {});
    if (!opened)
        return refused(inputs, opened.error().message);
    HedgeProposal edited = emptyProposal(inputs);
    setUntouched(edited, *opened);
    for (std::size_t k = 0; k < quantities.size(); ++k) {
        const HedgeCandidate* candidate = candidateOf(*opened, proposal.trades[k]);
        if (quantities[k] == 0.0)
            continue;
        if (!candidate)
            return refused(inputs, proposal.trades[k].instrument.name + " can no longer be traded: propose again.");
        edited.trades.push_back(tradeOf(*candidate, quantities[k]));
    }
    setAfter(edited, inputs, *opened, {});
    edited.frontier = proposal.frontier;
    const bool inside = std::ranges::all_of(edited.bands, &BandOutcome::insideAfter) &&
                        std::ranges::all_of(edited.limits, &LimitOutcome::keptAfter) &&
                        (!edited.margin || edited.margin->kept());
    edited.status = inside ? HedgeStatus::Feasible : HedgeStatus::Infeasible;
    edited.conflicts = missedBands(edited);
    edited.message = withNotes(sentenceForEdited(edited), opened->notes);
    edited.milliseconds = millisecondsSince(start);
    return edited;
}

} // namespace ballast
