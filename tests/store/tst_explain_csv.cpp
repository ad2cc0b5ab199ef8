#include "app/store/explain_csv.h"

#include <QTest>

#include <string>

using namespace ballast;

class TestExplainCsv : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void trades_areRead()
    {
        const auto trades = parseTradesCsv("time,price,instrument,quantity,fee_usd\n"
                                           "2026-02-05T12:00:00Z,0.05,BTC-27MAR26-70000-C,-2.5,11\n"
                                           ",64000,BTC-PERPETUAL,10000,\n",
                                           "t.csv");

        QVERIFY2(trades.ok(), trades ? "" : trades.error().message.c_str());
        QCOMPARE(trades->size(), std::size_t{2});
        QCOMPARE(toIso8601(*trades->at(0).at), std::string("2026-02-05T12:00:00Z"));
        QCOMPARE(trades->at(0).trade.instrument.name, std::string("BTC-27MAR26-70000-C"));
        QCOMPARE(trades->at(0).trade.quantity, -2.5);
        QCOMPARE(trades->at(0).trade.price, 0.05);
        QCOMPARE(trades->at(0).trade.feeUsd, 11.0);
        QVERIFY(!trades->at(1).at);
        QCOMPARE(trades->at(1).trade.instrument.venue, deribitVenue);
        QCOMPARE(trades->at(1).trade.feeUsd, 0.0);
    }

    void fundingAndDeliveries_areRead()
    {
        const auto funding = parseFundingCsv("instrument,usd\nBTC-PERPETUAL,-12.5\n", "f.csv");
        const auto deliveries =
            parseDeliveriesCsv("underlying,expiry,price_usd\nBTC,2026-02-06T08:00:00Z,65000\n", "d.csv");

        QCOMPARE(funding->size(), std::size_t{1});
        QCOMPARE(funding->at(0).payment.usd, -12.5);
        QCOMPARE(deliveries->size(), std::size_t{1});
        QCOMPARE(deliveries->at(0).priceUsd, 65000.0);
        QCOMPARE(toIso8601(deliveries->at(0).expiry), std::string("2026-02-06T08:00:00Z"));
    }

    void brokenTrades_areRefusedWithTheirLine_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("place");
        QTest::newRow("empty") << QByteArray("") << QByteArray("t.csv:1:");
        QTest::newRow("column missing") << QByteArray("instrument,price\n")
                                        << QByteArray("t.csv:1: no column 'quantity'");
        QTest::newRow("column unknown") << QByteArray("instrument,quantity,prise\n")
                                        << QByteArray("t.csv:1: unknown column 'prise', did you mean 'price'");
        QTest::newRow("column twice") << QByteArray("instrument,quantity,price,price\n")
                                      << QByteArray("t.csv:1: column");
        QTest::newRow("cells") << QByteArray("instrument,quantity,price\nBTC-PERPETUAL,1\n")
                               << QByteArray("t.csv:2: 2 cells");
        QTest::newRow("quantity") << QByteArray("instrument,quantity,price\nBTC-PERPETUAL,x,1\n")
                                  << QByteArray("t.csv:2: quantity 'x'");
        QTest::newRow("price") << QByteArray("instrument,quantity,price\nBTC-PERPETUAL,1,-1\n")
                               << QByteArray("t.csv:2: price '-1'");
        QTest::newRow("name") << QByteArray("instrument,quantity,price\nBTC-PERP,1,1\n")
                              << QByteArray("t.csv:2: instrument 'BTC-PERP'");
        QTest::newRow("time") << QByteArray("instrument,quantity,price,time\nBTC-PERPETUAL,1,1,noon\n")
                              << QByteArray("t.csv:2: time 'noon'");
    }

    void brokenTrades_areRefusedWithTheirLine()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, place);

        const auto trades = parseTradesCsv(text.toStdString(), "t.csv");

        QVERIFY(!trades.ok());
        QVERIFY2(trades.error().message.starts_with(place.toStdString()), trades.error().message.c_str());
    }

    // Whatever a cut-off file is taken for, it is not more than was in it.
    void truncation_neverInvents()
    {
        const std::string whole = "instrument,quantity,price,fee_usd,venue,time\n"
                                  "BTC-PERPETUAL,10000,64000,3.2,deribit,2026-02-05T12:00:00Z\n"
                                  "BTC-27MAR26-70000-C,-2.5,0.05,,,\n";
        for (std::size_t n = 0; n < whole.size(); ++n) {
            const auto trades = parseTradesCsv(std::string_view(whole).substr(0, n), "t.csv");
            QVERIFY(!trades.ok() || trades->size() <= 2);
        }
    }

    void brokenDeliveries_areRefused()
    {
        QVERIFY(!parseDeliveriesCsv("underlying,expiry,price_usd\nBTC,,65000\n", "d.csv"));
        QVERIFY(!parseDeliveriesCsv("underlying,expiry,price_usd\nBTC,2026-02-06T08:00:00Z,0\n", "d.csv"));
        QVERIFY(!parseFundingCsv("instrument,usd\nBTC-PERPETUAL,much\n", "f.csv"));
    }
};

QTEST_GUILESS_MAIN(TestExplainCsv)
#include "tst_explain_csv.moc"
