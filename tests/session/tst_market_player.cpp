#include "app/session/market_player.h"
#include "tests/support/shared_data.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace ballast;

namespace {

constexpr qint64 start = 1'770'326'977'000;
constexpr int patience = 20'000;

SnapshotPtr snapshotAt(const QSignalSpy& spy, qsizetype at)
{
    return spy.at(at).first().value<SnapshotPtr>();
}

} // namespace

class MarketPlayerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void simulatedMarket_runsWithRisingIds()
    {
        MarketPlayer player(SnapshotId{40});
        QSignalSpy snapshots(&player, &MarketPlayer::snapshotReady);

        player.playSimulated(7, start);

        QTRY_VERIFY_WITH_TIMEOUT(snapshots.count() >= 3, patience);
        QCOMPARE(snapshotAt(snapshots, 0)->id.value, 41u);
        QCOMPARE(snapshotAt(snapshots, 2)->id.value, 43u);
        QVERIFY(snapshotAt(snapshots, 2)->asOf > snapshotAt(snapshots, 0)->asOf);
        QCOMPARE(snapshotAt(snapshots, 0)->mode, MarketMode::Simulated);
    }

    void paused_onlyAStepMovesIt()
    {
        MarketPlayer player(SnapshotId{0});
        player.setPaused(true);
        QSignalSpy snapshots(&player, &MarketPlayer::snapshotReady);
        QSignalSpy states(&player, &MarketPlayer::stateChanged);

        player.playSimulated(7, start);
        QCOMPARE(snapshots.count(), 1);
        player.stepOnce();

        QCOMPARE(snapshots.count(), 2);
        QCOMPARE(snapshotAt(snapshots, 1)->asOf - snapshotAt(snapshots, 0)->asOf, Milliseconds(100));
        QVERIFY(states.last().first().value<PlayerState>().paused);
    }

    void speed_isKeptWithin1And100()
    {
        MarketPlayer player(SnapshotId{0});
        player.setPaused(true);
        player.playSimulated(7, start);
        QSignalSpy states(&player, &MarketPlayer::stateChanged);

        player.setSpeed(1000.0);
        QCOMPARE(states.last().first().value<PlayerState>().speed, 100.0);
        player.setSpeed(0.0);
        QCOMPARE(states.last().first().value<PlayerState>().speed, 1.0);
    }

    void flashCrash_movesTheSimulatedMarketDown()
    {
        MarketPlayer player(SnapshotId{0});
        player.setPaused(true);
        QSignalSpy snapshots(&player, &MarketPlayer::snapshotReady);
        player.playSimulated(7, start);
        const double before = snapshotAt(snapshots, 0)->index("BTC")->priceUsd;

        player.triggerFlashCrash();
        player.runAhead(12 * 60'000);

        const double after = snapshotAt(snapshots, snapshots.count() - 1)->index("BTC")->priceUsd;
        QVERIFY2(after < before * 0.92, qPrintable(QStringLiteral("%1 to %2").arg(before).arg(after)));
    }

    void brokenFile_leavesTheRunningMarket()
    {
        QTemporaryDir dir;
        QFile file(dir.filePath(QStringLiteral("broken.csv")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("instrument_name,bid_price,ask_price\nBTC-27FEB26-60000-P,0.05\n");
        file.close();
        MarketPlayer player(SnapshotId{0});
        player.setPaused(true);
        player.playSimulated(7, start);
        QSignalSpy failed(&player, &MarketPlayer::failed);
        QSignalSpy snapshots(&player, &MarketPlayer::snapshotReady);

        player.playFiles({file.fileName()});
        QCOMPARE(failed.count(), 1);
        QVERIFY(failed.first().first().toString().contains(QStringLiteral("broken.csv:2")));
        player.stepOnce();

        QCOMPARE(snapshotAt(snapshots, snapshots.count() - 1)->mode, MarketMode::Simulated);
    }

    // Ten chains of 2026-02-04 to 02-07: a crash and half of its recovery.
    void recordedCrash_playsInTimeOrder()
    {
        const auto folder = test::sharedData("chains/deribit_full_btc_eth_2025-12_2026-05");
        if (!folder)
            QSKIP("reference data is not here");
        QStringList files;
        for (const auto& entry : std::filesystem::directory_iterator(*folder)) {
            if (entry.path().filename().string().starts_with("deribit_options_snapshot_2026020"))
                files << QString::fromStdString(entry.path().string());
        }
        QCOMPARE(files.size(), 10);
        MarketPlayer player(SnapshotId{0});
        player.setPaused(true);
        QSignalSpy snapshots(&player, &MarketPlayer::snapshotReady);

        player.playFiles(files);
        for (int i = 0; i < 12; ++i)
            player.stepOnce();

        QCOMPARE(snapshots.count(), 10);
        std::vector<double> spots;
        for (qsizetype i = 0; i < snapshots.count(); ++i) {
            spots.push_back(snapshotAt(snapshots, i)->index("BTC")->priceUsd);
            if (i > 0)
                QVERIFY(snapshotAt(snapshots, i)->asOf > snapshotAt(snapshots, i - 1)->asOf);
        }
        QVERIFY(*std::ranges::min_element(spots) < 0.89 * spots.front());
        QVERIFY(spots.back() > 1.05 * *std::ranges::min_element(spots));
    }
};

QTEST_GUILESS_MAIN(MarketPlayerTest)
#include "tst_market_player.moc"
