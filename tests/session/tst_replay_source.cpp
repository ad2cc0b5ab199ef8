#include "app/session/replay_source.h"
#include "tests/support/market_builder.h"

#include <QTest>

using namespace ballast;
using namespace std::chrono_literals;

namespace {

SnapshotPtr at(const char* time)
{
    auto snapshot = std::make_shared<MarketSnapshot>();
    snapshot->asOf = *parseIso8601(time);
    snapshot->instruments = std::make_shared<const InstrumentTable>(std::vector<Instrument>{});
    return snapshot;
}

} // namespace

class ReplaySourceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void snapshots_comeInTimeOrder()
    {
        ReplaySource source("crash",
                            {at("2026-02-05T21:29:37Z"), at("2026-02-04T21:33:08Z"), at("2026-02-05T04:29:52Z")});

        QCOMPARE(toIso8601(source.current()->asOf), std::string("2026-02-04T21:33:08Z"));
        QCOMPARE(toIso8601(source.step()->asOf), std::string("2026-02-05T04:29:52Z"));
        QCOMPARE(source.progress(), std::string("2 of 3"));
        QCOMPARE(toIso8601(source.step()->asOf), std::string("2026-02-05T21:29:37Z"));
        QVERIFY(source.atEnd());
        QVERIFY(!source.step());
        QVERIFY(source.current() != nullptr);
    }

    void hoursBetweenPictures_areHeldFiveSeconds()
    {
        ReplaySource source("crash", {at("2026-02-04T21:00:00Z"), at("2026-02-05T04:00:00Z")});

        QVERIFY(!source.advance(4900ms));
        QVERIFY(source.advance(100ms) != nullptr);
        QVERIFY(source.atEnd());
    }

    void closePictures_keepTheirOwnDistance()
    {
        ReplaySource source("feed",
                            {at("2026-02-05T04:00:00Z"), at("2026-02-05T04:00:01Z"), at("2026-02-05T04:00:02Z")});

        QVERIFY(!source.advance(900ms));
        QCOMPARE(toIso8601(source.advance(100ms)->asOf), std::string("2026-02-05T04:00:01Z"));
        // A big step lands on the newest picture that it reaches.
        QCOMPARE(toIso8601(source.advance(60s)->asOf), std::string("2026-02-05T04:00:02Z"));
        QVERIFY(!source.advance(60s));
    }
};

QTEST_GUILESS_MAIN(ReplaySourceTest)
#include "tst_replay_source.moc"
