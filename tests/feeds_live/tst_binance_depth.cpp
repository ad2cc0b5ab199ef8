#include "app/feeds/live/binance_depth.h"

#include <QtTest>

#include <map>
#include <random>

using namespace ballast;

namespace {

BookUpdate change(std::int64_t previous, std::int64_t last, double price = 100.0, double amount = 1.0)
{
    return {"BTCUSDT", BookUpdateKind::Change, {}, last, previous, {{price, amount}}, {}};
}

BookUpdate snapshot(std::int64_t last)
{
    return {"BTCUSDT", BookUpdateKind::Snapshot, {}, last, {}, {{99.0, 1.0}}, {}};
}

using Levels = std::map<double, double>;

void apply(Levels& levels, const BookUpdate& update)
{
    if (update.kind == BookUpdateKind::Snapshot)
        levels.clear();
    for (const LadderLevel& level : update.bids) {
        if (level.amount == 0.0)
            levels.erase(level.price);
        else
            levels[level.price] = level.amount;
    }
}

} // namespace

class BinanceDepthTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void snapshotBetweenChanges_startsTheChain()
    {
        BinanceDepth depth;
        QVERIFY(depth.changed(change(90, 100)).fetchSnapshot);
        QVERIFY(!depth.changed(change(100, 110)).fetchSnapshot); // asked once
        QVERIFY(!depth.changed(change(110, 120)).fetchSnapshot);

        const auto step = depth.snapshotArrived(snapshot(105));
        QCOMPARE(step.updates.size(), std::size_t(3));
        QCOMPARE(step.updates[0].kind, BookUpdateKind::Snapshot);
        QCOMPARE(*step.updates[1].previousChangeId, std::int64_t(105)); // fits the snapshot
        QCOMPARE(*step.updates[2].previousChangeId, std::int64_t(110));
        QCOMPARE(depth.state(), BinanceDepth::State::Live);
    }

    void snapshotOlderThanTheBuffer_isFetchedAgain()
    {
        BinanceDepth depth;
        static_cast<void>(depth.changed(change(100, 110)));
        const auto step = depth.snapshotArrived(snapshot(90));
        QVERIFY(step.updates.empty());
        QVERIFY(step.fetchSnapshot);
        QCOMPARE(depth.snapshotArrived(snapshot(105)).updates.size(), std::size_t(2));
    }

    void firstChangeAfterAQuietSnapshot_mayBeginBeforeIt()
    {
        BinanceDepth depth;
        QVERIFY(depth.changed(change(80, 90)).fetchSnapshot);
        QCOMPARE(depth.snapshotArrived(snapshot(100)).updates.size(), std::size_t(1));
        QVERIFY(depth.changed(change(90, 95)).updates.empty()); // within the snapshot
        QCOMPARE(depth.changed(change(95, 105)).updates.size(), std::size_t(1));
        QCOMPARE(depth.changed(change(105, 108)).updates.size(), std::size_t(1));
        QCOMPARE(depth.state(), BinanceDepth::State::Live);
    }

    void lostChange_isNoticedAtTheNext()
    {
        BinanceDepth depth;
        static_cast<void>(depth.changed(change(90, 100)));
        static_cast<void>(depth.snapshotArrived(snapshot(100)));
        QCOMPARE(depth.changed(change(100, 110)).updates.size(), std::size_t(1));
        const auto step = depth.changed(change(120, 130));
        QVERIFY(step.lost);
        QVERIFY(step.fetchSnapshot);
        QVERIFY(step.updates.empty());
        QCOMPARE(depth.state(), BinanceDepth::State::Buffering);
    }

    void buffer_isBounded()
    {
        BinanceDepth depth;
        for (std::int64_t i = 0; i < 10'000; ++i)
            static_cast<void>(depth.changed(change(i, i + 1)));
        QCOMPARE(depth.buffered(), BinanceDepth::bufferLimit);
    }

    void randomLosses_neverAWrongBook()
    {
        std::mt19937 random(17);
        BinanceDepth depth;
        Levels venue{{99.0, 1.0}};
        std::map<std::int64_t, Levels> history{{0, venue}};
        Levels ours;
        std::int64_t id = 0;
        std::int64_t seen = -1;
        std::optional<int> snapshotIn;
        std::optional<std::pair<std::int64_t, Levels>> underWay;
        int lost = 0;
        int compared = 0;
        const auto take = [&](const BinanceDepth::Step& step) {
            for (const BookUpdate& update : step.updates) {
                apply(ours, update);
                seen = update.changeId;
            }
            lost += step.lost ? 1 : 0;
            if (step.fetchSnapshot)
                snapshotIn = static_cast<int>(random() % 5);
        };
        for (int round = 0; round < 20'000; ++round) {
            const std::int64_t before = id;
            id += 1 + static_cast<std::int64_t>(random() % 5);
            const auto update =
                change(before, id, 90.0 + static_cast<double>(random() % 10), static_cast<double>(random() % 4));
            apply(venue, update);
            history[id] = venue;
            if (random() % 20 != 0)
                take(depth.changed(update));
            if (random() % 50 == 0)
                take(depth.changed(update)); // again
            if (snapshotIn && --*snapshotIn < 0) {
                snapshotIn.reset();
                BookUpdate whole{"BTCUSDT", BookUpdateKind::Snapshot, {}, id, {}, {}, {}};
                for (const auto& [price, amount] : venue)
                    whole.bids.push_back({price, amount});
                take(depth.snapshotArrived(whole));
            }
            if (depth.state() != BinanceDepth::State::Live)
                continue;
            ++compared;
            QVERIFY(ours == history.at(seen));
        }
        QVERIFY(lost > 300);
        QVERIFY(compared > 5'000);
    }
};

QTEST_GUILESS_MAIN(BinanceDepthTest)
#include "tst_binance_depth.moc"
