#include "app/venue/redated_market.h"
#include "models/market/instrument_name.h"
#include "tests/venue/venue_testing.h"

#include <QtTest>

using namespace ballast;
using namespace ballast::test;
using namespace std::chrono_literals;

class RedatedMarketTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // From the first days of a month to its last: the order of the names changes.
    void everyTime_movesByTheSameSpan_data()
    {
        QTest::addColumn<qint64>("days");
        QTest::newRow("a day") << qint64(1);
        QTest::newRow("most of a year") << qint64(290);
        QTest::newRow("back") << qint64(-40);
    }
    void everyTime_movesByTheSameSpan()
    {
        QFETCH(qint64, days);
        const SnapshotPtr before = MarketBuilder("2026-02-05T10:00:00Z")
                                       .index("BTC", 64'000.0)
                                       .listed("BTC-PERPETUAL", {.bid = 64'000.0, .ask = 64'000.5})
                                       .option("BTC-27FEB26-60000-C", {.bid = 0.05, .ask = 0.052, .markIv = 0.6})
                                       .option("BTC-6MAR26-60000-C", {.bid = 0.06, .ask = 0.062, .markIv = 0.61})
                                       .option("BTC-26JUN26-60000-C", {.bid = 0.07, .ask = 0.072, .markIv = 0.62})
                                       .build();
        const Milliseconds later = std::chrono::hours(24 * days) + 5h;
        const SnapshotPtr after = redatedMarket(*before, before->asOf + later);
        QCOMPARE(after->asOf, before->asOf + later);
        QCOMPARE(after->quotes.size(), before->quotes.size());
        QCOMPARE(after->indices.front().at, before->indices.front().at + later);
        for (std::size_t row = 0; row < before->quotes.size(); ++row) {
            const Instrument& old = (*before->instruments)[row];
            Instrument wanted = old;
            if (wanted.expiry) {
                *wanted.expiry += later;
                wanted.id.name = deribitName(wanted);
                QVERIFY(wanted.id.name != old.id.name);
            }
            const auto place = after->instruments->find(wanted.id);
            QVERIFY2(place, wanted.id.name.c_str());
            QCOMPARE((*after->instruments)[*place], wanted);
            Quote quote = before->quotes[row];
            quote.at += later;
            QCOMPARE(after->quotes[*place], quote);
        }
    }

    // What a client of the venue is told: names that it can read, with the expiry that was meant.
    void names_areReadBack()
    {
        const SnapshotPtr before = smallMarket();
        const SnapshotPtr after = redatedMarket(*before, before->asOf + std::chrono::hours(7'000));
        for (const Instrument& instrument : after->instruments->all()) {
            const auto read = parseDeribitName(instrument.id.name);
            QVERIFY2(read, instrument.id.name.c_str());
            QCOMPARE(read->strike, instrument.strike);
            if (instrument.expiry)
                QVERIFY(std::chrono::abs(*instrument.expiry - *read->expiry) < 24h);
        }
    }
};

QTEST_GUILESS_MAIN(RedatedMarketTest)
#include "tst_redated_market.moc"
