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
constexpr double quickRelaxShare = 0.8;  // of a click's: planes end by their number long before, and prove the bound
constexpr int quickTries = 8;            // legs that may enter the first answer to make it cheaper
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

// The best whole-lot hedge so far and the bound that judges it.
class Integers
{
public:
    Integers(const Work& work, const RelaxedHedge& relaxed) : m_work(work), m_relaxed(relaxed), m_bound(relaxed.bound)
    {
        m_best.kkt = relaxed.solution.kkt;
        m_best.rowDuals = relaxed.solution.rowDuals;
        const double risk = work.risk.costAt(relaxed.solution.quantities);
        m_size = std::max(std::abs(relaxed.solution.cost - risk), std::abs(risk));
    }

    HedgeSolution solve()
    {
        const bool found = offerNearRelaxed();
        if (m_best.status == LpStatus::Optimal || m_work.stop.stop_requested() || (found && m_work.limits.quickSeconds))
            return m_best;
        if (m_best.quantities.empty())
            m_best.status = LpStatus::TimeLimit; // until something is found
        ShiftedProblem shifted = withCuts(m_work, m_relaxed);
        if (!m_best.quantities.empty())
            addCut(shifted, m_best.quantities);
        for (int round = 0; round < outerRounds && worthwhile() && outerRound(shifted); ++round) {
        }
        return m_best;
    }

private:
    void offer(std::vector<double> quantities)
    {
        const double cost = m_work.total(quantities);
        if (m_best.quantities.empty() || cost < m_best.cost) {
            m_best.quantities = std::move(quantities);
            m_best.cost = cost;
        }
    }

    // False: no whole lots near the relaxed hedge keep the rows.
    bool offerNearRelaxed()
    {
        auto whole = fewWholeLots(m_work.problem, &m_work.risk, m_relaxed.solution.quantities, m_work.secondsLeft(),
                                  m_work.stop);
        if (!whole)
            return false;
        if (m_work.limits.quickSeconds)
            whole = exchangedLegs(m_work.problem, &m_work.risk, std::move(*whole),
                                  {*m_work.limits.quickSeconds - m_work.secondsUsed(), quickTries}, m_work.stop);
        dropIdleLegs(m_work, *whole, 0.5 * m_work.limits.relativeGap * m_size);
        offer(std::move(*whole));
        judgeBest();
        return true;
    }

    void judgeBest()
    {
        const double risk = m_work.risk.costAt(m_best.quantities);
        judge(m_best, m_bound, std::max(std::abs(m_best.cost - risk), std::abs(risk)), m_work.limits.relativeGap);
    }

    [[nodiscard]] bool worthwhile() const
    {
        return m_best.quantities.empty() ? m_work.secondsLeft() > 0.0
                                         : m_work.secondsUsed() < worthwhileShare * m_work.limits.seconds;
    }

    void addCut(ShiftedProblem& shifted, std::span<const double> quantities) const
    {
        RiskCut cut = m_work.risk.cutAt(quantities);
        cut.constant += shifted.shift;
        shifted.problem.riskCuts.push_back(std::move(cut));
    }

    // One branch and cut over the planes so far. False: another would not help.
    bool outerRound(ShiftedProblem& shifted)
    {
        HedgeLimits limits = m_work.limits;
        limits.seconds = std::min(0.5 * m_work.secondsLeft(), worthwhileShare * m_work.limits.seconds);
        const HedgeSolution integer = solveHedge(shifted.problem, limits, m_work.stop);
        if (!hasAnswer(integer.status)) {
            if (m_best.quantities.empty())
                m_best.status = integer.status;
            return false;
        }
        m_bound = std::max(m_bound, integer.cost * (1.0 - integer.gap) - shifted.shift);
        const double before = m_best.cost;
        const bool known = m_best.quantities == integer.quantities;
        const bool first = m_best.quantities.empty();
        offer(integer.quantities);
        judgeBest();
        addCut(shifted, integer.quantities);
        const bool noBetter = !first && m_best.cost >= before && integer.gap > m_best.gap;
        return m_best.status != LpStatus::Optimal && !known && !noBetter;
    }

    const Work& m_work;
    const RelaxedHedge& m_relaxed;
    HedgeSolution m_best;
    double m_bound;
    double m_size = 0.0; // of the relaxed hedge: trade cost or risk, the larger
};

} // namespace

HedgeSolution solveRiskHedge(const HedgeProblem& problem, const HedgeRisk& risk, const HedgeLimits& limits,
                             const std::stop_token& stop)
{
    const Work work{problem, risk, limits, stop, SteadyClock::now()};
    const double seconds = limits.quickSeconds ? quickRelaxShare * *limits.quickSeconds : relaxShare * limits.seconds;
    RelaxedHedge relaxed = risk.relaxed(problem, seconds, stop);
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
    HedgeSolution solution = Integers(work, relaxed).solve();
    if (stop.stop_requested())
        solution.status = LpStatus::Cancelled;
    return solution;
}

} // namespace ballast
