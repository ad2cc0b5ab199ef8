#include "app/feeds/transport/deribit_pipeline.h"
#include "app/venue/fault_injector.h"
#include "tests/venue/venue_testing.h"

#include <QtTest>

#include <map>
#include <set>

using namespace ballast;
using namespace ballast::test;
using namespace std::chrono_literals;

namespace {

const std::set<std::string> watched{"BTC-PERPETUAL",       "BTC-27MAR26-60000-C", "BTC-27MAR26-62000-P",
                                    "BTC-27MAR26-64000-C", "BTC-27MAR26-66000-P", "BTC-27MAR26-68000-C"};

DeribitSettings sixBooks()
{
    DeribitSettings settings;
    settings.channels.currencies = {"BTC"};
    settings.channels.everyOptionTicker = false;
    settings.channels.watched = watched;
    return settings;
}

std::string instrumentOf(const std::string& channel)
{
    return std::string(instrumentOfChannel(channel));
}

// The desk's side and the venue's on one fake clock, faults in between.
class FaultyLink
{
public:
    explicit FaultyLink(const char* script)
        : now(smallMarket()->asOf),
          venue({}, recordedVenueMarket(smallMarket(), {1.0, 6.0, 11}), now),
          faults(*parseFaultScript(script), now),
          desk(sixBooks(), "venue", MarketMode::Live)
    {
        faults.tell([this](VenueFault fault, const VenueOutput& output) { note(fault, output); });
        remember();
        connect();
    }

    void step(Milliseconds span)
    {
        now += span;
        if (reconnectAt && *reconnectAt <= now)
            connect();
        venue.tick(now);
        remember();
        deliver();
        if (link != 0)
            carryOut(desk.tick(now));
        compare();
    }

    void calm() { faults = FaultInjector({}, now); }

    void compare()
    {
        const FeedWork work = desk.publish(now);
        carryOut(work);
        for (const std::string& name : watched) {
            const auto id = desk.session().bookChangeId(name);
            const Quote* quote = work.picture->quote({deribitVenue, name});
            const bool usable = quote != nullptr && quote->ladder && quote->state != QuoteState::Gap &&
                                quote->state != QuoteState::Down && id;
            if (!usable)
                continue;
            ++compared;
            const auto known = history.find({name, *id});
            if (known == history.end() || !(*quote->ladder == known->second))
                ++wrong;
        }
    }

    Timestamp now;
    SimulatedVenue venue;
    FaultInjector faults;
    DeribitPipeline desk;
    std::uint64_t link = 0;
    std::uint64_t lastLink = 0;
    std::optional<Timestamp> reconnectAt;
    std::map<std::pair<std::string, std::int64_t>, Ladder> history;
    std::map<std::string, std::int64_t> damaged; // channels whose chain a fault has cut: change id of the first lost
    std::uint64_t noted = 0;
    std::uint64_t compared = 0;
    std::uint64_t wrong = 0;
    std::uint64_t unnoticed = 0;
    std::uint64_t reconnects = 0;

private:
    void note(VenueFault fault, const VenueOutput& output)
    {
        ++noted;
        const bool loses = fault == VenueFault::Drop || fault == VenueFault::Corrupt || fault == VenueFault::Truncate;
        if (loses && output.channel.starts_with("book."))
            damaged.try_emplace(output.channel, changeIdOf(Json::parse(output.text)));
    }

    static std::int64_t changeIdOf(const Json& message)
    {
        return message["params"]["data"]["change_id"].get<std::int64_t>();
    }

    void connect()
    {
        reconnectAt.reset();
        link = ++lastLink;
        damaged.clear();
        venue.opened(link, now);
        carryOut(desk.connected(now));
        deliver();
    }

    void remember()
    {
        for (const std::string& name : watched) {
            if (const VenueBooks::Book* book = venue.books().find(name))
                history.insert_or_assign({name, book->changeId}, book->ladder);
        }
    }

    void deliver()
    {
        for (bool more = true; more;) {
            auto outputs = faults.pass(venue.takeOutput(), now, venue);
            more = !outputs.empty();
            for (const VenueOutput& output : outputs) {
                if (output.connection != link)
                    continue;
                if (!output.text.empty())
                    take(output);
                if (output.close)
                    lose("closed by the venue");
            }
        }
    }

    // A chain that lost a message is found out by the next one that can be read.
    void take(const VenueOutput& output)
    {
        const std::string name = instrumentOf(output.channel);
        const bool live = output.channel.starts_with("book.") && desk.session().bookChangeId(name).has_value();
        const Json message = Json::parse(output.text, nullptr, false);
        carryOut(desk.received(output.text, now));
        if (message.is_discarded() || !damaged.contains(output.channel))
            return;
        // A message that was held back may still come from before the loss; a snapshot holds what was lost.
        const bool healsItself = message["params"]["data"].value("type", "") == "snapshot";
        const std::int64_t lost = damaged.at(output.channel);
        if (healsItself ? changeIdOf(message) < lost : changeIdOf(message) <= lost)
            return;
        damaged.erase(output.channel);
        if (live && !healsItself && desk.session().bookChangeId(name))
            ++unnoticed;
    }

    void lose(std::string_view reason)
    {
        const std::uint64_t old = std::exchange(link, 0);
        venue.closed(old, now);
        faults.forget(old);
        carryOut(desk.disconnected(now, reason));
    }

    void carryOut(const FeedWork& work)
    {
        for (const SessionAction& action : work.actions) {
            if (const auto* text = std::get_if<SendText>(&action); text != nullptr && link != 0)
                venue.received(link, text->text, now);
            if (const auto* again = std::get_if<Reconnect>(&action)) {
                ++reconnects;
                reconnectAt = again->at;
                if (link != 0) {
                    venue.closed(link, now);
                    faults.forget(link);
                }
                link = 0;
            }
        }
    }
};

} // namespace

class VenueFaultsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Reliability row 4.
    void tenThousandFaults_neverAWrongBookAndEveryGapNoticed()
    {
        FaultyLink rig(R"({"seed":20260205,"faults":[
            {"kind":"drop","probability":0.08,"channel":"book."},
            {"kind":"duplicate","probability":0.06,"channel":"book."},
            {"kind":"reorder","probability":0.06,"channel":"book."},
            {"kind":"corrupt","probability":0.06,"channel":"book."},
            {"kind":"truncate","probability":0.06,"channel":"book."},
            {"kind":"wrong-change-id","probability":0.06,"channel":"book."},
            {"kind":"delay","probability":0.02,"milliseconds":300},
            {"kind":"drop","probability":0.01},
            {"kind":"disconnect","probability":0.0005}]})");
        while (rig.noted < 10'000) {
            rig.step(1s);
            QCOMPARE(rig.wrong, std::uint64_t(0));
            QCOMPARE(rig.unnoticed, std::uint64_t(0));
        }
        QVERIFY(rig.compared > 5'000);
        QVERIFY(rig.desk.session().figures().gaps > 1'000);
        QVERIFY(rig.reconnects > 3);

        rig.calm();
        for (int i = 0; i < 120; ++i)
            rig.step(1s);
        for (const std::string& name : watched) {
            const auto id = rig.desk.session().bookChangeId(name);
            QVERIFY2(id.has_value(), name.c_str());
            QCOMPARE(*id, rig.venue.books().find(name)->changeId);
        }
        QCOMPARE(rig.wrong, std::uint64_t(0));
    }

    void singleGap_isNoticedAtTheNextMessageAndHealsWithinTwoSeconds()
    {
        FaultyLink rig(R"({"faults":[{"kind":"drop","at":20,"channel":"book.BTC-PERPETUAL"}]})");
        while (rig.noted == 0)
            rig.step(50ms);
        const Timestamp lost = rig.now;
        while (rig.desk.session().figures().gaps == 0)
            rig.step(50ms);
        const Timestamp noticed = rig.now;
        QVERIFY(!rig.desk.session().bookChangeId("BTC-PERPETUAL") || rig.now - lost < 3s);
        while (!rig.desk.session().bookChangeId("BTC-PERPETUAL"))
            rig.step(50ms);
        QVERIFY(rig.now - noticed <= 2s);
        QCOMPARE(rig.unnoticed, std::uint64_t(0));
        QCOMPARE(rig.wrong, std::uint64_t(0));
    }

    void stalledVenue_goesStaleThenComesBack()
    {
        FaultyLink rig(R"({"faults":[{"kind":"stall","at":30,"milliseconds":60000}]})");
        while (rig.now - smallMarket()->asOf < 29s)
            rig.step(100ms);
        const auto stateOf = [&rig](const char* name) {
            return rig.desk.publish(rig.now).picture->quote({deribitVenue, name})->state;
        };
        QCOMPARE(stateOf("BTC-PERPETUAL"), QuoteState::Live);
        while (rig.now - smallMarket()->asOf < 43s)
            rig.step(100ms);
        QCOMPARE(stateOf("BTC-PERPETUAL"), QuoteState::Stale);
        // Silence for twice the heartbeat: the session gives the link up.
        while (rig.now - smallMarket()->asOf < 52s)
            rig.step(100ms);
        QVERIFY(rig.reconnects >= 1);
        while (rig.now - smallMarket()->asOf < 100s)
            rig.step(100ms);
        QCOMPARE(stateOf("BTC-PERPETUAL"), QuoteState::Live);
    }

    void venuesClockOff_isMeasuredAndAlarmed()
    {
        FaultyLink rig(R"({"faults":[{"kind":"clock-skew","at":0,"milliseconds":5000}]})");
        for (int i = 0; i < 100; ++i)
            rig.step(100ms);
        QVERIFY(rig.desk.status(rig.now).clockSkew.has_value());
    }

    void throttledClient_restsAndComesBack()
    {
        FaultyLink rig(R"({"faults":[{"kind":"rate-limit","at":10}]})");
        while (rig.now - smallMarket()->asOf < 12s)
            rig.step(100ms);
        // The next request is one too many: ask for one.
        std::set<std::string> fewer = watched;
        fewer.erase("BTC-27MAR26-68000-C");
        for (const SessionAction& action : rig.desk.watch(fewer, rig.now).actions) {
            if (const auto* text = std::get_if<SendText>(&action))
                rig.venue.received(rig.link, text->text, rig.now);
        }
        while (rig.now - smallMarket()->asOf < 30s)
            rig.step(100ms);
        QVERIFY(rig.reconnects >= 1);
        QCOMPARE(rig.desk.session().phase(), LinkPhase::Up);
        QVERIFY(rig.desk.session().bookChangeId("BTC-PERPETUAL").has_value());
    }
};

QTEST_GUILESS_MAIN(VenueFaultsTest)
#include "tst_venue_faults.moc"
