#include "app/feeds/replay.h"

#include <QtTest>

using namespace ballast;

namespace {

SnapshotPtr at(int seconds, std::uint64_t id)
{
    MarketSnapshot snapshot;
    snapshot.id = {id};
    snapshot.asOf = fromUnixMilliseconds(1000 * seconds);
    return std::make_shared<const MarketSnapshot>(std::move(snapshot));
}

} // namespace

class ReplayTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pictures_comeInTimeOrder()
    {
        Replay replay({at(30, 3), at(10, 1), at(20, 2)});
        QCOMPARE(replay.count(), std::size_t(3));
        QVERIFY(replay.current() == nullptr);
        for (std::uint64_t id = 1; id <= 3; ++id) {
            const auto picture = replay.next();
            QCOMPARE(picture->id.value, id);
            QCOMPARE(replay.current(), picture);
            QCOMPARE(replay.position(), static_cast<std::size_t>(id));
        }
        QVERIFY(replay.atEnd());
        QVERIFY(replay.next() == nullptr);
        QCOMPARE(replay.position(), std::size_t(3));
    }

    void equalTimes_keepTheirOrder()
    {
        Replay replay({at(10, 7), at(10, 8), at(10, 9)});
        QCOMPARE(replay.next()->id.value, std::uint64_t(7));
        QCOMPARE(replay.next()->id.value, std::uint64_t(8));
    }

    void seek_setsWhatComesNext()
    {
        Replay replay({at(10, 1), at(20, 2), at(30, 3)});
        replay.seek(2);
        QCOMPARE(replay.current()->id.value, std::uint64_t(2));
        QCOMPARE(replay.next()->id.value, std::uint64_t(3));
        replay.seek(0);
        QCOMPARE(replay.next()->id.value, std::uint64_t(1));
        replay.seek(99);
        QVERIFY(replay.atEnd());
    }

    void untilNext_isMarketTime()
    {
        Replay replay({at(10, 1), at(25, 2)});
        QVERIFY(!replay.untilNext());
        static_cast<void>(replay.next());
        QCOMPARE(replay.untilNext()->count(), 15'000);
        static_cast<void>(replay.next());
        QVERIFY(!replay.untilNext());
    }

    void nothingToReplay_isAtItsEnd()
    {
        Replay replay({});
        QVERIFY(replay.atEnd());
        QVERIFY(replay.next() == nullptr);
    }
};

QTEST_GUILESS_MAIN(ReplayTest)
#include "tst_replay.moc"
