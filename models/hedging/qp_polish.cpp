#include "models/hedging/qp_interior.h"

#include <vector>

namespace ballast {
namespace {

// Unknowns: an optimum has few free variables, a point far from it many, and the factorisation asks for no stop.
constexpr Eigen::Index mostPolished = 500;

constexpr double pull = 1e-11; // keeps the system regular where active rows depend on each other; refined away
constexpr int refinements = 4;

using Vector = Eigen::VectorXd;

enum class Active
{
    Free,
    Lower,
    Upper
};

Active activeSide(const QpScaled& problem, const QpInterior& interior, Eigen::Index entry)
{
    if (interior.point[entry] - problem.lower[entry] < interior.lowerDuals[entry])
        return Active::Lower;
    if (problem.upper[entry] - interior.point[entry] < interior.upperDuals[entry])
        return Active::Upper;
    return Active::Free;
}

// The active rows with the value that they hold.
struct ActiveRows
{
    std::vector<Eigen::Index> rows; // stacked, counted without factors
    std::vector<double> values;
};

ActiveRows activeRows(const QpScaled& problem, const QpInterior& interior)
{
    ActiveRows active;
    for (Eigen::Index k = 0; k < problem.rows(); ++k) {
        const Eigen::Index slack = problem.slackOfRow[static_cast<std::size_t>(k)];
        const Active side = slack < 0 ? Active::Lower : activeSide(problem, interior, slack);
        if (side == Active::Free)
            continue;
        active.rows.push_back(k);
        active.values.push_back(slack < 0 ? problem.equals[k]
                                          : (side == Active::Lower ? problem.lower[slack] : problem.upper[slack]));
    }
    return active;
}

Vector solveRefined(const Eigen::MatrixXd& matrix, const Vector& right, Eigen::Index positive)
{
    Eigen::MatrixXd regular = matrix;
    regular.diagonal().head(positive).array() += pull;
    regular.diagonal().tail(matrix.rows() - positive).array() -= pull;
    const Eigen::PartialPivLU<Eigen::MatrixXd> factored(regular);
    Vector solution = factored.solve(right);
    for (int round = 0; round < refinements; ++round)
        solution += factored.solve(right - matrix * solution);
    return solution;
}

// x of the open variables, the factors' values and the duals of the active rows, where everything else stands.
Vector stationaryPoint(const QpScaled& problem, const Vector& x, const std::vector<Eigen::Index>& open,
                       const ActiveRows& active)
{
    const auto n = static_cast<Eigen::Index>(open.size());
    const auto m = static_cast<Eigen::Index>(active.rows.size());
    const Eigen::Index k = problem.factors;
    Vector fixed = x;
    for (const Eigen::Index i : open)
        fixed[i] = 0.0;
    const Vector image = problem.apply(fixed);
    Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(n + k + m, n + k + m);
    Vector right(n + k + m);
    for (Eigen::Index j = 0; j < n; ++j) {
        const Eigen::Index i = open[static_cast<std::size_t>(j)];
        const Vector column = problem.column(i);
        matrix(j, j) = problem.diagonal[i];
        matrix.col(j).segment(n, k) = column.head(k);
        for (Eigen::Index r = 0; r < m; ++r)
            matrix(n + k + r, j) = column[k + active.rows[static_cast<std::size_t>(r)]];
        matrix.row(j).tail(k + m) = matrix.col(j).tail(k + m).transpose();
        right[j] = -problem.cost[i];
    }
    for (Eigen::Index f = 0; f < k; ++f) {
        matrix(n + f, n + f) = -1.0; // t = F x + f
        right[n + f] = -(image[f] + problem.offset[f]);
    }
    for (Eigen::Index r = 0; r < m; ++r)
        right[n + k + r] =
            active.values[static_cast<std::size_t>(r)] - image[k + active.rows[static_cast<std::size_t>(r)]];
    return solveRefined(matrix, right, n);
}

} // namespace

QpPolished polishQp(const QpScaled& problem, const QpInterior& interior)
{
    QpPolished polished{interior.point.head(problem.variables), Vector::Zero(problem.rows())};
    std::vector<Eigen::Index> open;
    for (Eigen::Index i = 0; i < problem.variables; ++i) {
        const Active side = activeSide(problem, interior, i);
        if (side == Active::Free)
            open.push_back(i);
        else
            polished.x[i] = side == Active::Lower ? problem.lower[i] : problem.upper[i];
    }
    const ActiveRows active = activeRows(problem, interior);
    const auto n = static_cast<Eigen::Index>(open.size());
    const auto m = static_cast<Eigen::Index>(active.rows.size());
    const Eigen::Index k = problem.factors;
    if (n + k + m > mostPolished)
        return polished;
    const Vector solution = stationaryPoint(problem, polished.x, open, active);
    for (Eigen::Index j = 0; j < n; ++j)
        polished.x[open[static_cast<std::size_t>(j)]] = solution[j];
    for (Eigen::Index r = 0; r < m; ++r)
        polished.duals[active.rows[static_cast<std::size_t>(r)]] = -solution[n + k + r];
    return polished;
}

} // namespace ballast
