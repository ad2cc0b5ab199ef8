#include "models/hedging/hedge_solver.h"

#include "models/hedging/few_legs.h"
#include "models/hedging/integer_hedge.h"
#include "models/hedging/segment_window.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>
#include <numeric>

namespace ballast {
namespace {

using SteadyClock = std::chrono::steady_clock; // elapsed time, not time of day

constexpr double numericalGap = 1e-6; // what row tolerances can do to a cost
constexpr double firstShare = 0.5;    // of the time, at most, for the first answer
constexpr double quickGap = 0.5;      // relative, at which branch and cut ends where any answer will do
constexpr int quickTries = 48;        // legs that may enter the first answer to make it cheaper
constexpr double quickTidy = 0.01;    // seconds for each idle leg where somebody waits

double secondsSince(SteadyClock::time_point start)
{
    return std::chrono::duration<double>(SteadyClock::now() - start).count();
}

// The relaxation with what ranks the legs that it leaves at zero.
struct Relaxation
{
    HedgeSolution solution;
    std::vector<double> costToEnter; // per leg: least reduced cost of its first unit, 0 for a leg in use
    std::vector<double> firstCost;   // per leg: least cost of its first unit
};

double leastFirst(const HedgeLeg& leg, double buy, double sell)
{
    return std::min(leg.buy.empty() ? lpInfinity : buy, leg.sell.empty() ? lpInfinity : sell);
}

// The relaxed program of the whole problem, solved on as much of the order books as it needs.
struct WindowAnswer
{
    LpSolution lp;
    HedgeProgram hedge;
};

WindowAnswer solveThroughWindow(SegmentWindow& window, const HedgeProblem& whole, double seconds,
                                const std::stop_token& stop)
{
    for (bool mayHold = false;;) {
        WindowAnswer answer{{}, relaxationOf(window.problem())};
        answer.lp = LpModel(answer.hedge.program).solveRelaxation(seconds, stop);
        if (answer.lp.status == LpStatus::Infeasible) {
            mayHold = mayHold || rowsCanHold(whole, seconds, stop);
            if (!mayHold || !window.widenAll())
                return answer;
            continue;
        }
        if (answer.lp.status != LpStatus::Optimal ||
            !window.widen(answer.hedge.quantities(window.problem(), answer.lp.x)))
            return answer;
    }
}

Relaxation relax(const HedgeProblem& whole, double seconds, const std::stop_token& stop)
{
    SegmentWindow window(whole);
    const auto [lp, hedge] = solveThroughWindow(window, whole, seconds, stop);
    const HedgeProblem& problem = window.problem();
    Relaxation result;
    result.solution.status = lp.status;
    if (lp.status != LpStatus::Optimal)
        return result;
    result.solution.quantities = hedge.quantities(problem, lp.x);
    result.solution.cost = lp.objective;
    result.solution.kkt = lp.kkt;
    for (std::size_t i = 0; i < problem.rows.size(); ++i)
        result.solution.rowDuals.push_back(lp.rowDuals[i] / rowScale(problem.rows[i]));
    for (std::size_t j = 0; j < problem.legs.size(); ++j) {
        const HedgeLeg& leg = problem.legs[j];
        const auto reduced = [&](std::size_t column) { return std::max(0.0, lp.reducedCosts[column]); };
        const bool inUse = result.solution.quantities[j] != 0.0;
        const double buy = leg.buy.empty() ? 0.0 : reduced(hedge.legs[j].buy);
        const double sell = leg.sell.empty() ? 0.0 : reduced(hedge.legs[j].sell);
        result.costToEnter.push_back(inUse ? 0.0 : leastFirst(leg, buy, sell));
        result.firstCost.push_back(leastFirst(leg, leg.buy.empty() ? 0.0 : leg.buy[0].unitCost,
                                              leg.sell.empty() ? 0.0 : leg.sell[0].unitCost));
    }
    return result;
}

// Legs nearest to paying for themselves: reduced cost as a share of cost does not depend on the leg's unit.
std::vector<std::size_t> legsByMerit(const HedgeProblem& problem, const Relaxation& relaxed)
{
    std::vector<std::size_t> legs(problem.legs.size());
    std::iota(legs.begin(), legs.end(), std::size_t{0});
    const auto merit = [&](std::size_t j) {
        return relaxed.firstCost[j] > 0.0 ? relaxed.costToEnter[j] / relaxed.firstCost[j] : relaxed.costToEnter[j];
    };
    std::ranges::stable_sort(legs, {}, merit);
    return legs;
}

bool hasAnswer(LpStatus status)
{
    return status == LpStatus::Optimal || status == LpStatus::Feasible;
}

// The dearest legs of an answer that has too many, solved alone: a first answer with few enough legs.
IntegerAnswer solveOnDearest(const HedgeProblem& part, const IntegerAnswer& open, IntegerLimits limits,
                             const std::stop_token& stop)
{
    std::vector<std::size_t> legs(part.legs.size());
    std::iota(legs.begin(), legs.end(), std::size_t{0});
    std::ranges::stable_sort(legs, std::greater{},
                             [&](std::size_t j) { return costOf(part.legs[j], open.quantities[j]); });
    legs.resize(std::min(legs.size(), static_cast<std::size_t>(std::max(0, *part.maxLegs))));
    limits.legCount = LegCount::Ignored;
    IntegerAnswer answer = solveInteger(onLegs(part, legs), limits, stop);
    std::vector<double> quantities(part.legs.size(), 0.0);
    for (std::size_t k = 0; k < answer.quantities.size(); ++k)
        quantities[legs[k]] = answer.quantities[k];
    answer.quantities = std::move(quantities);
    return answer;
}

// The first part of the time gave an answer of few enough legs, unproved: the rest of it goes on from there. Its bound
// holds for any number of legs.
IntegerAnswer goneOn(const HedgeProblem& part, const IntegerAnswer& first, IntegerLimits limits,
                     const std::stop_token& stop)
{
    limits.costAtMost = std::min(limits.costAtMost, first.cost * (1.0 + 1e-6));
    IntegerAnswer next = solveInteger(part, limits, stop);
    const bool better = hasAnswer(next.status) && next.cost <= first.cost && legsOf(next.quantities) <= *part.maxLegs;
    IntegerAnswer kept = better || next.status == LpStatus::Cancelled ? next : first;
    if (hasAnswer(next.status))
        kept.bound = std::max(first.bound, next.bound);
    return kept;
}

// Without leg switches first: a vertex has few legs anyway. Only where they are too many do the switches enter, or
// where they are known to be needed (LegCount::Limited).
IntegerAnswer solveOn(const HedgeProblem& part, IntegerLimits limits, const std::stop_token& stop)
{
    if (limits.legCount == LegCount::Limited) {
        IntegerAnswer answer = solveInteger(part, limits, stop);
        answer.legsBind = true;
        return answer;
    }
    const auto start = SteadyClock::now();
    const double seconds = limits.seconds;
    limits.legCount = LegCount::Ignored;
    limits.seconds = part.maxLegs ? 0.3 * seconds : seconds;
    const IntegerAnswer open = solveInteger(part, limits, stop);
    const bool answered = hasAnswer(open.status);
    const bool fewEnough = answered && (!part.maxLegs || legsOf(open.quantities) <= *part.maxLegs);
    if (!part.maxLegs || (fewEnough && open.status == LpStatus::Optimal) || open.status == LpStatus::Cancelled ||
        open.status == LpStatus::Infeasible)
        return open;
    limits.seconds = seconds - secondsSince(start);
    if (fewEnough)
        return goneOn(part, open, limits, stop);
    limits.seconds = 0.2 * seconds;
    IntegerAnswer few = answered ? solveOnDearest(part, open, limits, stop) : IntegerAnswer{};
    if (hasAnswer(few.status))
        limits.costAtMost = std::min(limits.costAtMost, few.cost * (1.0 + 1e-6));
    limits.legCount = LegCount::Limited;
    limits.seconds = seconds - secondsSince(start);
    IntegerAnswer limited = solveInteger(part, limits, stop);
    if (hasAnswer(few.status) && limited.status != LpStatus::Cancelled &&
        (!hasAnswer(limited.status) || few.cost < limited.cost)) {
        few.status = LpStatus::Feasible;
        few.bound = hasAnswer(limited.status) ? limited.bound : open.bound;
        few.legsBind = true;
        return few;
    }
    limited.legsBind = true;
    if (answered)
        limited.bound = std::max(limited.bound, open.bound);
    return limited;
}

HedgeSolution spread(const HedgeProblem& problem, std::span<const std::size_t> legs, const IntegerAnswer& answer)
{
    HedgeSolution solution;
    solution.status = answer.status;
    solution.cost = answer.cost;
    solution.quantities.assign(problem.legs.size(), 0.0);
    for (std::size_t k = 0; k < answer.quantities.size(); ++k)
        solution.quantities[legs[k]] = answer.quantities[k];
    return solution;
}

// Reduced-cost fixing: with relaxed optimum L, one lot of an unused leg makes the hedge cost at least L + reduced cost
// x lot (Nemhauser and Wolsey, Integer and Combinatorial Optimization, 1988, II.5.2).
std::vector<std::size_t> notYetExcluded(const HedgeProblem& problem, const Relaxation& relaxed,
                                        std::span<const std::size_t> others, double costToBeat)
{
    std::vector<std::size_t> open;
    for (const std::size_t j : others) {
        if (relaxed.solution.cost + relaxed.costToEnter[j] * problem.legs[j].lot < costToBeat)
            open.push_back(j);
    }
    return open;
}

void judge(HedgeSolution& solution, double bound, double relativeGap)
{
    const double scale = std::max(std::abs(solution.cost), 1e-12);
    const double gap = std::clamp((solution.cost - bound) / scale, 0.0, 1.0);
    solution.gap = gap <= numericalGap ? 0.0 : gap;
    solution.status = solution.gap <= relativeGap + numericalGap ? LpStatus::Optimal : LpStatus::Feasible;
}

// Moves the most promising of `open` over to `legs`: three times as many legs as before, all when time runs short,
// because a bound over all legs is what tells how good the answer is.
void widen(std::vector<std::size_t>& legs, std::vector<std::size_t>& open, double shareOfTimeUsed)
{
    const std::size_t wanted = shareOfTimeUsed < 0.4 ? 2 * legs.size() : open.size();
    const auto more = std::ptrdiff_t(std::min(open.size(), wanted));
    legs.insert(legs.end(), open.begin(), open.begin() + more);
    open.erase(open.begin(), open.begin() + more);
}

// After the first answer only one cheaper by more than the tolerance is asked for: that there is none proves the
// answer.
double provedBound(const IntegerAnswer& last, const HedgeSolution& best, double relaxedCost, bool nothingOpen,
                   double relativeGap)
{
    if (!nothingOpen)
        return relaxedCost;
    if (last.status == LpStatus::Infeasible)
        return std::max(relaxedCost, best.cost * (1.0 - relativeGap));
    return std::max(relaxedCost, last.bound);
}

// A first answer near the relaxed one, judged against the relaxed cost.
std::optional<HedgeSolution> firstAnswer(const HedgeProblem& problem, const Relaxation& relaxed,
                                         const HedgeLimits& limits, const std::stop_token& stop)
{
    const auto start = SteadyClock::now();
    auto quantities = fewWholeLots(problem, nullptr, relaxed.solution.quantities, firstShare * limits.seconds, stop);
    if (!quantities)
        return std::nullopt;
    if (limits.quickSeconds)
        quantities = exchangedLegs(problem, nullptr, std::move(*quantities),
                                   {*limits.quickSeconds - secondsSince(start), quickTries}, stop);
    HedgeSolution first;
    first.cost = costOf(problem, *quantities);
    first.quantities = std::move(*quantities);
    judge(first, relaxed.solution.cost, limits.relativeGap);
    return first;
}

HedgeSolution solveWithIntegers(const HedgeProblem& problem, const Relaxation& relaxed, const HedgeLimits& limits,
                                const std::stop_token& stop)
{
    const auto start = SteadyClock::now();
    std::optional<HedgeSolution> best = firstAnswer(problem, relaxed, limits, stop);
    if (best && (best->status == LpStatus::Optimal || limits.quickSeconds))
        return *best;
    std::vector<std::size_t> open = legsByMerit(problem, relaxed);
    const auto kept = open.begin() + std::ptrdiff_t(std::min(open.size(), limits.keepLegs));
    std::vector<std::size_t> legs(open.begin(), kept);
    open.erase(open.begin(), kept);
    IntegerLimits integer{limits.seconds, limits.quickSeconds ? quickGap : limits.relativeGap, LegCount::Ignored,
                          relaxed.solution.cost};
    double bound = relaxed.solution.cost;
    if (best) {
        integer.costAtMost = best->cost * (1.0 - limits.relativeGap);
        open = notYetExcluded(problem, relaxed, open, integer.costAtMost);
    }
    for (;; widen(legs, open, secondsSince(start) / limits.seconds)) {
        const bool onAllLegs = open.empty();
        integer.seconds = (onAllLegs ? 1.0 : 0.5) * (limits.seconds - secondsSince(start));
        const IntegerAnswer answer = solveOn(withinCost(onLegs(problem, legs), integer.costAtMost), integer, stop);
        if (answer.status == LpStatus::Cancelled || (onAllLegs && !best && !hasAnswer(answer.status)))
            return spread(problem, legs, answer);
        if (hasAnswer(answer.status) && (!best || answer.cost <= best->cost))
            best = spread(problem, legs, answer);
        if (best) {
            integer.legCount = answer.legsBind ? LegCount::Limited : integer.legCount;
            integer.costAtMost = best->cost * (1.0 - limits.relativeGap);
            open = notYetExcluded(problem, relaxed, open, best->cost * (1.0 - limits.relativeGap));
            bound = std::max(bound, provedBound(answer, *best, bound, open.empty(), limits.relativeGap));
            judge(*best, bound, limits.relativeGap);
        }
        if ((best && (best->status == LpStatus::Optimal || limits.quickSeconds)) || onAllLegs ||
            secondsSince(start) > 0.95 * limits.seconds)
            break;
    }
    return best ? *best : HedgeSolution{LpStatus::TimeLimit, {}, 0.0, 0.0, 0.0, {}};
}

// Legs that save less than the proved tolerance are not worth an order: the cheapest go while the rest stays within it.
HedgeSolution withoutIdleLegs(const HedgeProblem& problem, HedgeSolution solution, const HedgeLimits& limits,
                              const std::stop_token& stop)
{
    const double bound = solution.cost * (1.0 - solution.gap);
    const double most = bound / (1.0 - limits.relativeGap);
    while (solution.status == LpStatus::Optimal) {
        std::vector<std::size_t> legs;
        for (std::size_t j = 0; j < problem.legs.size(); ++j) {
            if (solution.quantities[j] != 0.0)
                legs.push_back(j);
        }
        const auto cheapest = std::ranges::min_element(
            legs, {}, [&](std::size_t j) { return costOf(problem.legs[j], solution.quantities[j]); });
        if (cheapest == legs.end())
            return solution;
        legs.erase(cheapest);
        const IntegerLimits integer{limits.quickSeconds ? quickTidy : 0.1 * limits.seconds, 0.0, LegCount::Ignored,
                                    solution.cost};
        const IntegerAnswer fewer = solveInteger(onLegs(problem, legs), integer, stop);
        if (!hasAnswer(fewer.status) || fewer.cost > most)
            return solution;
        HedgeSolution tidied = spread(problem, legs, fewer);
        judge(tidied, bound, limits.relativeGap);
        solution = std::move(tidied);
    }
    return solution;
}

bool hasLots(const HedgeProblem& problem)
{
    return std::ranges::any_of(problem.legs, [](const HedgeLeg& leg) { return leg.lot > 0.0; });
}

} // namespace

bool rowsCanHold(const HedgeProblem& problem, double seconds, const std::stop_token& stop)
{
    const HedgeProgram free = relaxationOf(withoutCosts(problem));
    return LpModel(free.program).solveRelaxation(seconds, stop).status != LpStatus::Infeasible;
}

HedgeSolution solveRelaxed(const HedgeProblem& problem, double seconds, const std::stop_token& stop)
{
    return relax(problem, seconds, stop).solution;
}

std::vector<std::size_t> worthwhileLegs(const HedgeProblem& problem, std::size_t most, const std::stop_token& stop)
{
    const Relaxation relaxed = relax(problem, HedgeLimits{}.seconds, stop);
    if (relaxed.solution.status != LpStatus::Optimal)
        return {};
    std::vector<std::size_t> legs = legsByMerit(problem, relaxed);
    legs.resize(std::min(legs.size(), most));
    return legs;
}

HedgeSolution solveHedge(const HedgeProblem& problem, const HedgeLimits& limits, const std::stop_token& stop)
{
    const Relaxation relaxed = relax(problem, limits.seconds, stop);
    const HedgeSolution& continuous = relaxed.solution;
    if (continuous.status != LpStatus::Optimal)
        return continuous;
    const bool fewEnough = !problem.maxLegs || legsOf(continuous.quantities) <= *problem.maxLegs;
    if (fewEnough && !hasLots(problem) && problem.fixedPerLeg == 0.0)
        return continuous;
    HedgeSolution solution = withoutIdleLegs(problem, solveWithIntegers(problem, relaxed, limits, stop), limits, stop);
    solution.kkt = continuous.kkt;
    solution.rowDuals = continuous.rowDuals;
    return solution;
}

} // namespace ballast
