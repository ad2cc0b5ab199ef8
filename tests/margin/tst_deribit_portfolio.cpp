#include "models/margin/deribit_portfolio.h"
#include "tests/margin/margin_cases.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace ballast;
using namespace ballast::test;

namespace {

constexpr double price = 100000.0;

DeribitPairMargin pairOf(const std::vector<MarginLeg>& legs)
{
    return deribitPairMargin(legs, deribitPortfolioParameters());
}

MarginLeg shortCalls()
{
    return optionLeg(OptionType::Call, 110000.0, price, 30.0, 0.5, -10.0);
}

// The published numbers carry six decimals.
bool sixDecimals(double actual, double expected)
{
    const bool ok = std::abs(actual - expected) <= 1.01e-6;
    if (!ok)
        qWarning("actual %.9f, expected %.6f", actual, expected);
    return ok;
}

double extendedBeforeOffset(const DeribitPairMargin& m, double move)
{
    for (std::size_t i = 0; i < m.pair.scenarios.size(); ++i) {
        if (m.pair.scenarios[i].extended && m.pair.scenarios[i].move == move)
            return m.after[i];
    }
    return std::numeric_limits<double>::quiet_NaN();
}

} // namespace

class DeribitPortfolioTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Spec B2, worked (a).
    void shortCalls_matchSpec()
    {
        const DeribitPairMargin m = pairOf({shortCalls()});

        QVERIFY(sixDecimals(m.worstCase, 0.890293));
        QCOMPARE(m.deltaShock, 0.0);
        QVERIFY(sixDecimals(m.rollShock, 0.027652));
        QVERIFY(sixDecimals(m.riskMatrixMargin(), 0.917944));
        QVERIFY(sixDecimals(0.8 * m.riskMatrixMargin(), 0.734355));
        QCOMPARE(*m.worst, 24u);
        QCOMPARE(scenarioName(m.pair.scenarios[24]), std::string("+16 %, vol up"));
        for (std::size_t i = 27; i < m.after.size(); ++i)
            QCOMPARE(m.after[i], 0.0);
    }

    // Spec B2: matrix of (a), up / same / down.
    void matrixOfShortCalls_matchesSpec_data()
    {
        QTest::addColumn<int>("bucket");
        QTest::addColumn<double>("up");
        QTest::addColumn<double>("same");
        QTest::addColumn<double>("down");

        QTest::newRow("-16 %") << 0 << 0.104631 << 0.208544 << 0.225143;
        QTest::newRow("0") << 4 << -0.257895 << 0.0 << 0.111580;
        QTest::newRow("+8 %") << 6 << -0.547073 << -0.261241 << -0.118807;
        QTest::newRow("+16 %") << 8 << -0.890293 << -0.625373 << -0.498565;
    }
    void matrixOfShortCalls_matchesSpec()
    {
        QFETCH(int, bucket);
        QFETCH(double, up);
        QFETCH(double, same);
        QFETCH(double, down);

        const DeribitPairMargin m = pairOf({shortCalls()});

        const auto first = static_cast<std::size_t>(3 * bucket);
        QVERIFY(sixDecimals(m.sum[first], up));
        QVERIFY(sixDecimals(m.sum[first + 1], same));
        QVERIFY(sixDecimals(m.sum[first + 2], down));
    }

    // Spec B2, worked (b).
    void hedgedShortCalls_matchSpec()
    {
        const DeribitPairMargin m = pairOf({shortCalls(), perpetualLeg(price, 2.7652)});

        QVERIFY(sixDecimals(m.worstCase, 0.508886));
        QVERIFY(sixDecimals(m.rollShock, 0.055304));
        QVERIFY(sixDecimals(m.riskMatrixMargin(), 0.564189));
        QVERIFY(sixDecimals(0.8 * m.riskMatrixMargin(), 0.451352));
    }

    // Spec B2, worked (c): the extended table decides.
    void farCalls_areDrivenByExtendedTable()
    {
        const DeribitPairMargin m = pairOf({optionLeg(OptionType::Call, 150000.0, price, 7.0, 0.7, -100.0)});

        QVERIFY(sixDecimals(m.riskMatrixMargin(), 2.450658));
        QVERIFY(sixDecimals(0.8 * m.riskMatrixMargin(), 1.960527));
        QVERIFY(sixDecimals(m.sum[24], -0.578064));
        QVERIFY(std::abs(extendedBeforeOffset(m, 1.0) + 2.45064) < 1e-5);
        QVERIFY(sixDecimals(extendedBeforeOffset(m, 0.5), -1.003011));
        QVERIFY(sixDecimals(extendedBeforeOffset(m, 2.0), -0.431042));
        QVERIFY(m.pair.scenarios[*m.worst].extended);
        QCOMPARE(m.pair.scenarios[*m.worst].move, 1.0);
    }

    void extendedScaleAndDampener_matchSpec()
    {
        const DeribitPair pair = deribitPair(deribitPortfolioParameters(), "BTC", Settlement::Inverse, price);

        QVERIFY(std::abs(pair.scenarios[30].scale * -25.2898 + 6.9765) < 1e-4);
        QVERIFY(std::abs(pair.scenarios[30].dampener - 4.5259) < 5e-5);
        QVERIFY(sixDecimals(pair.scenarios[29].dampener, 1.831897));
    }

    // Spec B2, worked (d).
    void deltaShock_growsAboveThreshold()
    {
        const DeribitPairParameters btc;

        QVERIFY(near(deltaShock(500.0, price, btc), 7.5));
        QCOMPARE(deltaShock(199.0, price, btc), 0.0);
        QVERIFY(near(deltaShock(-5000.0, price, btc), 500.0));
        QVERIFY(near(pairOf({perpetualLeg(price, 500.0)}).deltaShock, 7.5));
    }

    void longOptions_reduceShockedDeltaOnly()
    {
        QCOMPARE(shockedDelta(0.0, 300.0), 300.0);
        QCOMPARE(shockedDelta(100.0, 300.0), 300.0);
        QCOMPARE(shockedDelta(-100.0, 300.0), 200.0);
        QCOMPARE(shockedDelta(-400.0, 300.0), 0.0);
        QCOMPARE(shockedDelta(100.0, -300.0), -200.0);
        QCOMPARE(shockedDelta(-100.0, -300.0), -300.0);
        QCOMPARE(shockedDelta(400.0, -300.0), 0.0);
    }

    void rollRate_growsWithTime()
    {
        const DeribitCurrencyParameters btc;

        QCOMPARE(rollRate(btc, 0.0), 0.01);
        QCOMPARE(rollRate(btc, 30.0 / 365.0), 0.01);
        QVERIFY(near(rollRate(btc, 1.0), std::exp(0.075) - 1.0));
    }

    // Spec B2: an inverse future weighs the same at every far move as at the range's end.
    void inverseFuture_weighsAlikeInExtendedTable()
    {
        const DeribitPairMargin m = pairOf({perpetualLeg(price, -3.0)});

        for (std::size_t i = 27; i < m.sum.size(); ++i)
            QVERIFY(near(m.sum[i], m.pair.scenarios[i].move < 0.0 ? m.sum[0] : m.sum[26], 1e-12));
    }

    void linearPerpetual_hasStraightVectorInDollars()
    {
        const DeribitPairMargin m = pairOf({linear(perpetualLeg(price, 2.0))});

        QCOMPARE(m.pair.name(), std::string("btc_usdc"));
        QVERIFY(near(m.sum[0], -0.16 * 200000.0));
        QVERIFY(near(m.sum[26], 0.16 * 200000.0));
        QVERIFY(near(m.worstCase, 32000.0));
    }

    void report_savesAgainstStandardAndAddsUp()
    {
        const DeribitPortfolioMargin model(deribitPortfolioParameters());

        const MarginReport report = model.report(inputsOf({shortCalls(), perpetualLeg(price, 2.7652)}));

        double components = 0.0;
        for (const MarginComponent& part : report.components)
            components += part.usd;
        QVERIFY(near(components, report.initialUsd, 1e-12));
        QVERIFY(near(report.initialUsd, 56418.9, 1e-5));
        QVERIFY(near(report.maintenanceUsd, 0.8 * report.initialUsd));
        QCOMPARE(report.worstScenario->index, 24);
        QCOMPARE(report.worstScenario->move, 0.16);
        QCOMPARE(report.worstScenario->vol, VolMove::Up);
        QVERIFY(report.savingUsd > 0.0);
        QVERIFY(near(report.perPosition[0].initialUsd, 91794.5, 1e-5));
        QVERIFY(near(*report.perPosition[0].worstPnlUsd + *report.perPosition[1].worstPnlUsd,
                     report.worstScenario->pnlUsd, 1e-6));
    }

    void twoCoins_addUpAndSayso()
    {
        const DeribitPortfolioMargin model(deribitPortfolioParameters());
        const MarginLeg btc = perpetualLeg(price, 1.0);
        const MarginLeg eth = ofCoin(perpetualLeg(2000.0, -10.0), "ETH");

        const MarginReport both = model.report(inputsOf({btc, eth}));

        QVERIFY(
            near(both.initialUsd, model.level(inputsOf({btc})).initialUsd + model.level(inputsOf({eth})).initialUsd));
        QVERIFY(std::ranges::any_of(both.caveats, [](const auto& c) { return c.find("several") != c.npos; }));
    }

    void spot_isCollateralNotRisk()
    {
        const DeribitPortfolioMargin model(deribitPortfolioParameters());

        const MarginLevel level = model.level(inputsOf({spotLeg(price, 2.0)}, 500.0));

        QCOMPARE(level.initialUsd, 0.0);
        QCOMPARE(level.balanceMaintenanceUsd, 200500.0);
    }
};

QTEST_GUILESS_MAIN(DeribitPortfolioTest)
#include "tst_deribit_portfolio.moc"
