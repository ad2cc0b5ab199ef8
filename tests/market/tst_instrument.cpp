#include "models/market/calendar.h"
#include "models/market/instrument.h"
#include "models/market/instrument_name.h"

#include <QtTest>

using namespace ballast;

class InstrumentTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void years_countWholeSecondsOverAYearOf365Days()
    {
        const Timestamp from = *parseIso8601("2025-07-09T10:35:46Z");
        const Timestamp expiry = *parseIso8601("2026-06-26T08:00:00Z");

        // Spec A4.1: this ticker's greeks are reproduced with T = 0.964087.
        QVERIFY(std::abs(yearsBetween(from, expiry) - 0.964087) < 5e-7);
        QCOMPARE(yearsBetween(from, from + std::chrono::days(365)), 1.0);
        QCOMPARE(yearsBetween(expiry, from), -yearsBetween(from, expiry));
    }

    void years_cutMillisecondsOff()
    {
        const Timestamp from = *parseIso8601("2026-02-05T21:29:37Z");
        const Timestamp to = *parseIso8601("2026-02-05T21:29:38Z");

        QCOMPARE(yearsBetween(from + Milliseconds(999), to), 1.0 / secondsPerYear);
        QCOMPARE(yearsBetween(from, from + Milliseconds(999)), 0.0);
    }

    void leapYear_isLongerThanOne()
    {
        QCOMPARE(yearsBetween(*parseIso8601("2024-01-01"), *parseIso8601("2025-01-01")), 366.0 / 365.0);
    }

    void expiry_isAtEightUtc()
    {
        using namespace std::chrono;
        QCOMPARE(toIso8601(expiryOn(2026y / February / 6d)), std::string("2026-02-06T08:00:00Z"));
    }

    void tickOfInverseOption_growsAtItsStep_data()
    {
        QTest::addColumn<double>("price");
        QTest::addColumn<double>("tick");
        QTest::newRow("nothing") << 0.0 << 0.0001;
        QTest::newRow("below") << 0.0049 << 0.0001;
        QTest::newRow("at the step") << 0.005 << 0.0005;
        QTest::newRow("above") << 0.25 << 0.0005;
    }

    void tickOfInverseOption_growsAtItsStep()
    {
        QFETCH(double, price);
        QFETCH(double, tick);
        const auto option = parseDeribitName("BTC-25DEC26-120000-C");
        QCOMPARE(option->tick.at(price), tick);
    }

    void severalSteps_theHighestBelowThePriceCounts()
    {
        const TickSchedule schedule{0.1, {{10.0, 0.5}, {100.0, 1.0}}};
        QCOMPARE(schedule.at(9.9), 0.1);
        QCOMPARE(schedule.at(10.0), 0.5);
        QCOMPARE(schedule.at(99.0), 0.5);
        QCOMPARE(schedule.at(1000.0), 1.0);
        QCOMPARE(TickSchedule{}.at(5.0), 0.0);
    }

    void lots_areDeribitsPublishedOnes_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<double>("lot");
        QTest::newRow("BTC option") << "BTC-25DEC26-120000-C" << 0.1;
        QTest::newRow("ETH option") << "ETH-25DEC26-2000-C" << 1.0;
        QTest::newRow("BTC perpetual, USD") << "BTC-PERPETUAL" << 10.0;
        QTest::newRow("ETH perpetual, USD") << "ETH-PERPETUAL" << 1.0;
    }

    void lots_areDeribitsPublishedOnes()
    {
        QFETCH(QString, name);
        QFETCH(double, lot);
        QCOMPARE(parseDeribitName(name.toStdString())->minTradeAmount, lot);
    }

    void quantity_isInDollarsForInverseFuturesOnly_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("inUsd");
        QTest::newRow("BTC-PERPETUAL") << "BTC-PERPETUAL" << true;
        QTest::newRow("BTC-25DEC26") << "BTC-25DEC26" << true;
        QTest::newRow("BTC_USDC-PERPETUAL") << "BTC_USDC-PERPETUAL" << false;
        QTest::newRow("BTC-25DEC26-120000-C") << "BTC-25DEC26-120000-C" << false;
        QTest::newRow("BTC") << "BTC" << false;
    }

    void quantity_isInDollarsForInverseFuturesOnly()
    {
        QFETCH(QString, name);
        QFETCH(bool, inUsd);
        QCOMPARE(isQuantityInUsd(*parseDeribitName(name.toStdString())), inUsd);
    }

    void words_areStable()
    {
        QCOMPARE(kindWord(InstrumentKind::Spot), "spot");
        QCOMPARE(kindWord(InstrumentKind::Future), "future");
        QCOMPARE(kindWord(InstrumentKind::Perpetual), "perpetual");
        QCOMPARE(kindWord(InstrumentKind::Option), "option");
        QCOMPARE(settlementWord(Settlement::Inverse), "inverse");
        QCOMPARE(settlementWord(Settlement::Linear), "linear");
    }
};

QTEST_GUILESS_MAIN(InstrumentTest)
#include "tst_instrument.moc"
