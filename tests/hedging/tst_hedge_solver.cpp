#include "models/hedging/explain.h"
#include "models/hedging/hedge_solver.h"
#include "models/hedging/infeasibility.h"
#include "models/hedging/lot_rounding.h"

#include <QElapsedTimer>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <functional>
#include <random>

using namespace ballast;

namespace {

HedgeLeg leg(double quantity, double unitCost, double lot)
{
    return {{{quantity, unitCost}}, {{quantity, unitCost}}, lot};
}

// `legs` legs with two price levels a side and `rows` exposures that the book is out of.
HedgeProblem randomProblem(unsigned seed, int legs, int rows, double lots)
{
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> unit(0.0, 1.0);
    HedgeProblem problem;
    for (int j = 0; j < legs; ++j) {
        const double cost = 1.0 + 4.0 * unit(random);
        const double dearer = cost + 2.0 * unit(random);
        problem.legs.push_back({{{4.0, cost}, {6.0, dearer}}, {{5.0, cost * 0.9}, {5.0, dearer}}, lots});
    }
    for (int i = 0; i < rows; ++i) {
        HedgeRow row{"row " + std::to_string(i), "unit", 0.0, 0.0, RowSum::Signed, {}};
        for (int j = 0; j < legs; ++j)
            row.perUnit.push_back(2.0 * unit(random) - 1.0);
        const double centre = 8.0 * (unit(random) - 0.5);
        const double width = 0.4 + unit(random);
        row.lower = centre - width;
        row.upper = centre + width;
        problem.rows.push_back(std::move(row));
    }
    return problem;
}

// Least cost over all whole-lot quantities; infinity where none keeps the rows.
double bruteForce(const HedgeProblem& problem)
{
    std::vector<double> quantities(problem.legs.size(), 0.0);
    double best = lpInfinity;
    const std::function<void(std::size_t)> tryFrom = [&](std::size_t j) {
        if (j == quantities.size()) {
            const bool fewEnough = !problem.maxLegs || legsOf(quantities) <= *problem.maxLegs;
            if (fewEnough && keepsRows(problem, quantities))
                best = std::min(best, costOf(problem, quantities));
            return;
        }
        const int most = static_cast<int>(std::round(10.0 / problem.legs[j].lot));
        for (int lots = -most; lots <= most; ++lots) {
            quantities[j] = lots * problem.legs[j].lot;
            tryFrom(j + 1);
        }
    };
    tryFrom(0);
    return best;
}

// 300 legs like a real chain: delta, gamma, vega of options at many strikes, and two delta-one legs without a lot.
HedgeProblem chainLike(double lot)
{
    std::mt19937 random(5);
    std::uniform_real_distribution<double> unit(0.0, 1.0);
    HedgeProblem problem;
    problem.rows = {{"delta", "BTC", -5.0 + 42.0, 5.0 + 42.0, RowSum::Signed, {}},
                    {"gamma", "BTC per USD", 2.0e-3, 2.4e-3, RowSum::Signed, {}},
                    {"vega", "USD per point", 9000.0, 12000.0, RowSum::Signed, {}}};
    for (int j = 0; j < 300; ++j) {
        const double years = 0.02 + 0.7 * unit(random);
        const double delta = 0.05 + 0.9 * unit(random);
        const double shape = std::exp(-6.0 * (delta - 0.5) * (delta - 0.5));
        problem.legs.push_back(leg(20.0 + 80.0 * unit(random), 10.0 + 60.0 * unit(random), lot));
        problem.rows[0].perUnit.push_back(j % 2 == 0 ? delta : delta - 1.0);
        problem.rows[1].perUnit.push_back(1.2e-5 * shape / std::sqrt(years));
        problem.rows[2].perUnit.push_back(250.0 * shape * std::sqrt(years));
    }
    for (int j = 0; j < 2; ++j) {
        problem.legs.push_back(leg(500.0, 36.0 + j, 0.0));
        problem.rows[0].perUnit.push_back(1.0);
        problem.rows[1].perUnit.push_back(0.0);
        problem.rows[2].perUnit.push_back(0.0);
    }
    return problem;
}

bool wholeLots(const HedgeProblem& problem, const std::vector<double>& quantities)
{
    for (std::size_t j = 0; j < quantities.size(); ++j) {
        const double lot = problem.legs[j].lot;
        if (lot > 0.0 && std::abs(quantities[j] / lot - std::round(quantities[j] / lot)) > 1e-9)
            return false;
    }
    return true;
}

} // namespace

class TestHedgeSolver : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void smallIntegerProblems_matchBruteForce_data()
    {
        QTest::addColumn<double>("lot");
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("maxLegs"); // 0: any
        QTest::newRow("whole lots, two rows") << 1.0 << 2 << 0;
        QTest::newRow("whole lots, one row") << 1.0 << 1 << 0;
        QTest::newRow("lots of 0.5, three rows") << 0.5 << 3 << 0;
        QTest::newRow("at most two legs") << 1.0 << 2 << 2;
        QTest::newRow("at most one leg") << 1.0 << 1 << 1;
        QTest::newRow("one leg, two rows") << 1.0 << 2 << 1;
    }

    void smallIntegerProblems_matchBruteForce()
    {
        QFETCH(double, lot);
        QFETCH(int, rows);
        QFETCH(int, maxLegs);
        int solved = 0;

        for (unsigned seed = 1; seed <= 25; ++seed) {
            HedgeProblem problem = randomProblem(seed, 3, rows, lot);
            if (maxLegs > 0)
                problem.maxLegs = maxLegs;
            const double expected = bruteForce(problem);

            const HedgeSolution solution = solveHedge(problem, {20.0, 0.0, 40}, {});

            if (std::isinf(expected)) {
                QCOMPARE(solution.status, LpStatus::Infeasible);
                continue;
            }
            ++solved;
            QCOMPARE(solution.status, LpStatus::Optimal);
            QVERIFY2(
                std::abs(solution.cost - expected) <= 1e-7 * (1.0 + expected),
                qPrintable(QStringLiteral("seed %1: %2, brute force %3").arg(seed).arg(solution.cost).arg(expected)));
            QVERIFY(wholeLots(problem, solution.quantities));
            QVERIFY(keepsRows(problem, solution.quantities));
            QCOMPARE(costOf(problem, solution.quantities), solution.cost);
        }
        QVERIFY2(solved >= 3, qPrintable(QString::number(solved)));
    }

    void preselection_provedAgainstAllLegs()
    {
        // With one leg kept the first solve cannot see the best pair; the proof must ask for more legs.
        for (unsigned seed = 30; seed <= 45; ++seed) {
            const HedgeProblem problem = randomProblem(seed, 3, 1, 1.0);

            const HedgeSolution narrow = solveHedge(problem, {20.0, 0.0, 1}, {});

            QCOMPARE(narrow.status, LpStatus::Optimal);
            QVERIFY(std::abs(narrow.cost - bruteForce(problem)) <= 1e-7 * (1.0 + narrow.cost));
        }
    }

    void continuous_satisfiesKkt()
    {
        for (unsigned seed = 1; seed <= 20; ++seed) {
            const HedgeSolution solution = solveRelaxed(randomProblem(seed, 30, 4, 0.0), 5.0, {});

            QCOMPARE(solution.status, LpStatus::Optimal);
            QVERIFY(solution.kkt <= 1e-8);
        }
        QVERIFY(solveRelaxed(chainLike(0.0), 5.0, {}).kkt <= 1e-8);
    }

    void chain_lotsAndLegsKept_data()
    {
        QTest::addColumn<int>("maxLegs");
        QTest::newRow("six") << 6;
        QTest::newRow("four") << 4;
        QTest::newRow("three") << 3;
    }

    void chain_lotsAndLegsKept()
    {
        QFETCH(int, maxLegs);
        HedgeProblem problem = chainLike(0.1);
        problem.maxLegs = maxLegs;

        const HedgeSolution solution = solveHedge(problem, {5.0, 1e-3, 40}, {});
        const HedgeSolution relaxed = solveRelaxed(problem, 5.0, {});

        QVERIFY(solution.status == LpStatus::Optimal || solution.status == LpStatus::Feasible);
        QVERIFY(legsOf(solution.quantities) <= maxLegs);
        QVERIFY(wholeLots(problem, solution.quantities));
        QVERIFY(keepsRows(problem, solution.quantities));
        QVERIFY(solution.cost >= relaxed.cost - 1e-6);
        QVERIFY(solution.gap >= 0.0 && solution.gap < 0.25);
    }

    // Whatever the machine's speed: a search that ends before its time has its proof.
    void searchWithoutProof_usesItsTime()
    {
        HedgeProblem problem = randomProblem(60, 60, 3, 0.5);
        for (HedgeRow& row : problem.rows) {
            row.lower += 40.0;
            row.upper += 40.0;
        }
        problem.maxLegs = 12;
        for (const double seconds : {0.1, 0.3}) {
            QElapsedTimer timer;
            timer.start();

            const HedgeSolution solution = solveHedge(problem, {seconds, 1e-9}, {});

            QVERIFY(solution.status == LpStatus::Optimal || solution.status == LpStatus::Feasible);
            QVERIFY(solution.status == LpStatus::Optimal || double(timer.elapsed()) >= 900.0 * seconds);
        }
    }

    void duplicateLegs_costTheSame()
    {
        HedgeProblem problem = randomProblem(4, 5, 2, 1.0);
        const double once = solveHedge(problem, {10.0, 0.0, 40}, {}).cost;
        std::vector<std::size_t> doubled{0, 1, 2, 3, 4, 0, 1, 2, 3, 4};
        HedgeProblem twice = onLegs(problem, doubled);
        for (HedgeLeg& each : problem.legs) {
            for (LegSegment& segment : each.buy)
                segment.quantity *= 2.0;
            for (LegSegment& segment : each.sell)
                segment.quantity *= 2.0;
        }

        const HedgeSolution solution = solveHedge(twice, {10.0, 0.0, 40}, {});

        QCOMPARE(solution.status, LpStatus::Optimal);
        QVERIFY(solution.cost <= once + 1e-9);
        QVERIFY(std::abs(solution.cost - solveHedge(problem, {10.0, 0.0, 40}, {}).cost) < 1e-7);
    }

    void collinearRows_areNoTrouble()
    {
        HedgeProblem problem = randomProblem(6, 6, 1, 0.0);
        HedgeRow copy = problem.rows[0];
        for (double& value : copy.perUnit)
            value *= 1e-6;
        copy.lower *= 1e-6;
        copy.upper *= 1e-6;
        const double cost = solveRelaxed(problem, 5.0, {}).cost;
        problem.rows.push_back(copy);

        const HedgeSolution solution = solveRelaxed(problem, 5.0, {});

        QCOMPARE(solution.status, LpStatus::Optimal);
        QVERIFY(std::abs(solution.cost - cost) < 1e-7);
        QVERIFY(solution.kkt <= 1e-8);
    }

    void noLegs_infeasibleWithTheDistanceNamed()
    {
        HedgeProblem problem;
        problem.rows = {{"delta", "BTC", 3.0, 7.0, RowSum::Signed, {}}};

        const auto conflicts = explainInfeasible(problem, ConflictScope::Relaxation, {}, {});

        QCOMPARE(solveHedge(problem, {}, {}).status, LpStatus::Infeasible);
        QCOMPARE(conflicts.size(), std::size_t{1});
        QCOMPARE(conflicts[0].constraint, std::string("delta lower bound"));
        QCOMPARE(conflicts[0].unit, std::string("BTC"));
        QVERIFY(std::abs(conflicts[0].relaxBy - 3.0) < 1e-5);
    }

    void conflict_isSmallestAndRelaxationSuffices()
    {
        // one option moves both: gamma up means vega up by 2; gamma wants +4, vega allows +6; delta is not involved
        HedgeProblem problem;
        problem.legs = {leg(100.0, 3.0, 0.0), leg(100.0, 1.0, 0.0)};
        problem.rows = {{"gamma", "BTC per USD", 4.0, lpInfinity, RowSum::Signed, {1.0, 0.0}},
                        {"vega", "USD per point", -lpInfinity, 6.0, RowSum::Signed, {2.0, 0.0}},
                        {"delta", "BTC", -1.0, 1.0, RowSum::Signed, {0.5, 1.0}}};

        const auto conflicts = explainInfeasible(problem, ConflictScope::Relaxation, {}, {});

        QCOMPARE(conflicts.size(), std::size_t{2});
        QCOMPARE(conflicts[0].constraint, std::string("gamma lower bound"));
        QCOMPARE(conflicts[1].constraint, std::string("vega upper bound"));
        problem.rows[0].lower -= conflicts[0].relaxBy;
        problem.rows[1].upper += conflicts[1].relaxBy;
        QCOMPARE(solveRelaxed(problem, 5.0, {}).status, LpStatus::Optimal);
        problem.rows[0].lower += 0.01 * conflicts[0].relaxBy;
        problem.rows[1].upper -= 0.01 * conflicts[1].relaxBy;
        QCOMPARE(solveRelaxed(problem, 5.0, {}).status, LpStatus::Infeasible);
    }

    void lotsTooCoarse_conflictNamesTheBand()
    {
        HedgeProblem problem;
        problem.legs = {leg(10.0, 1.0, 1.0)};
        problem.rows = {{"delta", "BTC", 2.3, 2.6, RowSum::Signed, {1.0}}};

        const HedgeSolution solution = solveHedge(problem, {5.0, 0.0, 40}, {});
        const auto conflicts = explainInfeasible(problem, ConflictScope::WithIntegers, {}, {});

        QCOMPARE(solution.status, LpStatus::Infeasible);
        QVERIFY(!conflicts.empty());
        double relaxed = 0.0;
        for (const ConstraintConflict& conflict : conflicts) {
            relaxed += conflict.relaxBy;
            if (conflict.constraint == "delta lower bound")
                problem.rows[0].lower -= conflict.relaxBy;
            if (conflict.constraint == "delta upper bound")
                problem.rows[0].upper += conflict.relaxBy;
        }
        QVERIFY(relaxed > 0.25 && relaxed < 0.45);
        QCOMPARE(solveHedge(problem, {5.0, 0.0, 40}, {}).status, LpStatus::Optimal);
    }

    void feasibleProblem_hasNoConflict()
    {
        QVERIFY(explainInfeasible(randomProblem(6, 6, 1, 0.0), ConflictScope::Relaxation, {}, {}).empty());
    }

    void shadowPrice_equalsFiniteDifferenceOfCost()
    {
        const HedgeProblem problem = chainLike(0.0);
        const HedgeSolution solution = solveRelaxed(problem, 5.0, {});
        const std::vector<std::string> names(problem.legs.size(), "leg");

        const auto binding = bindingConstraints(problem, solution.quantities, {ExplainOn::AllLegs, names, "BTC"}, {});

        int rows = 0;
        for (std::size_t i = 0; i < problem.rows.size(); ++i) {
            for (const bool lower : {true, false}) {
                HedgeProblem relaxed = problem;
                const double step = 1e-5 * rowScale(problem.rows[i]);
                (lower ? relaxed.rows[i].lower : relaxed.rows[i].upper) += lower ? -step : step;
                const double saved = (solution.cost - solveRelaxed(relaxed, 5.0, {}).cost) / step;
                const auto it =
                    std::ranges::find(binding, sideName(problem.rows[i], lower), &BindingConstraint::constraint);
                const double claimed = it == binding.end() ? 0.0 : it->shadowPriceUsd;
                QVERIFY2(std::abs(saved - claimed) <= 1e-4 * (std::abs(claimed) + 1e-4 / step),
                         qPrintable(QStringLiteral("row %1: %2 against %3").arg(i).arg(claimed).arg(saved)));
                rows += claimed > 0.0 ? 1 : 0;
            }
        }
        QVERIFY(rows >= 2);
    }

    void usedUpDepth_hasAShadowPrice()
    {
        HedgeProblem problem;
        problem.legs = {leg(4.0, 1.0, 0.0), leg(100.0, 3.0, 0.0)};
        problem.rows = {{"delta", "BTC", 10.0, lpInfinity, RowSum::Signed, {1.0, 1.0}}};
        const HedgeSolution solution = solveRelaxed(problem, 5.0, {});
        const std::vector<std::string> names{"cheap", "dear"};

        const auto binding = bindingConstraints(problem, solution.quantities, {ExplainOn::LegsInUse, names, "BTC"}, {});

        QCOMPARE(binding.size(), std::size_t{2});
        QCOMPARE(binding[0], (BindingConstraint{"delta lower bound", 3.0, "BTC"}));
        QCOMPARE(binding[1].constraint, std::string("cheap asks used up"));
        QCOMPARE(binding[1].shadowPriceUsd, 2.0);
    }

    void notionalRow_limitsBothSides()
    {
        HedgeProblem problem;
        problem.legs = {leg(100.0, 1.0, 0.0), leg(100.0, 1.0, 0.0)};
        problem.rows = {{"delta", "BTC", 4.0, lpInfinity, RowSum::Signed, {1.0, 0.0}},
                        {"vega", "USD per point", -lpInfinity, -3.0, RowSum::Signed, {0.0, 1.0}},
                        {"max notional", "USD", -lpInfinity, 7.0, RowSum::Absolute, {1.0, 1.0}}};

        QCOMPARE(solveHedge(problem, {}, {}).status, LpStatus::Optimal);
        problem.rows[2].upper = 6.5;
        QCOMPARE(solveHedge(problem, {}, {}).status, LpStatus::Infeasible);
        QCOMPARE(explainInfeasible(problem, ConflictScope::Relaxation, {}, {}).size(), std::size_t{3});
    }

    void fineLots_areRoundedNotSearched()
    {
        HedgeProblem problem;
        problem.legs = {leg(1000.0, 0.5, 1e-4)};
        problem.rows = {{"delta", "BTC", 12.34567, 14.0, RowSum::Signed, {1.0}}};

        const HedgeSolution solution = solveHedge(problem, {5.0, 1e-4, 40}, {});

        QVERIFY(!hasFineLot(problem, 0, 4.0));
        QVERIFY(hasFineLot(problem, 0, 60.0));
        QCOMPARE(solution.status, LpStatus::Optimal);
        QVERIFY(std::abs(solution.quantities[0] - 12.3457) < 1e-9);
    }

    void rounding_takesTheCheapestNeighbourInside()
    {
        HedgeProblem problem;
        problem.legs = {leg(10.0, 1.0, 1.0), leg(10.0, 5.0, 1.0)};
        problem.rows = {{"delta", "BTC", 4.9, 6.1, RowSum::Signed, {1.0, 1.0}}};

        const auto rounded = roundToLots(problem, std::vector<double>{2.4, 2.5});
        const auto hopeless = roundToLots(problem, std::vector<double>{9.4, 9.4});

        QVERIFY(rounded.has_value());
        QCOMPARE(*rounded, (std::vector<double>{3.0, 2.0}));
        QVERIFY(!hopeless.has_value());
    }

    void stopRequested_cancelsAtOnce()
    {
        std::stop_source source;
        source.request_stop();
        QElapsedTimer timer;
        timer.start();

        const HedgeSolution solution = solveHedge(chainLike(0.1), {60.0, 0.0, 300}, source.get_token());

        QCOMPARE(solution.status, LpStatus::Cancelled);
        QVERIFY(timer.elapsed() < 1000);
    }
};

QTEST_GUILESS_MAIN(TestHedgeSolver)
#include "tst_hedge_solver.moc"
