#include "models/hedging/qp_newton.h"

#include <algorithm>

namespace ballast {
namespace {

constexpr double regularisation = 1e-14; // of the largest diagonal element
constexpr int refinements = 3;
constexpr double roundingResidual = 1e-14;

Eigen::MatrixXd augmented(const QpScaled& problem, const Eigen::VectorXd& h, const Eigen::VectorXd& e)
{
    const Eigen::Index n = h.size();
    Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(n + e.size(), n + e.size());
    matrix.topLeftCorner(n, n).diagonal() = h;
    for (Eigen::Index i = 0; i < n; ++i) {
        const Eigen::VectorXd column = problem.column(i);
        matrix.col(i).tail(e.size()) = column;
        matrix.row(i).tail(e.size()) = column.transpose();
    }
    matrix.bottomRightCorner(e.size(), e.size()).diagonal() = -(e.array() + regularisation).matrix();
    return matrix;
}

} // namespace

QpNewton::QpNewton(const QpScaled& problem, const Eigen::VectorXd& h, const Eigen::VectorXd& e, QpFactorization how)
    : m_problem(problem), m_h(h), m_e(e), m_how(how)
{
    if (how == QpFactorization::Dense) {
        m_dense.compute(augmented(problem, h, e));
        return;
    }
    Eigen::MatrixXd inner = problem.weighted(h.cwiseInverse());
    inner.diagonal() += e;
    const double largest = inner.size() > 0 ? inner.diagonal().maxCoeff() : 0.0;
    inner.diagonal().array() += regularisation * largest + 1e-300;
    m_lowRank.compute(inner);
    m_ok = m_lowRank.info() == Eigen::Success;
}

QpNewton::Step QpNewton::once(const Eigen::VectorXd& a, const Eigen::VectorXd& b) const
{
    if (m_how == QpFactorization::Dense) {
        Eigen::VectorXd right(a.size() + b.size());
        right << a, b;
        const Eigen::VectorXd solved = m_dense.solve(right);
        return {solved.head(a.size()), solved.tail(b.size())};
    }
    const Eigen::VectorXd reduced = a.cwiseQuotient(m_h);
    Step step;
    step.t = m_lowRank.solve(m_problem.apply(reduced) - b);
    step.x = (a - m_problem.applyTransposed(step.t)).cwiseQuotient(m_h);
    return step;
}

double QpNewton::residualOf(const Step& step, const Eigen::VectorXd& a, const Eigen::VectorXd& b) const
{
    const Eigen::VectorXd first = a - m_h.cwiseProduct(step.x) - m_problem.applyTransposed(step.t);
    const Eigen::VectorXd second = b - m_problem.apply(step.x) + m_e.cwiseProduct(step.t);
    const double scale = 1.0 + a.lpNorm<Eigen::Infinity>() + (b.size() > 0 ? b.lpNorm<Eigen::Infinity>() : 0.0);
    return std::max(first.lpNorm<Eigen::Infinity>(), second.size() > 0 ? second.lpNorm<Eigen::Infinity>() : 0.0) /
           scale;
}

QpNewton::Step QpNewton::solve(const Eigen::VectorXd& a, const Eigen::VectorXd& b) const
{
    Step best = once(a, b);
    double residual = residualOf(best, a, b);
    for (int round = 0; round < refinements && residual > roundingResidual; ++round) {
        const Step more = once(a - m_h.cwiseProduct(best.x) - m_problem.applyTransposed(best.t),
                               b - m_problem.apply(best.x) + m_e.cwiseProduct(best.t));
        const Step refined{best.x + more.x, best.t + more.t};
        const double next = residualOf(refined, a, b);
        if (!(next < residual))
            break;
        best = refined;
        residual = next;
    }
    return best;
}

} // namespace ballast
