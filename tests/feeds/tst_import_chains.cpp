#include "tests/feeds/import_testing.h"
#include "tests/support/csv_table.h"
#include "tests/support/shared_data.h"

#include <QtTest>

using namespace ballast;
using namespace ballast::test;

namespace {

const char* crashFile = "chains/deribit_full_btc_eth_2025-12_2026-05/deribit_options_snapshot_20260205T212937Z.csv";

std::filesystem::path chain(const char* relative)
{
    const auto path = sharedData(relative);
    return path.value_or(std::filesystem::path());
}

} // namespace

class ImportChainsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyChain_importsWithAllRowsAccountedFor_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("asOf");
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("used");
        QTest::addColumn<int>("snapshots");
        const auto row = [](const char* path, int rows, int used, int snapshots, const char* asOf = "") {
            QTest::newRow(path) << path << asOf << rows << used << snapshots;
        };
        row(crashFile, 1840, 1840, 1);
        row("chains/deribit_stress_2020-03-13", 103, 103, 1);
        row("chains/deribit_btc_books_2020-05-21", 326, 326, 1);
        row("chains/eth_vol_index_2021-10-01", 79, 79, 1);
        row("chains/deribit_btc_daily_2026/2026-03-17.csv", 930, 930, 1);
        row("chains/deribit_btc_daily_2026/2026-04-15.csv", 874, 874, 1);
        row("chains/deribit_btc_daily_2026/2026-05-15.csv", 940, 940, 1);
        row("chains/deribit_btc_daily_2026/2026-06-15.csv", 934, 934, 1);
        row("chains/deribit_btc_greeks_hourly_2026-01/full_data_sample.csv", 24562, 24562, 37);
        row("chains/deribit_btc_greeks_hourly_2026-01/sample.csv", 1016, 1016, 1, "2026-02-08T12:00:00Z");
        row("chains/deribit_web_export_2024-04", 490, 490, 1, "2024-04-08T12:00:00Z");
        row("chains/deribit_btc_rest_json_2026-05/snapshot_btc_surface.json", 878, 878, 1);
        row("chains/deribit_btc_puts_daily_2026", 2545, 2542, 70);
        row("chains/deribit_full_btc_eth_2025-12_2026-05/perpetual_futures_prices.csv", 838, 838, 419);
        row("testnet_not_mainnet/bottama_2021-02-09", 1062, 1062, 1);
        row("testnet_not_mainnet/bottama_2021-02-11", 1972, 1972, 2);
        row("testnet_not_mainnet/zkvn_2024-11_us_election", 3850, 3850, 4);
    }

    void everyChain_importsWithAllRowsAccountedFor()
    {
        QFETCH(QString, path);
        QFETCH(QString, asOf);
        QFETCH(int, rows);
        QFETCH(int, used);
        QFETCH(int, snapshots);
        const auto file = sharedData(path.toStdString());
        if (!file)
            QSKIP("no shared data");

        const auto result = asOf.isEmpty() ? import({*file}) : importAsOf({*file}, asOf.toLatin1().constData());

        QVERIFY2(result.ok(), result.ok() ? "" : result.error().message.c_str());
        QCOMPARE(static_cast<int>(result->rows), rows);
        QCOMPARE(static_cast<int>(result->used), used);
        QCOMPARE(result->used + rejectedInAll(*result), result->rows);
        QCOMPARE(static_cast<int>(result->snapshots.size()), snapshots);
        for (std::size_t i = 0; i < result->snapshots.size(); ++i) {
            const MarketSnapshot& snapshot = *result->snapshots[i];
            QCOMPARE(snapshot.quotes.size(), snapshot.instruments->size());
            QCOMPARE(snapshot.id.value, i + 1);
            QVERIFY(i == 0 || result->snapshots[i - 1]->asOf <= snapshot.asOf);
        }
    }

    void crashChain_hasTheQuotesOfTheFile()
    {
        const auto file = chain(crashFile);
        if (file.empty())
            QSKIP("no shared data");
        const auto result = import({file});
        QVERIFY(result.ok());
        const MarketSnapshot& market = *result->merged;

        QCOMPARE(toIso8601(market.asOf), std::string("2026-02-05T21:29:37.885Z"));
        QCOMPARE(underlyingsOf(market), (std::vector<std::string>{"BTC", "ETH"}));
        QCOMPARE(optionExpiries(market, "BTC").size(), std::size_t(12));
        QCOMPARE(optionExpiries(market, "ETH").size(), std::size_t(12));
        const Quote* call = quoteOf(market, "BTC-27MAR26-70000-C");
        QVERIFY(call != nullptr);
        QCOMPARE(*call->bid, 0.0625);
        QCOMPARE(*call->ask, 0.0645);
        QCOMPARE(*call->mark, 0.06337294);
        QCOMPARE(*call->underlyingPrice, 63971.95);
        QCOMPARE(*call->markIv, 0.6765000000000001);
        QCOMPARE(*call->venueGreeks.delta, 0.41007);
        QCOMPARE(*call->venueGreeks.vega, 91.75925);
        QVERIFY(!call->venueGreeks.gamma);
        QCOMPARE(*call->openInterest, 251.9);
        QCOMPARE(*call->volume24h, 303.1);
        const Quote* put = quoteOf(market, "ETH-27MAR26-2000-P");
        QVERIFY(put != nullptr);
        QCOMPARE(*put->mark, 0.157362);
        QCOMPARE(*put->underlyingPrice, 1889.45);
        QVERIFY(market.index("BTC")->priceUsd > 63'800.0 && market.index("BTC")->priceUsd < 63'900.0);
    }

    void crashChain_everyCellSurvives()
    {
        const auto file = chain(crashFile);
        if (file.empty())
            QSKIP("no shared data");
        const auto result = import({file});
        const CsvTable table = readCsvTable(file);
        const auto optional = [&table](std::size_t row, const char* column) {
            const std::string& text = table.cell(row, column);
            return text.empty() || std::stod(text) == 0.0 ? std::nullopt : std::optional(std::stod(text));
        };

        for (std::size_t row = 0; row < table.rows.size(); ++row) {
            const Quote* quote = quoteOf(*result->merged, table.cell(row, "instrument_name").c_str());
            QVERIFY(quote != nullptr);
            QVERIFY(quote->bid == optional(row, "bid_price"));
            QVERIFY(quote->ask == optional(row, "ask_price"));
            QVERIFY(quote->markIv == optional(row, "implied_volatility"));
            QVERIFY(quote->underlyingPrice == optional(row, "underlying"));
            QCOMPARE(*quote->mark, table.number(row, "mark_price"));
        }
    }

    void optionsOnlyChain_getsAPerpetualAtTheIndex()
    {
        const auto file = chain(crashFile);
        if (file.empty())
            QSKIP("no shared data");
        ImportOptions options;
        options.paths = {file};
        options.impliedSpread = 2e-4;
        const auto result = importMarket(options);
        const MarketSnapshot& market = *result->merged;

        const auto at = perpetualOf(market, "BTC");
        QVERIFY(at.has_value());
        QVERIFY((*market.instruments)[*at].impliedFromChain);
        QCOMPARE((*market.instruments)[*at].id.name, std::string("BTC-PERPETUAL"));
        const double index = market.index("BTC")->priceUsd;
        QCOMPARE(*market.quotes[*at].mark, index);
        QCOMPARE(*market.quotes[*at].bid, index * (1.0 - 2e-4));
        QCOMPARE(*market.quotes[*at].ask, index * (1.0 + 2e-4));
        QVERIFY(hasNote(*result, "implied at the index"));
    }

    void perpetualFile_standsBesideTheChainOfItsMoment()
    {
        const auto options =
            chain("chains/deribit_full_btc_eth_2025-12_2026-05/deribit_options_snapshot_20251230T173115Z.csv");
        const auto perpetuals = chain("chains/deribit_full_btc_eth_2025-12_2026-05/perpetual_futures_prices.csv");
        if (options.empty() || perpetuals.empty())
            QSKIP("no shared data");
        const auto result = import({options, perpetuals});
        QVERIFY(result.ok());

        const MarketSnapshot& first = *result->snapshots.front();
        const auto at = perpetualOf(first, "BTC");
        QVERIFY(at.has_value());
        QVERIFY(!(*first.instruments)[*at].impliedFromChain);
        QCOMPARE(*first.quotes[*at].mark, 88539.0);
        QVERIFY(quoteOf(first, "BTC-16JAN26-82000-C") != nullptr);
    }

    void books2020_haveLaddersAndGreeks()
    {
        const auto file = chain("chains/deribit_btc_books_2020-05-21/options_data.csv");
        if (file.empty())
            QSKIP("no shared data");
        const auto result = import({file});
        QVERIFY(result.ok());
        const Quote* put = quoteOf(*result->merged, "BTC-22MAY20-9250-P");

        QVERIFY(put != nullptr && put->ladder != nullptr);
        const Ladder expected{{{0.02, 9.0}, {0.019, 5.0}, {0.018, 0.5}, {0.0165, 0.2}, {0.014, 3.0}, {0.001, 0.1}},
                              {{0.023, 9.0}, {0.0235, 5.5}, {0.025, 0.5}, {0.0255, 3.0}, {0.0585, 3.5}, {0.3795, 8.0}}};
        QVERIFY(*put->ladder == expected);
        QCOMPARE(*put->bid, 0.02);
        QCOMPARE(*put->bidAmount, 9.0);
        QCOMPARE(*put->bidIv, 72.4 / 100.0);
        QCOMPARE(*put->markIv, 85.05 / 100.0);
        QCOMPARE(*put->venueGreeks.delta, -0.73032);
        QCOMPARE(*put->venueGreeks.gamma, 0.00136);
        QCOMPARE(*put->venueGreeks.vega, 0.94545);
        QCOMPARE(*put->venueGreeks.theta, -40.20419);
        QCOMPARE(*put->venueGreeks.rho, -0.06764);
        QCOMPARE(toUnixMilliseconds(put->at), qint64(1590103193775));
        QVERIFY(hasNote(*result, "vols read as percent"));
    }

    void books2020_everyLadderBeginsWithTheBestPrices()
    {
        const auto file = chain("chains/deribit_btc_books_2020-05-21/options_data.csv");
        if (file.empty())
            QSKIP("no shared data");
        const auto result = import({file});
        std::size_t ladders = 0;
        for (const Quote& quote : result->merged->quotes) {
            if (!quote.ladder)
                continue;
            ++ladders;
            QCOMPARE(quote.ladder->bids.empty(), !quote.bid.has_value());
            QCOMPARE(quote.ladder->asks.empty(), !quote.ask.has_value());
            if (quote.bid)
                QVERIFY(quote.ladder->bids.front() == (LadderLevel{*quote.bid, *quote.bidAmount}));
            if (quote.ask)
                QVERIFY(quote.ladder->asks.front() == (LadderLevel{*quote.ask, *quote.askAmount}));
        }
        QCOMPARE(ladders, std::size_t(311));
    }

    void stressChain_readsNoneAndZeroAsMissing()
    {
        const auto file = chain("chains/deribit_stress_2020-03-13/20200313_excerpt.csv");
        if (file.empty())
            QSKIP("no shared data");
        const auto result = import({file});
        const Quote* put = quoteOf(*result->merged, "BTC-27MAR20-11500-P");

        QVERIFY(put != nullptr);
        QCOMPARE(*put->mark, 1.12111261);
        QVERIFY(!put->bidIv);
        QCOMPARE(*put->askIv, 5.0);
        QCOMPARE(*put->markIv, 182.49 / 100.0);
        QCOMPARE(*put->venueGreeks.theta, -4.29095);
        const Quote* noLast = quoteOf(*result->merged, "ETH-24APR20-170-P");
        QVERIFY(noLast != nullptr && !noLast->last);
    }

    void dailyChain_buildsNamesFromExpiryStrikeAndType()
    {
        const auto file = chain("chains/deribit_btc_daily_2026/2026-06-15.csv");
        if (file.empty())
            QSKIP("no shared data");
        const auto result = import({file});
        QVERIFY(result.ok());
        const Quote* call = quoteOf(*result->merged, "BTC-26JUN26-66000-C");

        QVERIFY(call != nullptr);
        QCOMPARE(*call->bid, 0.029);
        QCOMPARE(*call->markIv, 0.3686);
        QCOMPARE(*call->underlyingPrice, 66588.42);
        QCOMPARE(*call->venueGreeks.gamma, 9e-05);
        const Quote* unquoted = quoteOf(*result->merged, "BTC-16JUN26-56000-C");
        QVERIFY(unquoted != nullptr && !unquoted->bid && !unquoted->ask);
        QCOMPARE(*unquoted->mark, 0.1589);
        QVERIFY(hasNote(*result, "BTC assumed"));
        QVERIFY(hasNote(*result, "fractions"));
    }

    void webExport_readsTwoSizesAndImpliesForwards()
    {
        const auto file = chain("chains/deribit_web_export_2024-04/BTC-26APR24-export.csv");
        if (file.empty())
            QSKIP("no shared data");
        const auto result = importAsOf({file}, "2024-04-08T12:00:00Z");
        QVERIFY(result.ok());
        const Quote* call = quoteOf(*result->merged, "BTC-26APR24-70000-C");

        QVERIFY(call != nullptr);
        QCOMPARE(*call->bidAmount, 0.1);
        QCOMPARE(*call->askAmount, 22.6);
        QCOMPARE(*call->bidIv, 78.11 / 100.0);
        QCOMPARE(*call->askIv, 80.5 / 100.0);
        QCOMPARE(*call->venueGreeks.delta, 0.62331);
        // By hand, this strike: 70000 / (1 - (0.0893 - 0.0505)) = 72825.6.
        QVERIFY(std::abs(*call->underlyingPrice - 72825.6) < 30.0);
        QVERIFY(hasNote(*result, "put-call parity"));
        QCOMPARE(toIso8601(result->merged->asOf), std::string("2024-04-08T12:00:00Z"));
    }

    void hourlyGreeks_giveForwardsThroughTheirDeltas()
    {
        const auto file = chain("chains/deribit_btc_greeks_hourly_2026-01/full_data_sample.csv");
        if (file.empty())
            QSKIP("no shared data");
        const auto result = import({file});
        QVERIFY(result.ok());

        QVERIFY(hasNote(*result, "deltas and vols"));
        const Quote* call = quoteOf(*result->snapshots.front(), "BTC-13FEB26-100000-C");
        QVERIFY(call != nullptr);
        QCOMPARE(*call->markIv, 36.24 / 100.0);
        // N(d1) = 0.12116 gives d1 = -1.1692; T = 21.29 d; F = 100000 exp(d1 s - s^2 / 2), s = 0.3624 sqrt(T): 89,980.
        QVERIFY(std::abs(*call->underlyingPrice - 89'980.0) < 60.0);
        QCOMPARE(toIso8601(result->snapshots.front()->asOf), std::string("2026-01-23T01:00:00Z"));
        QCOMPARE(toIso8601(result->merged->asOf), std::string("2026-01-24T13:00:00Z"));
    }

    void tenCrashSnapshots_replayInTimeOrder()
    {
        const auto folder = chain("chains/deribit_full_btc_eth_2025-12_2026-05");
        if (folder.empty())
            QSKIP("no shared data");
        std::vector<std::filesystem::path> files;
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            const auto name = entry.path().filename().string();
            if (name >= "deribit_options_snapshot_20260204" && name < "deribit_options_snapshot_20260208")
                files.push_back(entry.path());
        }
        std::ranges::sort(files, std::greater());
        const auto result = import(files);
        QVERIFY(result.ok());

        QCOMPARE(result->snapshots.size(), std::size_t(10));
        QCOMPARE(toIso8601(result->snapshots.front()->asOf), std::string("2026-02-04T21:33:08.476Z"));
        QVERIFY(toIso8601(result->snapshots.back()->asOf).starts_with("2026-02-07T21:26:12"));
        double lowest = 1e9;
        for (const SnapshotPtr& snapshot : result->snapshots)
            lowest = std::min(lowest, snapshot->index("BTC")->priceUsd);
        QVERIFY(lowest < 64'000.0);
        QVERIFY(hasNote(*result, "asOf spread"));
        for (std::size_t i = 0; i < result->merged->quotes.size(); ++i) {
            const auto& expiry = (*result->merged->instruments)[i].expiry;
            QVERIFY(!expiry || *expiry > result->merged->asOf);
        }
    }
};

QTEST_GUILESS_MAIN(ImportChainsTest)
#include "tst_import_chains.moc"
