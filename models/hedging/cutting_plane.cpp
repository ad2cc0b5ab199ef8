#include "models/hedging/cutting_plane.h"

#include "models/hedging/segment_window.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>
#include <optional>

namespace ballast {
namespace {

using SteadyClock = std::chrono::steady_clock; // elapsed time, not time of day

constexpr double between = 0.15; // share of the way from the best hedge to the master's
constexpr int tidyEvery = 8;     // rounds
constexpr double secondsForBound = 0.05;

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

void keepMasterFacts(HedgeSolution& best, const HedgeProblem& problem, const LpSolution& lp)
{
    best.kkt = lp.kkt;
    best.rowDuals.clear();
    for (std::size_t i = 0; i < problem.rows.size(); ++i)
        best.rowDuals.push_back(lp.rowDuals[i] / rowScale(problem.rows[i]));
}

// The master program on as much of the order books as its last answers need, with the planes found so far.
class Master
{
public:
    explicit Master(const HedgeProblem& problem, RiskCut first)
        : m_window(problem), m_rows(problem.rows.size()), m_cuts{std::move(first)}, m_idle{0}
    {
        rebuild();
    }

    // Its optimum is no bound of the whole problem's while it uses up a side of the window.
    LpSolution solve(double seconds, const std::stop_token& stop)
    {
        LpSolution lp = m_model->solveRelaxation(seconds, stop);
        while (lp.status == LpStatus::Infeasible && m_window.widenAll()) {
            rebuild();
            lp = m_model->solveRelaxation(seconds, stop);
        }
        return lp;
    }

    // False: these quantities use up nothing.
    bool widen(std::span<const double> quantities)
    {
        const bool more = m_window.widen(quantities);
        if (more)
            rebuild();
        return more;
    }

    // No optimum over the whole problem is lower. The planes stay valid.
    LpSolution solveBelow(double seconds, const std::stop_token& stop)
    {
        m_window.widenCheaply();
        rebuild();
        return m_model->solveRelaxation(seconds, stop);
    }

    [[nodiscard]] std::vector<double> quantities(const LpSolution& lp) const
    {
        return m_program.quantities(m_problem, lp.x);
    }

    void addCut(RiskCut cut)
    {
        m_model->addRow(cutRow(m_program, m_problem, cut));
        m_cuts.push_back(std::move(cut));
        m_idle.push_back(0);
    }

    void countIdle(const LpSolution& lp)
    {
        for (std::size_t cut = 0; cut < m_cuts.size(); ++cut)
            m_idle[cut] = lp.rowDuals[m_rows + cut] == 0.0 ? m_idle[cut] + 1 : 0;
    }

    // Planes that have long held nothing up make every later solve slower.
    void dropIdle()
    {
        std::vector<std::size_t> rows;
        std::vector<RiskCut> kept;
        std::vector<int> keptIdle;
        for (std::size_t cut = 0; cut < m_idle.size(); ++cut) {
            if (m_idle[cut] >= tidyEvery) {
                rows.push_back(m_rows + cut);
                continue;
            }
            kept.push_back(std::move(m_cuts[cut]));
            keptIdle.push_back(m_idle[cut]);
        }
        m_model->dropRows(rows);
        m_cuts = std::move(kept);
        m_idle = std::move(keptIdle);
    }

    [[nodiscard]] std::vector<RiskCut> takeCuts() { return std::move(m_cuts); }

private:
    void rebuild()
    {
        m_problem = m_window.problem();
        m_problem.riskCuts = m_cuts;
        m_problem.riskFloor = -lpInfinity;
        m_program = relaxationOf(m_problem);
        m_model.emplace(m_program.program);
    }

    SegmentWindow m_window;
    std::size_t m_rows;
    HedgeProblem m_problem;
    std::vector<RiskCut> m_cuts;
    std::vector<int> m_idle; // rounds since a plane held the bound up, per cut
    HedgeProgram m_program;
    std::optional<LpModel> m_model;
};

// One run: the best hedge so far, the master's bound, and what is left of time and rounds.
class Search
{
public:
    Search(const HedgeProblem& problem, const HedgeRisk& risk, const CutLimits& limits, const std::stop_token& stop)
        : m_problem(problem),
          m_risk(risk),
          m_limits(limits),
          m_stop(stop),
          m_start(SteadyClock::now()),
          m_master(problem, risk.cutAt(std::vector<double>(problem.legs.size(), 0.0)))
    {}

    RelaxedHedge run()
    {
        for (int round = 0; round < m_limits.rounds && oneRound(); ++round) {
            if (round % tidyEvery == tidyEvery - 1)
                m_master.dropIdle();
        }
        if (best().status == LpStatus::Feasible)
            boundFromBelow();
        m_answer.cuts = m_master.takeCuts();
        return std::move(m_answer);
    }

private:
    [[nodiscard]] HedgeSolution& best() { return m_answer.solution; }
    [[nodiscard]] double secondsLeft() const
    {
        return m_limits.seconds - std::chrono::duration<double>(SteadyClock::now() - m_start).count();
    }

    // False: there is nothing more to find, or no time for it.
    bool oneRound()
    {
        const LpSolution lp = m_master.solve(secondsLeft(), m_stop);
        if (lp.status != LpStatus::Optimal) {
            const bool late = lp.status == LpStatus::TimeLimit && !best().quantities.empty();
            best().status = late ? LpStatus::Feasible : lp.status;
            return false;
        }
        m_bound = std::max(m_bound, lp.objective);
        const std::vector<double> proposed = m_master.quantities(lp);
        const std::vector<double> inner =
            best().quantities.empty() ? proposed : pointBetween(best().quantities, proposed);
        offer(proposed);
        if (inner != proposed)
            offer(inner);
        keepMasterFacts(best(), m_problem, lp);
        m_master.countIdle(lp);
        best().gap = std::max(0.0, best().cost - m_bound) / std::max(1.0, std::abs(best().cost));
        best().status = LpStatus::Feasible;
        for (RiskCut& cut : m_fresh)
            m_master.addCut(std::move(cut));
        m_fresh.clear();
        return best().gap > m_limits.gap || goesOnWider(proposed);
    }

    // The best hedge and the bound have met. That proves the answer where it uses up no side of the window.
    bool goesOnWider(std::span<const double> proposed)
    {
        if (m_master.widen(proposed) || m_master.widen(best().quantities)) {
            m_bound = -lpInfinity;
            return true;
        }
        best().status = LpStatus::Optimal;
        m_answer.bound = m_bound;
        return false;
    }

    // A plane touches the price of risk where it was made: one evaluation gives both.
    void offer(std::vector<double> quantities)
    {
        const RiskCut& cut = m_fresh.emplace_back(m_risk.cutAt(quantities));
        const double touched =
            std::inner_product(cut.perLeg.begin(), cut.perLeg.end(), quantities.begin(), cut.constant);
        const double cost = tradeCost(m_problem, quantities) + touched;
        if (best().quantities.empty() || cost < best().cost) {
            best().cost = cost;
            best().quantities = std::move(quantities);
        }
    }

    void boundFromBelow()
    {
        const LpSolution below = m_master.solveBelow(std::max(secondsLeft(), secondsForBound), m_stop);
        m_answer.bound = below.status == LpStatus::Optimal ? below.objective : -lpInfinity;
        best().gap = std::clamp((best().cost - m_answer.bound) / std::max(1.0, std::abs(best().cost)), 0.0, 1.0);
    }

    const HedgeProblem& m_problem;
    const HedgeRisk& m_risk;
    const CutLimits& m_limits;
    const std::stop_token& m_stop;
    SteadyClock::time_point m_start;
    Master m_master;
    RelaxedHedge m_answer;
    std::vector<RiskCut> m_fresh; // of the round
    double m_bound = -lpInfinity; // of the window
};

} // namespace

RelaxedHedge solveByCuts(const HedgeProblem& problem, const HedgeRisk& risk, const CutLimits& limits,
                         const std::stop_token& stop)
{
    return Search(problem, risk, limits, stop).run();
}

} // namespace ballast
