#include "tests/feeds/import_testing.h"
#include "tests/support/shared_data.h"

#include <QtTest>

#include <sstream>

using namespace ballast;
using namespace ballast::test;

namespace {

const std::string header =
    "timestamp,instrument_name,bid_price,ask_price,mark_price,mark_iv,underlying_price,index_price\n";
const std::string row = "2026-02-05T21:29:37Z,BTC-27MAR26-70000-C,0.0625,0.0645,0.0634,67.65,63971.95,63857.98\n";

} // namespace

class ImportErrorsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void brokenFile_isRefusedWithFileLineAndRemedy_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<int>("line");
        QTest::addColumn<QString>("what");
        const auto bytes = [](const std::string& text) { return QByteArray::fromStdString(text); };
        QTest::newRow("missing field") << bytes(header + row + "2026-02-05T21:29:37Z,BTC-27MAR26-70000-P,0.1\n") << 3
                                       << "3 fields where the header has 8";
        QTest::newRow("extra field") << bytes(header + "a,b,c,d,e,f,g,h,i\n" + row) << 2 << "9 fields";
        QTest::newRow("open quote at the end") << bytes(header + row + "\"2026-02-05T21:29:37Z,BTC") << 3 << "quote";
        QTest::newRow("open quote in the middle") << bytes(header + "x,\"y,1,2,3,4,5,6\n" + row + row) << 2 << "quote";
        QTest::newRow("quote inside a field") << bytes(header + "ab\"c,1,1,1,1,1,1,1\n") << 2 << "quote";
        QTest::newRow("no usable column") << bytes("a,b,c\n1,2,3\n") << 1 << "no usable column";
        QTest::newRow("no price column") << bytes("instrument,timestamp\nBTC-PERPETUAL,1\n") << 1 << "no usable column";
        QTest::newRow("trades") << bytes("instrument,iv,price,tradeId,timestamp\nx,1,2,3,4\n") << 1 << "trades";
        QTest::newRow("binary") << QByteArray(header.c_str()).append("a\0b", 3) << 2 << "binary";
        QTest::newRow("no UTF-8") << bytes(header + row + "\xFF\xFE\n") << 3 << "UTF-8";
        QTest::newRow("broken JSON") << bytes("{\n  \"jsonrpc\": \"2.0\",\n  \"result\": [1, 2\n}\n") << 4
                                     << "broken JSON";
        QTest::newRow("cut JSON") << bytes("{\n \"result\": [\n {\"instrument_name\": \"BTC-PER") << 3 << "broken JSON";
        QTest::newRow("JSON of nothing") << bytes("{\"a\": 1}\n") << 1 << "no quotes";
        QTest::newRow("broken recorded line")
            << bytes(
                   "1626993723.8: {\"jsonrpc\":\"2.0\",\"method\":\"heartbeat\",\"params\":{\"type\":\"heartbeat\"}}\n"
                   "1626993724.8: {\"jsonrpc\":\"2.0\",\"method\"\n")
            << 2 << "broken JSON";
        QTest::newRow("no time") << bytes("instrument,bid,ask\nBTC-27MAR26-70000-C,0.06,0.07\n") << 1 << "--as-of";
        QTest::newRow("no underlying")
            << bytes("time,expiry,strike,type,bid,ask\n2026-02-05,2026-03-27,70000,C,0.06,0.07\n") << 1
            << "--underlying";
    }

    void brokenFile_isRefusedWithFileLineAndRemedy()
    {
        QFETCH(QByteArray, content);
        QFETCH(int, line);
        QFETCH(QString, what);
        const ImportFolder folder;
        const auto file = folder.write("market.dat", content.toStdString());

        const auto result = import({file});

        QVERIFY(!result.ok());
        const QString message = QString::fromStdString(result.error().message);
        QVERIFY2(message.startsWith(QString::fromStdString(file.string()) + QStringLiteral(":%1: ").arg(line)),
                 qPrintable(message));
        QVERIFY2(message.contains(what), qPrintable(message));
        QVERIFY2(message.mid(message.indexOf(QLatin1String(": "))).contains(QLatin1Char(',')), "no remedy");
        QCOMPARE(message.count(QLatin1Char('\n')), 0);
    }

    void missingEmptyAndTooLarge_areRefused()
    {
        const ImportFolder folder;
        QVERIFY(!import({}).ok());
        QVERIFY(!import({folder.path() / "nothing.csv"}).ok());
        QVERIFY(!import({folder.path()}).ok());
        QVERIFY(!import({folder.write("empty.csv", "")}).ok());

        ImportOptions options;
        options.paths = {folder.write("chain.csv", header + row)};
        options.limits.fileBytes = 10;
        const auto tooLarge = importMarket(options);
        QVERIFY(!tooLarge.ok());
        QVERIFY(tooLarge.error().message.find("limit") != std::string::npos);
    }

    void limits_boundFieldsAndLines()
    {
        const ImportFolder folder;
        ImportOptions options;
        options.limits.csvFields = 4;
        options.paths = {folder.write("chain.csv", header + row)};
        QVERIFY(!importMarket(options).ok());

        options.limits = {};
        options.limits.jsonLineBytes = 20;
        options.paths = {folder.write("lines", "{\"jsonrpc\":\"2.0\",\"method\":\"heartbeat\",\"params\":{}}\n")};
        QVERIFY(!importMarket(options).ok());
    }

    void oneBrokenFile_refusesTheGoodOnesToo()
    {
        const ImportFolder folder;
        const auto good = folder.write("good.csv", header + row);
        const auto bad = folder.write("bad.csv", header + "1,2\n");
        QVERIFY(import({good}).ok());
        QVERIFY(!import({good, bad}).ok());
    }

    void everyTruncation_isAnErrorOrHasOnlyWholeRows()
    {
        const auto path = sharedData("chains/deribit_stress_2020-03-13/20200313_excerpt.csv");
        if (!path)
            QSKIP("no shared data");
        std::stringstream content;
        content << std::ifstream(*path).rdbuf();
        const std::string whole = content.str();
        const ImportFolder folder;

        for (std::size_t size = 0; size < whole.size(); size += 17) {
            const auto result = import({folder.write("cut.csv", whole.substr(0, size))});
            if (!result)
                continue;
            const auto lines =
                static_cast<std::size_t>(std::count(whole.begin(), whole.begin() + static_cast<long>(size), '\n'));
            // The header line and, at most, a last row cut within its last number.
            QVERIFY(result->rows <= lines);
            QCOMPARE(result->used + rejectedInAll(*result), result->rows);
        }
    }

    void unusableRows_areCountedByReason()
    {
        const ImportFolder folder;
        const auto file = folder.write(
            "chain.csv", header + row + "2026-02-05T21:29:37Z,BTC-27MAR26-70000-P,0,0,,0,63971.95,63857.98\n" +
                             "2026-02-05T21:29:37Z,BTC-5FEB26-70000-P,0.1,0.2,0.15,60,63971.95,63857.98\n" +
                             "2026-02-05T21:29:37Z,GARBAGE,0.1,0.2,0.15,60,63971.95,63857.98\n" +
                             ",BTC-27MAR26-80000-P,0.1,0.2,0.15,60,63971.95,63857.98\n" +
                             "2026-02-05T21:29:37Z,BTC-27MAR26-90000-P,abc,0.2,0.15,60,63971.95,63857.98\n" +
                             "2026-02-05T21:29:37Z,BTC-27MAR26-95000-P,-0.1,0.2,0.15,60,63971.95,63857.98\n");
        const auto result = import({file});
        QVERIFY(result.ok());

        QCOMPARE(result->rows, std::size_t(7));
        QCOMPARE(result->used, std::size_t(1));
        QCOMPARE(rejectedFor(*result, "no quote"), std::size_t(1));
        QCOMPARE(rejectedFor(*result, "expired"), std::size_t(1));
        QCOMPARE(rejectedFor(*result, "unknown instrument name"), std::size_t(1));
        QCOMPARE(rejectedFor(*result, "no time"), std::size_t(1));
        QCOMPARE(rejectedFor(*result, "bid is no number"), std::size_t(1));
        QCOMPARE(rejectedFor(*result, "negative price or vol"), std::size_t(1));
        QCOMPARE(result->rejected.front().examples.front(), file.string() + ":3");
    }

    void contradictingColumns_areRejected()
    {
        const ImportFolder folder;
        const auto file = folder.write("chain.csv", "time,instrument,strike,type,bid\n"
                                                    "2026-02-05,BTC-27MAR26-70000-C,80000,C,0.01\n"
                                                    "2026-02-05,BTC-27MAR26-70000-C,70000,P,0.01\n"
                                                    "2026-02-05,BTC-27MAR26-70000-C,70000,call,0.01\n");
        const auto result = import({file});
        QVERIFY(result.ok());
        QCOMPARE(result->used, std::size_t(1));
        QCOMPARE(rejectedFor(*result, "columns contradict the instrument's name"), std::size_t(2));
    }

    void namedColumns_goFirstAndMustExist()
    {
        const ImportFolder folder;
        ImportOptions options;
        options.paths = {folder.write(
            "chain.csv", "when;what;my bid;bid;their ask\n2026-02-05;BTC-27MAR26-70000-C;0.01;0.5;0.02\n")};
        options.columns = {{"time", "when"}, {"instrument", "what"}, {"bid", "my bid"}, {"ask", "their ask"}};
        const auto result = importMarket(options);
        QVERIFY2(result.ok(), result.ok() ? "" : result.error().message.c_str());
        QCOMPARE(*quoteOf(*result->merged, "BTC-27MAR26-70000-C")->bid, 0.01);
        QCOMPARE(*quoteOf(*result->merged, "BTC-27MAR26-70000-C")->ask, 0.02);

        options.columns = {{"bid", "no such"}};
        QVERIFY(importMarket(options).error().message.find("no such") != std::string::npos);
        options.columns = {{"bidd", "bid"}};
        QVERIFY(importMarket(options).error().message.find("bidd") != std::string::npos);
    }

    void vols_areReadAsPercentOrFractionByFile()
    {
        const ImportFolder folder;
        const std::string head = "time,instrument,iv\n";
        const auto percent = import({folder.write("a", head + "2026-02-05,BTC-27MAR26-70000-C,62\n")});
        const auto fraction = import({folder.write("b", head + "2026-02-05,BTC-27MAR26-70000-C,0.62\n")});
        QCOMPARE(*quoteOf(*percent->merged, "BTC-27MAR26-70000-C")->markIv, 0.62);
        QCOMPARE(*quoteOf(*fraction->merged, "BTC-27MAR26-70000-C")->markIv, 0.62);
        QVERIFY(hasNote(*percent, "percent"));
        QVERIFY(hasNote(*fraction, "fractions"));
    }

    void underlyingColumnOrHint_namesTheChain()
    {
        const ImportFolder folder;
        ImportOptions options;
        options.paths = {
            folder.write("a", "time,underlying,expiry,strike,type,bid\n2026-02-05,ETH,27MAR26,2000,P,0.01\n")};
        QVERIFY(quoteOf(*importMarket(options)->merged, "ETH-27MAR26-2000-P") != nullptr);

        options.paths = {folder.write("b", "time,expiry,strike,type,bid\n2026-02-05,2026-03-27,2000,put,0.01\n")};
        options.underlyingHint = "ETH";
        QVERIFY(quoteOf(*importMarket(options)->merged, "ETH-27MAR26-2000-P") != nullptr);
    }

    void merge_newestQuoteWinsWhateverTheOrder()
    {
        const ImportFolder folder;
        const std::string head = "time,instrument,bid,ask\n";
        const auto older = folder.write("z", head + "2026-02-05T10:00:00Z,BTC-27MAR26-70000-C,0.01,0.02\n"
                                                    "2026-02-05T10:00:00Z,BTC-27MAR26-80000-C,0.001,0.002\n");
        const auto newer = folder.write("a", head + "2026-02-05T10:14:00Z,BTC-27MAR26-70000-C,0.03,0.04\n");
        for (const auto& files : {std::vector{older, newer}, std::vector{newer, older}}) {
            const auto result = import(files);
            QVERIFY(result.ok());
            QCOMPARE(result->snapshots.size(), std::size_t(2));
            QCOMPARE(*quoteOf(*result->merged, "BTC-27MAR26-70000-C")->bid, 0.03);
            const Quote* old = quoteOf(*result->merged, "BTC-27MAR26-80000-C");
            QCOMPARE(*old->bid, 0.001);
            QCOMPARE(static_cast<int>(old->state), static_cast<int>(QuoteState::Stale));
            QVERIFY(hasNote(*result, "asOf spread 14 min"));
            QCOMPARE(result->merged->id.value, std::uint64_t(3));
        }
    }

    void closeFilesOfDifferentInstruments_areOnePicture()
    {
        const ImportFolder folder;
        const std::string head = "time,instrument,bid,ask\n";
        const auto a = folder.write("a", head + "2026-02-05T10:00:00Z,BTC-27MAR26-70000-C,0.01,0.02\n");
        const auto b = folder.write("b", head + "2026-02-05T10:09:00Z,ETH-27MAR26-2000-C,0.03,0.04\n");
        const auto result = import({a, b});
        QCOMPARE(result->snapshots.size(), std::size_t(1));
        QVERIFY(!hasNote(*result, "asOf spread"));
        QCOMPARE(result->merged->source, std::string("a + b"));
    }

    void crossedQuote_isMarked()
    {
        const ImportFolder folder;
        const auto result =
            import({folder.write("a", "time,instrument,bid,ask\n2026-02-05,BTC-27MAR26-70000-C,0.03,0.02\n")});
        QCOMPARE(static_cast<int>(quoteOf(*result->merged, "BTC-27MAR26-70000-C")->state),
                 static_cast<int>(QuoteState::Crossed));
        QVERIFY(hasNote(*result, "1 crossed"));
    }

    void parityForward_isExactOnAnExactChain()
    {
        // Marks made by hand from F = 64000: (C - P) of an inverse option is 1 - K / F.
        const ImportFolder folder;
        std::string text = "time,instrument,mark\n";
        for (const int strike : {60000, 62000, 64000, 66000}) {
            const double difference = 1.0 - strike / 64000.0;
            text += QStringLiteral("2026-02-05,BTC-27MAR26-%1-C,%2\n2026-02-05,BTC-27MAR26-%1-P,0.1\n")
                        .arg(strike)
                        .arg(0.1 + difference, 0, 'g', 17)
                        .toStdString();
        }
        const auto result = import({folder.write("a", text)});
        QVERIFY(result.ok());
        QVERIFY(std::abs(*quoteOf(*result->merged, "BTC-27MAR26-66000-P")->underlyingPrice - 64000.0) < 1e-6);
        QVERIFY(std::abs(result->merged->index("BTC")->priceUsd - 64000.0) < 1e-6);
    }

    void linearParityForward_isInDollars()
    {
        const ImportFolder folder;
        const auto result = import({folder.write("a", "time,instrument,mark\n2026-02-05,BTC_USDC-27MAR26-60000-C,5000\n"
                                                      "2026-02-05,BTC_USDC-27MAR26-60000-P,1000\n")});
        QCOMPARE(*quoteOf(*result->merged, "BTC_USDC-27MAR26-60000-P")->underlyingPrice, 64000.0);
    }
};

QTEST_GUILESS_MAIN(ImportErrorsTest)
#include "tst_import_errors.moc"
