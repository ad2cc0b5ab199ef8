#include "app/session/desk_session.h"
#include "app/session/live_source.h"
#include "app/session/market_player.h"
#include "app/session/wiring.h"
#include "tests/transport/venue_scripts.h"
#include "ui/main_window.h"
#include "ui/venues/connect_dialog.h"
#include "ui/venues/oracle_window.h"
#include "ui/venues/venue_health_window.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTimer>
#include <QtTest>

#include <fmt/format.h>

using namespace ballast;
using namespace ballast::test;
using namespace std::chrono_literals;

namespace {

constexpr int patience = 20'000;

std::string word(std::uint64_t value)
{
    return fmt::format("{:064x}", value);
}

// An Ethereum node: BTC/USD at 101,020 of 20 minutes ago.
std::optional<std::string> nodeAnswer(const std::string& body)
{
    const std::string id = between(body, "\"id\":", ",");
    const auto updated =
        static_cast<std::uint64_t>(toUnixMilliseconds(SystemClock().now() - std::chrono::minutes(20)) / 1000);
    const bool isDecimals = body.find(decimalsCall) != std::string::npos;
    const std::string round = fmt::format("{:044x}{:04x}{:016x}", 0, 5, 7);
    const std::string hex =
        isDecimals ? word(8) : round + word(10'102'000'000'000ULL) + word(updated) + word(updated) + round;
    return fmt::format("{{\"jsonrpc\":\"2.0\",\"id\":{},\"result\":\"0x{}\"}}", id, hex);
}

ServerScript wholeWorld()
{
    ServerScript script = threeVenues();
    script.post = nodeAnswer;
    return script;
}

VenueChoice choiceOf(const ScriptedServer& server, std::vector<std::string> venues)
{
    VenueChoice choice;
    choice.authorities = server.authorities;
    choice.currencies = {"BTC"};
    choice.publicVenues = std::move(venues);
    choice.publicHost = server.address();
    choice.chainlinkUrl = "https://" + server.address() + "/v3/canary-key";
    return choice;
}

const JudgedSource* sourceOf(const PlayerState& state, std::string_view name)
{
    if (state.oracles.empty())
        return nullptr;
    const auto& sources = state.oracles.front().quorum.sources;
    const auto found = std::ranges::find(sources, name, &JudgedSource::source);
    return found == sources.end() ? nullptr : &*found;
}

bool isLive(const SnapshotPtr& market, const char* venue, const char* name)
{
    const Quote* quote = market ? market->quote({VenueId{venue}, dated(name)}) : nullptr;
    return quote != nullptr && quote->state == QuoteState::Live && quote->mark;
}

// A player of the venues' choice, as the program has it.
struct PlayedWorld
{
    explicit PlayedWorld(ScriptedServer& venues) : player(SnapshotId{0})
    {
        QObject::connect(&player, &MarketPlayer::snapshotReady, &player,
                         [this](const SnapshotPtr& news) { market = news; });
        QObject::connect(&player, &MarketPlayer::stateChanged, &player,
                         [this](const PlayerState& news) { state = news; });
        QObject::connect(&player, &MarketPlayer::failed, &player, [this](const QString& news) { problem = news; });
        QObject::connect(&pulse, &QTimer::timeout, &player, [&venues] { pushTick(venues); });
        pulse.start(200ms);
    }

    MarketPlayer player;
    QTimer pulse;
    SnapshotPtr market;
    PlayerState state;
    QString problem;
};

void keepPicture(QWidget& widget, const char* name)
{
    const QString folder = qEnvironmentVariable("BALLAST_PICTURES");
    if (folder.isEmpty())
        return;
    for (const bool dark : {true, false}) {
        applyTheme(dark);
        widget.grab().save(folder + QLatin1Char('/') + QLatin1String(name) +
                           (dark ? QStringLiteral("-dark.png") : QStringLiteral("-light.png")));
    }
    applyTheme(true);
}

} // namespace

class LiveVenuesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(true); }

    void threeVenuesAndTheChain_areOneMarketWithManySources()
    {
        ScriptedServer venues(wholeWorld());
        PlayedWorld world(venues);
        world.player.playLive(choiceOf(venues, {"okx", "bybit", "binance"}));
        QVERIFY2(world.problem.isEmpty(), qPrintable(world.problem));
        QTRY_VERIFY_WITH_TIMEOUT(isLive(world.market, "okx", "BTC-USD-261225-120000-C"), patience);
        QTRY_VERIFY_WITH_TIMEOUT(isLive(world.market, "bybit", "BTC-25DEC26-120000-C-USDT"), patience);
        QTRY_VERIFY_WITH_TIMEOUT(isLive(world.market, "binance", "BTC-261225-120000-C"), patience);
        QTRY_VERIFY_WITH_TIMEOUT(isLive(world.market, "binance", "BTCUSDT"), patience);
        QTRY_VERIFY_WITH_TIMEOUT(isLive(world.market, "bybit", "BTCUSDT"), patience);
        QCOMPARE(world.market->source, std::string("OKX + Bybit + Binance"));
        QCOMPARE(world.market->instruments->size(), std::size_t(8));
        QTRY_VERIFY_WITH_TIMEOUT(world.market->quote({VenueId{"binance"}, "BTCUSDT"})->bid == 101004.9, patience);
        QCOMPARE(world.market->index("BTC")->priceUsd, 101010.2); // OKX is first
        QCOMPARE(world.state.venues.size(), std::size_t(6));      // five links and the node

        for (const char* const source : {"OKX index", "Bybit index", "Binance index", "Chainlink BTC/USD"})
            QTRY_VERIFY_WITH_TIMEOUT(sourceOf(world.state, source) != nullptr, patience);
        QVERIFY(sourceOf(world.state, "Chainlink BTC/USD")->price == 101'020.0);
        QVERIFY(*sourceOf(world.state, "Chainlink BTC/USD")->age >= 19min);
        for (const VenueHealth& venue : world.state.venues)
            QVERIFY(venue.address.find("canary") == std::string::npos);
        QTRY_COMPARE_WITH_TIMEOUT(world.state.oracles.front().state, BreakerState::Normal, patience);

        OracleWindow oracles;
        oracles.showOracles(world.state.oracles, {{"BTC", {250'000.0, 40'000.0}}});
        QCOMPARE(oracles.facts()->sections().at(2).rows.size(), int(world.state.oracles.front().quorum.sources.size()));
        oracles.resize(560, 560);
        keepPicture(oracles, "index-sources-many");
        QTRY_VERIFY_WITH_TIMEOUT(
            std::ranges::all_of(world.state.venues,
                                [](const VenueHealth& venue) { return venue.state == QuoteState::Live; }),
            patience);
        VenueHealthWindow health;
        health.showVenues(world.state.venues);
        keepPicture(health, "venue-health-many");

        world.pulse.stop(); // the venues say nothing more: the chain alone is in time
        QTRY_COMPARE_WITH_TIMEOUT(world.state.oracles.front().state, BreakerState::Degraded, patience);
        QTRY_VERIFY_WITH_TIMEOUT(sourceOf(world.state, "Bybit index")->state == SourceState::Late, patience);
        QVERIFY(sourceOf(world.state, "Chainlink BTC/USD")->state == SourceState::Healthy);
        oracles.showOracles(world.state.oracles, {{"BTC", {250'000.0, 40'000.0}}});
        keepPicture(oracles, "index-sources-degraded");
    }

    void oneVenueAlone_isAMarket()
    {
        ScriptedServer venues(wholeWorld());
        PlayedWorld world(venues);
        VenueChoice choice = choiceOf(venues, {"okx"});
        choice.chainlinkUrl.clear();
        world.player.playLive(choice);
        QTRY_VERIFY_WITH_TIMEOUT(isLive(world.market, "okx", "BTC-USD-SWAP"), patience);
        QCOMPARE(world.market->source, std::string("OKX"));
        QCOMPARE(world.market->instruments->size(), std::size_t(3));
    }

    void lostLinks_comeBackInTheSameMarket()
    {
        auto venues = std::make_unique<ScriptedServer>(wholeWorld());
        PlayedWorld world(*venues);
        world.player.playLive(choiceOf(*venues, {"okx", "bybit"}));
        QTRY_VERIFY_WITH_TIMEOUT(isLive(world.market, "okx", "BTC-USD-SWAP"), patience);
        QTRY_VERIFY_WITH_TIMEOUT(isLive(world.market, "bybit", "BTCUSDT"), patience);
        venues->cutAll();
        QTRY_VERIFY_WITH_TIMEOUT(world.state.venues.front().reconnects >= 1, patience);
        QTRY_VERIFY_WITH_TIMEOUT(isLive(world.market, "okx", "BTC-USD-SWAP"), patience);
        QTRY_VERIFY_WITH_TIMEOUT(isLive(world.market, "bybit", "BTCUSDT"), patience);
    }

    // From the venues' messages to the book's risk, and to the order books of what is held.
    void desk_pricesABookOfSeveralVenues()
    {
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("book.csv"));
        QFile book(file);
        QVERIFY(book.open(QIODevice::WriteOnly));
        book.write(QByteArray::fromStdString(
            "instrument,quantity,average_price,venue\n" + dated("BTC-USD-261225-120000-C,-2,0.009,okx\n") +
            dated("BTC-25DEC26-120000-P-USDT,1,19500,bybit\n") + "BTCUSDT,0.5,100900,bybit\n"));
        book.close();
        ScriptedServer venues(wholeWorld());
        const SystemClock clock;
        DeskSession session(clock, {std::filesystem::path(folder.path().toStdString()) / "journal.sqlite", "tester"});
        MainWindow window;
        std::vector<FeedHealth> lights;
        connect(&session, &DeskSession::pictureReady, &window, &MainWindow::showPicture);
        connect(&session, &DeskSession::feedsChanged, &window, &MainWindow::showFeeds);
        connect(&session, &DeskSession::feedsChanged, &window,
                [&lights](const std::vector<FeedHealth>& now) { lights = now; });
        connect(&session, &DeskSession::playerChanged, &window,
                [&window](const PlayerState& state) { window.showMode(state.mode, state.speed, state.paused); });
        window.resize(1280, 800);
        window.show();
        QTimer pulse;
        connect(&pulse, &QTimer::timeout, &session, [&venues] { pushTick(venues); });
        pulse.start(200ms);
        session.playLive(choiceOf(venues, {"okx", "bybit"}));
        session.openBook(file);
        QTRY_VERIFY_WITH_TIMEOUT(session.picture() && session.picture()->risk &&
                                     session.picture()->risk->lines.size() == 3 &&
                                     session.picture()->risk->linesFailed == 0,
                                 patience);
        const RiskReport& risk = *session.picture()->risk;
        QVERIFY(std::isfinite(risk.totals.deltaUsd) && risk.totals.deltaUsd != 0.0);
        const std::string wanted = dated("\"books\",\"instId\":\"BTC-USD-261225-120000-C\"");
        QTRY_VERIFY_WITH_TIMEOUT(venues.heardWith(wanted) > 0, patience);
        const std::string book25 = dated("orderbook.25.BTC-25DEC26-120000-P-USDT");
        QTRY_VERIFY_WITH_TIMEOUT(venues.heardWith(book25) > 0, patience);
        QTRY_COMPARE_WITH_TIMEOUT(lights.size(), std::size_t(3), patience); // one a venue, and the node
        QCOMPARE(lights[0].name, std::string("OKX"));
        QCOMPARE(lights[1].name, std::string("Bybit"));
        QCOMPARE(lights[2].name, std::string("Chainlink"));
        QTRY_VERIFY_WITH_TIMEOUT(lights[1].state == QuoteState::Live, patience);
        keepPicture(window, "live-venues-1280");

        pulse.stop(); // a hedge on a degraded index says what is different
        QSignalSpy said(&session, &DeskSession::messageReady);
        QTRY_COMPARE_WITH_TIMEOUT(session.player().oracles.front().state, BreakerState::Degraded, patience);
        session.propose(session.policy());
        const auto isSaid = [&said] {
            return std::ranges::any_of(said, [](const QList<QVariant>& each) {
                return each.front().toString().contains(QStringLiteral("BTC index degraded: bands × 1.5, margin + "));
            });
        };
        QVERIFY(isSaid());
    }

    void wrongChoices_areSaid_data()
    {
        QTest::addColumn<QString>("venue");
        QTest::addColumn<QString>("node");
        QTest::addColumn<QString>("says");
        QTest::newRow("no venue") << QString() << QString() << QStringLiteral("at least one venue");
        QTest::newRow("unknown venue") << QStringLiteral("mtgox") << QString()
                                       << QStringLiteral("okx, bybit or binance");
        QTest::newRow("plain node") << QStringLiteral("okx") << QStringLiteral("http://127.0.0.1/canary-key")
                                    << QStringLiteral("https://");
    }
    void wrongChoices_areSaid()
    {
        QFETCH(QString, venue);
        QFETCH(QString, node);
        QFETCH(QString, says);
        VenueChoice choice;
        if (!venue.isEmpty())
            choice.publicVenues = {venue.toStdString()};
        choice.chainlinkUrl = node.toStdString();
        const auto source = openLiveSource(choice, {});
        QVERIFY(!source.ok());
        const QString message = QString::fromStdString(source.error().message);
        QVERIFY2(message.contains(says), qPrintable(message));
        QVERIFY(!message.contains(QStringLiteral("canary")));
    }

    void dialog_joinsVenuesAndChecksTheNode()
    {
        ConnectDialog dialog({});
        dialog.okx()->setChecked(true);
        dialog.binance()->setChecked(true);
        QCOMPARE(dialog.choice().publicVenues, (std::vector<std::string>{"okx", "binance"}));
        QVERIFY(!dialog.choice().url.empty());
        dialog.node()->setText(QStringLiteral("http://node.example"));
        QVERIFY(!dialog.connectButton()->isEnabled());
        dialog.node()->setText(QStringLiteral("https://node.example/v3/key"));
        QVERIFY(dialog.connectButton()->isEnabled());
        QCOMPARE(dialog.choice().chainlinkUrl, std::string("https://node.example/v3/key"));
        keepPicture(dialog, "connect-dialog-many");

        dialog.venue()->setCurrentIndex(3);
        QVERIFY(dialog.choice().url.empty());
        QVERIFY(dialog.connectButton()->isEnabled());
        const ConnectDialog again(dialog.choice());
        QCOMPARE(again.choice(), dialog.choice());
        dialog.okx()->setChecked(false);
        dialog.binance()->setChecked(false);
        QVERIFY(!dialog.connectButton()->isEnabled());
    }

    void nodeOfTheKeychain_doesNotOverwriteWhatIsTyped()
    {
        ConnectDialog dialog({});
        QVERIFY(!dialog.keepsNode());
        dialog.setNode(QStringLiteral("https://node.example/kept"));
        QCOMPARE(dialog.choice().chainlinkUrl, std::string("https://node.example/kept"));
        QVERIFY(dialog.keepsNode());
        QVERIFY(dialog.node()->echoMode() != QLineEdit::Normal);
        dialog.setNode(QStringLiteral("https://node.example/other"));
        QCOMPARE(dialog.choice().chainlinkUrl, std::string("https://node.example/kept"));
    }
};

QTEST_MAIN(LiveVenuesTest)
#include "tst_live_venues.moc"
