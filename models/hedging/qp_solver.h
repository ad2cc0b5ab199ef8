#pragma once

#include "models/hedging/qp_problem.h"

#include <stop_token>
#include <vector>

namespace ballast {

enum class QpStatus
{
    Solved, // certified: kkt and violation are within the limits
    Infeasible,
    Unbounded,
    IterationLimit,
    Cancelled,
    BadInput
};

enum class QpFactorization
{
    LowRank, // Woodbury on factors and rows; dense where that loses its footing
    Dense
};

struct QpLimits
{
    int iterations = 80;
    double kkt = 1e-8;
    double violation = 1e-9;
    QpFactorization factorization = QpFactorization::LowRank;
};

struct QpSolution
{
    QpStatus status = QpStatus::BadInput;
    std::vector<double> x;        // parallel to the variables
    std::vector<double> columns;  // y
    std::vector<double> rowDuals; // d objective / d active row bound
    double objective = 0.0;
    double violation = 0.0; // see QpResiduals
    double kkt = 0.0;
    int iterations = 0;
    bool polished = false;      // exact on the active set that the interior point found
    bool denseFallback = false; // the low-rank system had lost its footing
};

// Primal-dual interior point with Mehrotra's predictor and corrector (SIAM Journal on Optimization 2, 1992) on the
// low-rank form, refined, then polished on the active set. Every answer carries its own KKT residual; Infeasible and
// Unbounded are proved by a linear program.
[[nodiscard]] QpSolution solveQp(const QpProblem& problem, const QpLimits& limits, const std::stop_token& stop);

[[nodiscard]] const char* qpStatusWord(QpStatus status);

} // namespace ballast
