#include "tests/feeds/import_testing.h"
#include "tests/support/shared_data.h"

#include <QtTest>

using namespace ballast;
using namespace ballast::test;

class ImportJsonTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void restFolder_isOnePictureOfItsAnswers()
    {
        const auto folder = sharedData("chains/deribit_btc_rest_json_2026-05");
        if (!folder)
            QSKIP("no shared data");
        const auto result = import({*folder});
        QVERIFY2(result.ok(), result.ok() ? "" : result.error().message.c_str());

        // 13 + 5 summaries, 13 + 5 listed, one ticker, 878 + 9 normalised quotes.
        QCOMPARE(result->rows, std::size_t(924));
        QCOMPARE(result->used, std::size_t(924));
        QCOMPARE(result->snapshots.size(), std::size_t(3));
        const MarketSnapshot& answers = *result->snapshots.front();
        QCOMPARE(toIso8601(answers.asOf), std::string("2026-05-22T14:33:55.579Z"));
        QCOMPARE(answers.quotes.size(), std::size_t(18));
        const Quote* perpetual = quoteOf(answers, "BTC-PERPETUAL");
        QCOMPARE(*perpetual->mark, 76756.11); // the ticker, 1.5 s newer than the summary
        QCOMPARE(*perpetual->bidAmount, 385760.0);
        QCOMPARE(*perpetual->fundingRate8h, 5.06e-06);
        const Quote* put = quoteOf(answers, "BTC-23MAY26-69000-P");
        QVERIFY(!put->bid);
        QCOMPARE(*put->ask, 0.0001);
        QCOMPARE(*put->markIv, 58.6 / 100.0);
        QCOMPARE(*put->underlyingPrice, 76736.07);
        const auto at = answers.instruments->find({deribitVenue, "BTC-23MAY26-68000-C"});
        QVERIFY((*answers.instruments)[*at].tick == (TickSchedule{0.0001, {{0.005, 0.0005}}}));
    }

    void singleAnswers_importAlone_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("instruments"); // with an implied perpetual where options stand alone
        QTest::newRow("future summary") << "deribit_book_summary_btc_future.json" << 13 << 13;
        QTest::newRow("option summary") << "deribit_book_summary_btc_option.json" << 5 << 6;
        QTest::newRow("future listing") << "deribit_get_instruments_btc_future.json" << 13 << 13;
        QTest::newRow("option listing") << "deribit_get_instruments_btc_option.json" << 5 << 5;
        QTest::newRow("ticker") << "deribit_ticker_btc_perpetual.json" << 1 << 1;
    }

    void singleAnswers_importAlone()
    {
        QFETCH(QString, file);
        QFETCH(int, rows);
        QFETCH(int, instruments);
        const auto folder = sharedData("chains/deribit_btc_rest_json_2026-05");
        if (!folder)
            QSKIP("no shared data");
        const auto result = import({*folder / file.toStdString()});
        QVERIFY(result.ok());
        QCOMPARE(static_cast<int>(result->rows), rows);
        QCOMPARE(result->used, result->rows);
        QCOMPARE(static_cast<int>(result->merged->instruments->size()), instruments);
    }

    void normalisedSurface_takesForwardsByExpiry()
    {
        const auto path = sharedData("chains/deribit_btc_rest_json_2026-05/snapshot_btc_surface.json");
        if (!path)
            QSKIP("no shared data");
        const auto result = import({*path});
        QVERIFY(result.ok());
        const Quote* call = quoteOf(*result->merged, "BTC-26JUN26-76000-C");
        QCOMPARE(*call->bid, 0.0385);
        QCOMPARE(*call->ask, 0.0395);
        QCOMPARE(*call->mark, 0.03913891);
        QCOMPARE(*call->markIv, 34.16 / 100.0);
        QCOMPARE(*call->underlyingPrice, 75957.4);
        QCOMPARE(result->merged->index("BTC")->priceUsd, 75792.67);
        QCOMPARE(toIso8601(result->merged->asOf), std::string("2026-05-26T19:27:44Z"));
    }

    void volIndexEvidence_givesItsOptionsOnce()
    {
        const auto path = sharedData("chains/eth_vol_index_2021-10-01");
        if (!path)
            QSKIP("no shared data");
        const auto result = import({*path});
        QVERIFY(result.ok());
        QCOMPARE(result->rows, std::size_t(79));
        const Quote* put = quoteOf(*result->merged, "ETH-15OCT21-2700-P");
        QCOMPARE(*put->bid, 0.0315);
        QCOMPARE(*put->mark, 0.031999);
        QCOMPARE(*put->underlyingPrice, 3030.75);
        QCOMPARE(result->merged->index("ETH")->priceUsd, 3027.64);
    }

    void dailyPuts_inheritDayCurrencyAndExpiry()
    {
        const auto path = sharedData("chains/deribit_btc_puts_daily_2026/vol_surface.jsonl");
        if (!path)
            QSKIP("no shared data");
        const auto result = import({*path});
        QVERIFY(result.ok());
        const MarketSnapshot& first = *result->snapshots.front();
        QCOMPARE(toIso8601(first.asOf), std::string("2026-06-14T04:50:26Z"));
        const Quote* put = quoteOf(first, "BTC-19JUN26-60000-P");
        QVERIFY(put != nullptr);
        QCOMPARE(*put->bid, 0.0027);
        QCOMPARE(*put->markIv, 48.02 / 100.0);
        QCOMPARE(*put->openInterest, 1316.1);
        QCOMPARE(first.index("BTC")->priceUsd, 64350.61);
        QVERIFY(std::abs(*put->underlyingPrice - 64350.61) < 200.0);
        QCOMPARE(rejectedFor(*result, "no expiry, strike or option type"), std::size_t(3));
        QVERIFY(hasNote(*result, "sign of delta"));
    }

    void tardisChain_isAStreamInMicroseconds()
    {
        const auto path = sharedData("api_json/nautilus_tardis_csv/options_chain.csv");
        if (!path)
            QSKIP("no shared data");
        const auto result = import({*path});
        QVERIFY(result.ok());
        QCOMPARE(result->rows, std::size_t(7));
        QCOMPARE(result->used, std::size_t(7));
        const MarketSnapshot& first = *result->snapshots.front();
        QCOMPARE(toUnixMilliseconds(first.asOf), qint64(1591574399413));
        QCOMPARE(*quoteOf(first, "BTC-9JUN20-9875-P")->bid, 0.0205);
        const Quote* last = quoteOf(*result->merged, "BTC-9JUN20-9875-P");
        QCOMPARE(*last->bid, 0.0207);
        QCOMPARE(*last->bidAmount, 18.0);
        QCOMPARE(*last->bidIv, 55.93 / 100.0);
        QCOMPARE(*last->venueGreeks.gamma, 0.00104);
        const Quote* blank = quoteOf(*result->merged, "BTC-10JUN20-10000-C");
        QVERIFY(blank != nullptr && !blank->bid && !blank->ask);
    }

    void derivativeTicker_ofAnotherVenue_isRejectedByReason()
    {
        const auto path = sharedData("api_json/nautilus_tardis_csv/derivative_ticker_1.csv");
        if (!path)
            QSKIP("no shared data");
        const auto result = import({*path});
        QVERIFY(result.ok());
        QCOMPARE(result->used, std::size_t(0));
        QCOMPARE(rejectedFor(*result, "other venue"), std::size_t(2));
        QCOMPARE(result->merged->instruments->size(), std::size_t(0));
    }

    void derivativeTicker_ofDeribit_hasFundingIndexAndMark()
    {
        const ImportFolder folder;
        const auto result = import({folder.write(
            "a", "exchange,symbol,timestamp,local_timestamp,funding_timestamp,funding_rate,predicted_funding_rate,open_"
                 "interest,last_price,index_price,mark_price\n"
                 "deribit,BTC-PERPETUAL,1583020803145000,1583020803307160,,0.0001,,1000000,9500.5,9500.0,9500.25\n")});
        QVERIFY(result.ok());
        const Quote* perpetual = quoteOf(*result->merged, "BTC-PERPETUAL");
        QCOMPARE(*perpetual->mark, 9500.25);
        QCOMPARE(*perpetual->fundingRate8h, 0.0001);
        QCOMPARE(result->merged->index("BTC")->priceUsd, 9500.0);
    }

    void orderBookAnswer_hasItsLadder()
    {
        const auto path = sharedData("api_json/nautilus_deribit_json/http_get_order_book.json");
        if (!path)
            QSKIP("no shared data");
        const auto result = import({*path});
        QVERIFY(result.ok());
        const Quote* perpetual = quoteOf(*result->merged, "BTC-PERPETUAL");
        QVERIFY(perpetual->ladder != nullptr);
        QVERIFY(perpetual->ladder->asks.front() == (LadderLevel{87003.0, 125090.0}));
        QCOMPARE(*perpetual->ask, 87003.0);
    }

    void folderOfOtherAnswers_isCountedToTheLast()
    {
        const auto folder = sharedData("api_json/nautilus_deribit_json");
        if (!folder)
            QSKIP("no shared data");
        const auto result = import({*folder});
        QVERIFY(result.ok());
        QCOMPARE(result->used + rejectedInAll(*result), result->rows);
        QCOMPARE(rejectedFor(*result, "combo"), std::size_t(13));
        QVERIFY(quoteOf(*result->merged, "BTC-PERPETUAL") != nullptr);
    }

    void dearthOfTime_isAnErrorOrTakenFromAsOf()
    {
        const ImportFolder folder;
        const auto file =
            folder.write("a", R"([{"instrument_name":"BTC-27MAR26-70000-C","mark_price":0.06,"mark_iv":60}])");
        const auto none = import({file});
        QVERIFY(!none.ok());
        QVERIFY(none.error().message.find("--as-of") != std::string::npos);
        const auto given = importAsOf({file}, "2026-02-05T10:00:00Z");
        QVERIFY(given.ok());
        QCOMPARE(*quoteOf(*given->merged, "BTC-27MAR26-70000-C")->markIv, 0.6);
    }

    void brokenDocument_namesTheLineOfItsFault_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("line");
        QTest::newRow("missing comma") << "{\n \"a\": 1\n \"b\": 2\n}" << 3;
        QTest::newRow("missing colon") << "{\n \"a\" 1\n}" << 2;
        QTest::newRow("trailing comma") << "{\"a\": [1,\n2,\n]}" << 3;
        QTest::newRow("wrong bracket") << "{\"a\": [1,\n2}\n}" << 2;
        QTest::newRow("bare word") << "{\"a\":\n nope}" << 2;
        QTest::newRow("line end in a string") << "{\"a\": \"x\ny\"}" << 1;
        QTest::newRow("escaped quote, cut") << "{\"a\": \"x\\\"}\n" << 1;
        QTest::newRow("something behind the end") << "{\"a\": 1}\n\n}" << 3;
        QTest::newRow("cut after a comma") << "[\n1,\n\n" << 2;
    }

    void brokenDocument_namesTheLineOfItsFault()
    {
        QFETCH(QString, text);
        QFETCH(int, line);
        const ImportFolder folder;
        const auto file = folder.write("a", text.toStdString());
        const auto result = import({file});
        QVERIFY(!result.ok());
        const std::string place = file.string() + ":" + std::to_string(line) + ": broken JSON";
        QVERIFY2(result.error().message.starts_with(place), result.error().message.c_str());
    }

    void deepNesting_isNoCrash()
    {
        const ImportFolder folder;
        QVERIFY(!import({folder.write("a", std::string(200'000, '[') + std::string(200'000, ']'))}).ok());
        std::string nested = R"({"a":)";
        for (int i = 0; i < 500; ++i)
            nested += R"({"a":)";
        QVERIFY(!import({folder.write("b", nested + "1" + std::string(501, '}'))}).ok());
    }
};

QTEST_GUILESS_MAIN(ImportJsonTest)
#include "tst_import_json.moc"
