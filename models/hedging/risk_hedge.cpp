#include "models/hedging/risk_hedge.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>
#include <optional>

namespace ballast {
namespace {

using SteadyClock = std::chrono::steady_clock; // elapsed time, not time of day

constexpr double dustLots = 1e-6;        // quantities below this share of a lot are the solver's zeros
constexpr double dustCoins = 1e-9;       // the same for legs without a lot
constexpr int outerRounds = 4;           // integer solves at most
constexpr double relaxShare = 0.5;       // of the time, for any one relaxation
constexpr int improvements = 200;        // single-lot steps at most
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

void dropDust(const HedgeProblem& problem, std::vector<double>& quantities)
{
    for (std::size_t j = 0; j < quantities.size(); ++j) {
        const double lot = problem.legs[j].lot;
        if (std::abs(quantities[j]) < (lot > 0.0 ? dustLots * lot : dustCoins))
            quantities[j] = 0.0;
    }
}

HedgeProblem closedExcept(const HedgeProblem& problem, const std::vector<bool>& open)
{
    HedgeProblem part = problem;
    for (std::size_t j = 0; j < open.size(); ++j) {
        if (!open[j]) {
            part.legs[j].buy.clear();
            part.legs[j].sell.clear();
        }
    }
    return part;
}

std::vector<bool> inUse(std::span<const double> quantities)
{
    std::vector<bool> used;
    for (const double quantity : quantities)
        used.push_back(quantity != 0.0);
    return used;
}

// Drops legs one by one, the one first whose loss hurts least before the rest has adapted.
std::optional<std::vector<double>> withFewLegs(const Work& work, std::vector<double> quantities)
{
    while (work.problem.maxLegs && legsOf(quantities) > *work.problem.maxLegs) {
        std::vector<std::pair<double, std::size_t>> losses;
        for (std::size_t j = 0; j < quantities.size(); ++j) {
            if (quantities[j] == 0.0)
                continue;
            std::vector<double> without = quantities;
            without[j] = 0.0;
            losses.push_back({work.total(without) + 1e6 * worstMiss(work.problem, without), j});
        }
        std::ranges::sort(losses);
        bool dropped = false;
        for (const auto& [loss, j] : losses) {
            std::vector<bool> open = inUse(quantities);
            open[j] = false;
            RelaxedHedge fewer =
                work.risk.relaxed(closedExcept(work.problem, open), relaxShare * work.secondsLeft(), work.stop);
            if (!hasAnswer(fewer.solution.status))
                continue;
            quantities = std::move(fewer.solution.quantities);
            dropDust(work.problem, quantities);
            dropped = true;
            break;
        }
        if (!dropped || work.stop.stop_requested())
            return std::nullopt;
    }
    return quantities;
}

// Largest lots are fixed first at a whole number, the others adapt.
std::optional<std::vector<double>> withWholeLots(const Work& work, std::vector<double> quantities)
{
    HedgeProblem part = closedExcept(work.problem, inUse(quantities));
    std::vector<std::size_t> legs;
    for (std::size_t j = 0; j < quantities.size(); ++j) {
        if (quantities[j] != 0.0 && part.legs[j].lot > 0.0)
            legs.push_back(j);
    }
    std::ranges::stable_sort(legs, std::greater{}, [&](std::size_t j) { return part.legs[j].lot; });
    for (const std::size_t j : legs) {
        const HedgeLeg& leg = work.problem.legs[j];
        const double most = std::floor(sideCapacity(leg.buy) / leg.lot + 1e-9);
        const double least = -std::floor(sideCapacity(leg.sell) / leg.lot + 1e-9);
        const double exact = quantities[j] / leg.lot;
        const double nearest = std::clamp(std::round(exact), least, most);
        const double other = std::clamp(nearest + (exact > nearest ? 1.0 : -1.0), least, most);
        bool fixed = false;
        for (const double lots : {nearest, other}) {
            HedgeRow& row = part.rows.emplace_back();
            row.name = "whole lots";
            row.lower = row.upper = lots * leg.lot;
            row.perUnit.assign(part.legs.size(), 0.0);
            row.perUnit[j] = 1.0;
            RelaxedHedge rest = work.risk.relaxed(part, relaxShare * work.secondsLeft(), work.stop);
            if (hasAnswer(rest.solution.status)) {
                quantities = std::move(rest.solution.quantities);
                quantities[j] = lots * leg.lot;
                fixed = true;
                break;
            }
            part.rows.pop_back();
        }
        if (!fixed)
            return std::nullopt;
    }
    for (const std::size_t j : legs)
        quantities[j] = std::round(quantities[j] / work.problem.legs[j].lot) * work.problem.legs[j].lot;
    dropDust(work.problem, quantities);
    return keepsRows(work.problem, quantities) ? std::optional(quantities) : std::nullopt;
}

bool insideBook(const HedgeLeg& leg, double quantity)
{
    return quantity <= sideCapacity(leg.buy) * (1.0 + 1e-12) && -quantity <= sideCapacity(leg.sell) * (1.0 + 1e-12);
}

// One lot more or less of one leg in use, while that is cheaper and keeps every row.
void improveByLots(const Work& work, std::vector<double>& quantities)
{
    double best = work.total(quantities);
    bool moved = true;
    for (int step = 0; moved && step < improvements && !work.stop.stop_requested(); ++step) {
        moved = false;
        for (std::size_t j = 0; j < quantities.size(); ++j) {
            const HedgeLeg& leg = work.problem.legs[j];
            if (quantities[j] == 0.0 || !(leg.lot > 0.0))
                continue;
            for (const double change : {leg.lot, -leg.lot}) {
                std::vector<double> tried = quantities;
                tried[j] = std::round((quantities[j] + change) / leg.lot) * leg.lot;
                if (!insideBook(leg, tried[j]) || !keepsRows(work.problem, tried))
                    continue;
                const double total = work.total(tried);
                if (total < best - 1e-9 * std::max(1.0, std::abs(best))) {
                    best = total;
                    quantities = std::move(tried);
                    moved = true;
                    break;
                }
            }
        }
    }
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
    solution.gap = std::max(0.0, (solution.cost - bound) / std::max(size, 1e-9));
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
    std::vector<double> start = relaxed.solution.quantities;
    dropDust(work.problem, start);
    auto few = withFewLegs(work, std::move(start));
    auto whole = few ? withWholeLots(work, std::move(*few)) : std::nullopt;
    if (whole) {
        improveByLots(work, *whole);
        dropIdleLegs(work, *whole, 0.5 * work.limits.relativeGap * size);
        offer(std::move(*whole));
        judge(best, bound, size, work.limits.relativeGap);
    }
    if (best.status == LpStatus::Optimal || work.stop.stop_requested())
        return best;
    ShiftedProblem shifted = withCuts(work, relaxed);
    for (int round = 0; round < outerRounds && work.secondsUsed() < worthwhileShare * work.limits.seconds; ++round) {
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
    RelaxedHedge relaxed = risk.relaxed(problem, relaxShare * limits.seconds, stop);
    if (!hasAnswer(relaxed.solution.status))
        return relaxed.solution;
    std::vector<double> cleaned = relaxed.solution.quantities;
    dropDust(problem, cleaned);
    const bool fewEnough = !problem.maxLegs || legsOf(cleaned) <= *problem.maxLegs;
    const bool hasLots = std::ranges::any_of(problem.legs, [](const HedgeLeg& leg) { return leg.lot > 0.0; });
    if (fewEnough && !hasLots) {
        relaxed.solution.quantities = std::move(cleaned);
        return relaxed.solution;
    }
    HedgeSolution solution = solveIntegers(work, relaxed);
    if (stop.stop_requested())
        solution.status = LpStatus::Cancelled;
    return solution;
}

} // namespace ballast
