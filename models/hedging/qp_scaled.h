#pragma once

#include "models/hedging/qp_problem.h"

#include <Eigen/Dense>

namespace ballast {

// The problem in numbers near one: columns are measured in what removes the whole offset, rows by their largest
// coefficient, the objective by the offset's square. Inequality rows get a slack, so that all bounds are alike: entries
// 0 .. variables-1 are x, the rest the slacks of `slackRows`.
struct QpScaled
{
    explicit QpScaled(const QpProblem& problem);

    const QpProblem& problem;
    Eigen::Index variables = 0;
    Eigen::Index factors = 0;
    Eigen::MatrixXd signedRows;   // factors first, then signed rows; one column per column
    Eigen::MatrixXd absoluteRows; // rows of gross sums
    Eigen::VectorXd offset;
    Eigen::VectorXd cost;
    Eigen::VectorXd diagonal;
    Eigen::VectorXd lower; // of x and slacks
    Eigen::VectorXd upper;
    Eigen::VectorXd equals;               // right-hand side of equality rows, 0 elsewhere; per row in stacked order
    std::vector<std::size_t> rowOrder;    // stacked row to the problem's row: signed rows, then absolute ones
    std::vector<Eigen::Index> slackOfRow; // stacked row to its entry; -1: an equality
    Eigen::VectorXd columnScale;          // of each variable
    Eigen::VectorXd rowScale;             // stacked
    double objectiveScale = 1.0;

    [[nodiscard]] Eigen::Index rows() const { return static_cast<Eigen::Index>(rowOrder.size()); }
    [[nodiscard]] Eigen::Index entries() const { return lower.size(); }
    [[nodiscard]] Eigen::Index stacked() const { return factors + rows(); }

    // G x, stacked: factors, signed rows, absolute rows.
    [[nodiscard]] Eigen::VectorXd apply(const Eigen::VectorXd& x) const;
    // G't.
    [[nodiscard]] Eigen::VectorXd applyTransposed(const Eigen::VectorXd& t) const;
    // G diag(w) G' for weights per variable.
    [[nodiscard]] Eigen::MatrixXd weighted(const Eigen::VectorXd& weights) const;
    // One column of G.
    [[nodiscard]] Eigen::VectorXd column(Eigen::Index variable) const;

    [[nodiscard]] std::vector<double> unscaledX(const Eigen::VectorXd& x) const;
    // Stacked duals to the problem's rows.
    [[nodiscard]] std::vector<double> unscaledDuals(const Eigen::VectorXd& duals) const;
};

} // namespace ballast
