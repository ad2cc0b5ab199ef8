#include "app/feeds/import_market.h"
#include "models/surface/surface_fit.h"
#include "tests/support/shared_data.h"
#include "tests/surface/drawn_chain.h"

#include <QTest>

#include <algorithm>

using namespace ballast;

namespace {

const SviParams march{0.01, 0.1, -0.3, 0.0, 0.2};
const SviParams june{0.05, 0.2, -0.3, 0.0, 0.3};

MarketSnapshot chainOn(double marchForward, double juneForward)
{
    return test::drawnChain({{"27MAR26", marchForward, march, test::evenStrikes(marchForward, -0.6, 0.6, 37)},
                             {"26JUN26", juneForward, june, test::evenStrikes(juneForward, -0.8, 0.8, 33)}});
}

bool warnsOf(const VolSurface& surface, const char* words)
{
    return std::ranges::any_of(surface.dataWarnings,
                               [&](const std::string& warning) { return warning.find(words) != std::string::npos; });
}

SnapshotPtr imported(const std::filesystem::path& file)
{
    ImportOptions options;
    options.paths = {file};
    const auto result = importMarket(options);
    return result ? result->merged : nullptr;
}

} // namespace

class TestDataWarnings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void soundChain_hasNone();
    void forwardFarOffTheIndex_isNamed();
    void missingMarkets_areCounted();
    void contradictingGreeks_areCounted();
    void plantedOutliers_areLeftOutAndHarmNothing();
    void testnetChains_areFlagged_data();
    void testnetChains_areFlagged();
    void mainnetChains_areNot_data();
    void mainnetChains_areNot();
};

void TestDataWarnings::soundChain_hasNone()
{
    QVERIFY(fitSurface(chainOn(100500.0, 102000.0), "BTC", {})->dataWarnings.empty());
}

void TestDataWarnings::forwardFarOffTheIndex_isNamed()
{
    const VolSurface surface = fitSurface(chainOn(112000.0, 113000.0), "BTC", {}).value();

    QVERIFY(warnsOf(surface, "the 27MAR26 forward 112000.00 is +12.0 % off the index 100000.00"));
}

void TestDataWarnings::missingMarkets_areCounted()
{
    MarketSnapshot snapshot = chainOn(100500.0, 102000.0);
    for (std::size_t i = 0; i < snapshot.quotes.size(); ++i) {
        if (i % 10 != 0)
            snapshot.quotes[i].bid.reset();
    }

    QVERIFY(warnsOf(fitSurface(snapshot, "BTC", {}).value(), "only 14 of 140 options have both"));
}

void TestDataWarnings::contradictingGreeks_areCounted()
{
    MarketSnapshot snapshot = chainOn(100500.0, 102000.0);
    for (Quote& quote : snapshot.quotes) {
        quote.markIv = 0.6;
        quote.venueGreeks.delta = -0.9;
    }

    QVERIFY(warnsOf(fitSurface(snapshot, "BTC", {}).value(), "deltas contradict its vols"));
}

void TestDataWarnings::plantedOutliers_areLeftOutAndHarmNothing()
{
    const MarketSnapshot sound = chainOn(100500.0, 102000.0);
    MarketSnapshot planted = sound;
    std::size_t count = 0;
    for (std::size_t i = 7; i < planted.quotes.size(); i += 20, ++count) { // 5 %
        for (auto* price : {&planted.quotes[i].bid, &planted.quotes[i].ask, &planted.quotes[i].mark})
            *price = **price * (count % 2 == 0 ? 1.6 : 0.6);
    }
    QCOMPARE(count, std::size_t{7});

    const VolSurface clean = fitSurface(sound, "BTC", {}).value();
    const VolSurface surface = fitSurface(planted, "BTC", {}).value();

    QVERIFY(surface.arbitrageFree());
    for (std::size_t i = 0; i < surface.slices.size(); ++i) {
        for (double k = -0.5; k <= 0.5; k += 0.02)
            QVERIFY2(std::abs(surface.slices[i].volAtK(k) - clean.slices[i].volAtK(k)) < 0.004,
                     qPrintable(QStringLiteral("%1 %2").arg(k).arg(surface.slices[i].volAtK(k))));
    }
}

void TestDataWarnings::testnetChains_areFlagged_data()
{
    QTest::addColumn<QString>("file");
    const auto folder = test::sharedData("testnet_not_mainnet");
    if (!folder)
        QSKIP("testnet chains are absent");
    for (const auto& entry : std::filesystem::recursive_directory_iterator(*folder)) {
        if (entry.path().extension() == ".csv")
            QTest::addRow("%s/%s", entry.path().parent_path().filename().c_str(), entry.path().stem().c_str())
                << QString::fromStdString(entry.path().string());
    }
}

void TestDataWarnings::testnetChains_areFlagged()
{
    QFETCH(QString, file);
    const SnapshotPtr market = imported(file.toStdString());
    QVERIFY(market != nullptr);

    for (const std::string& underlying : underlyingsOf(*market)) {
        const VolSurface surface = fitSurface(*market, underlying, {}).value();
        QVERIFY2(!surface.dataWarnings.empty(), underlying.c_str());
    }
}

void TestDataWarnings::mainnetChains_areNot_data()
{
    QTest::addColumn<QString>("file");
    const auto folder = test::sharedData("chains");
    if (!folder)
        QSKIP("recorded chains are absent");
    for (const char* name : {"deribit_full_btc_eth_2025-12_2026-05/deribit_options_snapshot_20251230T173115Z.csv",
                             "deribit_full_btc_eth_2025-12_2026-05/deribit_options_snapshot_20260205T155132Z.csv",
                             "deribit_full_btc_eth_2025-12_2026-05/deribit_options_snapshot_20260205T212937Z.csv",
                             "deribit_btc_daily_2026/2026-03-17.csv", "deribit_btc_books_2020-05-21/options_data.csv",
                             "deribit_stress_2020-03-13/20200313_excerpt.csv"})
        QTest::newRow(name) << QString::fromStdString((*folder / name).string());
}

void TestDataWarnings::mainnetChains_areNot()
{
    QFETCH(QString, file);
    const SnapshotPtr market = imported(file.toStdString());
    QVERIFY(market != nullptr);

    for (const std::string& underlying : underlyingsOf(*market)) {
        const VolSurface surface = fitSurface(*market, underlying, {}).value();
        QVERIFY(surface.arbitrageFree());
        QVERIFY2(surface.dataWarnings.empty(),
                 surface.dataWarnings.empty() ? "" : surface.dataWarnings.front().c_str());
    }
}

QTEST_GUILESS_MAIN(TestDataWarnings)
#include "tst_data_warnings.moc"
