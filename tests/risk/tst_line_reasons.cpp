#include "tests/risk/risk_cases.h"

#include <QTest>

#include <limits>

using namespace ballast;
using namespace ballast::test;

class TestLineReasons : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lineThatCannotBePriced_saysWhy_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<Errc>("code");
        QTest::addColumn<QString>("sentence");

        QTest::newRow("unknown option") << "BTC-6MAR26-58000-P" << Errc::NotFound
                                        << "BTC-6MAR26-58000-P is not listed in this market";
        QTest::newRow("no name at all") << "NONSENSE 7" << Errc::NotFound << "NONSENSE 7 is not listed in this market";
        QTest::newRow("spot without index") << "SOL" << Errc::NotFound << "SOL is not listed in this market";
        QTest::newRow("expired and listed")
            << "BTC-31DEC25-100000-C" << Errc::Expired << "BTC-31DEC25-100000-C expired at 2025-12-31T08:00:00Z";
        QTest::newRow("expired and delisted")
            << "BTC-26DEC25-90000-P" << Errc::Expired << "BTC-26DEC25-90000-P expired at 2025-12-26T08:00:00Z";
        QTest::newRow("expires this second")
            << "BTC-1JAN26-100000-C" << Errc::Expired << "BTC-1JAN26-100000-C expired at 2026-01-01T08:00:00Z";
        QTest::newRow("no quote") << "BTC-6FEB26-100000-C" << Errc::NoQuote
                                  << "no quote and no fitted slice for 6FEB26";
        QTest::newRow("one-sided quote") << "BTC-6FEB26-101000-C" << Errc::NoQuote
                                         << "no quote and no fitted slice for 6FEB26";
        QTest::newRow("crossed without mark")
            << "BTC-6FEB26-102000-C" << Errc::NoQuote << "no quote and no fitted slice for 6FEB26";
        QTest::newRow("below intrinsic") << "BTC-6FEB26-50000-C" << Errc::BelowIntrinsic
                                         << "the price 0.4 is below intrinsic value and no slice is fitted for 6FEB26";
        QTest::newRow("above maximum") << "BTC-6FEB26-60000-C" << Errc::AboveMaximum
                                       << "the price 1.2 is above any option's value and no slice is fitted for 6FEB26";
        QTest::newRow("no forward") << "ETH-6FEB26-3000-C" << Errc::NoQuote
                                    << "no forward for 6FEB26: neither the venue's underlying price nor a future, "
                                       "perpetual or index of ETH is quoted";
        QTest::newRow("perpetual without price")
            << "BTC-PERPETUAL" << Errc::NoQuote << "BTC-PERPETUAL has no mark and no two-sided quote";
        QTest::newRow("future with zero mark")
            << "BTC-6FEB26" << Errc::NoQuote << "BTC-6FEB26 has no mark and no two-sided quote";
    }

    void lineThatCannotBePriced_saysWhy()
    {
        QFETCH(QString, name);
        QFETCH(Errc, code);
        QFETCH(QString, sentence);

        const RiskLine line = lineOf(poorMarket(), name.toStdString(), 1.0, 0.01);

        QVERIFY(!line.values.ok());
        QCOMPARE(line.values.error().code, code);
        QCOMPARE(QString::fromStdString(line.values.error().message), sentence);
        QCOMPARE(QString::fromStdString(line.holding.instrument.name), name);
    }

    void unknownName_hasNoInstrument()
    {
        QVERIFY(!lineOf(poorMarket(), "BTC-6MAR26-58000-P", 1.0).instrument);
        QVERIFY(lineOf(poorMarket(), "BTC-26DEC25-90000-P", 1.0).instrument);
    }

    void notANumberOfLots_isRefused()
    {
        const RiskLine line = lineOf(workedMarket().build(), "BTC-PERPETUAL", std::numeric_limits<double>::quiet_NaN());

        QCOMPARE(line.values.error().code, Errc::BadInput);
    }

    void emptyMarket_failsTheLineOnly()
    {
        const auto nothing = std::make_shared<const MarketSnapshot>();

        const RiskLine line = lineOf(nothing, "BTC-31JAN26-100000-C", 1.0);

        QCOMPARE(line.values.error().code, Errc::NotFound);
    }

private:
    static SnapshotPtr poorMarket()
    {
        return MarketBuilder(workedTime)
            .option("BTC-31DEC25-100000-C", {.mark = .01, .markIv = .5, .underlying = 1e5})
            .option("BTC-1JAN26-100000-C", {.mark = .01, .markIv = .5, .underlying = 1e5})
            .option("BTC-6FEB26-100000-C", {.underlying = 1e5})
            .option("BTC-6FEB26-101000-C", {.bid = .05, .underlying = 1e5})
            .option("BTC-6FEB26-102000-C", {.bid = .05, .ask = .04, .underlying = 1e5})
            .option("BTC-6FEB26-50000-C", {.mark = .4, .underlying = 1e5})
            .option("BTC-6FEB26-60000-C", {.mark = 1.2, .underlying = 1e5})
            .option("ETH-6FEB26-3000-C", {.mark = .05, .markIv = .7})
            .listed("BTC-PERPETUAL", {.bid = 99999.0})
            .listed("BTC-6FEB26", {.mark = 0.0})
            .build();
    }
};

QTEST_GUILESS_MAIN(TestLineReasons)
#include "tst_line_reasons.moc"
