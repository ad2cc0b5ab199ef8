#include "tests/feeds_live/session_rig.h"

#include <QtTest>

using namespace ballast;
using namespace ballast::test;
using namespace std::chrono_literals;

namespace {

const std::string perpetualBook = "book.BTC-PERPETUAL.100ms";
const std::string testRequest = R"({"jsonrpc":"2.0","method":"heartbeat","params":{"type":"test_request"}})";

DeribitSettings bitcoinOnly()
{
    DeribitSettings settings;
    settings.channels.currencies = {"BTC"};
    return settings;
}

DeribitSettings withKey()
{
    DeribitSettings settings = bitcoinOnly();
    settings.credentials = deribit::Credentials{"AbC", "CANARY-SECRET"};
    return settings;
}

std::vector<std::string> chain(int count)
{
    std::vector<std::string> names;
    for (int i = 0; i < count; ++i)
        names.push_back("BTC-27MAR26-" + std::to_string(20'000 + 100 * (i / 2)) + (i % 2 == 0 ? "-C" : "-P"));
    return names;
}

} // namespace

class DeribitSessionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void publicStart_greetsThenListsThenSubscribes()
    {
        SessionRig rig(bitcoinOnly());
        rig.connect();

        const auto methods = rig.methods();
        QCOMPARE(methods.at(0), std::string("public/hello"));
        QCOMPARE(methods.at(1), std::string("public/set_heartbeat"));
        QCOMPARE(methods.at(2), std::string("public/get_instruments"));
        QCOMPARE(methods.at(3), std::string("public/get_book_summary_by_currency"));
        QCOMPARE(rig.session.phase(), LinkPhase::Up);
        QVERIFY(rig.venue.subscribed.contains(perpetualBook));
        QVERIFY(rig.venue.subscribed.contains("ticker.BTC-27MAR26-70000-C.100ms"));
        QVERIFY(rig.venue.subscribed.contains("markprice.options.btc_usd"));
        QVERIFY(rig.venue.subscribed.contains("deribit_volatility_index.btc_usd"));
        QVERIFY(rig.venue.subscribed.contains("platform_state"));
        QCOMPARE(rig.session.subscriptions().active(), rig.session.subscriptions().size());
        QVERIFY(rig.usableBook("BTC-PERPETUAL").has_value());
        QVERIFY(rig.alarms.empty());
    }

    void twoCurrencies_areListedAtTheAllowedRate()
    {
        SessionRig rig;
        rig.connect();
        const auto listings = [&] { return std::ranges::count(rig.methods(), std::string("public/get_instruments")); };
        QCOMPARE(listings(), std::ptrdiff_t(1));
        rig.advance(1'400ms);
        QCOMPARE(listings(), std::ptrdiff_t(1));
        rig.advance(100ms);
        QCOMPARE(listings(), std::ptrdiff_t(2));
        QVERIFY(rig.venue.subscribed.contains("book.ETH-PERPETUAL.100ms"));
    }

    void fifteenHundredOptions_areSubscribedInBatchesWithinTheCredits()
    {
        SessionRig rig(bitcoinOnly());
        rig.venue.options = chain(1'500);
        rig.connect();

        QCOMPARE(rig.venue.largestBatch, std::size_t(500));
        const auto calls = std::ranges::count(rig.methods(), std::string("public/subscribe"));
        QVERIFY(calls <= 5);
        // 1,500 tickers, the perpetual's ticker and book, 7 streams of the currency, platform_state
        QCOMPARE(rig.session.subscriptions().active(), std::size_t(1'510));
        QVERIFY(rig.alarms.empty());
    }

    void venueBudget_isNeverOverdrawn()
    {
        SessionRig rig(bitcoinOnly());
        rig.venue.options = chain(1'500);
        double credits = 30'000;
        Timestamp last = rig.now;
        std::mt19937 random(5);
        std::size_t seen = 0;
        rig.connect();
        for (int round = 0; round < 300; ++round) {
            // A hostile venue: every message has a wrong predecessor.
            const auto skipped = rig.venue.change(perpetualBook, random, rig.now);
            static_cast<void>(skipped);
            rig.deliver(rig.venue.change(perpetualBook, random, rig.now));
            rig.settle();
            credits = std::min(30'000.0, credits + 10.0 * static_cast<double>((rig.now - last).count()));
            last = rig.now;
            const auto methods = rig.methods();
            for (; seen < methods.size(); ++seen)
                credits -= methods[seen].ends_with("subscribe") ? 3'000 : 0;
            QVERIFY(credits >= 0.0);
            rig.advance(20ms, 20ms);
        }
        QVERIFY(rig.alarmsOf(AlarmKind::BookUnstable) > 0);
    }

    void heartbeatQuestion_isAnsweredBeforeAnythingQueued()
    {
        SessionRig rig(bitcoinOnly());
        const auto start = rig.session.connected(rig.now);
        QVERIFY(sentTexts(start).size() >= 4);

        const auto step = rig.session.received(testRequest, rig.now);
        const auto* first = std::get_if<SendText>(&step.actions.front());
        QVERIFY(first != nullptr);
        QCOMPARE(first->order, SendOrder::First);
        QVERIFY(first->text.find("public/test") != std::string::npos);
    }

    void heartbeatQuestion_isAnsweredWithoutCredits()
    {
        SessionRig rig(bitcoinOnly());
        rig.connect();
        for (int i = 0; i < 500; ++i) {
            const auto step = rig.session.received(testRequest, rig.now);
            QCOMPARE(sentTexts(step).size(), std::size_t(1));
        }
    }

    // Reliability row 6.
    void silenceForTwoIntervals_isADeadLink()
    {
        SessionRig rig(bitcoinOnly());
        rig.connect();
        rig.advance(19'900ms);
        QVERIFY(rig.reconnects.empty());
        rig.advance(100ms);

        QCOMPARE(rig.reconnects.size(), std::size_t(1));
        QVERIFY(rig.reconnects.front().at - rig.now >= 500ms && rig.reconnects.front().at - rig.now <= 1s);
        QCOMPARE(rig.alarmsOf(AlarmKind::Silent), std::size_t(1));
        QCOMPARE(countOf<LinkLost>(rig.events), std::size_t(1));
        QVERIFY(!rig.usableBook("BTC-PERPETUAL"));
        QCOMPARE(rig.session.phase(), LinkPhase::Down);
    }

    void dataCountsAsLife()
    {
        SessionRig rig(bitcoinOnly());
        rig.connect();
        for (int i = 0; i < 10; ++i) {
            rig.advance(15s);
            rig.deliver(R"({"jsonrpc":"2.0","method":"heartbeat","params":{"type":"heartbeat"}})");
        }
        QVERIFY(rig.reconnects.empty());
    }

    void gap_isNoticedAtTheNextMessageAndHealed()
    {
        SessionRig rig(bitcoinOnly());
        rig.connect();
        std::mt19937 random(1);
        rig.deliver(rig.venue.change(perpetualBook, random, rig.now));
        QVERIFY(rig.usableBook("BTC-PERPETUAL").has_value());
        static_cast<void>(rig.venue.change(perpetualBook, random, rig.now)); // lost on the way

        const auto step = rig.session.received(rig.venue.change(perpetualBook, random, rig.now), rig.now);
        QVERIFY(firstOf<BookLost>(step.events) != nullptr);
        QVERIFY(sentTexts(step).front().find("public/unsubscribe") != std::string::npos);
        for (const FeedEvent& event : step.events)
            rig.conflator.apply(event, rig.now);
        QVERIFY(!rig.usableBook("BTC-PERPETUAL"));

        rig.carryOut(SessionStep{{}, step.actions});
        rig.settle();
        QVERIFY(*rig.usableBook("BTC-PERPETUAL") ==
                rig.venue.ladderAt(perpetualBook, *rig.session.bookChangeId("BTC-PERPETUAL")));
        QCOMPARE(rig.session.figures().gaps, std::uint64_t(1));
    }

    void snapshotThatNeverComes_isAskedForAgain()
    {
        SessionRig rig(bitcoinOnly());
        rig.conflator.linkUp(rig.now);
        rig.carryOut(rig.session.connected(rig.now));
        while (!rig.inbound.empty()) {
            const std::string text = rig.inbound.front();
            rig.inbound.pop_front();
            if (text.find("\"snapshot\"") == std::string::npos)
                rig.deliver(text);
        }
        QVERIFY(!rig.usableBook("BTC-PERPETUAL"));
        rig.advance(3'100ms);
        QVERIFY(rig.usableBook("BTC-PERPETUAL").has_value());
    }

    void crossedBook_isTakenBackAndSubscribedAnew()
    {
        SessionRig rig(bitcoinOnly());
        rig.connect();
        const auto before = rig.venue.requests.size();
        rig.carryOut(rig.session.rejectBook("BTC-PERPETUAL", "crossed", rig.now));
        QVERIFY(!rig.usableBook("BTC-PERPETUAL"));
        rig.settle();
        QCOMPARE(rig.venue.requests.size(), before + 2);
        QVERIFY(rig.usableBook("BTC-PERPETUAL").has_value());
    }

    void login_comesBeforeThePrivateData()
    {
        SessionRig rig(withKey());
        rig.connect();

        QVERIFY(rig.session.isLoggedIn());
        QVERIFY(rig.venue.subscribed.contains("book.BTC-PERPETUAL.raw"));
        QVERIFY(rig.venue.subscribed.contains("user.portfolio.any"));
        const auto* positions = firstOf<PositionsUpdate>(rig.events);
        QVERIFY(positions != nullptr);
        QCOMPARE(positions->positions.front().size, -5000.0);
        QCOMPARE(*firstOf<PortfolioUpdate>(rig.events)->equity, 1.5);
        // A position has a mark price too, but is no ticker.
        QCOMPARE(countOf<TickerUpdate>(rig.events), std::size_t(0));
        for (const SendText& text : rig.sent)
            QVERIFY(text.text.find("CANARY-SECRET") == std::string::npos);
    }

    void token_isRefreshedAtFourFifths()
    {
        SessionRig rig(withKey());
        rig.connect();
        const auto auths = [&] { return std::ranges::count(rig.methods(), std::string("public/auth")); };
        const Timestamp start = rig.now;
        while (rig.now < start + 719s) {
            rig.advance(5s, 1s);
            rig.deliver(R"({"jsonrpc":"2.0","method":"heartbeat","params":{"type":"heartbeat"}})");
        }
        QCOMPARE(auths(), std::ptrdiff_t(2));
        QVERIFY(rig.sent.back().text.find("\"refresh_token\":\"REFRESH\"") != std::string::npos);
        QVERIFY(rig.session.isLoggedIn());
    }

    void expiredToken_leadsToANewLogin()
    {
        SessionRig rig(withKey());
        rig.venue.faults["private/get_positions"] = 13009;
        rig.connect();
        rig.advance(1s);

        QCOMPARE(std::ranges::count(rig.methods(), std::string("public/auth")), std::ptrdiff_t(2));
        QVERIFY(firstOf<PositionsUpdate>(rig.events) != nullptr);
    }

    void refusedLogin_goesOnInPublic()
    {
        SessionRig rig(withKey());
        rig.venue.faults["public/auth"] = 13004;
        rig.connect();

        QCOMPARE(rig.alarmsOf(AlarmKind::LoginRefused), std::size_t(1));
        QVERIFY(!rig.session.isLoggedIn());
        QCOMPARE(rig.session.phase(), LinkPhase::Up);
        QVERIFY(rig.venue.subscribed.contains("book.BTC-PERPETUAL.100ms"));
        QVERIFY(!rig.venue.subscribed.contains("user.portfolio.any"));
        for (const Alarm& alarm : rig.alarms)
            QVERIFY(alarm.text.find("CANARY-SECRET") == std::string::npos);
    }

    void errorToRetry_isAskedAgainWithBackOff()
    {
        SessionRig rig(bitcoinOnly());
        rig.venue.faults["public/get_instruments"] = 11051;
        rig.connect();
        QCOMPARE(rig.alarmsOf(AlarmKind::Maintenance), std::size_t(1));
        QVERIFY(!rig.venue.subscribed.contains(perpetualBook));
        rig.advance(2s);
        QVERIFY(rig.venue.subscribed.contains(perpetualBook));
    }

    void failedSubscription_isTriedAgain()
    {
        SessionRig rig(bitcoinOnly());
        rig.venue.faults["public/subscribe"] = 13888;
        rig.connect();
        rig.advance(2s);
        QCOMPARE(rig.session.subscriptions().active(), rig.session.subscriptions().size());
    }

    void wrongRequest_isNotRepeated()
    {
        SessionRig rig(bitcoinOnly());
        rig.venue.faults["public/get_book_summary_by_currency"] = 11050;
        rig.connect();
        rig.advance(15s);
        QCOMPARE(rig.alarmsOf(AlarmKind::RequestRefused), std::size_t(1));
        QCOMPARE(std::ranges::count(rig.methods(), std::string("public/get_book_summary_by_currency")),
                 std::ptrdiff_t(1));
    }

    void refusedChannels_areNamedAndLeftAlone()
    {
        SessionRig rig(bitcoinOnly());
        rig.venue.refusedChannels = {perpetualBook};
        rig.connect();
        rig.advance(15s);
        QCOMPARE(rig.alarmsOf(AlarmKind::ChannelsRefused), std::size_t(1));
        QVERIFY(rig.alarms.front().text.find(perpetualBook) != std::string::npos);
        QCOMPARE(rig.session.subscriptions().active(), rig.session.subscriptions().size() - 1);
    }

    void tooManyRequests_restsAndConnectsAnew()
    {
        SessionRig rig(bitcoinOnly());
        rig.venue.faults["public/set_heartbeat"] = 10028;
        rig.connect();
        QCOMPARE(rig.alarmsOf(AlarmKind::Throttled), std::size_t(1));
        QCOMPARE(rig.reconnects.size(), std::size_t(1));
        QVERIFY(rig.reconnects.front().at - rig.now >= 1s);
        const auto sent = rig.sent.size();
        rig.advance(900ms);
        QCOMPARE(rig.sent.size(), sent);
    }

    void reconnect_dropsEveryBookAndStartsAnew()
    {
        SessionRig rig(bitcoinOnly());
        rig.connect();
        rig.carryOut(rig.session.disconnected(rig.now, "connection reset"));
        QVERIFY(!rig.usableBook("BTC-PERPETUAL"));
        QVERIFY(!rig.session.bookChangeId("BTC-PERPETUAL"));
        rig.now = rig.reconnects.front().at;
        rig.venue.subscribed.clear();
        rig.connect();
        QVERIFY(rig.usableBook("BTC-PERPETUAL").has_value());
        QCOMPARE(rig.session.figures().reconnects, std::uint64_t(1));
        QVERIFY(rig.venue.subscribed.contains("ticker.BTC-27MAR26-70000-C.100ms"));
    }

    void thousandDisconnects_leaveNothingBehind()
    {
        SessionRig rig(bitcoinOnly());
        for (int i = 0; i < 1'000; ++i) {
            rig.connect();
            QVERIFY(rig.usableBook("BTC-PERPETUAL").has_value());
            rig.carryOut(rig.session.disconnected(rig.now, "reset"));
            QCOMPARE(rig.reconnects.size(), std::size_t(i + 1));
            rig.now = rig.reconnects.back().at + 1s;
            rig.events.clear();
        }
        QCOMPARE(rig.session.subscriptions().size(), std::size_t(12));
        QCOMPARE(rig.conflator.lines(), std::size_t(3));
    }

    void failedConnect_backsOff()
    {
        SessionRig rig(bitcoinOnly());
        Milliseconds longest{0};
        for (int i = 0; i < 20; ++i) {
            rig.carryOut(rig.session.disconnected(rig.now, "refused"));
            longest = std::max(longest, rig.reconnects.back().at - rig.now);
        }
        QVERIFY(longest >= 15s && longest <= 30s);
        QVERIFY(rig.events.empty());
    }

    void clockSkew_isMeasuredAndSaidOnce()
    {
        SessionRig rig(bitcoinOnly());
        rig.venue.skewMs = 1'200;
        rig.connect();
        QVERIFY(*rig.session.clock().skew() == 1'200ms);
        QCOMPARE(rig.alarmsOf(AlarmKind::ClockSkew), std::size_t(1));
        QVERIFY(rig.alarms.front().text.find("1.2 s behind") != std::string::npos);
    }

    void smallSkew_isNoAlarm()
    {
        SessionRig rig(bitcoinOnly());
        rig.venue.skewMs = -900;
        rig.connect();
        QVERIFY(*rig.session.clock().skew() == -900ms);
        QCOMPARE(rig.alarmsOf(AlarmKind::ClockSkew), std::size_t(0));
    }

    void unreadableMessages_areCountedAndSaidSparingly()
    {
        SessionRig rig(bitcoinOnly());
        rig.connect();
        for (int i = 0; i < 100; ++i)
            rig.deliver("{\"jsonrpc\":");
        QCOMPARE(rig.session.figures().badMessages, std::uint64_t(100));
        QCOMPARE(rig.alarmsOf(AlarmKind::BadMessage), std::size_t(1));
        QVERIFY(rig.reconnects.empty());
    }

    void unansweredRequests_endTheLinkAfterThreeTries()
    {
        SessionRig rig(bitcoinOnly());
        rig.carryOut(rig.session.connected(rig.now));
        rig.inbound.clear(); // the venue hears and says nothing but heartbeats
        for (int i = 0; i < 20 && rig.reconnects.empty(); ++i) {
            static_cast<void>(rig.session.received(
                R"({"jsonrpc":"2.0","method":"heartbeat","params":{"type":"heartbeat"}})", rig.now));
            rig.now += 5s;
            rig.carryOut(rig.session.tick(rig.now));
            rig.inbound.clear();
        }
        QCOMPARE(rig.reconnects.size(), std::size_t(1));
        QCOMPARE(rig.alarmsOf(AlarmKind::NotAnswered), std::size_t(1));
    }

    void watchedOption_getsABookAndLosesItAgain()
    {
        SessionRig rig(bitcoinOnly());
        rig.connect();
        const std::string channel = "book.BTC-27MAR26-70000-C.100ms";
        QVERIFY(!rig.venue.subscribed.contains(channel));
        rig.carryOut(rig.session.watch({"BTC-27MAR26-70000-C"}, rig.now));
        rig.settle();
        QVERIFY(rig.venue.subscribed.contains(channel));
        rig.carryOut(rig.session.watch({}, rig.now));
        rig.settle();
        QVERIFY(!rig.venue.subscribed.contains(channel));
        QVERIFY(!rig.session.subscriptions().isWanted(channel));
    }

    void newInstrument_isListedAndSubscribed()
    {
        SessionRig rig(bitcoinOnly());
        rig.connect();
        rig.advance(18s);
        rig.deliver(testRequest);
        rig.advance(15s);
        rig.venue.options.push_back("BTC-27MAR26-80000-C");
        rig.deliver(
            R"({"jsonrpc":"2.0","method":"subscription","params":{"channel":"instrument.state.any.BTC","data":{"instrument_name":"BTC-27MAR26-80000-C","state":"started","timestamp":1770285600000}}})");
        rig.settle();
        QVERIFY(rig.venue.subscribed.contains("ticker.BTC-27MAR26-80000-C.100ms"));
    }

    void deliveredInstrument_isLeft()
    {
        SessionRig rig(bitcoinOnly());
        rig.connect();
        rig.deliver(
            R"({"jsonrpc":"2.0","method":"subscription","params":{"channel":"instrument.state.any.BTC","data":{"instrument_name":"BTC-27MAR26-70000-C","state":"delivered","timestamp":1770285600000}}})");
        rig.settle();
        QVERIFY(!rig.venue.subscribed.contains("ticker.BTC-27MAR26-70000-C.100ms"));
    }

    void deadlines_areKeptByTickingAtThem()
    {
        SessionRig rig;
        rig.connect();
        int steps = 0;
        for (const Timestamp end = rig.now + 60s; rig.now < end && rig.reconnects.empty(); ++steps) {
            const auto next = rig.session.nextDeadline(rig.now);
            QVERIFY(next.has_value());
            rig.now = std::max(*next, rig.now + 1ms);
            rig.carryOut(rig.session.tick(rig.now));
            rig.settle();
        }
        QVERIFY(steps < 20); // no busy waiting
        QVERIFY(rig.venue.subscribed.contains("book.ETH-PERPETUAL.100ms"));
        QCOMPARE(rig.reconnects.size(), std::size_t(1)); // nothing was heard for 20 s
    }
};

QTEST_GUILESS_MAIN(DeribitSessionTest)
#include "tst_deribit_session.moc"
