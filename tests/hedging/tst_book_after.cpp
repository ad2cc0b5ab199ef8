#include "models/hedging/hedger.h"
#include "tests/support/market_builder.h"

#include <QTest>

using namespace ballast;
using namespace ballast::test;

namespace {

SnapshotPtr market()
{
    MarketBuilder builder("2026-02-05T12:00:00Z");
    builder.index("BTC", 64000.0).perpetual("BTC-PERPETUAL", 63990.0, 64010.0);
    builder.option("BTC-27MAR26-60000-P", {.bid = 0.05, .ask = 0.052, .markIv = 0.7, .underlying = 64200.0});
    return builder.build();
}

HedgeTrade trade(const char* name, Side side, double quantity, double price)
{
    HedgeTrade result;
    result.instrument = {deribitVenue, name};
    result.side = side;
    result.quantity = quantity;
    result.expectedPrice = price;
    return result;
}

} // namespace

class TestBookAfter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneLine_tradeByHand_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<double>("held"); // 0: not in the book
        QTest::addColumn<double>("heldPrice");
        QTest::addColumn<bool>("buy");
        QTest::addColumn<double>("traded");
        QTest::addColumn<double>("price");
        QTest::addColumn<double>("quantity"); // 0: no line left
        QTest::addColumn<double>("average");

        const QString put = QStringLiteral("BTC-27MAR26-60000-P");
        const QString perpetual = QStringLiteral("BTC-PERPETUAL");
        QTest::newRow("new long") << put << 0.0 << 0.0 << true << 5.0 << 0.052 << 5.0 << 0.052;
        QTest::newRow("new short") << put << 0.0 << 0.0 << false << 5.0 << 0.05 << -5.0 << 0.05;
        QTest::newRow("added to") << put << 10.0 << 0.04 << true << 30.0 << 0.052 << 40.0 << 0.049;
        QTest::newRow("short added to") << put << -10.0 << 0.04 << false << 10.0 << 0.05 << -20.0 << 0.045;
        QTest::newRow("reduced") << put << 10.0 << 0.04 << false << 4.0 << 0.05 << 6.0 << 0.04;
        QTest::newRow("closed") << put << 10.0 << 0.04 << false << 10.0 << 0.05 << 0.0 << 0.0;
        QTest::newRow("turned round") << put << 10.0 << 0.04 << false << 25.0 << 0.05 << -15.0 << 0.05;
        QTest::newRow("closed but for dust") << put << 0.3 << 0.04 << false << 0.1 + 0.2 << 0.05 << 0.0 << 0.0;
        // 40,000 USD at 40,000 and 60,000 USD at 60,000 are one coin each: 100,000 USD for 2 coins
        QTest::newRow("inverse perpetual averages harmonically")
            << perpetual << 40000.0 << 40000.0 << true << 60000.0 << 60000.0 << 100000.0 << 50000.0;
    }

    void oneLine_tradeByHand()
    {
        QFETCH(QString, name);
        QFETCH(double, held);
        QFETCH(double, heldPrice);
        QFETCH(bool, buy);
        QFETCH(double, traded);
        QFETCH(double, price);
        QFETCH(double, quantity);
        QFETCH(double, average);
        const QByteArray instrument = name.toLatin1();
        BookBuilder book;
        book.line("BTC", 1.0);
        if (held != 0.0)
            book.line(instrument.constData(), held, heldPrice);
        const std::vector<HedgeTrade> trades{
            trade(instrument.constData(), buy ? Side::Buy : Side::Sell, traded, price)};

        const Portfolio after = bookAfter(*book.build(), trades, *market());

        QCOMPARE(after.positions.front(), book.build()->positions.front());
        QCOMPARE(after.positions.size(), quantity == 0.0 ? std::size_t{1} : std::size_t{2});
        if (quantity != 0.0) {
            QCOMPARE(after.positions.back().quantity, quantity);
            QCOMPARE(after.positions.back().averagePrice.value(), average);
        }
    }

    void unknownAverage_staysUnknown()
    {
        BookBuilder book;
        book.line("BTC-PERPETUAL", 1000.0);
        const std::vector<HedgeTrade> trades{trade("BTC-PERPETUAL", Side::Buy, 500.0, 64010.0)};

        const Portfolio after = bookAfter(*book.build(), trades, *market());

        QCOMPARE(after.positions.front().quantity, 1500.0);
        QVERIFY(!after.positions.front().averagePrice.has_value());
    }

    void unlistedTrade_changesNothing()
    {
        BookBuilder book;
        book.line("BTC-PERPETUAL", 1000.0);
        const std::vector<HedgeTrade> trades{trade("BTC-1JAN27-1-C", Side::Buy, 5.0, 0.5)};

        QCOMPARE(bookAfter(*book.build(), trades, *market()), *book.build());
    }
};

QTEST_GUILESS_MAIN(TestBookAfter)
#include "tst_book_after.moc"
