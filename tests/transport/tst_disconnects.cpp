#include "app/feeds/transport/deribit_pipeline.h"
#include "tests/venue/venue_testing.h"

#include <QtTest>

#include <malloc.h>

using namespace ballast;
using namespace ballast::test;
using namespace std::chrono_literals;

namespace {

// Bytes that the program holds; 0 where another allocator is in force.
std::size_t heldBytes()
{
    return mallinfo2().uordblks;
}

DeribitSettings oneCurrency()
{
    DeribitSettings settings;
    settings.channels.currencies = {"BTC"};
    settings.channels.watched = {"BTC-PERPETUAL"};
    return settings;
}

// Both ends of a link that breaks again and again, on one fake clock.
struct BreakingLink
{
    Timestamp now = smallMarket()->asOf;
    SimulatedVenue venue{{}, recordedVenueMarket(smallMarket(), {1.0, 30.0, 5}), now};
    DeribitPipeline desk{oneCurrency(), "venue", MarketMode::Live};
    std::uint64_t link = 0;
    std::optional<Timestamp> retryAt;

    void carryOut(const FeedWork& work)
    {
        for (const SessionAction& action : work.actions) {
            if (const auto* text = std::get_if<SendText>(&action))
                venue.received(link, text->text, now);
            else if (const auto* again = std::get_if<Reconnect>(&action))
                retryAt = again->at;
        }
    }

    void exchange()
    {
        for (auto outputs = venue.takeOutput(); !outputs.empty(); outputs = venue.takeOutput())
            for (const VenueOutput& output : outputs)
                if (output.connection == link && !output.text.empty())
                    carryOut(desk.received(output.text, now));
    }

    // Connects, comes up with every channel, breaks. How long until the next try; nullopt: it did not come up.
    std::optional<Milliseconds> live()
    {
        venue.opened(++link, now);
        retryAt.reset();
        carryOut(desk.connected(now));
        for (int step = 0; step < 400; ++step) {
            exchange();
            const FeedStatus status = desk.status(now);
            if (status.phase == LinkPhase::Up && status.channels == status.channelsWanted && status.channels > 0)
                break;
            now += 50ms;
            venue.tick(now);
            carryOut(desk.tick(now));
        }
        const bool up = desk.status(now).phase == LinkPhase::Up;
        static_cast<void>(desk.publish(now));
        venue.closed(link, now);
        carryOut(desk.disconnected(now, "cut"));
        if (!up || !retryAt)
            return std::nullopt;
        const Milliseconds wait = *retryAt - now;
        now = std::max(now, *retryAt);
        return wait;
    }
};

} // namespace

class DisconnectsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Reliability row 5.
    void thousandDisconnects_leaveNothingBehind()
    {
        BreakingLink rig;
        std::size_t channels = 0;
        std::size_t bytes = 0;
        for (int cut = 0; cut < 1'000; ++cut) {
            const auto wait = rig.live();
            QVERIFY2(wait, qPrintable(QString::number(cut)));
            QVERIFY2(*wait > 0ms && *wait <= 30s, qPrintable(QString::number(wait->count())));
            if (cut == 0)
                QVERIFY(*wait <= 1s);
            QCOMPARE(rig.venue.connections(), std::size_t(0));
            if (cut == 100) {
                channels = rig.desk.status(rig.now).channelsWanted;
                bytes = heldBytes();
            }
        }
        QCOMPARE(rig.desk.status(rig.now).session.reconnects, std::uint64_t(999)); // the last cut has not come back
        QCOMPARE(rig.desk.status(rig.now).channelsWanted, channels);
        const auto grown = static_cast<std::int64_t>(heldBytes()) - static_cast<std::int64_t>(bytes);
        qInfo("held after 100 disconnects %d KiB, after 1,000 %d KiB more", int(bytes / 1024), int(grown / 1024));
        QVERIFY(grown < 64 * 1024); // 73 bytes a disconnect
    }
};

QTEST_GUILESS_MAIN(DisconnectsTest)
#include "tst_disconnects.moc"
