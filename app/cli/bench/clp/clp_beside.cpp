// The hedge QP of the bench beside Clp's primal simplex for quadratic programs, in factor form: the risk factors are
// variables t = F y + f, so that the objective is cost'x + 1/2 |t|^2. Prints times, their ratio and both accuracies.
// Not part of the program and never shipped: Clp's licence (EPL 2.0) does not go with ours.

#include "app/cli/bench/measure.h"
#include "app/cli/bench/sample_qp.h"
#include "models/hedging/qp_solver.h"

#include <ClpSimplex.hpp>
#include <CoinPackedMatrix.hpp>

#include <fmt/format.h>

#include <cmath>
#include <vector>

using namespace ballast;
using namespace ballast::bench;

namespace {

constexpr int rounds = 21;

struct Triplets
{
    std::vector<int> rows;
    std::vector<int> columns;
    std::vector<double> values;

    void add(std::size_t row, std::size_t column, double value)
    {
        rows.push_back(static_cast<int>(row));
        columns.push_back(static_cast<int>(column));
        values.push_back(value);
    }
};

Triplets matrixOf(const QpProblem& qp)
{
    Triplets matrix;
    for (std::size_t i = 0; i < qp.variables.size(); ++i) {
        const QpVariable& variable = qp.variables[i];
        for (std::size_t k = 0; k < qp.factorCount(); ++k)
            matrix.add(k, i, variable.sign * qp.factors[k * qp.columns + variable.column]);
        for (std::size_t r = 0; r < qp.rows.size(); ++r) {
            const double sign = qp.rows[r].sum == RowSum::Signed ? variable.sign : 1.0;
            matrix.add(qp.factorCount() + r, i, sign * qp.rows[r].perColumn[variable.column]);
        }
    }
    for (std::size_t k = 0; k < qp.factorCount(); ++k)
        matrix.add(k, qp.variables.size() + k, -1.0);
    return matrix;
}

// min cost'x + 1/2 |t|^2  subject to  F y - t = -f, the rows and the bounds of x.
ClpSimplex factorForm(const QpProblem& qp)
{
    std::vector<double> low, high, cost, rowLow, rowHigh;
    for (const QpVariable& variable : qp.variables) {
        low.push_back(variable.lower);
        high.push_back(variable.upper);
        cost.push_back(variable.cost);
    }
    low.resize(low.size() + qp.factorCount(), -COIN_DBL_MAX);
    high.resize(high.size() + qp.factorCount(), COIN_DBL_MAX);
    cost.resize(cost.size() + qp.factorCount(), 0.0);
    for (const double value : qp.offset) {
        rowLow.push_back(-value);
        rowHigh.push_back(-value);
    }
    for (const QpRow& row : qp.rows) {
        rowLow.push_back(row.lower);
        rowHigh.push_back(row.upper);
    }
    const Triplets matrix = matrixOf(qp);
    const CoinPackedMatrix packed(true, matrix.rows.data(), matrix.columns.data(), matrix.values.data(),
                                  static_cast<int>(matrix.values.size()));
    ClpSimplex model;
    model.setLogLevel(0);
    model.loadProblem(packed, low.data(), high.data(), cost.data(), rowLow.data(), rowHigh.data());
    std::vector<CoinBigIndex> starts;
    std::vector<int> columns;
    for (std::size_t i = 0; i <= cost.size(); ++i) {
        starts.push_back(static_cast<CoinBigIndex>(columns.size()));
        if (i >= qp.variables.size() && i < cost.size())
            columns.push_back(static_cast<int>(i));
    }
    const std::vector<double> curvature(columns.size(), 1.0);
    model.loadQuadraticObjective(static_cast<int>(cost.size()), starts.data(), columns.data(), curvature.data());
    return model;
}

} // namespace

int main()
{
    const QpProblem qp = sampleQp();
    const ClpSimplex base = factorForm(qp);
    QpSolution ours;
    std::vector<double> clp;
    bool clpOptimal = false;
    const Timing timing = alternate(
        rounds, TimeKind::ThreadCpu, [&] { ours = solveQp(qp, {}, {}); },
        [&] {
            ClpSimplex model(base);
            model.primal();
            clpOptimal = model.isProvenOptimal();
            clp.assign(model.primalColumnSolution(), model.primalColumnSolution() + qp.variables.size());
        });
    const double clpObjective = objectiveOf(qp, clp);
    fmt::print("{}\n", sampleQpName);
    fmt::print("ours  {:.3f} ms, {}, KKT residual {:.1e}, violation {:.1e}, objective {:.10g}\n", timing.oursNs * 1e-6,
               qpStatusWord(ours.status), ours.kkt, ours.violation, ours.objective);
    fmt::print("Clp   {:.3f} ms, {}, objective {:.10g}, relative distance from ours {:.1e}\n", timing.anchorNs * 1e-6,
               clpOptimal ? "optimal" : "not optimal", clpObjective,
               (clpObjective - ours.objective) / std::abs(ours.objective));
    fmt::print("ratio {:.2f}x (target 2x); thread CPU time, alternated, medians of {}\n",
               timing.anchorNs / timing.oursNs, rounds);
    return ours.status == QpStatus::Solved && clpOptimal ? 0 : 1;
}
