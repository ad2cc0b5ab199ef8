#pragma once

#include "models/hedging/qp_scaled.h"
#include "models/hedging/qp_solver.h"

#include <Eigen/Dense>

namespace ballast {

// The Newton system of one interior-point step, factored once and solved for several right-hand sides:
//   H dx + G't = a,   G dx - E t = b,
// H diagonal, E diagonal and >= 0 (1 for factors, the inverse slack weight of a row, 0 for an equality).
class QpNewton
{
public:
    QpNewton(const QpScaled& problem, const Eigen::VectorXd& h, const Eigen::VectorXd& e, QpFactorization how);

    struct Step
    {
        Eigen::VectorXd x;
        Eigen::VectorXd t;
    };
    [[nodiscard]] bool ok() const { return m_ok; }
    // Refined until the residual is rounding, at most three times.
    [[nodiscard]] Step solve(const Eigen::VectorXd& a, const Eigen::VectorXd& b) const;
    // Largest scaled residual of the last solve's system for this step.
    [[nodiscard]] double residualOf(const Step& step, const Eigen::VectorXd& a, const Eigen::VectorXd& b) const;

private:
    [[nodiscard]] Step once(const Eigen::VectorXd& a, const Eigen::VectorXd& b) const;

    const QpScaled& m_problem;
    Eigen::VectorXd m_h;
    Eigen::VectorXd m_e;
    QpFactorization m_how;
    Eigen::LLT<Eigen::MatrixXd> m_lowRank;
    Eigen::PartialPivLU<Eigen::MatrixXd> m_dense;
    bool m_ok = true;
};

} // namespace ballast
