#pragma once

#include "models/hedging/qp_scaled.h"
#include "models/hedging/qp_solver.h"

#include <Eigen/Dense>

#include <stop_token>

namespace ballast {

// Where the interior point stopped, in scaled numbers.
struct QpInterior
{
    QpStatus status = QpStatus::IterationLimit; // Solved: all residuals are small
    Eigen::VectorXd point;                      // x, then slacks
    Eigen::VectorXd lowerDuals;                 // per entry, >= 0
    Eigen::VectorXd upperDuals;
    Eigen::VectorXd duals; // per stacked row
    int iterations = 0;
};

[[nodiscard]] QpInterior interiorPoint(const QpScaled& problem, const QpLimits& limits, QpFactorization how,
                                       const std::stop_token& stop);

// The equality-constrained problem on the bounds and rows that the interior point found active: exact zeros and sharp
// duals. Returns x and the duals; not better than the start where the guess is wrong: the caller compares residuals.
struct QpPolished
{
    Eigen::VectorXd x;
    Eigen::VectorXd duals;
};
[[nodiscard]] QpPolished polishQp(const QpScaled& problem, const QpInterior& interior);

} // namespace ballast
