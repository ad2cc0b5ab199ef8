#include "tests/hedging/qp_oracle.h"

#if __has_include(<CGAL/QP_functions.h>)
#include <CGAL/Gmpq.h>
#include <CGAL/QP_functions.h>
#include <CGAL/QP_models.h>

#include <cmath>

namespace ballast::test {
namespace {

using Exact = CGAL::Gmpq;
using Program = CGAL::Quadratic_program<Exact>;

void setBounds(Program& program, int index, const QpVariable& variable)
{
    program.set_l(index, std::isfinite(variable.lower), std::isfinite(variable.lower) ? Exact(variable.lower) : 0);
    program.set_u(index, std::isfinite(variable.upper), std::isfinite(variable.upper) ? Exact(variable.upper) : 0);
}

// CGAL minimises x'Dx + c'x with rows of one sense each; D is given doubled.
void setObjective(Program& program, const QpProblem& problem)
{
    const auto element = [&](std::size_t k, const QpVariable& v) {
        return Exact(v.sign * problem.factors[k * problem.columns + v.column]);
    };
    Exact constant = 0;
    for (const double value : problem.offset)
        constant += Exact(value) * Exact(value) / 2;
    program.set_c0(constant);
    for (std::size_t i = 0; i < problem.variables.size(); ++i) {
        const QpVariable& left = problem.variables[i];
        Exact linear = left.cost;
        for (std::size_t k = 0; k < problem.factorCount(); ++k)
            linear += element(k, left) * Exact(problem.offset[k]);
        program.set_c(static_cast<int>(i), linear);
        for (std::size_t j = 0; j <= i; ++j) {
            Exact sum = i == j ? Exact(left.diagonal) : Exact(0);
            for (std::size_t k = 0; k < problem.factorCount(); ++k)
                sum += element(k, left) * element(k, problem.variables[j]);
            program.set_d(static_cast<int>(i), static_cast<int>(j), sum);
        }
    }
}

int addRow(Program& program, int row, const QpProblem& problem, const QpRow& source, CGAL::Comparison_result sense)
{
    for (std::size_t i = 0; i < problem.variables.size(); ++i) {
        const QpVariable& variable = problem.variables[i];
        const double sign = source.sum == RowSum::Signed ? variable.sign : 1.0;
        program.set_a(static_cast<int>(i), row, Exact(sign * source.perColumn[variable.column]));
    }
    program.set_b(row, Exact(sense == CGAL::LARGER ? source.lower : source.upper));
    program.set_r(row, sense);
    return row + 1;
}

} // namespace

bool hasExactOracle()
{
    return true;
}

std::optional<double> exactOptimum(const QpProblem& problem)
{
    Program program(CGAL::SMALLER, false, 0, false, 0);
    setObjective(program, problem);
    for (std::size_t i = 0; i < problem.variables.size(); ++i)
        setBounds(program, static_cast<int>(i), problem.variables[i]);
    int row = 0;
    for (const QpRow& source : problem.rows) {
        if (std::isfinite(source.lower))
            row = addRow(program, row, problem, source, CGAL::LARGER);
        if (std::isfinite(source.upper))
            row = addRow(program, row, problem, source, CGAL::SMALLER);
    }
    const auto solution = CGAL::solve_quadratic_program(program, Exact());
    if (!solution.is_optimal())
        return std::nullopt;
    return CGAL::to_double(solution.objective_value());
}

} // namespace ballast::test

#else

namespace ballast::test {

bool hasExactOracle()
{
    return false;
}

std::optional<double> exactOptimum(const QpProblem&)
{
    return std::nullopt;
}

} // namespace ballast::test
#endif
