#include "app/feeds/transport/venue_links.h"
#include "tests/transport/venue_scripts.h"

#include <QtTest>

#include <atomic>

using namespace ballast;
using namespace ballast::test;
using namespace std::chrono_literals;

namespace {

constexpr int patience = 15'000;

// Newest picture and status of one link.
struct LinkEar
{
    [[nodiscard]] FeedHandlers handlers()
    {
        FeedHandlers handlers;
        handlers.picture = [this](const SnapshotPtr& news) {
            const std::scoped_lock lock(mutex);
            picture = news;
        };
        handlers.status = [this](const FeedStatus& news) {
            const std::scoped_lock lock(mutex);
            status = news;
        };
        return handlers;
    }
    [[nodiscard]] std::optional<Quote> quote(const InstrumentId& id) const
    {
        const std::scoped_lock lock(mutex);
        const Quote* found = picture ? picture->quote(id) : nullptr;
        return found != nullptr ? std::optional(*found) : std::nullopt;
    }
    [[nodiscard]] bool isLiveAt(const InstrumentId& id, double bid) const
    {
        const auto found = quote(id);
        return found && found->state == QuoteState::Live && found->bid == bid && found->ladder;
    }
    [[nodiscard]] FeedStatus said() const
    {
        const std::scoped_lock lock(mutex);
        return status;
    }

    mutable std::mutex mutex;
    SnapshotPtr picture; // guarded by mutex
    FeedStatus status;   // guarded by mutex
};

std::vector<PublicLink> linksTo(const ScriptedServer& server, PublicVenue venue)
{
    PublicVenueSettings settings;
    settings.venue = venue;
    settings.currencies = {"BTC"};
    settings.instead = server.address();
    settings.authorities = server.authorities;
    settings.shortestWait = 50ms;
    settings.environment = [](const std::string&) { return std::nullopt; };
    return publicLinks(settings).value();
}

} // namespace

class PublicFeedsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void okx_connectsGapsResyncsAndReconnects()
    {
        std::map<std::string, std::string> pages;
        giveOkxPages(pages);
        ServerScript script = scriptOf(pages);
        script.replies = [](const std::string&, const std::string& text) { return okxReplies(text); };
        ScriptedServer server(script);
        auto links = linksTo(server, PublicVenue::Okx);
        QCOMPARE(links.size(), std::size_t(1));
        LinkEar ear;
        const FeedLoop loop(links[0].loop, ear.handlers(), std::move(links[0].pipeline));
        const InstrumentId swap{okxVenue, "BTC-USD-SWAP"};
        QTRY_VERIFY_WITH_TIMEOUT(ear.isLiveAt(swap, 100.0), patience);
        QTRY_COMPARE_WITH_TIMEOUT(ear.said().listed, std::size_t(3), patience);

        const std::string lost = dated(
            R"({"arg":{"channel":"books","instId":"BTC-USD-SWAP"},"action":"update","data":[{"asks":[],"bids":[["99","1","0","1"]],"ts":"1795000000000","checksum":0,"seqId":15,"prevSeqId":14}]})");
        server.push(lost);
        QTRY_COMPARE_WITH_TIMEOUT(ear.said().session.gaps, std::uint64_t(1), patience);
        QTRY_VERIFY_WITH_TIMEOUT(ear.isLiveAt(swap, 100.0) && ear.said().session.resubscriptions == 1, patience);

        server.cutAll();
        QTRY_VERIFY_WITH_TIMEOUT(ear.said().session.reconnects == 1 && ear.isLiveAt(swap, 100.0), patience);
        QVERIFY(ear.said().phase == LinkPhase::Up);
        QVERIFY(!ear.said().lastReason.empty());
    }

    void bybit_hasALinkForOptionsAndOneForPerpetuals()
    {
        std::map<std::string, std::string> pages;
        giveBybitPages(pages);
        ServerScript script = scriptOf(pages);
        script.replies = [](const std::string&, const std::string& text) { return bybitReplies(text); };
        ScriptedServer server(script);
        auto links = linksTo(server, PublicVenue::Bybit);
        QCOMPARE(links.size(), std::size_t(2));
        LinkEar options;
        LinkEar linear;
        const FeedLoop optionLoop(links[0].loop, options.handlers(), std::move(links[0].pipeline));
        const FeedLoop linearLoop(links[1].loop, linear.handlers(), std::move(links[1].pipeline));
        const InstrumentId perpetual{bybitVenue, "BTCUSDT"};
        QTRY_VERIFY_WITH_TIMEOUT(linear.isLiveAt(perpetual, 100.0), patience);
        QTRY_COMPARE_WITH_TIMEOUT(options.said().channels, std::size_t(2), patience);
        const std::string ticker = dated(
            R"({"topic":"tickers.BTC-25DEC26-120000-C-USDT","ts":1795000000000,"data":{"symbol":"BTC-25DEC26-120000-C-USDT","bidPrice":"5200","bidSize":"1.5","bidIv":"0.48","askPrice":"5300","askSize":"2","askIv":"0.49","markPrice":"5262.5","indexPrice":"101010.2","markPriceIv":"0.4871","underlyingPrice":"101234.5"},"type":"snapshot"})");
        server.push(ticker, "/option");
        QTRY_VERIFY_WITH_TIMEOUT(
            options.quote({bybitVenue, dated("BTC-25DEC26-120000-C-USDT")}).value_or(Quote{}).mark == 5262.5, patience);

        const std::string lost = dated(
            R"({"topic":"orderbook.50.BTCUSDT","type":"delta","ts":1795000000000,"data":{"s":"BTCUSDT","b":[["99","5"]],"a":[],"u":503,"seq":7961638727}})");
        server.push(lost, "/linear");
        QTRY_COMPARE_WITH_TIMEOUT(linear.said().session.gaps, std::uint64_t(1), patience);
        QTRY_VERIFY_WITH_TIMEOUT(linear.isLiveAt(perpetual, 100.0), patience);
        QCOMPARE(options.said().session.gaps, std::uint64_t(0));
        server.cutAll();
        QTRY_VERIFY_WITH_TIMEOUT(linear.said().session.reconnects == 1 && linear.isLiveAt(perpetual, 100.0), patience);
    }

    void binance_booksStartFromTheAnswerAndComeBack()
    {
        std::map<std::string, std::string> pages;
        giveBinancePages(pages);
        std::atomic<int> snapshots{0};
        ServerScript script = scriptOf(pages);
        const auto plain = script.get;
        script.get = [plain, &snapshots](const std::string& target) {
            snapshots += target.starts_with("/fapi/v1/depth") ? 1 : 0;
            return plain(target);
        };
        script.replies = [](const std::string&, const std::string& text) {
            return std::vector<std::string>{"{\"result\":null,\"id\":" + between(text, "\"id\":", "}") + "}"};
        };
        ScriptedServer server(script);
        auto links = linksTo(server, PublicVenue::Binance);
        QCOMPARE(links.size(), std::size_t(2));
        LinkEar prices;
        LinkEar books;
        const FeedLoop priceLoop(links[0].loop, prices.handlers(), std::move(links[0].pipeline));
        const FeedLoop bookLoop(links[1].loop, books.handlers(), std::move(links[1].pipeline));
        QTRY_VERIFY_WITH_TIMEOUT(server.heardWith("btcusdt@depth@100ms") > 0, patience);
        QTRY_VERIFY_WITH_TIMEOUT(prices.said().channels >= 2, patience);
        const auto depth = [](int first, int last, int previous) {
            return "{\"stream\":\"btcusdt@depth@100ms\",\"data\":{\"e\":\"depthUpdate\",\"E\":" + nowText() +
                   ",\"s\":\"BTCUSDT\",\"U\":" + std::to_string(first) + ",\"u\":" + std::to_string(last) +
                   ",\"pu\":" + std::to_string(previous) + ",\"b\":[[\"101000.5\",\"7\"]],\"a\":[]}}";
        };
        const InstrumentId perpetual{binanceVenue, "BTCUSDT"};
        server.push(depth(995, 1003, 994), "/public/stream");
        QTRY_VERIFY_WITH_TIMEOUT(books.isLiveAt(perpetual, 101000.5), patience);
        QCOMPARE(snapshots.load(), 1);

        server.push(depth(1008, 1009, 1007), "/public/stream"); // a hole, and the snapshot is too old for what follows
        QTRY_COMPARE_WITH_TIMEOUT(books.said().session.gaps, std::uint64_t(1), patience);
        QTRY_VERIFY_WITH_TIMEOUT(snapshots.load() >= 2, patience);

        server.cutAll();
        QTRY_VERIFY_WITH_TIMEOUT(books.said().session.reconnects == 1 && books.said().channels >= 2, patience);
        server.push(depth(995, 1003, 994), "/public/stream");
        QTRY_VERIFY_WITH_TIMEOUT(books.isLiveAt(perpetual, 101000.5), patience);
    }

    void untrustedVenue_isRefusedWithTheReason()
    {
        ScriptedServer server({});
        auto links = linksTo(server, PublicVenue::Okx);
        links[0].loop.authorities.reset();
        LinkEar ear;
        const FeedLoop loop(links[0].loop, ear.handlers(), std::move(links[0].pipeline));
        QTRY_VERIFY_WITH_TIMEOUT(ear.said().lastReason.find("certificate") != std::string::npos, patience);
        QVERIFY(ear.said().nextTry);
    }
};

QTEST_GUILESS_MAIN(PublicFeedsTest)
#include "tst_public_feeds.moc"
