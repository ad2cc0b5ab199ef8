#include "app/feeds/price_history.h"
#include "tests/support/market_builder.h"
#include "tests/support/shared_data.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace ballast;
using ballast::test::sharedData;
using ballast::test::timeOf;

class TestPriceHistory : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_dir;

    std::filesystem::path write(const char* content) const
    {
        QFile file(m_dir.filePath(QStringLiteral("history.csv")));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) < 0)
            qFatal("cannot write");
        return file.fileName().toStdString();
    }

private Q_SLOTS:
    // Dates, order, heads and tails of every layout of the reference series.
    void recordedSeries_areReadByContent_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QByteArray>("column");
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("first");
        QTest::addColumn<double>("firstClose");
        QTest::addColumn<QByteArray>("last");
        QTest::addColumn<double>("lastClose");
        QTest::addColumn<int>("atLeast");
        QTest::newRow("hourly, descending, two stamps")
            << QByteArray("series/prices_hourly_2017_2021/Binance_BTCUSDT_1h.csv") << QByteArray() << QByteArray("BTC")
            << QByteArray("2017-08-17T04:00:00Z") << 4308.83 << QByteArray("2021-06-10T00:00:00Z") << 37584.76 << 33000;
        QTest::newRow("hourly, damaged Unix column")
            << QByteArray("series/prices_hourly_2021H2/Binance_ETHUSDT_1h_2021H2.csv") << QByteArray()
            << QByteArray("ETH") << QByteArray("2021-06-01T00:00:00Z") << 2730.67 << QByteArray("2021-12-06T00:00:00Z")
            << 4155.59 << 4500;
        QTest::newRow("daily after an address line")
            << QByteArray("series/prices_daily_2017_2020/Binance_BTCUSDT_d.csv") << QByteArray() << QByteArray("BTC")
            << QByteArray("2017-08-17T00:00:00Z") << 4285.08 << QByteArray("2020-12-30T00:00:00Z") << 27445.81 << 1230;
        QTest::newRow("daily, date only")
            << QByteArray("series/prices_hourly_2022_2025/ETHUSDT_1d.csv") << QByteArray() << QByteArray()
            << QByteArray("2022-01-01T00:00:00Z") << 3765.54 << QByteArray("2025-12-02T00:00:00Z") << 2803.24 << 1430;
        QTest::newRow("hourly with an offset")
            << QByteArray("series/prices_hourly_usdm_2024_2026/BTCUSDT_USDM_1h.csv") << QByteArray() << QByteArray()
            << QByteArray("2024-01-01T00:00:00Z") << 42503.5 << QByteArray("2026-04-30T23:00:00Z") << 76305.4 << 20400;
        QTest::newRow("JSON pairs") << QByteArray("series/kalyar197_dvol_macro/dvol_btc.json") << QByteArray()
                                    << QByteArray() << QByteArray("2022-11-06T00:00:00Z") << 56.76
                                    << QByteArray("2025-11-12T00:00:00Z") << 44.87 << 1100;
        QTest::newRow("JSON bars") << QByteArray("series/kalyar197_dvol_macro/btc_price.json") << QByteArray()
                                   << QByteArray() << QByteArray("2022-02-19T00:00:00Z") << 40079.17
                                   << QByteArray("2025-11-09T00:00:00Z") << 101828.5234375 << 1350;
        QTest::newRow("JSON lists") << QByteArray("series/dvol_kittycapital_2023_2026/data.json") << QByteArray("dvol")
                                    << QByteArray() << QByteArray("2023-08-23T00:00:00Z") << 43.38
                                    << QByteArray("2026-08-21T00:00:00Z") << 43.29 << 1095;
        QTest::newRow("price column") << QByteArray("series/macro/lukmol_btc_price_volume.csv") << QByteArray()
                                      << QByteArray() << QByteArray("2015-01-01T00:00:00Z") << 314.248992919922
                                      << QByteArray("2026-02-13T00:00:00Z") << 69069.9765625 << 4000;
        QTest::newRow("only column, blanks") << QByteArray("series/macro/lukmol_dxy.csv") << QByteArray()
                                             << QByteArray() << QByteArray("2015-01-02T00:00:00Z") << 91.0800018310547
                                             << QByteArray("2026-02-12T00:00:00Z") << 96.9300003051758 << 2700;
    }

    void recordedSeries_areReadByContent()
    {
        QFETCH(QByteArray, file);
        QFETCH(QByteArray, column);
        const auto path = sharedData(file.constData());
        if (!path)
            QSKIP("no shared reference data here");

        const auto history = readPriceHistory({*path, column.toStdString()});

        QVERIFY2(history.ok(), history ? "" : history.error().message.c_str());
        const auto& bars = history->series.bars;
        QTEST(QByteArray::fromStdString(history->series.name), "name");
        QTEST(QByteArray::fromStdString(toIso8601(bars.front().at)), "first");
        QTEST(bars.front().close, "firstClose");
        QTEST(QByteArray::fromStdString(toIso8601(bars.back().at)), "last");
        QTEST(bars.back().close, "lastClose");
        QFETCH(int, atLeast);
        QVERIFY2(static_cast<int>(bars.size()) >= atLeast, qPrintable(QString::number(bars.size())));
        QVERIFY(std::ranges::is_sorted(bars, {}, &PriceBar::at));
        std::size_t rejected = 0;
        for (const RejectCount& reject : history->rejected)
            rejected += reject.count;
        QCOMPARE(history->used + rejected, history->rows);
    }

    void crashLow_isWhereItWas()
    {
        const auto path = sharedData("series/prices_hourly_2017_2021/Binance_BTCUSDT_1h.csv");
        if (!path)
            QSKIP("no shared reference data here");

        const auto history = readPriceHistory({*path});
        const auto& bars = history->series.bars;
        const auto from = std::ranges::lower_bound(bars, timeOf("2020-03-12"), {}, &PriceBar::at);
        const auto to = std::ranges::lower_bound(bars, timeOf("2020-03-13"), {}, &PriceBar::at);

        QCOMPARE(to - from, 24);
        QCOMPARE(std::ranges::min_element(from, to, {}, &PriceBar::low)->low, 4410.0);
    }

    void unusableRows_areCounted()
    {
        const auto file = write("Date,Close\n2024-01-02,101\n2024-01-01,100\n2024-01-03,\nsoon,102\n2024-01-02,7\n"
                                "2024-01-04,-3\n");

        const auto history = readPriceHistory({file});

        QVERIFY(history.ok());
        QCOMPARE(history->rows, std::size_t{6});
        QCOMPARE(history->used, std::size_t{2});
        QCOMPARE(history->series.bars[1].close, 101.0); // the first of two rows of one time
        QCOMPARE(history->rejected.size(), std::size_t{4});
    }

    void brokenFiles_areRefusedWithTheirLine_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QByteArray>("part");
        QTest::newRow("field count") << QByteArray("date,close\n2024-01-01,1,2\n") << QByteArray("history.csv:2: ");
        QTest::newRow("open quote") << QByteArray("date,close\n\"2024-01-01,1\n") << QByteArray("history.csv:2: ");
        QTest::newRow("no price") << QByteArray("date,a,b\n2024-01-01,1,2\n") << QByteArray("no price column");
        QTest::newRow("no time") << QByteArray("close,open\n1,2\n") << QByteArray("no time column");
        QTest::newRow("no rows") << QByteArray("date,close\n") << QByteArray("no row with a time");
        QTest::newRow("broken JSON") << QByteArray("[[1645228800000, 1],\n[164531") << QByteArray("history.csv:2: ");
        QTest::newRow("JSON of words") << QByteArray("[\"a\"]") << QByteArray("entry 1");
        QTest::newRow("lists without choice")
            << QByteArray("{\"dates\":[\"2024-01-01\"],\"a\":[1],\"b\":[2]}") << QByteArray("choose one of a, b");
        QTest::newRow("binary") << QByteArray("a\0b", 3) << QByteArray("binary");
    }

    void brokenFiles_areRefusedWithTheirLine()
    {
        QFETCH(QByteArray, content);
        QFETCH(QByteArray, part);
        QFile file(m_dir.filePath(QStringLiteral("history.csv")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
        file.close();

        const auto history = readPriceHistory({file.fileName().toStdString()});

        QVERIFY(!history.ok());
        QVERIFY2(history.error().message.find(part.toStdString()) != std::string::npos,
                 history.error().message.c_str());
    }
};

QTEST_GUILESS_MAIN(TestPriceHistory)
#include "tst_price_history.moc"
