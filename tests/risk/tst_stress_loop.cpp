#include "models/risk/stress_loop.h"
#include "tests/risk/risk_cases.h"

#include <QTest>

#include <cmath>

using namespace ballast;
using namespace ballast::test;

namespace {

StressLoop crashLoop()
{
    return stressLoopTemplates({"BTC", 0.03, 2e10, 3e10})[1];
}

} // namespace

class TestStressLoop : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Spec D6.
    void impact_matchesTheWorkedNumbers()
    {
        const ImpactMarket market{0.025, 20000.0, 1.0};
        const AlmgrenCost cost = almgrenCost(0.02, 0.1, 0.2, 200.0);

        QVERIFY(std::abs(squareRootImpact(market, 500.0) * 1e4 - 39.53) < 5e-3);
        QVERIFY(std::abs(averageImpactCost(market, 500.0) * 1e4 - 26.35) < 5e-3);
        QVERIFY2(std::abs(cost.permanent * 1e4 - 23.62) < 5e-3, qPrintable(QString::number(cost.permanent * 1e4)));
        QVERIFY2(std::abs(cost.temporary * 1e4 - 18.74) < 5e-3, qPrintable(QString::number(cost.temporary * 1e4)));
        QVERIFY(std::abs(cost.total() * 1e4 - 30.55) < 5e-3);
        QCOMPARE(squareRootImpact(market, 0.0), 0.0);
    }

    void leverage_decidesWhoIsForced()
    {
        const ForcedTraders traders{1e9, {{10.0, 0.4}, {5.0, 0.6}}, 0.01, 0.02};

        QCOMPARE(forcedFlowUsd(traders, -0.06), 0.0); // tenfold goes between 7 % and 11 %
        QVERIFY(std::abs(forcedFlowUsd(traders, -0.09) + 2e8) < 1.0);
        QVERIFY(std::abs(forcedFlowUsd(traders, -0.15) + 4e8) < 1.0);
        QVERIFY(std::abs(forcedFlowUsd(traders, -0.30) + 1e9) < 1.0);
        QVERIFY(std::abs(forcedFlowUsd(traders, 0.15) - 4e8) < 1.0); // shorts buy back
    }

    void blowWithoutForcedTradersOrHedge_staysAsItIs()
    {
        const SnapshotPtr market = workedMarket().build();
        const RiskReport report = reportOf(market, mixedBook());
        StressLoop loop = crashLoop();
        loop.forced.openInterestUsd = 0.0;
        loop.ownHedgeShare = 0.0;

        const auto result = runStressLoop({&report, market, {}}, loop);

        QVERIFY(result->settled);
        QCOMPARE(result->rounds.size(), std::size_t{1});
        QCOMPARE(shockFor(result->scenario, "BTC").spot, -0.12);
        QCOMPARE(result->pnlUsd, scenarioPnlUsd({&report, market, {}}, loop.blow));
        QCOMPARE(result->ownHedgeCostUsd, 0.0);
    }

    // Forced sales push the price, which forces more, until it rests where the market says it should.
    void forcedSales_deepenTheFallUntilItRests()
    {
        const SnapshotPtr market = workedMarket().build();
        const RiskReport report = reportOf(market, mixedBook());
        StressLoop loop = crashLoop();
        loop.ownHedgeShare = 0.0;

        const auto result = runStressLoop({&report, market, {}}, loop);

        QVERIFY(result->settled);
        QVERIFY(result->rounds.size() > 2);
        for (const LoopRound& round : result->rounds) {
            QVERIFY(round.spotAfter <= round.spot);
            QVERIFY(round.forcedUsd < 0.0);
        }
        const double rest = result->rounds.back().spotAfter;
        const ImpactMarket thin{0.03, 2e10 * 0.15, 1.0};
        const double impact = -squareRootImpact(thin, forcedFlowUsd(loop.forced, rest));
        QVERIFY2(std::abs(rest - (0.88 * (1.0 + impact) - 1.0)) < 1e-4, qPrintable(QString::number(rest)));
        QCOMPARE(shockFor(result->scenario, "BTC").spot, rest);
    }

    // A book that is short gamma has to sell into the fall: it makes it worse for itself; long gamma softens it.
    void ownHedge_movesThePrice()
    {
        const SnapshotPtr market = workedMarket().build();
        const RiskReport shortGamma = reportOf(market, BookBuilder().line("BTC-31JAN26-90000-P", -30000.0).build());
        const RiskReport longGamma = reportOf(market, BookBuilder().line("BTC-31JAN26-90000-P", 30000.0).build());
        StressLoop still = crashLoop();
        still.ownHedgeShare = 0.0;

        const auto alone = runStressLoop({&shortGamma, market, {}}, still);
        const auto worse = runStressLoop({&shortGamma, market, {}}, crashLoop());
        const auto softer = runStressLoop({&longGamma, market, {}}, crashLoop());

        const double base = alone->rounds.back().spotAfter;
        QVERIFY(worse->rounds.back().spotAfter < base - 0.001);
        QVERIFY(softer->rounds.back().spotAfter > base);
        QVERIFY(worse->rounds.back().ownHedgeUsd < 0.0);
        QVERIFY(softer->rounds.back().ownHedgeUsd > 0.0);
        QVERIFY(worse->ownHedgeCostUsd > 0.0);
    }

    // Holding coins only, nothing is to be hedged: delta in coins does not change.
    void deltaOneBook_hedgesNothing()
    {
        const SnapshotPtr market = workedMarket().build();
        const RiskReport report = reportOf(market, BookBuilder().line("BTC_USDC", 100.0).build());

        const auto result = runStressLoop({&report, market, {}}, crashLoop());

        QVERIFY2(std::abs(result->rounds.back().ownHedgeUsd) < 1e-3,
                 qPrintable(QString::number(result->rounds.back().ownHedgeUsd)));
    }

    void squeeze_goesUp()
    {
        const SnapshotPtr market = workedMarket().build();
        const RiskReport report = reportOf(market, mixedBook());
        const auto squeeze = stressLoopTemplates({"BTC", 0.03, 2e10, 3e10})[2];

        const auto result = runStressLoop({&report, market, {}}, squeeze);

        QVERIFY(result->rounds.back().spotAfter > 0.10);
        QVERIFY(result->rounds.back().forcedUsd > 0.0);
    }

    void roundsThatRunOut_areNotCalledSettled()
    {
        const SnapshotPtr market = workedMarket().build();
        const RiskReport report = reportOf(market, mixedBook());
        StressLoop loop = crashLoop();
        loop.mostRounds = 1;

        const auto result = runStressLoop({&report, market, {}}, loop);

        QVERIFY(!result->settled);
        QVERIFY(result->lastStep > 1e-6);
        loop.market.dailyVolume = 0.0;
        QCOMPARE(runStressLoop({&report, market, {}}, loop).error().code, Errc::BadInput);
    }
};

QTEST_GUILESS_MAIN(TestStressLoop)
#include "tst_stress_loop.moc"
