#include "app/feeds/live/feed_health.h"

#include <QtTest>

using namespace ballast;
using namespace std::chrono_literals;

namespace {

const Timestamp start = *parseIso8601("2026-02-05T10:00:00Z");

} // namespace

class FeedHealthTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Reliability row 7: the limits.
    void ages_haveTheirState_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("ageMs");
        QTest::addColumn<int>("state");
        const auto row = [](const char* name, InstrumentKind kind, int age, QuoteState state) {
            QTest::newRow(name) << static_cast<int>(kind) << age << static_cast<int>(state);
        };
        row("perpetual 1.999 s", InstrumentKind::Perpetual, 1'999, QuoteState::Live);
        row("perpetual 2 s", InstrumentKind::Perpetual, 2'000, QuoteState::Late);
        row("perpetual 9.999 s", InstrumentKind::Perpetual, 9'999, QuoteState::Late);
        row("perpetual 10 s", InstrumentKind::Perpetual, 10'000, QuoteState::Stale);
        row("future 2 s", InstrumentKind::Future, 2'000, QuoteState::Late);
        row("option 9.999 s", InstrumentKind::Option, 9'999, QuoteState::Live);
        row("option 10 s", InstrumentKind::Option, 10'000, QuoteState::Late);
        row("option 59.999 s", InstrumentKind::Option, 59'999, QuoteState::Late);
        row("option 60 s", InstrumentKind::Option, 60'000, QuoteState::Stale);
        row("clock behind", InstrumentKind::Option, -500, QuoteState::Live);
    }

    void ages_haveTheirState()
    {
        QFETCH(int, kind);
        QFETCH(int, ageMs);
        QFETCH(int, state);
        FeedHealthTracker health;
        health.linkUp(start);
        health.heard("X", static_cast<InstrumentKind>(kind), start, start);
        QCOMPARE(static_cast<int>(health.stateOf("X", start + Milliseconds(ageMs))), state);
    }

    void index_isJudgedLikeAPerpetual()
    {
        FeedHealthTracker health;
        health.linkUp(start);
        health.heardIndex("BTC", start, start);
        QCOMPARE(health.indexState("BTC", start + 1'999ms), QuoteState::Live);
        QCOMPARE(health.indexState("BTC", start + 2s), QuoteState::Late);
        QCOMPARE(health.indexState("BTC", start + 10s), QuoteState::Stale);
        QCOMPARE(health.indexState("ETH", start), QuoteState::Down);
    }

    void withoutALink_everythingIsDown()
    {
        FeedHealthTracker health;
        health.heard("X", InstrumentKind::Option, start, start);
        QCOMPARE(health.stateOf("X", start), QuoteState::Down);
        health.linkUp(start);
        QCOMPARE(health.stateOf("X", start), QuoteState::Live);
        QCOMPARE(health.stateOf("never heard of", start), QuoteState::Down);
        health.linkDown(start + 1s);
        QCOMPARE(health.stateOf("X", start + 1s), QuoteState::Down);
        QCOMPARE(health.figures(start + 1s, start + 1s).state, QuoteState::Down);
        health.linkUp(start + 2s);
        QCOMPARE(health.figures(start + 2s, start + 2s).reconnects, std::uint64_t(1));
    }

    void replay_isJudgedByTheRecordingsTime()
    {
        FeedHealthTracker health;
        const Timestamp years = *parseIso8601("2021-07-22T22:42:00Z");
        health.linkUp(start);
        health.heard("X", InstrumentKind::Perpetual, years, years);
        QCOMPARE(health.stateOf("X", years + 1s), QuoteState::Live);
        QVERIFY(*health.ageOf("X", years + 1s) == 1s);
    }

    void olderNews_doesNotMakeALineOlder()
    {
        FeedHealthTracker health;
        health.linkUp(start);
        health.heard("X", InstrumentKind::Perpetual, start, start);
        health.heard("X", InstrumentKind::Perpetual, start - 5s, start);
        QVERIFY(*health.ageOf("X", start) == 0ms);
    }

    void rate_countsTheLastTenWholeSeconds()
    {
        FeedHealthTracker health;
        health.linkUp(start);
        for (int i = 0; i < 20 * 50; ++i)
            health.message(100, start + Milliseconds(20 * i));
        const auto figures = health.figures(start + 20s, start + 20s);
        QCOMPARE(figures.messagesPerSecond, 50.0);
        QCOMPARE(figures.messages, std::uint64_t(1'000));
        QCOMPARE(figures.bytes, std::uint64_t(100'000));
        QCOMPARE(health.figures(start + 25s, start + 25s).messagesPerSecond, 25.0);
        QCOMPARE(health.figures(start + 60s, start + 60s).messagesPerSecond, 0.0);
    }

    void latency_isTheVenuesTimeToOurs()
    {
        FeedHealthTracker health;
        health.linkUp(start);
        for (int i = 1; i <= 100; ++i)
            health.heard("X", InstrumentKind::Perpetual, start, start + Milliseconds(i));
        const auto figures = health.figures(start + 1s, start + 1s);
        QVERIFY(*figures.latencyMedian == 50ms);
        QVERIFY(*figures.latencyP99 == 99ms);
    }

    void gaps_areCountedByLineAndInAll()
    {
        FeedHealthTracker health;
        health.heard("X", InstrumentKind::Option, start, start);
        health.gap("X");
        health.gap("X");
        health.gap("Y");
        QCOMPARE(health.gapsOf("X"), std::uint64_t(2));
        QCOMPARE(health.figures(start, start).gaps, std::uint64_t(3));
    }

    void nothingHeardYet_isDownWithoutFigures()
    {
        FeedHealthTracker health;
        health.linkUp(start);
        const auto figures = health.figures(start, start);
        QCOMPARE(figures.state, QuoteState::Down);
        QVERIFY(!figures.newestAge);
        QVERIFY(!figures.latencyP99);
    }

    void lateAndStaleLines_areCounted()
    {
        FeedHealthTracker health;
        health.linkUp(start);
        health.heard("perpetual", InstrumentKind::Perpetual, start, start);
        health.heard("option", InstrumentKind::Option, start, start);
        const auto figures = health.figures(start + 10s, start + 10s);
        QCOMPARE(figures.instruments, std::size_t(2));
        QCOMPARE(figures.late, std::size_t(1));
        QCOMPARE(figures.stale, std::size_t(1));
        QCOMPARE(figures.state, QuoteState::Stale);
    }

    void worse_ofTwoStates()
    {
        QCOMPARE(worse(QuoteState::Live, QuoteState::Late), QuoteState::Late);
        QCOMPARE(worse(QuoteState::Gap, QuoteState::Late), QuoteState::Gap);
        QCOMPARE(worse(QuoteState::Gap, QuoteState::Down), QuoteState::Down);
        QCOMPARE(worse(QuoteState::Crossed, QuoteState::Live), QuoteState::Crossed);
    }
};

QTEST_GUILESS_MAIN(FeedHealthTest)
#include "tst_feed_health.moc"
