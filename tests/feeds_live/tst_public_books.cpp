#include "tests/feeds_live/public_rig.h"

#include <QtTest>

#include <fmt/format.h>

#include <map>
#include <random>

using namespace ballast;
using namespace ballast::test;
using namespace std::chrono_literals;

namespace {

// The venue's own book: price to amount, and the number of its last message.
struct VenueBook
{
    std::map<int, int> bids{{99, 5}};
    std::map<int, int> asks{{101, 5}};
    std::int64_t sequence = 1'000;

    static void set(std::map<int, int>& side, int price, int amount)
    {
        if (amount == 0)
            side.erase(price);
        else
            side[price] = amount;
    }
};

struct BookChange
{
    bool isBid = true;
    int price = 0;
    int amount = 0;
    std::int64_t previous = 0;
    std::int64_t sequence = 0;
};

std::string side(const std::map<int, int>& levels)
{
    std::string text;
    for (const auto& [price, amount] : levels)
        text += fmt::format("{}[\"{}\",\"{}\",\"0\",\"1\"]", text.empty() ? "" : ",", price, amount);
    return "[" + text + "]";
}

std::string level(const BookChange& change, bool bid)
{
    return change.isBid == bid ? fmt::format("[[\"{}\",\"{}\",\"0\",\"1\"]]", change.price, change.amount) : "[]";
}

// How one venue words its book, and what it answers.
struct VenueWords
{
    virtual ~VenueWords() = default;
    [[nodiscard]] virtual PublicRig rig() const = 0;
    [[nodiscard]] virtual InstrumentId instrument() const = 0;
    [[nodiscard]] virtual double scale() const { return 1.0; }
    [[nodiscard]] virtual int step(std::mt19937& random) const { return 1 + static_cast<int>(random() % 7); }
    [[nodiscard]] virtual std::string change(const BookChange& change, std::int64_t ms) const = 0;
    // Replies to what the session sent.
    [[nodiscard]] virtual std::vector<std::string> replies(const std::string& sent, const VenueBook& book,
                                                           std::int64_t ms) const = 0;
    virtual void putPage(PublicRig&, const VenueBook&, std::int64_t) const {}
};

std::string between(const std::string& text, const std::string& from, const std::string& to)
{
    const auto start = text.find(from);
    return start == std::string::npos
               ? std::string()
               : text.substr(start + from.size(), text.find(to, start + from.size()) - start - from.size());
}

struct OkxWords final : VenueWords
{
    [[nodiscard]] PublicRig rig() const override
    {
        PublicRig made(okxDialect({"BTC"}, "https://x"), parseOkxName);
        giveOkxPages(made.pages);
        return made;
    }
    [[nodiscard]] InstrumentId instrument() const override { return {okxVenue, "BTC-USD-SWAP"}; }
    [[nodiscard]] double scale() const override { return 100.0; }
    static std::string message(const char* action, const std::string& bids, const std::string& asks,
                               std::int64_t sequence, std::int64_t previous, std::int64_t ms)
    {
        return fmt::format(
            "{{\"arg\":{{\"channel\":\"books\",\"instId\":\"BTC-USD-SWAP\"}},\"action\":\"{}\",\"data\":[{{"
            "\"asks\":{},\"bids\":{},\"ts\":\"{}\",\"checksum\":0,\"seqId\":{},\"prevSeqId\":{}}}]}}",
            action, asks, bids, ms, sequence, previous);
    }
    [[nodiscard]] std::string change(const BookChange& change, std::int64_t ms) const override
    {
        return message("update", level(change, true), level(change, false), change.sequence, change.previous, ms);
    }
    [[nodiscard]] std::vector<std::string> replies(const std::string& sent, const VenueBook& book,
                                                   std::int64_t ms) const override
    {
        if (sent == "ping")
            return {"pong"};
        const bool leaves = sent.find("unsubscribe") != std::string::npos;
        std::vector<std::string> texts{fmt::format("{{\"event\":\"{}\",\"id\":\"{}\"}}",
                                                   leaves ? "unsubscribe" : "subscribe",
                                                   between(sent, "\"id\":\"", "\""))};
        if (!leaves && sent.find("\"books\",\"instId\":\"BTC-USD-SWAP\"") != std::string::npos)
            texts.push_back(message("snapshot", side(book.bids), side(book.asks), book.sequence, -1, ms));
        return texts;
    }
};

struct BybitWords final : VenueWords
{
    [[nodiscard]] PublicRig rig() const override
    {
        PublicRig made(bybitDialect(BybitCategory::Linear, {"BTC"}, "https://x"),
                       [](std::string_view name) { return parseBybitName(name, BybitCategory::Linear); });
        giveBybitPages(made.pages);
        return made;
    }
    [[nodiscard]] InstrumentId instrument() const override { return {bybitVenue, "BTCUSDT"}; }
    [[nodiscard]] int step(std::mt19937&) const override { return 1; }
    static std::string message(const char* type, const std::string& bids, const std::string& asks,
                               std::int64_t sequence, std::int64_t ms)
    {
        return fmt::format(
            "{{\"topic\":\"orderbook.50.BTCUSDT\",\"type\":\"{}\",\"ts\":{},\"data\":{{\"s\":\"BTCUSDT\","
            "\"b\":{},\"a\":{},\"u\":{},\"seq\":7}}}}",
            type, ms, bids, asks, sequence);
    }
    [[nodiscard]] std::string change(const BookChange& change, std::int64_t ms) const override
    {
        return message("delta", level(change, true), level(change, false), change.sequence, ms);
    }
    [[nodiscard]] std::vector<std::string> replies(const std::string& sent, const VenueBook& book,
                                                   std::int64_t ms) const override
    {
        if (sent.find("\"ping\"") != std::string::npos)
            return {};
        std::vector<std::string> texts{
            fmt::format("{{\"success\":true,\"ret_msg\":\"\",\"req_id\":\"{}\",\"op\":\"x\"}}",
                        between(sent, "\"req_id\":\"", "\""))};
        if (sent.find("\"subscribe\"") != std::string::npos && sent.find("orderbook.50.BTCUSDT") != std::string::npos)
            texts.push_back(message("snapshot", side(book.bids), side(book.asks), book.sequence, ms));
        return texts;
    }
};

struct BinanceWords final : VenueWords
{
    [[nodiscard]] PublicRig rig() const override
    {
        PublicRig made(binanceDialect(BinanceLink::Books, {"BTC"}, {"https://x", "https://x"}),
                       [](std::string_view name) { return parseBinanceName(name, BinanceMarket::UsdM); });
        giveBinancePages(made.pages);
        return made;
    }
    [[nodiscard]] InstrumentId instrument() const override { return {binanceVenue, "BTCUSDT"}; }
    [[nodiscard]] std::string change(const BookChange& change, std::int64_t ms) const override
    {
        return fmt::format(
            "{{\"stream\":\"btcusdt@depth@100ms\",\"data\":{{\"e\":\"depthUpdate\",\"E\":{},\"s\":\"BTCUSDT\","
            "\"U\":{},\"u\":{},\"pu\":{},\"b\":{},\"a\":{}}}}}",
            ms, change.previous + 1, change.sequence, change.previous, level(change, true), level(change, false));
    }
    [[nodiscard]] std::vector<std::string> replies(const std::string& sent, const VenueBook&,
                                                   std::int64_t) const override
    {
        return {fmt::format("{{\"result\":null,\"id\":{}}}", between(sent, "\"id\":", "}"))};
    }
    void putPage(PublicRig& rig, const VenueBook& book, std::int64_t ms) const override
    {
        rig.pages["/fapi/v1/depth?symbol=BTCUSDT&limit=1000"] =
            fmt::format("{{\"lastUpdateId\":{},\"E\":{},\"bids\":{},\"asks\":{}}}", book.sequence, ms, side(book.bids),
                        side(book.asks));
    }
};

std::map<int, int> levelsOf(const std::vector<LadderLevel>& levels, double scale)
{
    std::map<int, int> result;
    for (const LadderLevel& each : levels)
        result[static_cast<int>(std::lround(each.price))] = static_cast<int>(std::lround(each.amount / scale));
    return result;
}

// The venue, the link between, and who listens.
struct FaultyLink
{
    explicit FaultyLink(const VenueWords& venueWords) : words(venueWords), rig(venueWords.rig())
    {
        words.putPage(rig, book, now());
        rig.connect();
        answer();
    }

    [[nodiscard]] std::int64_t now() const { return toUnixMilliseconds(rig.now); }

    // Until the session has nothing more to say.
    void answer()
    {
        while (!rig.sent.empty()) {
            const auto texts = std::exchange(rig.sent, {});
            for (const std::string& text : texts) {
                for (const std::string& reply : words.replies(text, book, now()))
                    rig.deliver(reply);
            }
        }
    }

    [[nodiscard]] std::string moved(std::mt19937& random)
    {
        BookChange change;
        change.isBid = random() % 2 == 0;
        const int distance = static_cast<int>(random() % 10);
        change.price = change.isBid ? 99 - distance : 101 + distance;
        change.amount = static_cast<int>(random() % 6);
        change.previous = book.sequence;
        change.sequence = book.sequence += words.step(random);
        VenueBook::set(change.isBid ? book.bids : book.asks, change.price, change.amount);
        return words.change(change, now());
    }

    void deliver(const std::string& text)
    {
        words.putPage(rig, book, now());
        rig.deliver(text);
        answer();
    }

    void pass(Milliseconds span)
    {
        words.putPage(rig, book, now());
        rig.advance(span);
        answer();
    }

    [[nodiscard]] bool isLive() const { return rig.session.isBookLive(words.instrument().name); }

    const VenueWords& words;
    VenueBook book;
    PublicRig rig;
};

std::unique_ptr<VenueWords> wordsOf(int venue)
{
    if (venue == 0)
        return std::make_unique<OkxWords>();
    if (venue == 1)
        return std::make_unique<BybitWords>();
    return std::make_unique<BinanceWords>();
}

} // namespace

class PublicBooksTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lostAndDoubledMessages_areNoticedAtOnceAndTheFinalBookIsTheVenues_data()
    {
        QTest::addColumn<int>("venue");
        QTest::addColumn<uint>("seed");
        for (uint seed = 1; seed <= 5; ++seed) {
            QTest::addRow("OKX, seed %u", seed) << 0 << seed;
            QTest::addRow("Bybit, seed %u", seed) << 1 << seed;
            QTest::addRow("Binance, seed %u", seed) << 2 << seed;
        }
    }

    // An independent book on the venue's side; one message in a hundred is lost, one in two hundred comes twice.
    void lostAndDoubledMessages_areNoticedAtOnceAndTheFinalBookIsTheVenues()
    {
        QFETCH(int, venue);
        QFETCH(uint, seed);
        const auto words = wordsOf(venue);
        FaultyLink link(*words);
        std::mt19937 random(seed);
        std::uint64_t faults = 0;
        bool lost = false;
        for (int i = 0; i < 2'000; ++i) {
            link.pass(100ms);
            const std::string text = link.moved(random);
            const bool wasLive = link.isLive();
            if (random() % 100 == 0) {
                lost = lost || wasLive;
                continue;
            }
            const std::uint64_t gaps = link.rig.session.figures().gaps;
            link.deliver(text);
            if (lost)
                QCOMPARE(link.rig.session.figures().gaps, gaps + 1);
            faults += lost ? 1 : 0;
            lost = false;
            if (random() % 200 == 0 && link.isLive()) {
                link.deliver(text);
                ++faults;
            }
        }
        for (int i = 0; i < 100; ++i) {
            link.pass(100ms);
            link.deliver(link.moved(random));
        }
        QVERIFY(faults > 10);
        QVERIFY(link.isLive());
        QVERIFY(!link.rig.reconnect);
        const auto picture = link.rig.picture();
        const Quote* quote = picture->quote(words->instrument());
        QVERIFY(quote != nullptr && quote->ladder);
        QCOMPARE(levelsOf(quote->ladder->bids, words->scale()), link.book.bids);
        QCOMPARE(levelsOf(quote->ladder->asks, words->scale()), link.book.asks);
    }
};

QTEST_GUILESS_MAIN(PublicBooksTest)
#include "tst_public_books.moc"
