#include "models/risk/tail_risk.h"
#include "tests/support/stopped_token.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

using namespace ballast;
using namespace ballast::test;

namespace {

std::vector<double> counted(int n)
{
    std::vector<double> pnl;
    for (int i = 1; i <= n; ++i)
        pnl.push_back(-i); // losses 1..n
    std::shuffle(pnl.begin(), pnl.end(), std::mt19937_64(5));
    return pnl;
}

} // namespace

class TestTailRisk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tail_isTheOrderStatisticOfTheContract_data()
    {
        QTest::addColumn<int>("n");
        QTest::addColumn<double>("confidence");
        QTest::addColumn<double>("var");
        QTest::addColumn<double>("es");
        QTest::newRow("five of 500") << 500 << 0.99 << 496.0 << 498.0;
        QTest::newRow("two and a half of 250") << 250 << 0.99 << 248.0 << (250.0 + 249.0 + 0.5 * 248.0) / 2.5;
        QTest::newRow("one of 100") << 100 << 0.99 << 100.0 << 100.0;
        QTest::newRow("half of one") << 50 << 0.99 << 50.0 << 50.0;
        QTest::newRow("twelve and a half of 500") << 500 << 0.975 << 488.0 << (12.0 * 494.5 + 0.5 * 488.0) / 12.5;
        QTest::newRow("fifty of 1000") << 1000 << 0.95 << 951.0 << 975.5;
    }

    void tail_isTheOrderStatisticOfTheContract()
    {
        QFETCH(int, n);
        QFETCH(double, confidence);
        QFETCH(double, var);
        QFETCH(double, es);

        const auto tail = tailOf(counted(n), confidence);

        QCOMPARE(tail->risk.var, var);
        QVERIFY2(std::abs(tail->risk.es - es) < 1e-9, qPrintable(QString::number(tail->risk.es, 'g', 12)));
        double shares = 0.0;
        for (const TailShare& s : tail->scenarios)
            shares += s.share;
        QVERIFY(std::abs(shares - 1.0) < 1e-9);
    }

    // Spec F11: sigma 3.5 %, z = -2.6, -2.1, -1.7.
    void workedShortfall_isTheMeanOfTheWorstTwo()
    {
        std::vector<double> pnl(100, 0.01);
        pnl[3] = -0.035 * 2.6;
        pnl[50] = -0.035 * 2.1;
        pnl[90] = -0.035 * 1.7;

        const auto tail = tailOf(pnl, 0.98);

        QVERIFY(std::abs(tail->risk.var - 0.0735) < 1e-12);
        QVERIFY(std::abs(tail->risk.es - 0.08225) < 1e-12);
        QVERIFY(std::abs(tailOf(pnl, 0.97)->risk.var - 0.0595) < 1e-12);
        QVERIFY(std::abs(tailOf(pnl, 0.99)->risk.var - 0.091) < 1e-12);
    }

    void equalWeights_changeNothing()
    {
        const auto pnl = counted(333);

        for (const double confidence : {0.9, 0.975, 0.99}) {
            const auto plain = tailOf(pnl, confidence);
            const auto weighted = tailOf(pnl, confidence, std::vector<double>(pnl.size(), 2.5));
            QCOMPARE(weighted->risk.var, plain->risk.var);
            QVERIFY(std::abs(weighted->risk.es - plain->risk.es) < 1e-9);
        }
    }

    // A scenario of weight three is three scenarios.
    void weight_countsAsSoManyScenarios()
    {
        const std::vector<double> pnl{-9.0, -5.0, 1.0, 2.0};
        const auto weighted = tailOf(pnl, 0.7, std::vector<double>{3.0, 2.0, 3.0, 2.0});
        const auto written = tailOf(std::vector<double>{-9, -9, -9, -5, -5, 1, 1, 1, 2, 2}, 0.7);

        QCOMPARE(weighted->risk.var, written->risk.var);
        QVERIFY(std::abs(weighted->risk.es - written->risk.es) < 1e-12);
    }

    // Coarse P&L repeats itself across the edge of the tail: among equals the earlier scenario comes first, whether all
    // are put in order (weights) or only the tail.
    void ties_areTakenInTheSamplesOrder()
    {
        std::mt19937_64 random(11);
        for (int n = 1; n < 300; n += 7) {
            std::vector<double> pnl;
            for (int i = 0; i < n; ++i)
                pnl.push_back(static_cast<double>(random() % 9) - 4.0);
            for (const double confidence : {0.5, 0.9, 0.975, 0.99}) {
                const auto tail = tailOf(pnl, confidence);
                const auto whole = tailOf(pnl, confidence, std::vector<double>(pnl.size(), 1.0));

                QCOMPARE(tail->varScenario, whole->varScenario);
                QCOMPARE(tail->risk, whole->risk);
                QCOMPARE(tail->scenarios.size(), whole->scenarios.size());
                for (std::size_t i = 0; i < tail->scenarios.size(); ++i) {
                    QCOMPARE(tail->scenarios[i].scenario, whole->scenarios[i].scenario);
                    QCOMPARE(tail->scenarios[i].share, whole->scenarios[i].share);
                }
            }
        }
    }

    void stoppedBootstrap_isCancelled()
    {
        QCOMPARE(bootstrapTail(counted(500), 0.99, {}, {}, stoppedToken()).error().code, Errc::Cancelled);
    }

    void bootstrap_coversTheEstimateAndNarrowsWithData()
    {
        std::mt19937_64 random(1);
        std::normal_distribution<double> normal;
        std::vector<double> pnl;
        for (int i = 0; i < 4000; ++i)
            pnl.push_back(normal(random));

        const auto few = bootstrapTail(std::span(pnl).first(500), 0.975, {});
        const auto many = bootstrapTail(pnl, 0.975, {});
        const auto tail = tailOf(pnl, 0.975);

        QVERIFY(many->varLow < tail->risk.var && tail->risk.var < many->varHigh);
        QVERIFY(many->esLow < tail->risk.es && tail->risk.es < many->esHigh);
        QVERIFY(many->varLow < 1.96 && 1.96 < many->varHigh);
        QVERIFY(many->varHigh - many->varLow < few->varHigh - few->varLow);
        QCOMPARE(bootstrapTail(pnl, 0.975, {})->varLow, many->varLow); // same seed, same answer
    }

    void normalTail_isThatOfTheTables()
    {
        const TailMeasure risk = normalTail(1.0, 0.975);

        QVERIFY(std::abs(risk.var - 1.959963984540054) < 1e-12);
        QVERIFY(std::abs(risk.es - 2.3378027922) < 1e-9);
    }

    void badSamples_areRefused()
    {
        QCOMPARE(tailOf({}, 0.99).error().code, Errc::BadInput);
        QCOMPARE(tailOf(counted(10), 1.0).error().code, Errc::BadInput);
        QCOMPARE(tailOf(counted(10), 0.9, std::vector<double>(9, 1.0)).error().code, Errc::BadInput);
        QCOMPARE(tailOf(counted(2), 0.9, std::vector<double>{0.0, 0.0}).error().code, Errc::BadInput);
    }
};

QTEST_GUILESS_MAIN(TestTailRisk)
#include "tst_tail_risk.moc"
