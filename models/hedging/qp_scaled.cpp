#include "models/hedging/qp_scaled.h"

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

constexpr double weakColumn = 1e-3; // a column that does less than this share of the strongest is scaled as if it did

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

Eigen::Index index(std::size_t value)
{
    return static_cast<Eigen::Index>(value);
}

// Per column, the quantity that is "one".
Eigen::VectorXd unitsOf(const QpProblem& problem, const Eigen::MatrixXd& factors, double offsetSize)
{
    Eigen::VectorXd sizes = Eigen::VectorXd::Zero(index(problem.columns));
    if (factors.rows() > 0)
        sizes = factors.colwise().norm().transpose();
    const double strongest = sizes.size() > 0 ? sizes.maxCoeff() : 0.0;
    if (!(strongest > 0.0))
        return Eigen::VectorXd::Ones(index(problem.columns));
    return (offsetSize / sizes.array().max(weakColumn * strongest)).matrix();
}

// Of the variables, then of the rows' slacks.
struct EntryBounds
{
    std::vector<double> low;
    std::vector<double> high;
};

void scaleVariables(QpScaled& scaled, const Eigen::VectorXd& units, EntryBounds& bounds)
{
    scaled.columnScale.resize(scaled.variables);
    scaled.cost.resize(scaled.variables);
    scaled.diagonal.resize(scaled.variables);
    for (Eigen::Index i = 0; i < scaled.variables; ++i) {
        const QpVariable& variable = scaled.problem.variables[static_cast<std::size_t>(i)];
        const double unit = units[index(variable.column)];
        scaled.columnScale[i] = unit;
        scaled.cost[i] = variable.cost * unit * scaled.objectiveScale;
        scaled.diagonal[i] = variable.diagonal * unit * unit * scaled.objectiveScale;
        bounds.low.push_back(variable.lower / unit);
        bounds.high.push_back(variable.upper / unit);
    }
}

void scaleRows(QpScaled& scaled, const Eigen::VectorXd& units, Eigen::Index signedCount, EntryBounds& bounds)
{
    const auto columns = index(scaled.problem.columns);
    for (Eigen::Index r = 0; r < scaled.rows(); ++r) {
        const QpRow& row = scaled.problem.rows[scaled.rowOrder[static_cast<std::size_t>(r)]];
        Eigen::RowVectorXd line =
            Eigen::Map<const Eigen::RowVectorXd>(row.perColumn.data(), columns) * units.asDiagonal();
        const double largest = columns > 0 ? line.cwiseAbs().maxCoeff() : 0.0;
        scaled.rowScale[r] = largest > 0.0 ? 1.0 / largest : 1.0;
        if (r < signedCount)
            scaled.signedRows.row(scaled.factors + r) = line * scaled.rowScale[r];
        else
            scaled.absoluteRows.row(r - signedCount) = line * scaled.rowScale[r];
        if (row.lower == row.upper) {
            scaled.equals[r] = row.lower * scaled.rowScale[r];
            scaled.slackOfRow.push_back(-1);
            continue;
        }
        scaled.slackOfRow.push_back(index(bounds.low.size()));
        bounds.low.push_back(row.lower * scaled.rowScale[r]);
        bounds.high.push_back(row.upper * scaled.rowScale[r]);
    }
}

} // namespace

QpScaled::QpScaled(const QpProblem& source) : problem(source)
{
    const auto columns = index(problem.columns);
    factors = index(problem.factorCount());
    variables = index(problem.variables.size());
    Eigen::MatrixXd f = Eigen::Map<const RowMajor>(problem.factors.data(), factors, columns);
    offset = Eigen::Map<const Eigen::VectorXd>(problem.offset.data(), factors);
    const double offsetSize = offset.norm() > 0.0 ? offset.norm() : 1.0;
    const Eigen::VectorXd units = unitsOf(problem, f, offsetSize);
    objectiveScale = 1.0 / (offsetSize * offsetSize);

    for (const RowSum sum : {RowSum::Signed, RowSum::Absolute}) {
        for (std::size_t r = 0; r < problem.rows.size(); ++r) {
            if (problem.rows[r].sum == sum)
                rowOrder.push_back(r);
        }
    }
    const auto isSigned = [&](std::size_t r) { return problem.rows[r].sum == RowSum::Signed; };
    const auto signedCount = index(static_cast<std::size_t>(std::ranges::count_if(rowOrder, isSigned)));
    signedRows.resize(factors + signedCount, columns);
    absoluteRows.resize(rows() - signedCount, columns);
    signedRows.topRows(factors) = f * units.asDiagonal() / offsetSize;
    offset /= offsetSize;

    rowScale.resize(rows());
    equals = Eigen::VectorXd::Zero(rows());
    EntryBounds bounds;
    scaleVariables(*this, units, bounds);
    scaleRows(*this, units, signedCount, bounds);
    lower = Eigen::Map<const Eigen::VectorXd>(bounds.low.data(), index(bounds.low.size()));
    upper = Eigen::Map<const Eigen::VectorXd>(bounds.high.data(), index(bounds.high.size()));
}

Eigen::VectorXd QpScaled::apply(const Eigen::VectorXd& x) const
{
    Eigen::VectorXd net = Eigen::VectorXd::Zero(signedRows.cols());
    Eigen::VectorXd gross = Eigen::VectorXd::Zero(signedRows.cols());
    for (Eigen::Index i = 0; i < variables; ++i) {
        const QpVariable& variable = problem.variables[static_cast<std::size_t>(i)];
        net[index(variable.column)] += variable.sign * x[i];
        gross[index(variable.column)] += x[i];
    }
    Eigen::VectorXd result(stacked());
    result.head(signedRows.rows()) = signedRows * net;
    result.tail(absoluteRows.rows()) = absoluteRows * gross;
    return result;
}

Eigen::VectorXd QpScaled::applyTransposed(const Eigen::VectorXd& t) const
{
    const Eigen::VectorXd net = signedRows.transpose() * t.head(signedRows.rows());
    const Eigen::VectorXd gross = absoluteRows.transpose() * t.tail(absoluteRows.rows());
    Eigen::VectorXd result(variables);
    for (Eigen::Index i = 0; i < variables; ++i) {
        const QpVariable& variable = problem.variables[static_cast<std::size_t>(i)];
        result[i] = variable.sign * net[index(variable.column)] + gross[index(variable.column)];
    }
    return result;
}

Eigen::MatrixXd QpScaled::weighted(const Eigen::VectorXd& weights) const
{
    Eigen::VectorXd even = Eigen::VectorXd::Zero(signedRows.cols());
    Eigen::VectorXd odd = Eigen::VectorXd::Zero(signedRows.cols());
    for (Eigen::Index i = 0; i < variables; ++i) {
        const QpVariable& variable = problem.variables[static_cast<std::size_t>(i)];
        even[index(variable.column)] += weights[i];
        odd[index(variable.column)] += variable.sign * weights[i];
    }
    const Eigen::Index head = signedRows.rows();
    const Eigen::Index tail = absoluteRows.rows();
    Eigen::MatrixXd result = Eigen::MatrixXd::Zero(stacked(), stacked());
    const Eigen::MatrixXd rooted = signedRows * even.cwiseSqrt().asDiagonal();
    result.topLeftCorner(head, head).selfadjointView<Eigen::Lower>().rankUpdate(rooted);
    if (tail > 0) {
        result.bottomLeftCorner(tail, head) = absoluteRows * odd.asDiagonal() * signedRows.transpose();
        result.bottomRightCorner(tail, tail) = absoluteRows * even.asDiagonal() * absoluteRows.transpose();
    }
    return result;
}

Eigen::VectorXd QpScaled::column(Eigen::Index variable) const
{
    const QpVariable& one = problem.variables[static_cast<std::size_t>(variable)];
    Eigen::VectorXd result(stacked());
    result.head(signedRows.rows()) = one.sign * signedRows.col(index(one.column));
    result.tail(absoluteRows.rows()) = absoluteRows.col(index(one.column));
    return result;
}

std::vector<double> QpScaled::unscaledX(const Eigen::VectorXd& x) const
{
    std::vector<double> result;
    for (Eigen::Index i = 0; i < variables; ++i) {
        const QpVariable& variable = problem.variables[static_cast<std::size_t>(i)];
        result.push_back(std::clamp(x[i] * columnScale[i], variable.lower, variable.upper));
    }
    return result;
}

std::vector<double> QpScaled::unscaledDuals(const Eigen::VectorXd& duals) const
{
    std::vector<double> result(problem.rows.size(), 0.0);
    for (Eigen::Index r = 0; r < rows(); ++r)
        result[rowOrder[static_cast<std::size_t>(r)]] = duals[r] * rowScale[r] / objectiveScale;
    return result;
}

} // namespace ballast
