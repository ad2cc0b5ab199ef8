#include "models/hedging/linear_program.h"

#include <QElapsedTimer>
#include <QTest>

#include <cmath>
#include <condition_variable>
#include <mutex>
#include <random>
#include <thread>

using namespace ballast;

namespace {

// A random program that is feasible (rows are built around a point) and bounded (boxes).
LinearProgram randomProgram(unsigned seed, int columns, int rows)
{
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> value(-1.0, 1.0);
    LinearProgram program;
    std::vector<double> point;
    for (int j = 0; j < columns; ++j) {
        program.columns.push_back({value(random) + 0.5, 0.0, 10.0, false});
        point.push_back(5.0 + 4.0 * value(random));
    }
    for (int i = 0; i < rows; ++i) {
        LpRow row;
        double activity = 0.0;
        for (std::size_t j = 0; j < point.size(); ++j) {
            const double entry = value(random);
            row.entries.push_back({j, entry});
            activity += entry * point[j];
        }
        row.lower = i % 3 == 0 ? -lpInfinity : activity - 0.1;
        row.upper = i % 3 == 1 ? lpInfinity : activity + 0.2;
        program.rows.push_back(std::move(row));
    }
    return program;
}

// Strongly correlated equality knapsacks: small to write, slow to prove.
LinearProgram hardInteger(int columns, int rows)
{
    std::mt19937 random(11);
    std::uniform_int_distribution<int> weight(1, 99);
    LinearProgram program;
    program.rows.resize(static_cast<std::size_t>(rows));
    for (int j = 0; j < columns; ++j)
        program.columns.push_back({1.0, 0.0, 1.0, true});
    for (LpRow& row : program.rows) {
        double total = 0.0;
        for (std::size_t j = 0; j < program.columns.size(); ++j) {
            row.entries.push_back({j, double(weight(random))});
            total += row.entries.back().value;
        }
        row.lower = row.upper = std::floor(total / 2.0);
    }
    return program;
}

} // namespace

class TestLinearProgram : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textbookProgram_knownOptimumAndDuals()
    {
        // max 3x + 5y, x <= 4, 2y <= 12, 3x + 2y <= 18 (Hillier and Lieberman, Wyndor Glass): x 2, y 6, 36, duals 0 1.5
        // 1
        LinearProgram program;
        program.columns = {{-3.0}, {-5.0}};
        program.rows = {
            {-lpInfinity, 4.0, {{0, 1.0}}}, {-lpInfinity, 12.0, {{1, 2.0}}}, {-lpInfinity, 18.0, {{0, 3.0}, {1, 2.0}}}};

        const LpSolution solution = LpModel(program).solveRelaxation(5.0, {});

        QCOMPARE(solution.status, LpStatus::Optimal);
        QCOMPARE(solution.objective, -36.0);
        QCOMPARE(solution.x[0], 2.0);
        QCOMPARE(solution.x[1], 6.0);
        QVERIFY(std::abs(solution.rowDuals[0]) < 1e-12);
        QCOMPARE(solution.rowDuals[1], -1.5);
        QCOMPARE(solution.rowDuals[2], -1.0);
        QVERIFY(solution.kkt <= 1e-12);
    }

    void randomPrograms_satisfyKkt()
    {
        for (unsigned seed = 1; seed <= 40; ++seed) {
            const LpSolution solution = LpModel(randomProgram(seed, 60, 12)).solveRelaxation(5.0, {});

            QCOMPARE(solution.status, LpStatus::Optimal);
            QVERIFY2(solution.kkt <= 1e-8, qPrintable(QString::number(solution.kkt)));
        }
    }

    void kkt_seesWrongAnswers()
    {
        const LinearProgram program = randomProgram(3, 20, 6);
        const LpSolution solution = LpModel(program).solveRelaxation(5.0, {});
        auto moved = solution.x;
        auto duals = solution.rowDuals;
        moved[4] += 0.5;
        for (double& dual : duals)
            dual += 0.3;

        QVERIFY(kktResidual(program, moved, solution.rowDuals) > 1e-3);
        QVERIFY(kktResidual(program, solution.x, duals) > 1e-3);
    }

    void impossibleAndBoundless_areAnswers_data()
    {
        QTest::addColumn<double>("cost");
        QTest::addColumn<double>("rowLower");
        QTest::addColumn<double>("rowUpper");
        QTest::addColumn<int>("status");
        QTest::newRow("row out of reach") << 1.0 << 5.0 << lpInfinity << int(LpStatus::Infeasible);
        QTest::newRow("crossed row bounds") << 1.0 << 2.0 << 1.0 << int(LpStatus::Infeasible);
        QTest::newRow("gain without end") << -1.0 << -lpInfinity << lpInfinity << int(LpStatus::Unbounded);
        QTest::newRow("fine") << 1.0 << 0.5 << 1.0 << int(LpStatus::Optimal);
        QTest::newRow("not a number") << std::nan("") << 0.5 << 1.0 << int(LpStatus::Failed);
    }

    void impossibleAndBoundless_areAnswers()
    {
        QFETCH(double, cost);
        QFETCH(double, rowLower);
        QFETCH(double, rowUpper);
        QFETCH(int, status);
        LinearProgram program;
        program.columns = {{1.0, 0.0, 3.0}, {cost, 0.0, lpInfinity}};
        program.rows = {{rowLower, rowUpper, {{0, 1.0}}}};

        QCOMPARE(int(LpModel(program).solveRelaxation(5.0, {}).status), status);
    }

    void noColumns_feasibleOnlyWhenZeroIs()
    {
        LinearProgram inside;
        inside.rows = {{-1.0, 1.0, {}}};
        LinearProgram outside;
        outside.rows = {{0.5, 1.0, {}}};

        QCOMPARE(LpModel(inside).solveRelaxation(5.0, {}).status, LpStatus::Optimal);
        QCOMPARE(LpModel(outside).solveRelaxation(5.0, {}).status, LpStatus::Infeasible);
        QCOMPARE(LpModel({}).solveRelaxation(5.0, {}).status, LpStatus::Optimal);
    }

    void movedBounds_warmAnswerEqualsCold()
    {
        LpModel warm(randomProgram(8, 60, 12));
        QCOMPARE(warm.solveRelaxation(5.0, {}).status, LpStatus::Optimal);
        for (int step = 1; step <= 10; ++step) {
            const LpRow& row = warm.program().rows[1];
            warm.setRowBounds(1, row.lower + 0.05, row.upper);

            const LpSolution again = warm.solveRelaxation(5.0, {});
            const LpSolution cold = LpModel(warm.program()).solveRelaxation(5.0, {});

            QCOMPARE(again.status, cold.status);
            QCOMPARE(again.objective, cold.objective);
            QVERIFY(again.kkt <= 1e-8);
        }
    }

    void integerKnapsack_knownOptimum()
    {
        // values 10 13 7 8, weights 5 6 4 3, room 10: best 21 (13 + 8, weight 9)
        LinearProgram program;
        program.columns = {
            {-10.0, 0.0, 1.0, true}, {-13.0, 0.0, 1.0, true}, {-7.0, 0.0, 1.0, true}, {-8.0, 0.0, 1.0, true}};
        program.rows = {{-lpInfinity, 10.0, {{0, 5.0}, {1, 6.0}, {2, 4.0}, {3, 3.0}}}};

        const LpSolution solution = LpModel(program).solveInteger(5.0, 0.0, {});

        QCOMPARE(solution.status, LpStatus::Optimal);
        QCOMPARE(solution.objective, -21.0);
        QCOMPARE(solution.gap, 0.0);
    }

    void stopRequested_cancelsBothSolvers()
    {
        std::stop_source source;
        source.request_stop();

        QCOMPARE(LpModel(randomProgram(1, 20, 5)).solveRelaxation(5.0, source.get_token()).status, LpStatus::Cancelled);
        QCOMPARE(LpModel(hardInteger(40, 4)).solveInteger(5.0, 0.0, source.get_token()).status, LpStatus::Cancelled);
    }

    void stopDuringSearch_endsQuickly()
    {
        std::stop_source source;
        QElapsedTimer timer;
        std::jthread stopper([&source] {
            std::mutex mutex;
            std::condition_variable never;
            std::unique_lock lock(mutex);
            never.wait_for(lock, std::chrono::milliseconds(100));
            source.request_stop();
        });
        timer.start();

        const LpSolution solution = LpModel(hardInteger(60, 6)).solveInteger(60.0, 0.0, source.get_token());

        QCOMPARE(solution.status, LpStatus::Cancelled);
        QVERIFY(timer.elapsed() < 5000);
    }

    void timeLimit_isHonest()
    {
        const LpSolution solution = LpModel(hardInteger(60, 6)).solveInteger(0.2, 0.0, {});

        QVERIFY(solution.status == LpStatus::TimeLimit || solution.status == LpStatus::Feasible);
    }
};

QTEST_GUILESS_MAIN(TestLinearProgram)
#include "tst_linear_program.moc"
