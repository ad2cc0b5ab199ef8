#include "models/hedging/qp_solver.h"
#include "tests/hedging/qp_oracle.h"
#include "tests/support/stopped_token.h"

#include <QElapsedTimer>
#include <QTest>

#include <cmath>
#include <limits>
#include <random>

using namespace ballast;
using namespace ballast::test;

namespace {

// L1 costs by two variables per column.
void addBothWays(QpProblem& problem, std::size_t column, double cost, double most)
{
    problem.variables.push_back({column, 1.0, cost, 0.0, most});
    problem.variables.push_back({column, -1.0, cost, 0.0, most});
}

// Spec F8: delta, gamma and vega of the book, three instruments.
QpProblem workedExample(double kappa)
{
    const double g[] = {-5.0, -2e-4, -800.0};
    const double scale[] = {3000.0, 0.5 * 3000.0 * 3000.0, 4.0};
    const double a[3][3] = {{1.0, 0.53, 0.50}, {0.0, 2.78e-5, 1.4e-5}, {0.0, 114.08, 200.0}};
    const double cost[] = {5.0, 30.0, 45.0};
    QpProblem problem;
    problem.columns = 3;
    for (std::size_t k = 0; k < 3; ++k) {
        problem.offset.push_back(std::sqrt(kappa) * scale[k] * g[k]);
        for (std::size_t j = 0; j < 3; ++j)
            problem.factors.push_back(std::sqrt(kappa) * scale[k] * a[k][j]);
    }
    for (std::size_t j = 0; j < 3; ++j)
        addBothWays(problem, j, cost[j], 1000.0);
    return problem;
}

struct Shape
{
    int columns = 5;
    int factors = 3;
    int rows = 2;
    bool duplicates = false;
};

// Numbers with few digits, so that an exact oracle stays quick.
QpProblem randomProblem(std::mt19937& generator, const Shape& shape)
{
    const auto draw = [&](int from, int to) { return std::uniform_int_distribution<int>(from, to)(generator); };
    QpProblem problem;
    problem.columns = static_cast<std::size_t>(shape.columns);
    for (int k = 0; k < shape.factors; ++k) {
        problem.offset.push_back(0.25 * draw(-40, 40));
        for (int j = 0; j < shape.columns; ++j)
            problem.factors.push_back(0.125 * draw(-16, 16));
    }
    if (shape.duplicates) {
        for (int k = 0; k < shape.factors; ++k) {
            double* row = problem.factors.data() + k * shape.columns;
            row[shape.columns - 1] = row[0];
            row[shape.columns - 2] = 2.0 * row[1];
        }
    }
    for (std::size_t j = 0; j < problem.columns; ++j)
        addBothWays(problem, j, 0.0625 * draw(1, 32), 0.5 * draw(1, 20));
    for (int r = 0; r < shape.rows; ++r) {
        QpRow row;
        row.sum = r % 3 == 2 ? RowSum::Absolute : RowSum::Signed;
        for (int j = 0; j < shape.columns; ++j)
            row.perColumn.push_back(row.sum == RowSum::Absolute ? 1.0 : 0.25 * draw(-8, 8));
        const double centre = row.sum == RowSum::Absolute ? 0.0 : 0.25 * draw(-6, 6);
        row.lower = row.sum == RowSum::Absolute ? -lpInfinity : centre - 0.25 * draw(0, 8);
        row.upper = row.sum == RowSum::Absolute ? 0.5 * draw(4, 60) : centre + 0.25 * draw(0, 8);
        problem.rows.push_back(std::move(row));
    }
    return problem;
}

void compareWithOracle(const QpProblem& problem, const QpSolution& solution, int trial)
{
    const std::optional<double> exact = exactOptimum(problem);
    const QByteArray where = QByteArrayLiteral("trial ") + QByteArray::number(trial) + ' ' +
                             qpStatusWord(solution.status) + " kkt " + QByteArray::number(solution.kkt) +
                             " violation " + QByteArray::number(solution.violation);
    if (!exact) {
        QVERIFY2(solution.status == QpStatus::Infeasible, where);
        return;
    }
    QVERIFY2(solution.status == QpStatus::Solved, where);
    QVERIFY2(solution.kkt <= 1e-8 && solution.violation <= 1e-9, where);
    QVERIFY2(std::abs(solution.objective - *exact) <= 1e-8 * std::max(1.0, std::abs(*exact)), where);
}

} // namespace

class TestQpSolver : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void workedExample_data()
    {
        QTest::addColumn<double>("kappa");
        QTest::addColumn<double>("perp");
        QTest::addColumn<double>("call30");
        QTest::addColumn<double>("call60");
        QTest::newRow("1e-3") << 1e-3 << 1.34077 << 6.90315 << 0.0;
        QTest::newRow("1e-5") << 1e-5 << 4.94444 << 0.0 << 0.0;
        QTest::newRow("1e-6") << 1e-6 << 4.44444 << 0.0 << 0.0;
    }

    void workedExample()
    {
        QFETCH(double, kappa);
        QFETCH(double, perp);
        QFETCH(double, call30);
        QFETCH(double, call60);

        for (const QpFactorization how : {QpFactorization::LowRank, QpFactorization::Dense}) {
            QpLimits limits;
            limits.factorization = how;
            const QpSolution solution = solveQp(::workedExample(kappa), limits, {});

            QCOMPARE(qpStatusWord(solution.status), "solved");
            QVERIFY(solution.kkt <= 1e-8 && solution.violation <= 1e-9);
            QVERIFY(std::abs(solution.columns[0] - perp) < 5e-6);
            QVERIFY(std::abs(solution.columns[1] - call30) < 5e-6);
            QVERIFY(std::abs(solution.columns[2] - call60) < 5e-6);
        }
    }

    void workedExample_residualAndCost()
    {
        const QpProblem problem = ::workedExample(1e-3);

        const QpSolution solution = solveQp(problem, {}, {});

        double cost = 0.0;
        for (std::size_t i = 0; i < solution.x.size(); ++i)
            cost += problem.variables[i].cost * solution.x[i];
        const double expected[] = {-1.67, -36.42, -49.95};
        for (std::size_t k = 0; k < 3; ++k) {
            double residual = problem.offset[k];
            for (std::size_t j = 0; j < 3; ++j)
                residual += problem.factors[k * 3 + j] * solution.columns[j];
            QVERIFY(std::abs(residual / std::sqrt(1e-3) - expected[k]) < 0.005);
        }
        QVERIFY(std::abs(cost - 213.80) < 0.005);
    }

    void randomProblems_agreeWithTheExactSolver()
    {
        if (!hasExactOracle())
            QSKIP("CGAL is not installed");
        std::mt19937 generator(20260205);
        for (int trial = 0; trial < 200; ++trial) {
            const QpProblem problem =
                randomProblem(generator, {3 + trial % 6, 1 + trial % 5, trial % 5, trial % 4 == 3});

            const QpSolution solution = solveQp(problem, {}, {});

            compareWithOracle(problem, solution, trial);
            if (QTest::currentTestFailed())
                return;
        }
    }

    void lowRankAndDense_agreeOnTwoHundredInstruments()
    {
        std::mt19937 generator(7);
        const QpProblem problem = randomProblem(generator, {200, 40, 17, true});
        QpLimits dense;
        dense.factorization = QpFactorization::Dense;

        const QpSolution low = solveQp(problem, {}, {});
        const QpSolution full = solveQp(problem, dense, {});

        QCOMPARE(qpStatusWord(low.status), "solved");
        QCOMPARE(qpStatusWord(full.status), "solved");
        QVERIFY(!low.denseFallback);
        QVERIFY(std::abs(low.objective - full.objective) <= 1e-9 * std::max(1.0, std::abs(full.objective)));
    }

    void identicalInstruments_shareWithoutHarm()
    {
        QpProblem problem;
        problem.columns = 3;
        problem.factors = {1.0, 1.0, 1.0};
        problem.offset = {-6.0};
        for (std::size_t j = 0; j < 3; ++j)
            addBothWays(problem, j, 1.0, 100.0);

        const QpSolution solution = solveQp(problem, {}, {});

        QCOMPARE(qpStatusWord(solution.status), "solved");
        QVERIFY(std::abs(solution.columns[0] + solution.columns[1] + solution.columns[2] - 5.0) < 1e-8);
        QVERIFY(std::abs(solution.objective - 5.5) < 1e-8);
    }

    void linearProblem_isSolvedToo()
    {
        QpProblem problem;
        problem.columns = 2;
        addBothWays(problem, 0, 3.0, 10.0);
        addBothWays(problem, 1, 2.0, 1.0);
        problem.rows.push_back({4.0, lpInfinity, RowSum::Signed, {1.0, 1.0}});

        const QpSolution solution = solveQp(problem, {}, {});

        QCOMPARE(qpStatusWord(solution.status), "solved");
        QVERIFY(std::abs(solution.objective - 11.0) < 1e-8);
        QVERIFY(std::abs(solution.rowDuals[0] - 3.0) < 1e-7);
    }

    void infeasibleRows_areProvedSo()
    {
        QpProblem problem = ::workedExample(1e-3);
        problem.rows.push_back({1e9, lpInfinity, RowSum::Signed, {1.0, 1.0, 1.0}});

        QCOMPARE(qpStatusWord(solveQp(problem, {}, {}).status), "infeasible");
    }

    void fallingRay_isUnbounded()
    {
        QpProblem problem;
        problem.columns = 2;
        problem.factors = {1.0, 0.0};
        problem.offset = {1.0};
        problem.variables = {{0, 1.0, 0.0, -lpInfinity, lpInfinity}, {1, 1.0, -1.0, 0.0, lpInfinity}};

        QCOMPARE(qpStatusWord(solveQp(problem, {}, {}).status), "unbounded");
    }

    void emptyAndBadInput_areAnswers()
    {
        QpProblem nan = ::workedExample(1e-3);
        nan.offset[0] = std::numeric_limits<double>::quiet_NaN();
        QpProblem unsatisfiable;
        unsatisfiable.rows.push_back({1.0, 2.0, RowSum::Signed, {}});

        QCOMPARE(qpStatusWord(solveQp({}, {}, {}).status), "solved");
        QCOMPARE(qpStatusWord(solveQp(unsatisfiable, {}, {}).status), "infeasible");
        QCOMPARE(qpStatusWord(solveQp(nan, {}, {}).status), "bad-input");
        QCOMPARE(qpStatusWord(solveQp(::workedExample(1e-3), {}, stoppedToken()).status), "cancelled");
    }
};

QTEST_GUILESS_MAIN(TestQpSolver)
#include "tst_qp_solver.moc"
