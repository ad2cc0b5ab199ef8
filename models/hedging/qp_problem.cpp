#include "models/hedging/qp_problem.h"

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

std::vector<double> grossColumnsOf(const QpProblem& problem, std::span<const double> x)
{
    std::vector<double> y(problem.columns, 0.0);
    for (std::size_t i = 0; i < x.size(); ++i)
        y[problem.variables[i].column] += x[i];
    return y;
}

double dot(std::span<const double> a, std::span<const double> b)
{
    double sum = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += a[i] * b[i];
    return sum;
}

std::vector<double> factorValues(const QpProblem& problem, std::span<const double> y)
{
    std::vector<double> values = problem.offset;
    for (std::size_t k = 0; k < values.size(); ++k)
        values[k] += dot(std::span(problem.factors).subspan(k * problem.columns, problem.columns), y);
    return values;
}

double outside(double value, double lower, double upper)
{
    if (value < lower)
        return (lower - value) / (1.0 + std::abs(lower));
    return value > upper ? (value - upper) / (1.0 + std::abs(upper)) : 0.0;
}

// A multiplier needs its bound to bind.
double slackness(double value, double lower, double upper, double multiplier)
{
    const double bound = multiplier > 0.0 ? lower : upper;
    const double distance = std::isinf(bound) ? lpInfinity : std::abs(value - bound) / (1.0 + std::abs(bound));
    return std::min(std::abs(multiplier), distance);
}

} // namespace

std::vector<double> columnsOf(const QpProblem& problem, std::span<const double> x)
{
    std::vector<double> y(problem.columns, 0.0);
    for (std::size_t i = 0; i < x.size(); ++i)
        y[problem.variables[i].column] += problem.variables[i].sign * x[i];
    return y;
}

double objectiveOf(const QpProblem& problem, std::span<const double> x)
{
    double sum = 0.0;
    for (const double value : factorValues(problem, columnsOf(problem, x)))
        sum += 0.5 * value * value;
    for (std::size_t i = 0; i < x.size(); ++i)
        sum += x[i] * (problem.variables[i].cost + 0.5 * problem.variables[i].diagonal * x[i]);
    return sum;
}

QpResiduals qpResiduals(const QpProblem& problem, std::span<const double> x, std::span<const double> rowDuals)
{
    const std::vector<double> net = columnsOf(problem, x);
    const std::vector<double> gross = grossColumnsOf(problem, x);
    const std::vector<double> factors = factorValues(problem, net);
    std::vector<double> signedPart(problem.columns, 0.0); // of the gradient, per column
    std::vector<double> absolutePart(problem.columns, 0.0);
    std::vector<double> size(problem.columns, 0.0);
    const auto addTerm = [&](std::vector<double>& part, std::size_t column, double term) {
        part[column] += term;
        size[column] = std::max(size[column], std::abs(term));
    };
    for (std::size_t k = 0; k < factors.size(); ++k) {
        for (std::size_t c = 0; c < problem.columns; ++c)
            addTerm(signedPart, c, problem.factors[k * problem.columns + c] * factors[k]);
    }
    QpResiduals residuals;
    for (std::size_t r = 0; r < problem.rows.size(); ++r) {
        const QpRow& row = problem.rows[r];
        const bool isSigned = row.sum == RowSum::Signed;
        const double scale = std::max(
            1e-300, std::abs(*std::ranges::max_element(row.perColumn, {}, [](double a) { return std::abs(a); })));
        const double activity = dot(row.perColumn, isSigned ? net : gross) / scale;
        const double lower = row.lower / scale;
        const double upper = row.upper / scale;
        residuals.violation = std::max(residuals.violation, outside(activity, lower, upper));
        const double dual = rowDuals[r] * scale;
        residuals.kkt = std::max(residuals.kkt, slackness(activity, lower, upper, dual) / (1.0 + std::abs(dual)));
        for (std::size_t c = 0; c < problem.columns; ++c)
            addTerm(isSigned ? signedPart : absolutePart, c, -row.perColumn[c] * rowDuals[r]);
    }
    for (std::size_t i = 0; i < x.size(); ++i) {
        const QpVariable& variable = problem.variables[i];
        const double gradient = variable.cost + variable.diagonal * x[i] + variable.sign * signedPart[variable.column] +
                                absolutePart[variable.column];
        residuals.violation = std::max(residuals.violation, outside(x[i], variable.lower, variable.upper));
        const double scale = 1.0 + std::max(std::abs(variable.cost), size[variable.column]);
        residuals.kkt = std::max(residuals.kkt, slackness(x[i], variable.lower, variable.upper, gradient / scale));
    }
    residuals.kkt = std::max(residuals.kkt, residuals.violation);
    return residuals;
}

} // namespace ballast
