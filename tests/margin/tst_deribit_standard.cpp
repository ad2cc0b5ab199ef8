#include "models/margin/deribit_standard.h"
#include "tests/margin/margin_cases.h"

#include <QTest>

using namespace ballast;
using namespace ballast::test;

namespace {

StandardRequirement required(const MarginLeg& leg)
{
    return deribitStandardRequirement(leg, deribitStandardParameters());
}

} // namespace

class DeribitStandardTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Spec B1, worked: F 100,000, 30 d, vol 50 %; coins.
    void shortOption_matchesSpec_data()
    {
        QTest::addColumn<bool>("call");
        QTest::addColumn<double>("strike");
        QTest::addColumn<double>("initial");
        QTest::addColumn<double>("maintenance");

        QTest::newRow("short 110k call") << true << 110000.0 << 0.122754 << 0.097754;
        QTest::newRow("short 102k call") << true << 102000.0 << 0.178258 << 0.123258;
        QTest::newRow("short 90k put") << false << 90000.0 << 0.118277 << 0.093277;
    }
    void shortOption_matchesSpec()
    {
        QFETCH(bool, call);
        QFETCH(double, strike);
        QFETCH(double, initial);
        QFETCH(double, maintenance);

        const auto type = call ? OptionType::Call : OptionType::Put;
        const StandardRequirement r = required(optionLeg(type, strike, 100000.0, 30.0, 0.5, -1.0));

        QVERIFY(std::abs(r.initial - initial) < 5e-7);
        QVERIFY(std::abs(r.maintenance - maintenance) < 5e-7);
    }

    void deepPut_isChargedOnItsMark()
    {
        MarginLeg leg = optionLeg(OptionType::Put, 250000.0, 100000.0, 30.0, 0.5, -1.0);
        leg.markUsd = 150000.0;

        QVERIFY(near(required(leg).maintenance, 1.6125));
        QVERIFY(near(required(leg).initial, 1.65));
    }

    // Half of the delivery average is known 15 minutes before expiry.
    void expiringOption_isChargedOnWhatIsStillOpen()
    {
        constexpr double minute = 1.0 / 1440.0;
        const auto at = [](double minutes) {
            MarginLeg leg = optionLeg(OptionType::Call, 100000.0, 100000.0, minutes * minute, 0.5, -1.0);
            leg.markUsd = 1000.0;
            return required(leg);
        };

        QVERIFY(near(at(15.0).initial, 0.5 * at(31.0).initial));
        QVERIFY(near(at(15.0).maintenance, 0.5 * at(31.0).maintenance));
        QCOMPARE(at(0.0).initial, 0.0);
    }

    // LEAN's test of the same rule: mark 0.025 at 10,000 USD, at the money, 1,750 USD.
    void leanCase_matches()
    {
        MarginLeg leg = optionLeg(OptionType::Call, 10000.0, 10000.0, 30.0, 0.5, -1.0);
        leg.markUsd = 250.0;

        QVERIFY(near(required(leg).initial * 10000.0, 1750.0));
    }

    void linearOption_isChargedInDollars()
    {
        const MarginLeg leg = linear(optionLeg(OptionType::Call, 110000.0, 100000.0, 30.0, 0.5, -2.0));

        QVERIFY(near(required(leg).initial, 2.0 * (0.10 * 100000.0 + leg.markUsd)));
    }

    void longOption_needsNothing()
    {
        QCOMPARE(required(optionLeg(OptionType::Put, 90000.0, 100000.0, 30.0, 0.5, 5.0)), StandardRequirement{});
    }

    // Spec B1, worked: the venue's own page.
    void futureTier_matchesSpec_data()
    {
        QTest::addColumn<double>("coins");
        QTest::addColumn<double>("initial");
        QTest::addColumn<double>("maintenance");

        QTest::newRow("25 BTC") << 25.0 << 0.53125 << 0.28125;
        QTest::newRow("short 25 BTC") << -25.0 << 0.53125 << 0.28125;
        QTest::newRow("350 BTC") << 350.0 << 13.125 << 9.625;
        QTest::newRow("none") << 0.0 << 0.0 << 0.0;
    }
    void futureTier_matchesSpec()
    {
        QFETCH(double, coins);
        QFETCH(double, initial);
        QFETCH(double, maintenance);

        const StandardRequirement inverse = required(perpetualLeg(100000.0, coins));
        const StandardRequirement usdc = required(linear(perpetualLeg(100000.0, coins)));

        QVERIFY(near(inverse.initial, initial));
        QVERIFY(near(inverse.maintenance, maintenance));
        QVERIFY(near(usdc.initial, initial * 100000.0));
    }

    void otherCoins_haveTheirOwnTiers()
    {
        QVERIFY(near(required(ofCoin(perpetualLeg(2000.0, 1000.0), "ETH")).initial, 1000.0 * (0.02 + 0.004)));
        QVERIFY(near(required(linear(ofCoin(perpetualLeg(100.0, 1000.0), "SOL"))).initial, 100000.0 * (0.04 + 0.005)));
    }

    void report_addsUpWithoutOffsets()
    {
        const DeribitStandardMargin model(deribitStandardParameters());
        const MarginInputs book = inputsOf({optionLeg(OptionType::Call, 110000.0, 100000.0, 30.0, 0.5, -10.0),
                                            perpetualLeg(100000.0, 25.0), spotLeg(100000.0, 3.0)},
                                           1000.0);

        const MarginReport report = model.report(book);

        QVERIFY(near(report.initialUsd, 1.22754e5 + 53125.0, 1e-5));
        QVERIFY(near(report.sumOfPositionsUsd, report.initialUsd));
        QVERIFY(std::abs(report.savingUsd) < 1e-6);
        QCOMPARE(report.balanceInitialUsd, 301000.0);
        QVERIFY(!report.worstScenario);
        QCOMPARE(report.components.size(), 2u);
        QVERIFY(near(*report.components[0].coin + *report.components[1].coin, report.initialUsd / 100000.0));
        QVERIFY(report.caveats.empty());
    }

    void unknownCoin_isNamedAsUnconfirmed()
    {
        const DeribitStandardMargin model(deribitStandardParameters());

        QCOMPARE(model.report(inputsOf({linear(ofCoin(perpetualLeg(0.5, 1000.0), "XRP"))})).caveats.size(), 1u);
    }
};

QTEST_GUILESS_MAIN(DeribitStandardTest)
#include "tst_deribit_standard.moc"
