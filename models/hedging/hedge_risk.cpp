#include "models/hedging/hedge_risk.h"

#include "models/hedging/cutting_plane.h"
#include "models/hedging/qp_solver.h"
#include "models/hedging/segment_window.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ballast {
namespace {

constexpr std::size_t tailReserve = 8; // scenarios beyond the expected number

double dot(std::span<const double> a, std::span<const double> b)
{
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

// The worst scenarios that hold this much probability, worst first. Only they are sorted.
std::vector<std::size_t> worstFirst(std::span<const double> pnl, std::span<const double> probability, double mass)
{
    std::vector<std::size_t> order(pnl.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto byPnl = [&](std::size_t a, std::size_t b) { return pnl[a] < pnl[b]; };
    auto count = static_cast<std::size_t>(mass * static_cast<double>(pnl.size())) + tailReserve;
    for (;; count *= 2) {
        count = std::min(count, pnl.size());
        const auto end = order.begin() + static_cast<std::ptrdiff_t>(count);
        if (end != order.end())
            std::nth_element(order.begin(), end, order.end(), byPnl);
        const double held =
            std::accumulate(order.begin(), end, 0.0, [&](double sum, std::size_t s) { return sum + probability[s]; });
        if (held < mass && count < pnl.size())
            continue;
        order.erase(end, order.end());
        std::sort(order.begin(), order.end(), byPnl);
        return order;
    }
}

} // namespace

VarianceRisk::VarianceRisk(std::vector<double> factors, std::vector<double> offset, double aversion)
    : m_factors(std::move(factors)), m_offset(std::move(offset)), m_aversion(aversion)
{}

std::vector<double> VarianceRisk::residual(std::span<const double> quantities) const
{
    std::vector<double> values = m_offset;
    for (std::size_t k = 0; k < values.size(); ++k)
        values[k] += dot(quantities, std::span(m_factors).subspan(k * quantities.size(), quantities.size()));
    return values;
}

double VarianceRisk::varianceAt(std::span<const double> quantities) const
{
    const auto values = residual(quantities);
    return dot(values, values);
}

double VarianceRisk::costAt(std::span<const double> quantities) const
{
    return 0.5 * m_aversion * varianceAt(quantities);
}

RiskCut VarianceRisk::cutAt(std::span<const double> quantities) const
{
    const auto values = residual(quantities);
    RiskCut cut;
    cut.perLeg.assign(quantities.size(), 0.0);
    for (std::size_t k = 0; k < values.size(); ++k) {
        for (std::size_t j = 0; j < quantities.size(); ++j)
            cut.perLeg[j] += m_aversion * values[k] * m_factors[k * quantities.size() + j];
    }
    cut.constant = 0.5 * m_aversion * dot(values, values) - dot(cut.perLeg, quantities);
    return cut;
}

QpProblem VarianceRisk::qpOf(const HedgeProblem& problem, double weight) const
{
    QpProblem qp;
    qp.columns = problem.legs.size();
    const double root = std::sqrt(weight * m_aversion);
    for (const double value : m_factors)
        qp.factors.push_back(root * value);
    for (const double value : m_offset)
        qp.offset.push_back(root * value);
    for (std::size_t j = 0; j < problem.legs.size(); ++j) {
        for (const LegSegment& segment : problem.legs[j].buy)
            qp.variables.push_back({j, 1.0, segment.unitCost, 0.0, segment.quantity});
        for (const LegSegment& segment : problem.legs[j].sell)
            qp.variables.push_back({j, -1.0, segment.unitCost, 0.0, segment.quantity});
    }
    for (const HedgeRow& row : problem.rows)
        qp.rows.push_back({row.lower, row.upper, row.sum, row.perUnit});
    return qp;
}

std::unique_ptr<HedgeRisk> VarianceRisk::onLegs(std::span<const std::size_t> legs, double weight) const
{
    std::vector<double> part;
    const std::size_t all = m_offset.empty() ? 0 : m_factors.size() / m_offset.size();
    for (std::size_t k = 0; k < m_offset.size(); ++k) {
        for (const std::size_t leg : legs)
            part.push_back(m_factors[k * all + leg]);
    }
    return std::make_unique<VarianceRisk>(std::move(part), m_offset, weight * m_aversion);
}

TailLoss tailLoss(std::span<const double> pnl, std::span<const double> probability, double confidence)
{
    TailLoss result;
    result.tail.assign(pnl.size(), 0.0);
    if (pnl.empty())
        return result;
    const double mass = 1.0 - confidence;
    double left = mass;
    for (const std::size_t s : worstFirst(pnl, probability, mass)) {
        const double take = std::min(left, probability[s]);
        result.tail[s] = take / mass;
        result.shortfall -= result.tail[s] * pnl[s];
        result.valueAtRisk = -pnl[s];
        left -= take;
        if (left <= 1e-15)
            break;
    }
    return result;
}

TailRisk::TailRisk(TailScenarios scenarios, const TailWeights& weights)
    : m_scenarios(std::move(scenarios)), m_weights(weights)
{
    for (const std::vector<double>& leg : m_scenarios.legs)
        m_meanPerLeg.push_back(dot(leg, m_scenarios.probability));
    m_meanBook = dot(m_scenarios.book, m_scenarios.probability);
    if (m_weights.origin == TailOrigin::Mean)
        takeMeansOut();
    const std::size_t legs = m_scenarios.legs.size();
    m_byScenario.resize(m_scenarios.book.size() * legs);
    for (std::size_t j = 0; j < legs; ++j) {
        for (std::size_t s = 0; s < m_scenarios.book.size(); ++s)
            m_byScenario[s * legs + j] = m_scenarios.legs[j][s];
    }
}

void TailRisk::takeMeansOut()
{
    for (double& pnl : m_scenarios.book)
        pnl -= m_meanBook;
    for (std::size_t j = 0; j < m_scenarios.legs.size(); ++j) {
        for (double& pnl : m_scenarios.legs[j])
            pnl -= m_meanPerLeg[j];
    }
}

std::vector<double> TailRisk::pnlAt(std::span<const double> quantities) const
{
    std::vector<double> pnl = m_scenarios.book;
    for (std::size_t j = 0; j < quantities.size(); ++j) {
        if (quantities[j] == 0.0)
            continue;
        const std::vector<double>& leg = m_scenarios.legs[j];
        for (std::size_t s = 0; s < pnl.size(); ++s)
            pnl[s] += quantities[j] * leg[s];
    }
    return pnl;
}

TailLoss TailRisk::lossAt(std::span<const double> quantities) const
{
    return tailLoss(pnlAt(quantities), m_scenarios.probability, m_weights.confidence);
}

double TailRisk::costAt(std::span<const double> quantities) const
{
    return m_weights.shortfall * lossAt(quantities).shortfall -
           m_weights.mean * (m_meanBook + dot(quantities, m_meanPerLeg));
}

RiskCut TailRisk::cutAt(std::span<const double> quantities) const
{
    const TailLoss loss = lossAt(quantities);
    const std::size_t legs = m_scenarios.legs.size();
    double bookMean = 0.0;
    std::vector<double> legMeans(legs, 0.0);
    for (std::size_t s = 0; s < loss.tail.size(); ++s) {
        const double share = loss.tail[s];
        if (share <= 0.0)
            continue;
        bookMean += share * m_scenarios.book[s];
        const double* const row = m_byScenario.data() + s * legs;
        for (std::size_t j = 0; j < legs; ++j)
            legMeans[j] += share * row[j];
    }
    RiskCut cut;
    cut.constant = -m_weights.shortfall * bookMean - m_weights.mean * m_meanBook;
    cut.perLeg.reserve(legs);
    for (std::size_t j = 0; j < legs; ++j)
        cut.perLeg.push_back(-m_weights.shortfall * legMeans[j] - m_weights.mean * m_meanPerLeg[j]);
    return cut;
}

// The means have been taken out already: the part must not do it again.
std::unique_ptr<HedgeRisk> TailRisk::onLegs(std::span<const std::size_t> legs, double weight) const
{
    TailScenarios scenarios{m_scenarios.probability, m_scenarios.book, {}};
    for (const std::size_t leg : legs)
        scenarios.legs.push_back(m_scenarios.legs[leg]);
    TailWeights weights = m_weights;
    weights.shortfall *= weight;
    weights.mean *= weight;
    weights.origin = TailOrigin::Zero;
    auto part = std::make_unique<TailRisk>(std::move(scenarios), weights);
    part->m_meanBook = m_meanBook;
    part->m_gap = partGap;
    for (std::size_t k = 0; k < legs.size(); ++k)
        part->m_meanPerLeg[k] = m_meanPerLeg[legs[k]];
    return part;
}

namespace {

// Solved on as much of the order books as the answer needs. An interior point is slow to find that rows cannot hold.
QpSolution throughWindow(const VarianceRisk& risk, const HedgeProblem& problem, double weight, double seconds,
                         const std::stop_token& stop)
{
    QpSolution none;
    none.status = QpStatus::Infeasible;
    if (!problem.rows.empty() && !rowsCanHold(problem, seconds, stop))
        return none;
    SegmentWindow window(problem);
    for (;;) {
        QpSolution qp = solveQp(risk.qpOf(window.problem(), weight), {}, stop);
        const bool again = qp.status == QpStatus::Solved ? window.widen(qp.columns)
                                                         : qp.status != QpStatus::Cancelled && window.widenAll();
        if (!again)
            return qp;
    }
}

} // namespace

RelaxedHedge VarianceRisk::relaxedAt(const HedgeProblem& problem, double weight, double seconds,
                                     const std::stop_token& stop) const
{
    const QpSolution qp = throughWindow(*this, problem, weight, seconds, stop);
    RelaxedHedge answer;
    HedgeSolution& solution = answer.solution;
    switch (qp.status) {
    case QpStatus::Solved:
        solution.status = LpStatus::Optimal;
        break;
    case QpStatus::Infeasible:
        solution.status = LpStatus::Infeasible;
        break;
    case QpStatus::Unbounded:
        solution.status = LpStatus::Unbounded;
        break;
    case QpStatus::Cancelled:
        solution.status = LpStatus::Cancelled;
        break;
    case QpStatus::IterationLimit:
    case QpStatus::BadInput:
        solution.status = LpStatus::Failed;
        break;
    }
    if (qp.status != QpStatus::Solved)
        return answer;
    solution.quantities = qp.columns;
    solution.cost = answer.bound = qp.objective;
    solution.kkt = qp.kkt;
    solution.rowDuals = qp.rowDuals;
    RiskCut cut = cutAt(qp.columns);
    cut.constant *= weight;
    for (double& slope : cut.perLeg)
        slope *= weight;
    answer.cuts = {std::move(cut)};
    return answer;
}

RelaxedHedge TailRisk::relaxedAt(const HedgeProblem& problem, double weight, double seconds,
                                 const std::stop_token& stop) const
{
    if (weight == 1.0)
        return solveByCuts(problem, *this, {seconds, m_gap}, stop);
    TailRisk weighted = *this;
    weighted.m_weights.shortfall *= weight;
    weighted.m_weights.mean *= weight;
    return solveByCuts(problem, weighted, {seconds, m_gap}, stop);
}

} // namespace ballast
