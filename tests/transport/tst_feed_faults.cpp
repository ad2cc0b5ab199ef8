#include "tests/transport/feed_rig.h"

#include <QElapsedTimer>
#include <QtTest>

#include <atomic>

using namespace ballast;
using namespace ballast::test;
using namespace std::chrono_literals;

namespace {

constexpr int patience = 15'000; // milliseconds

} // namespace

// What goes wrong on a real link, and what there is too much of.
class FeedFaultsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Reliability row 4 on a real link: found at the next message, back within 2 s.
    void lostMessage_isResynchronisedWithinTwoSeconds()
    {
        VenueServerSettings settings;
        settings.step = 10ms;
        VenueOnLoopback venue(smallVenueMarket(400.0), settings);
        FeedEar ear;
        DeribitFeedSettings wanted = venue.feed();
        wanted.session.channels.watched = {"BTC-PERPETUAL"};
        const DeribitFeed feed(wanted, ear.handlers());
        const auto hasBook = [&ear] {
            const SnapshotPtr picture = ear.picture();
            const Quote* quote = picture ? picture->quote({deribitVenue, "BTC-PERPETUAL"}) : nullptr;
            return quote != nullptr && quote->state == QuoteState::Live && quote->ladder;
        };
        QTRY_VERIFY_WITH_TIMEOUT(hasBook(), patience);

        QElapsedTimer timer;
        timer.start();
        venue.server->replaceFaults(*parseFaultScript(
            R"({"faults":[{"kind":"drop","probability":1,"count":1,"channel":"book.BTC-PERPETUAL"}]})"));
        QTRY_VERIFY_WITH_TIMEOUT(ear.status().session.gaps == 1 && hasBook(), patience);

        QVERIFY2(timer.elapsed() < 2'000, qPrintable(QString::number(timer.elapsed())));
    }

    // Reliability row 4, some hundred faults on a real link: every final book is the venue's.
    void randomFaultsOverTheSocket_endInTheVenuesBooks()
    {
        VenueServerSettings settings;
        settings.faults = *parseFaultScript(R"({"seed":4,"faults":[
            {"kind":"drop","probability":0.03,"count":200,"channel":"book."},
            {"kind":"duplicate","probability":0.03,"count":200,"channel":"book."},
            {"kind":"reorder","probability":0.03,"count":200,"channel":"book."},
            {"kind":"corrupt","probability":0.03,"count":200,"channel":"book."},
            {"kind":"truncate","probability":0.03,"count":200,"channel":"book."},
            {"kind":"wrong-change-id","probability":0.03,"count":200,"channel":"book."},
            {"kind":"disconnect","probability":0.002,"count":3}]})");
        settings.step = 5ms;
        const auto stopped = std::make_shared<std::atomic<bool>>(false);
        VenueOnLoopback venue(std::make_unique<StoppableMarket>(smallVenueMarket(800.0), stopped), settings);
        FeedEar ear;
        DeribitFeedSettings wanted = venue.feed();
        wanted.session.reconnect.shortest = 20ms;
        const SnapshotPtr market = smallMarket();
        for (const Instrument& instrument : market->instruments->all())
            wanted.session.channels.watched.insert(instrument.id.name);
        const DeribitFeed feed(wanted, ear.handlers());
        QTRY_VERIFY_WITH_TIMEOUT(venue.server->faults() >= 300, 60'000);
        // In calm each broken chain is found out by its next message; then both ends come to rest.
        venue.server->replaceFaults({});
        const auto messages = ear.status().session.messages;
        QTRY_VERIFY_WITH_TIMEOUT(ear.status().session.messages > messages + 300, patience);
        *stopped = true;
        const auto agrees = [&] {
            bool all = true;
            venue.server->inspect([&](SimulatedVenue& v) {
                const SnapshotPtr picture = ear.picture();
                for (const std::string& name : wanted.session.channels.watched) {
                    const Quote* quote = picture->quote({deribitVenue, name});
                    const VenueBooks::Book* book = v.books().find(name);
                    all = all && quote != nullptr && quote->ladder && quote->state == QuoteState::Live &&
                          book != nullptr && *quote->ladder == book->ladder;
                }
            });
            return all;
        };
        QTRY_VERIFY_WITH_TIMEOUT(agrees(), 30'000);
        QVERIFY(ear.status().session.gaps > 5);
        qInfo("%d gaps, %d reconnects", int(ear.status().session.gaps), int(ear.status().session.reconnects));
    }

    void flood_isConflated()
    {
        VenueServerSettings settings;
        settings.step = 10ms;
        VenueOnLoopback venue(smallVenueMarket(5'000.0), settings);
        FeedEar ear;
        const DeribitFeed feed(venue.feed(), ear.handlers());
        QTRY_VERIFY_WITH_TIMEOUT(ear.status().session.messages > 200, 60'000);
        QElapsedTimer timer;
        timer.start();
        const int pictures = ear.pictures();
        const auto messages = ear.status().session.messages;
        QTRY_VERIFY_WITH_TIMEOUT(timer.elapsed() > 1'000, patience);
        QVERIFY(ear.pictures() - pictures <= 12);
        QVERIFY(ear.status().session.messages - messages > 300);
        QCOMPARE(ear.status().session.gaps, std::uint64_t(0));
    }
};

QTEST_GUILESS_MAIN(FeedFaultsTest)
#include "tst_feed_faults.moc"
