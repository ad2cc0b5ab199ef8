#include "app/feeds/recording/recording_writer.h"
#include "app/session/desk_session.h"
#include "app/session/key_check.h"
#include "app/session/live_wiring.h"
#include "app/session/wiring.h"
#include "tests/transport/feed_rig.h"
#include "ui/main_actions.h"
#include "ui/main_window.h"
#include "ui/venues/connect_dialog.h"
#include "ui/venues/oracle_window.h"
#include "ui/venues/replay_bar.h"
#include "ui/venues/venue_health_window.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QtTest>

using namespace ballast;
using namespace ballast::test;
using namespace std::chrono_literals;

namespace {

constexpr int patience = 20'000;

// A desk whose window is wired as in the program, without its files.
struct Desk
{
    explicit Desk(const QString& folder, const ApprovalRules& rules = {})
        : session(clock, {std::filesystem::path(folder.toStdString()) / "journal.sqlite", "tester", rules})
    {
        QObject::connect(&session, &DeskSession::pictureReady, &window, &MainWindow::showPicture);
        QObject::connect(&session, &DeskSession::feedsChanged, &window, &MainWindow::showFeeds);
        QObject::connect(&session, &DeskSession::playerChanged, &window,
                         [this](const PlayerState& state) { window.showMode(state.mode, state.speed, state.paused); });
        QObject::connect(&session, &DeskSession::feedsChanged, &window,
                         [this](const std::vector<FeedHealth>& now) { feeds = now; });
        QObject::connect(&session, &DeskSession::proposalReady, &window, &MainWindow::showProposal);
        QObject::connect(&session.approvals(), &ApprovalFlow::viewChanged, &window, &MainWindow::showApproval);
        QObject::connect(&session.approvals(), &ApprovalFlow::viewChanged, &window,
                         [this](const ApprovalView& view) { approval = view; });
        wireLive(session, window);
        window.resize(1920, 1080);
        window.show();
    }

    [[nodiscard]] QuoteState stateOf(const char* instrument) const
    {
        const Quote* quote = session.market() ? session.market()->quote({deribitVenue, instrument}) : nullptr;
        return quote != nullptr ? quote->state : QuoteState::Down;
    }
    void keepPicture(QWidget* widget, const char* name)
    {
        const QString folder = qEnvironmentVariable("BALLAST_PICTURES");
        if (!folder.isEmpty())
            widget->grab().save(folder + QLatin1Char('/') + QLatin1String(name) + QStringLiteral(".png"));
    }

    SystemClock clock;
    DeskSession session;
    MainWindow window;
    std::vector<FeedHealth> feeds;
    ApprovalView approval;
};

VenueChoice choiceOf(const VenueOnLoopback& venue)
{
    return {"local venue",
            endpointText({venue.tls, "127.0.0.1", venue.server->port(), "/ws/api/v2"}),
            venue.authorities,
            {"BTC"}};
}

} // namespace

class LiveDeskTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(true); }

    void dialog_offersDeribitAndTheLocalVenue()
    {
        ConnectDialog dialog({});
        QCOMPARE(dialog.choice().url, std::string("wss://www.deribit.com/ws/api/v2"));
        QCOMPARE(dialog.choice().currencies, (std::vector<std::string>{"BTC", "ETH"}));
        QVERIFY(!dialog.host()->isEnabled());
        dialog.venue()->setCurrentIndex(2);
        dialog.port()->setText(QStringLiteral("99999"));
        QVERIFY(!dialog.connectButton()->isEnabled());
        dialog.port()->setText(QStringLiteral("9001"));
        dialog.authority()->setText(QStringLiteral("/no/such/file.pem"));
        QVERIFY(!dialog.connectButton()->isEnabled());
        dialog.authority()->clear();
        QVERIFY(dialog.connectButton()->isEnabled());
        QCOMPARE(dialog.choice().url, std::string("wss://127.0.0.1:9001/ws/api/v2"));
        if (const QString folder = qEnvironmentVariable("BALLAST_PICTURES"); !folder.isEmpty())
            dialog.grab().save(folder + QStringLiteral("/connect-dialog.png"));

        QSignalSpy asked(&dialog, &ConnectDialog::connectRequested);
        dialog.connectButton()->click();
        QCOMPARE(asked.count(), 1);
    }

    void lastChoice_isOfferedAgain()
    {
        const VenueChoice last{"local venue", "ws://127.0.0.1:7777/ws/api/v2", "", {"ETH"}};
        const ConnectDialog dialog(last);
        QCOMPARE(dialog.choice(), last);
    }

    void keyVerdict_warnsOfWithdrawals()
    {
        QVERIFY(KeyCheck::verdictOf("connection account:read trade:read_write wallet:read_write").canWithdraw);
        QVERIFY(!KeyCheck::verdictOf("connection account:read trade:read wallet:none").canTrade);
        ConnectDialog dialog({});
        dialog.showKeyVerdict(KeyCheck::verdictOf("account:read_write trade:read_write wallet:read_write"));
        QVERIFY(dialog.keySentence().startsWith(QStringLiteral("Warning")));
    }

    void key_isTestedAtTheVenue_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("secret");
        QTest::addColumn<bool>("accepted");
        QTest::addColumn<bool>("withdraws");
        QTest::newRow("reader") << QStringLiteral("reader") << QStringLiteral("venue-test-reader") << true << false;
        QTest::newRow("owner") << QStringLiteral("owner") << QStringLiteral("venue-test-owner") << true << true;
        QTest::newRow("wrong secret") << QStringLiteral("owner") << QStringLiteral("canary-wrong") << false << false;
    }
    void key_isTestedAtTheVenue()
    {
        QFETCH(QString, id);
        QFETCH(QString, secret);
        QFETCH(bool, accepted);
        QFETCH(bool, withdraws);
        VenueOnLoopback venue(smallVenueMarket());
        KeyCheck check(choiceOf(venue), {id.toStdString(), secret.toStdString()});
        QSignalSpy finished(&check, &KeyCheck::finished);
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, patience);
        const auto verdict = finished.first().first().value<KeyVerdict>();
        QCOMPARE(verdict.accepted, accepted);
        QCOMPARE(verdict.canWithdraw, withdraws);
        QVERIFY(verdict.sentence.find("canary") == std::string::npos);
    }

    void secret_leavesTheDialogWhenItIsOffered()
    {
        ConnectDialog dialog({});
        dialog.setKeychain(true);
        QVERIFY(!dialog.testButton()->isEnabled());
        dialog.keyId()->setText(QStringLiteral("id"));
        dialog.keySecret()->setText(QStringLiteral("canary"));
        QSignalSpy offered(&dialog, &ConnectDialog::keyOffered);
        dialog.testButton()->click();
        QCOMPARE(offered.count(), 1);
        QCOMPARE(offered.first().at(2).toString(), QStringLiteral("canary"));
        QVERIFY(dialog.keySecret()->text().isEmpty());
    }

    void localVenue_isTheMarketOfTheDesk()
    {
        const QTemporaryDir folder;
        SimulationSettings settings;
        settings.start = SystemClock().now(); // a venue whose clock is right
        VenueOnLoopback venue(simulatedVenueMarket(settings, {}));
        Desk desk(folder.path());
        desk.session.playLive(choiceOf(venue));
        QTRY_VERIFY_WITH_TIMEOUT(desk.session.market() && desk.session.market()->mode == MarketMode::Live, patience);
        QTRY_VERIFY_WITH_TIMEOUT(desk.stateOf("BTC-PERPETUAL") == QuoteState::Live, patience);
        QTRY_VERIFY_WITH_TIMEOUT(desk.session.picture() && desk.session.picture()->market->source == "local venue",
                                 patience);
        QTRY_VERIFY_WITH_TIMEOUT(!desk.feeds.empty() && desk.feeds.front().state == QuoteState::Live, patience);
        QCOMPARE(desk.session.player().venues.size(), std::size_t(1));

        auto* const health = desk.window.findChild<VenueHealthWindow*>();
        Q_EMIT desk.window.actions()->venueHealthAsked();
        QTRY_VERIFY_WITH_TIMEOUT(health->facts()->sections().size() == 3, patience);
        QCOMPARE(health->facts()->sections().front().title, QStringLiteral("local venue"));
        desk.keepPicture(health, "venue-health");
        desk.keepPicture(&desk.window, "live-desk");

        auto* const oracles = desk.window.findChild<OracleWindow*>();
        Q_EMIT desk.window.actions()->indexSourcesAsked();
        QTRY_VERIFY_WITH_TIMEOUT(oracles->facts()->sections().size() == 3, patience);
        QCOMPARE(oracles->facts()->sections().front().title, QStringLiteral("BTC index"));
        QCOMPARE(oracles->facts()->sections().at(1).rows.size(), 3);
        QCOMPARE(oracles->facts()->sections().at(2).rows.size(), 3);
        QCOMPARE(desk.session.player().oracles.front().state, BreakerState::Normal);
        desk.keepPicture(oracles, "index-sources");

        venue.server.reset();
        QTRY_VERIFY_WITH_TIMEOUT(desk.stateOf("BTC-PERPETUAL") == QuoteState::Down, patience);
        QTRY_VERIFY_WITH_TIMEOUT(desk.feeds.front().state == QuoteState::Down, patience);
        QTRY_VERIFY_WITH_TIMEOUT(!desk.session.player().venues.front().lastReason.empty(), patience);
        QTRY_VERIFY_WITH_TIMEOUT(desk.session.player().oracles.front().state != BreakerState::Normal, patience);
        desk.keepPicture(health, "venue-health-down");
    }

    void accountBehindAKey_opensAsABookThatFollowsTheVenue()
    {
        const QTemporaryDir folder;
        VenueOnLoopback venue(smallVenueMarket());
        Desk desk(folder.path());
        Q_EMIT desk.window.actions()->accountBookAsked(); // no key yet: said, nothing opened
        QVERIFY(desk.session.book()->name != "Deribit account");
        int id = 0;
        const auto sell = [&venue, &id](double usd) {
            venue.server->inspect([&](SimulatedVenue& v) {
                const Timestamp at = v.picture()->asOf;
                v.opened(99, at);
                const auto say = [&](const char* method, const Json& params) {
                    v.received(99, Json{{"id", ++id}, {"method", method}, {"params", params}}.dump(), at);
                };
                say("public/auth", {{"grant_type", "client_credentials"},
                                    {"client_id", "trader"},
                                    {"client_secret", "venue-test-secret"}});
                say("private/sell", {{"instrument_name", "BTC-PERPETUAL"}, {"amount", usd}, {"type", "market"}});
            });
        };
        sell(500.0);

        desk.session.playLive(choiceOf(venue), deribit::Credentials{"reader", "venue-test-reader"});
        QTRY_VERIFY_WITH_TIMEOUT(desk.session.player().account != nullptr, patience);
        Q_EMIT desk.window.actions()->accountBookAsked();

        QCOMPARE(desk.session.book()->name, std::string("Deribit account"));
        QTRY_VERIFY_WITH_TIMEOUT(!desk.session.book()->positions.empty(), patience);
        QCOMPARE(desk.session.book()->positions.front().quantity, -500.0);
        QTRY_VERIFY_WITH_TIMEOUT(desk.session.picture() && desk.session.picture()->book->name == "Deribit account",
                                 patience);

        sell(200.0);
        QTRY_COMPARE_WITH_TIMEOUT(desk.session.book()->positions.front().quantity, -700.0, patience);

        desk.session.setBook(std::make_shared<const Portfolio>(Portfolio{"own", {}}));
        sell(100.0);
        QTRY_COMPARE_WITH_TIMEOUT(desk.session.player().account->positions.front().quantity, -800.0, patience);
        QCOMPARE(desk.session.book()->name, std::string("own"));
    }

    // Reliability row 7, from the venue's silence to the button: limits of 3 s instead of 10, else all as in the program.
    void stalledVenue_disablesApproveWithTheReason()
    {
        const QTemporaryDir folder;
        SimulationSettings settings;
        settings.start = SystemClock().now();
        VenueOnLoopback venue(simulatedVenueMarket(settings, {}));
        ApprovalRules rules;
        rules.validFor = std::chrono::minutes(5);
        rules.linearStale = 3s;
        rules.spotTolerance = 0.5;
        rules.bandSlack = 1e6;
        Desk desk(folder.path(), rules);
        desk.session.playLive(choiceOf(venue));
        QTRY_VERIFY_WITH_TIMEOUT(desk.session.picture() && desk.session.picture()->market->source == "local venue",
                                 patience);
        desk.session.propose(desk.session.policy());
        QTRY_VERIFY_WITH_TIMEOUT(desk.approval.state == ProposalState::Open, patience);
        QTRY_VERIFY_WITH_TIMEOUT(desk.approval.canApprove, patience);

        venue.server->replaceFaults(
            *parseFaultScript(R"({"faults":[{"kind":"stall","probability":1,"milliseconds":600000}]})"));
        QTRY_VERIFY_WITH_TIMEOUT(
            !desk.approval.canApprove && desk.approval.message.find(" old, limit 3 s") != std::string::npos, patience);
        QCOMPARE(desk.approval.state, ProposalState::Open);
        desk.session.approvals().approve();
        QCOMPARE(desk.approval.state, ProposalState::Open);
        desk.keepPicture(&desk.window, "live-stale");

        // A leg's quote may have been the first to age: the index and the perpetual follow.
        QTRY_VERIFY_WITH_TIMEOUT(!desk.session.approvals().whyNoProposal("BTC").empty(), patience);
        QSignalSpy said(&desk.session, &DeskSession::messageReady);
        QSignalSpy proposed(&desk.session, &DeskSession::proposalReady);
        desk.session.propose(desk.session.policy());
        QCOMPARE(said.count(), 1);
        QVERIFY(said.last().first().toString().contains(QStringLiteral("no proposal on stale prices")));
        QCOMPARE(proposed.count(), 0);
    }

    // Reliability row 7.
    void clockSkew_isMarkedFromASecondOn()
    {
        const auto isMarked = [](Milliseconds skew) {
            VenueHealth health;
            health.connected = true;
            health.clockSkew = skew;
            bool marked = false;
            for (const FactSection& section : venueHealthSections(health))
                for (const FactRow& row : section.rows)
                    marked = marked || (row.name.contains(QStringLiteral("clock")) && row.warns);
            return marked;
        };
        QVERIFY(!isMarked(1'000ms));
        QVERIFY(isMarked(1'001ms));
        QVERIFY(isMarked(-1'001ms));
    }

    void wrongAddress_isSaidAndChangesNothing()
    {
        const QTemporaryDir folder;
        Desk desk(folder.path());
        QSignalSpy said(&desk.session, &DeskSession::messageReady);
        desk.session.playLive({"x", "ws://www.deribit.com/", "", {"BTC"}});
        QTRY_VERIFY_WITH_TIMEOUT(said.count() > 0, patience);
        QVERIFY(said.last().first().toString().contains(QStringLiteral("encryption")));
        QVERIFY(!desk.session.market());
    }

    void recordedFeed_playsWithItsBar()
    {
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("feed.ballastrec"));
        {
            VenueOnLoopback venue(smallVenueMarket());
            DeribitFeedSettings wanted = venue.feed();
            auto recorder = RecordingWriter::create(file.toStdString(), {"venue", wanted.session, false});
            FeedEar ear;
            const DeribitFeed feed(wanted, ear.handlers(), recorder->get());
            QTRY_VERIFY_WITH_TIMEOUT(ear.isComplete(7) && ear.pictures() > 15, patience);
        }
        Desk desk(folder.path());
        desk.session.playFiles({file});
        QTRY_VERIFY_WITH_TIMEOUT(desk.session.market() && desk.session.market()->quotes.size() == 7, patience);
        QCOMPARE(desk.session.market()->mode, MarketMode::Recording);
        auto* const bar = desk.window.findChild<ReplayBar*>();
        QTRY_VERIFY_WITH_TIMEOUT(bar->isVisible() && bar->slider()->maximum() > 500, patience);
        QVERIFY(bar->timeText().contains(QStringLiteral("UTC")));
        desk.keepPicture(bar, "replay-bar");
        const TapePosition tape = *desk.session.player().tape;
        Q_EMIT bar->pauseToggled(true);
        QTRY_VERIFY_WITH_TIMEOUT(desk.session.player().paused, patience);
        Q_EMIT bar->seekRequested(toUnixMilliseconds(tape.end));
        QTRY_COMPARE_WITH_TIMEOUT(desk.session.player().tape->at, tape.end, patience);
        Q_EMIT bar->seekRequested(toUnixMilliseconds(tape.begin + 400ms));
        QTRY_COMPARE_WITH_TIMEOUT(desk.session.player().tape->at, tape.begin + 400ms, patience);
        Q_EMIT bar->speedChosen(10.0);
        QTRY_COMPARE_WITH_TIMEOUT(desk.session.player().speed, 10.0, patience);
    }
};

QTEST_MAIN(LiveDeskTest)
#include "tst_live_desk.moc"
