#include "models/margin/okx_portfolio.h"
#include "models/margin/revaluation.h"
#include "tests/margin/margin_cases.h"

#include <QTest>

using namespace ballast;
using namespace ballast::test;

class OkxPortfolioTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Spec B3, MR7 worked (tiers of 2021): raw 30,000 with 10k x1, then x2 is 50,000.
    void minimumCharge_growsByTiers()
    {
        const std::vector<ChargeTier> old{{10e3, 1.0}, {70e3, 2.0}};

        QCOMPARE(tieredCharge(30e3, old), 50e3);
        QCOMPARE(tieredCharge(5e3, old), 5e3);
        QCOMPARE(tieredCharge(0.0, old), 0.0);
    }

    // Spec B3, MR7 worked: MMR 50,000 where the scenarios ask for 40,000; IMR 65,000.
    void minimumCharge_isAFloor()
    {
        OkxUnitMargin m;
        m.worstCharge = 40e3;
        m.minimum = 50e3;

        QCOMPARE(m.maintenance(), 50e3);
        QCOMPARE(okxPortfolioParameters().initialFactor * m.maintenance(), 65e3);
    }

    // Spec B3, MR9 worked: 10M of hedges in three tiers.
    void depegTiers_matchSpec()
    {
        const std::vector<ChargeTier> tiers{{1e6, 0.0075}, {5e6, 0.0175}, {10e6, 0.025}};

        QVERIFY(near(tieredCharge(10e6, tiers), 202500.0));
    }

    void published_tiersOf2025()
    {
        const auto tiers = okxPortfolioParameters().minimumTiers;

        QCOMPARE(tieredCharge(5e6, tiers), 250e3 + 500e3 + 2e6 + 6e6 + 8e6 + 10e6 + 12e6);
    }

    void perpetual_isChargedTwelvePercent()
    {
        const OkxUnitMargin m = okxUnitMargin({perpetualLeg(100000.0, 1.0)}, okxPortfolioParameters());

        QCOMPARE(m.pnl.size(), 24u);
        QVERIFY(near(m.worstCharge, 12000.0));
        QCOMPARE(m.basis, 0.0);
        QVERIFY(near(m.pnl[22], -12000.0));
    }

    void straddle_losesMoreToOneDayThanToAnyMove()
    {
        const MarginLeg call = optionLeg(OptionType::Call, 100000.0, 100000.0, 2.0, 0.5, 1.0);
        const MarginLeg put = optionLeg(OptionType::Put, 100000.0, 100000.0, 2.0, 0.5, 1.0);
        OkxPortfolioParameters p = okxPortfolioParameters();
        p.vol.rangeDown = 0.0;

        const OkxUnitMargin m = okxUnitMargin({call, put}, p);

        QCOMPARE(*m.worst, 21u);
        QVERIFY(near(m.worstCharge, -thetaPnlUsd(call, 1.0) - thetaPnlUsd(put, 1.0)));
        QVERIFY(m.worstCharge > 0.0);
    }

    void calendarOfFutures_isChargedForBasis()
    {
        const OkxUnitMargin m =
            okxUnitMargin({futureLeg(100000.0, 73.0, 1.0), futureLeg(100000.0, 146.0, -1.0)}, okxPortfolioParameters());

        QVERIFY(std::abs(m.worstCharge) < 1e-6);
        QVERIFY(near(m.basis, 0.05 * (0.2 + 0.4) * 100000.0));
    }

    void report_saysWhatIsMissing()
    {
        const OkxPortfolioMargin model(okxPortfolioParameters());

        const MarginReport report = model.report(inputsOf({perpetualLeg(100000.0, 1.0)}));

        QVERIFY(near(report.initialUsd, 1.3 * report.maintenanceUsd));
        QVERIFY(report.caveats.front().starts_with("OKX-like"));
        QCOMPARE(report.worstScenario->move, -0.12);
        double sum = 0.0;
        for (const MarginComponent& part : report.components)
            sum += part.usd;
        QVERIFY(near(sum, report.initialUsd));
    }

    void groups_followTheTable()
    {
        const OkxPortfolioParameters p = okxPortfolioParameters();

        QCOMPARE(p.group("ETH").spotRange, 0.12);
        QCOMPARE(p.group("SOL").extremeMove, 0.36);
        QCOMPARE(p.group("NEAR").basisMovePerYear, 0.30);
    }
};

QTEST_GUILESS_MAIN(OkxPortfolioTest)
#include "tst_okx_portfolio.moc"
