#include "models/risk/var_backtest.h"

#include <QTest>

#include <cmath>
#include <random>

using namespace ballast;

class TestVarBacktest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void kupiec_matchesTheWorkedNumbers_data()
    {
        QTest::addColumn<int>("exceptions");
        QTest::addColumn<double>("statistic");
        QTest::addColumn<double>("pValue");
        QTest::addColumn<bool>("rejected");
        QTest::newRow("x = 7") << 7 << 5.4970 << .0190 << true;
        QTest::newRow("x = 2") << 2 << .1084 << .742 << false;
    }

    void kupiec_matchesTheWorkedNumbers()
    {
        QFETCH(int, exceptions);
        QFETCH(double, statistic);
        QFETCH(double, pValue);

        const RatioTest test = kupiecTest(250, exceptions, 0.01);

        QVERIFY2(std::abs(test.statistic - statistic) < 5e-5, qPrintable(QString::number(test.statistic)));
        QVERIFY2(std::abs(test.pValue - pValue) < 5e-4, qPrintable(QString::number(test.pValue)));
        QTEST(test.rejected, "rejected");
    }

    void noException_dropsItsLogarithm()
    {
        const RatioTest test = kupiecTest(250, 0, 0.01);

        QVERIFY(std::abs(test.statistic + 2.0 * 250.0 * std::log(0.99)) < 1e-12);
        QVERIFY(test.rejected); // 5.02 on 3.84: too careful
        QCOMPARE(kupiecTest(100, 1, 0.01).statistic, 0.0);
    }

    void christoffersen_matchesTheWorkedNumbers()
    {
        const RatioTest independence = independenceTest({237, 5, 5, 2});
        const RatioTest both = conditionalCoverageTest(kupiecTest(250, 7, 0.01), independence);

        QVERIFY2(std::abs(independence.statistic - 6.7362) < 5e-5, qPrintable(QString::number(independence.statistic)));
        QVERIFY(std::abs(independence.pValue - .0094) < 5e-5);
        QVERIFY2(std::abs(both.statistic - 12.2332) < 1e-4, qPrintable(QString::number(both.statistic)));
        QVERIFY(std::abs(both.pValue - .0022) < 5e-5);
        QVERIFY(independence.rejected && both.rejected);
    }

    void criticalValues_areThoseOfTheTables()
    {
        QVERIFY(std::abs(chiSquareTail1(3.841458820694124) - 0.05) < 1e-12);
        QVERIFY(std::abs(chiSquareTail2(5.991464547107979) - 0.05) < 1e-12);
    }

    void transitions_areCounted()
    {
        QCOMPARE(transitionsOf({false, false, true, true, false, true}), (Transitions{1, 2, 1, 1}));
        QCOMPARE(transitionsOf({true}), Transitions{});
        QCOMPARE(independenceTest({249, 0, 0, 0}).statistic, 0.0);
    }

    void trafficLight_isBasels_data()
    {
        QTest::addColumn<int>("exceptions");
        QTest::addColumn<TrafficLight>("light");
        QTest::newRow("none") << 0 << TrafficLight::Green;
        QTest::newRow("last green") << 4 << TrafficLight::Green;
        QTest::newRow("first yellow") << 5 << TrafficLight::Yellow;
        QTest::newRow("last yellow") << 9 << TrafficLight::Yellow;
        QTest::newRow("first red") << 10 << TrafficLight::Red;
    }

    void trafficLight_isBasels()
    {
        QFETCH(int, exceptions);
        QTEST(trafficLight(250, exceptions, 0.01), "light");
    }

    void acceptedExceptions_areKupiecs()
    {
        const AcceptedExceptions accepted = acceptedExceptions(250, 0.01);

        QCOMPARE(accepted.fewest, 1);
        QCOMPARE(accepted.most, 6);
    }

    // Right forecasts of a normal P&L leave Z2 near zero; half the shortfall and VaR does not.
    void shortfallTest_seesTooSmallForecasts()
    {
        std::mt19937_64 random(17);
        std::normal_distribution<double> normal;
        constexpr double var = 1.959963984540054; // of a standard normal at 97.5 %
        constexpr double es = 2.3378027922014173;
        std::vector<VarDay> right;
        std::vector<VarDay> small;
        for (int day = 0; day < 4000; ++day) {
            const double pnl = normal(random);
            right.push_back({pnl, var, es});
            small.push_back({pnl, 0.7 * var, 0.7 * es});
        }

        QVERIFY(std::abs(expectedShortfallTest(right, 0.975)) < 0.25);
        QVERIFY(expectedShortfallTest(small, 0.975) > criticalShortfallZ2);
    }

    void backtest_listsItsExceptions()
    {
        std::vector<VarDay> days(250, {-0.5, 1.0, 1.2});
        days[10].pnl = -1.5;
        days[11].pnl = -1.1;
        days[200].pnl = -1.0; // equal is no exception

        const auto result = backtestVar(days, 0.99);

        QCOMPARE(result->exceptions, (std::vector<std::size_t>{10, 11}));
        QCOMPARE(result->kupiec, kupiecTest(250, 2, 0.01));
        QCOMPARE(result->light, TrafficLight::Green);
        QVERIFY(std::abs(result->shortfallZ2 - ((1.5 + 1.1) / (250 * 0.01 * 1.2) - 1.0)) < 1e-9);
        QCOMPARE(backtestVar({}, 0.99).error().code, Errc::BadInput);
    }
};

QTEST_GUILESS_MAIN(TestVarBacktest)
#include "tst_var_backtest.moc"
