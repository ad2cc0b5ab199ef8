#include "tests/transport/feed_rig.h"

#include <QElapsedTimer>
#include <QtTest>

#include <fstream>
#include <set>

using namespace ballast;
using namespace ballast::test;
using namespace std::chrono_literals;

namespace {

constexpr int patience = 15'000; // milliseconds

std::size_t openFiles()
{
    return QDir(QStringLiteral("/proc/self/fd"))
        .entryList(QDir::NoDotAndDotDot | QDir::AllEntries | QDir::System)
        .size();
}

} // namespace

class DeribitFeedTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void plainOnThisMachine_bringsAPicture()
    {
        VenueOnLoopback venue(smallVenueMarket(), {}, false);
        FeedEar ear;
        const DeribitFeed feed(venue.feed(), ear.handlers());
        QTRY_VERIFY_WITH_TIMEOUT(ear.isComplete(7), patience);
        QTRY_COMPARE_WITH_TIMEOUT(ear.status().phase, LinkPhase::Up, patience);
        QTRY_VERIFY_WITH_TIMEOUT(ear.stateOf("BTC-PERPETUAL") == QuoteState::Live, patience);
        QVERIFY(!ear.status().loggedIn);
    }

    // The bar is 3 s for 1,500 options over TLS; what it took is printed.
    void coldStart_ofTheWholeSimulatedMarketOverTls()
    {
        SimulationSettings settings;
        settings.start = SystemClock().now();
        VenueOnLoopback venue(simulatedVenueMarket(settings, {}));
        std::size_t listed = 0;
        venue.server->inspect([&](SimulatedVenue& v) { listed = v.picture()->quotes.size(); });
        QVERIFY2(listed >= 1'500, qPrintable(QString::number(listed)));
        FeedEar ear;
        DeribitFeedSettings wanted = venue.feed();
        wanted.session.channels.currencies = {"BTC", "ETH"};
        QElapsedTimer timer;
        timer.start();
        const DeribitFeed feed(wanted, ear.handlers());
        QTRY_VERIFY_WITH_TIMEOUT(ear.isComplete(listed), patience);
        qInfo("first complete picture of %d instruments over TLS: %lld ms", int(listed), timer.elapsed());
        QTRY_VERIFY_WITH_TIMEOUT(ear.status().channels > listed, patience);
        qInfo("all %d channels subscribed: %lld ms", int(ear.status().channels), timer.elapsed());
        QCOMPARE(ear.status().session.gaps, std::uint64_t(0));
        QVERIFY(ear.alarms().empty());
    }

    void login_givesPositionsOfTheAccount()
    {
        VenueOnLoopback venue(smallVenueMarket());
        FeedEar ear;
        DeribitFeedSettings wanted = venue.feed();
        wanted.session.credentials = deribit::Credentials{"reader", "venue-test-reader"};
        venue.server->inspect([](SimulatedVenue& v) {
            v.opened(99, v.picture()->asOf);
            const auto say = [&v](const Json& request) { v.received(99, request.dump(), v.picture()->asOf); };
            say({{"id", 1},
                 {"method", "public/auth"},
                 {"params",
                  {{"grant_type", "client_credentials"},
                   {"client_id", "trader"},
                   {"client_secret", "venue-test-secret"}}}});
            say({{"id", 2},
                 {"method", "private/sell"},
                 {"params", {{"instrument_name", "BTC-PERPETUAL"}, {"amount", 500}, {"type", "market"}}}});
        });
        const DeribitFeed feed(wanted, ear.handlers());
        const auto held = [&ear] {
            for (const FeedEvent& event : ear.news()) {
                if (const auto* positions = std::get_if<PositionsUpdate>(&event);
                    positions != nullptr && !positions->positions.empty())
                    return positions->positions.front().size;
            }
            return 0.0;
        };
        QTRY_COMPARE_WITH_TIMEOUT(held(), -500.0, patience);
        QTRY_VERIFY_WITH_TIMEOUT(ear.status().loggedIn, patience);
    }

    // Reliability row 16: self-signed, expired, wrong host, TLS 1.1.
    void wrongCertificate_isRefused_data()
    {
        QTest::addColumn<int>("fault");
        QTest::addColumn<QString>("word");
        QTest::newRow("self-signed") << int(CertificateFault::SelfSigned) << QStringLiteral("self");
        QTest::newRow("expired") << int(CertificateFault::Expired) << QStringLiteral("expired");
        QTest::newRow("wrong host") << int(CertificateFault::WrongHost) << QStringLiteral("IP address mismatch");
        QTest::newRow("TLS 1.1") << int(CertificateFault::OldTls) << QStringLiteral("secure connection");
    }
    void wrongCertificate_isRefused()
    {
        QFETCH(int, fault);
        QFETCH(QString, word);
        VenueServerSettings settings;
        FaultRule rule;
        rule.fault = VenueFault::Certificate;
        rule.certificate = static_cast<CertificateFault>(fault);
        settings.faults.rules = {rule};
        VenueOnLoopback venue(smallVenueMarket(), settings);
        FeedEar ear;
        const DeribitFeed feed(venue.feed(), ear.handlers());
        QTRY_VERIFY_WITH_TIMEOUT(!ear.status().lastReason.empty(), patience);
        const QString reason = QString::fromStdString(ear.status().lastReason);
        QVERIFY2(reason.contains(word), qPrintable(reason));
        QCOMPARE(ear.status().phase, LinkPhase::Down);
        QCOMPARE(ear.status().session.messages, std::uint64_t(0));
    }

    void certificateForAName_isCheckedAgainstIt()
    {
        VenueServerSettings settings;
        FaultRule rule;
        rule.fault = VenueFault::Certificate;
        rule.certificate = CertificateFault::WrongHost;
        settings.faults.rules = {rule};
        VenueOnLoopback venue(smallVenueMarket(), settings);
        FeedEar ear;
        const DeribitFeed feed(venue.feed("localhost"), ear.handlers());
        QTRY_VERIFY_WITH_TIMEOUT(!ear.status().lastReason.empty(), patience);
        QVERIFY(ear.status().lastReason.find("hostname mismatch") != std::string::npos);
    }

    // The system's store does not know the venue's own authority.
    void unknownAuthority_isRefused()
    {
        VenueOnLoopback venue(smallVenueMarket());
        DeribitFeedSettings wanted = venue.feed();
        wanted.authorities.reset();
        FeedEar ear;
        const DeribitFeed feed(wanted, ear.handlers());
        QTRY_VERIFY_WITH_TIMEOUT(!ear.status().lastReason.empty(), patience);
        QVERIFY(ear.status().lastReason.find("certificate") != std::string::npos);
    }

    // Reliability row 5: the first retry.
    void cutLink_isDownAtOnceAndComesBackWithinASecond()
    {
        VenueOnLoopback venue(smallVenueMarket());
        FeedEar ear;
        DeribitFeedSettings wanted = venue.feed();
        wanted.session.reconnect.shortest = 500ms;
        const DeribitFeed feed(wanted, ear.handlers());
        QTRY_VERIFY_WITH_TIMEOUT(ear.stateOf("BTC-PERPETUAL") == QuoteState::Live, patience);
        QElapsedTimer timer;
        timer.start();
        venue.server->cutAll();
        QTRY_VERIFY_WITH_TIMEOUT(ear.stateOf("BTC-PERPETUAL") == QuoteState::Down, patience);
        QTRY_VERIFY_WITH_TIMEOUT(ear.status().phase == LinkPhase::Up, patience);
        const qint64 took = timer.elapsed();
        qInfo("back after %lld ms", took);
        QTRY_VERIFY_WITH_TIMEOUT(ear.stateOf("BTC-PERPETUAL") == QuoteState::Live, patience);
        QVERIFY(ear.status().session.reconnects >= 1);
    }

    void repeatedCuts_leakNothing()
    {
        VenueOnLoopback venue(smallVenueMarket());
        FeedEar ear;
        DeribitFeedSettings wanted = venue.feed();
        wanted.session.reconnect = {1ms, 4ms, 1ms};
        DeribitFeed feed(wanted, ear.handlers());
        QTRY_VERIFY_WITH_TIMEOUT(ear.status().phase == LinkPhase::Up, patience);
        const std::size_t before = openFiles();
        for (std::uint64_t cut = 1; cut <= 25; ++cut) {
            feed.breakLink();
            QTRY_VERIFY_WITH_TIMEOUT(ear.status().session.reconnects >= cut && ear.status().phase == LinkPhase::Up,
                                     patience);
        }
        QTRY_VERIFY_WITH_TIMEOUT(openFiles() <= before + 3, patience);
    }

    // Reliability row 5 on real sockets: nothing of a broken link stays open, here or at the venue.
    void hundredsOfCuts_leakNoDescriptor()
    {
        VenueOnLoopback venue(smallVenueMarket(), {}, false);
        FeedEar ear;
        DeribitFeedSettings wanted = venue.feed();
        wanted.session.reconnect = {1ms, 2ms, 1ms};
        DeribitFeed feed(wanted, ear.handlers());
        QTRY_VERIFY_WITH_TIMEOUT(ear.status().phase == LinkPhase::Up, patience);
        const std::size_t before = openFiles();
        for (std::uint64_t cut = 1; cut <= 300; ++cut) {
            feed.breakLink();
            QElapsedTimer timer;
            timer.start();
            const auto isBack = [&] {
                return ear.status().session.reconnects >= cut && ear.status().phase == LinkPhase::Up;
            };
            while (!isBack() && timer.elapsed() < patience)
                QTest::qWait(1); // QTRY looks every 50 ms only
            QVERIFY(isBack());
        }
        QTRY_VERIFY_WITH_TIMEOUT(openFiles() <= before + 3, patience);
        std::size_t left = 0;
        QTRY_VERIFY_WITH_TIMEOUT((venue.server->inspect([&](SimulatedVenue& v) { left = v.connections(); }), left == 1),
                                 patience);
    }

    // Reliability row 6.
    void testRequest_isAnsweredWithinASecond()
    {
        VenueServerSettings settings;
        settings.venue.shortestHeartbeat = 1s;
        VenueOnLoopback venue(smallVenueMarket(), settings);
        FeedEar ear;
        DeribitFeedSettings wanted = venue.feed();
        wanted.session.heartbeatSeconds = 1; // the venue ends who does not answer within one
        const DeribitFeed feed(wanted, ear.handlers());
        QTRY_VERIFY_WITH_TIMEOUT(ear.status().phase == LinkPhase::Up, patience);
        const auto messages = ear.status().session.messages;
        QElapsedTimer timer;
        timer.start();
        QTRY_VERIFY_WITH_TIMEOUT(timer.elapsed() > 2'600, patience);
        QVERIFY(ear.status().session.messages > messages);
        QCOMPARE(ear.status().session.reconnects, std::uint64_t(0));
        QCOMPARE(ear.status().phase, LinkPhase::Up);
    }

    void noVenue_isRetriedAndNamed()
    {
        DeribitFeedSettings wanted;
        wanted.endpoint = {false, "127.0.0.1", 1, "/"};
        wanted.session.reconnect.shortest = 10ms;
        FeedEar ear;
        const DeribitFeed feed(wanted, ear.handlers());
        QTRY_VERIFY_WITH_TIMEOUT(ear.status().session.reconnects + 1 > 1 || !ear.status().lastReason.empty(), patience);
        QTRY_VERIFY_WITH_TIMEOUT(ear.status().lastReason.find("127.0.0.1") != std::string::npos, patience);
        QVERIFY(ear.status().nextTry.has_value());
    }

    void endOfTheFeed_isQuick()
    {
        VenueOnLoopback venue(smallVenueMarket());
        FeedEar ear;
        auto feed = std::make_unique<DeribitFeed>(venue.feed(), ear.handlers());
        QTRY_VERIFY_WITH_TIMEOUT(ear.status().phase == LinkPhase::Up, patience);
        QElapsedTimer timer;
        timer.start();
        feed.reset();
        QVERIFY(timer.elapsed() < 2'000);
        std::size_t left = 1;
        QTRY_VERIFY_WITH_TIMEOUT((venue.server->inspect([&](SimulatedVenue& v) { left = v.connections(); }), left == 0),
                                 patience);
    }
};

QTEST_GUILESS_MAIN(DeribitFeedTest)
#include "tst_deribit_feed.moc"
