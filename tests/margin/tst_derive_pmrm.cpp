#include "models/margin/derive_pmrm_2.h"
#include "models/margin/derive_portfolio.h"
#include "tests/margin/margin_cases.h"

#include <QTest>

using namespace ballast;
using namespace ballast::test;

namespace {

// The account of the documentation: spec B5, worked.
DeriveAccount documented()
{
    DeriveAccount account;
    account.spot = 1735.0;
    account.cashUsd = 700.0;
    account.expiries = {{14.0 / 365.0,
                         1740.0,
                         0.0,
                         0.04,
                         1.0,
                         {{1800.0, OptionType::Call, 0.60, 1.0}, {1700.0, OptionType::Put, 0.65, -1.0}}}};
    return account;
}

bool cents(double actual, double expected)
{
    const bool ok = std::abs(actual - expected) < 0.006;
    if (!ok)
        qWarning("actual %.6f, expected %.2f", actual, expected);
    return ok;
}

} // namespace

class DerivePmrmTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void documentedAccount_matchesSpec()
    {
        const PmrmMargin m = pmrmMargin(documented(), pmrmParameters());

        QCOMPARE(m.scenarioPnl.size(), 23u);
        QVERIFY(cents(m.markToMarket, -12.39));
        QVERIFY(cents(m.scenarioPnl.front(), 266.09));
        QVERIFY(cents(m.worstPnl, -279.85));
        QCOMPARE(*m.worst, 22u);
        QVERIFY(cents(m.basis, -40.67));
        QVERIFY(cents(m.staticCharge, 26.025));
        QVERIFY(cents(m.maintenance(), 381.73));
        QVERIFY(cents(m.initial(), 305.26));
    }

    // Spec B5: tail dampening of BTC and ETH, of SOL as documented for its own range.
    void tails_areDampenedAsDocumented_data()
    {
        QTest::addColumn<double>("move");
        QTest::addColumn<double>("dampening");

        QTest::newRow("-66 %") << -0.66 << 0.21;
        QTest::newRow("-33 %") << -0.33 << 0.42;
        QTest::newRow("+50 %") << 0.5 << 0.2772;
        QTest::newRow("+100 %") << 1.0 << 0.1386;
        QTest::newRow("+200 %") << 2.0 << 0.0693;
        QTest::newRow("+300 %") << 3.0 << 0.0462;
        QTest::newRow("+400 %") << 4.0 << 0.03465;
        QTest::newRow("+500 %") << 5.0 << 0.02772;
    }
    void tails_areDampenedAsDocumented()
    {
        QFETCH(double, move);
        QFETCH(double, dampening);

        const Pmrm2Parameters p = pmrm2Parameters("BTC");
        const auto at = std::ranges::find(p.scenarios, move, &DeriveScenario::move);

        QVERIFY(at != p.scenarios.end());
        QVERIFY(near(at->dampening, dampening));
        QCOMPARE(at->vol, DeriveVolShock::Up);
    }

    void skew_isCappedOnBothSides()
    {
        const SkewShock skew;
        const double years = 30.0 / 365.0;
        const double cap = 0.25 - 0.1 * std::sqrt(years);

        QVERIFY(near(skewFactor(skew, DeriveVolShock::SkewLinear, 5.0, years), 1.0 + cap));
        QVERIFY(near(skewFactor(skew, DeriveVolShock::SkewLinear, -5.0, years), 1.0 - cap));
        QVERIFY(near(skewFactor(skew, DeriveVolShock::SkewAbsolute, -5.0, years), 1.0 + cap));
        QVERIFY(near(skewFactor(skew, DeriveVolShock::SkewLinear, 0.1, years),
                     1.0 + 0.1 * cap / (4.0 * std::sqrt(years) * 0.6)));
    }

    void nakedShorts_pairWithinStrike()
    {
        DeriveExpiry expiry;
        expiry.options = {{100.0, OptionType::Call, 0.5, -3.0}, {100.0, OptionType::Put, 0.5, 1.0},
                          {110.0, OptionType::Call, 0.5, -2.0}, {110.0, OptionType::Put, 0.5, -1.0},
                          {120.0, OptionType::Call, 0.5, 5.0},  {130.0, OptionType::Put, 0.5, -4.0}};

        QCOMPARE(nakedShorts(expiry), 2.0 + 3.0 + 4.0);
        QCOMPARE(grossOptions(expiry), 16.0);
    }

    void model_agreesWithManager()
    {
        const DerivePortfolioMargin model(DerivePortfolioVersion::Pmrm1);
        MarginLeg callLeg = ofCoin(optionLeg(OptionType::Call, 1800.0, 1740.0, 14.0, 0.60, 1.0), "ETH");
        MarginLeg putLeg = ofCoin(optionLeg(OptionType::Put, 1700.0, 1740.0, 14.0, 0.65, -1.0), "ETH");
        callLeg.indexUsd = putLeg.indexUsd = 1735.0;
        MarginInputs book = inputsOf({callLeg, putLeg}, 700.0);
        book.ratePerYear = 0.04;

        const MarginReport report = model.report(book);

        QVERIFY(cents(report.balanceInitialUsd - report.initialUsd, 305.26));
        QVERIFY(cents(report.balanceMaintenanceUsd - report.maintenanceUsd, 381.73));
        QCOMPARE(report.worstScenario->move, -0.18);
    }

    void version2_hasItsOwnScenarios()
    {
        QCOMPARE(pmrm2Parameters("BTC").scenarios.size(), 33u);
        QCOMPARE(pmrm2Parameters("SOL").scenarios.front().move, 0.27);
        QCOMPARE(pmrm2Parameters("HYPE").scenarios.front().move, 0.33);
        QVERIFY(pmrm2Documents("ETH"));
        QVERIFY(!pmrm2Documents("DOGE"));
    }
};

QTEST_GUILESS_MAIN(DerivePmrmTest)
#include "tst_derive_pmrm.moc"
