#include "app/feeds/transport/chainlink_feed.h"
#include "tests/transport/scripted_server.h"

#include <QtTest>

#include <fmt/format.h>

#include <mutex>

using namespace ballast;
using namespace ballast::test;

namespace {

constexpr int patience = 15'000;

std::string word(std::uint64_t value)
{
    return fmt::format("{:064x}", value);
}

// phase 5, round 7; 8 decimals.
std::string round(std::uint64_t answer, Timestamp updatedAt)
{
    const auto seconds = static_cast<std::uint64_t>(toUnixMilliseconds(updatedAt) / 1000);
    const std::string id = fmt::format("{:044x}{:04x}{:016x}", 0, 5, 7);
    return "0x" + id + word(answer) + word(seconds) + word(seconds) + id;
}

std::string reply(const std::string& body, const std::string& hex)
{
    const auto at = body.find("\"id\":") + 5;
    return fmt::format(R"({{"jsonrpc":"2.0","id":{},"result":"{}"}})", body.substr(at, body.find(',', at) - at), hex);
}

struct ReaderEar
{
    [[nodiscard]] auto handler()
    {
        return [this](const ChainlinkStatus& news) {
            const std::scoped_lock lock(mutex);
            status = news;
        };
    }
    [[nodiscard]] ChainlinkStatus said() const
    {
        const std::scoped_lock lock(mutex);
        return status;
    }
    mutable std::mutex mutex;
    ChainlinkStatus status; // guarded by mutex
};

ChainlinkSettings settingsFor(const ScriptedServer& server, const std::string& path)
{
    return {"https://" + server.address() + path, chainlinkTargets({"BTC", "ETH", "XYZ"}), server.authorities,
            [](const std::string&) { return std::nullopt; }};
}

} // namespace

class ChainlinkReaderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void decimalsThenRounds_becomeReadings()
    {
        ServerScript script;
        script.post = [](const std::string& body) -> std::optional<std::string> {
            if (body.find(decimalsCall) != std::string::npos)
                return reply(body, "0x" + word(8));
            const bool isBitcoin = body.find("0xF4030086522a5bEEa4988F8cA5B36dbC97BeE88c") != std::string::npos;
            return reply(body, round(isBitcoin ? 10'101'020'000'000ULL : 350'050'000'000ULL, SystemClock().now()));
        };
        const ScriptedServer server(script);
        ReaderEar ear;
        const ChainlinkReader reader(settingsFor(server, "/v3/canary-key"), ear.handler());
        QTRY_COMPARE_WITH_TIMEOUT(ear.said().readings.size(), std::size_t(2), patience);
        const auto readings = ear.said().readings;
        QCOMPARE(readings[0].underlying, std::string("BTC"));
        QCOMPARE(readings[0].reading.source, std::string("Chainlink BTC/USD"));
        QCOMPARE(*readings[0].reading.price, 101'010.2);
        QCOMPARE(*readings[1].reading.price, 3'500.5);
        QVERIFY(readings[0].reading.rules == chainlinkRules(std::chrono::seconds(3600), 0.005));
        QCOMPARE(ear.said().host, std::string("127.0.0.1")); // and no word of the key
        QVERIFY(ear.said().problem.empty());
    }

    void missedHeartbeat_isAReadingWithoutPrice()
    {
        ServerScript script;
        script.post = [](const std::string& body) -> std::optional<std::string> {
            if (body.find(decimalsCall) != std::string::npos)
                return reply(body, "0x" + word(8));
            return reply(body, round(10'101'020'000'000ULL, SystemClock().now() - std::chrono::hours(2)));
        };
        const ScriptedServer server(script);
        ReaderEar ear;
        const ChainlinkReader reader(settingsFor(server, "/"), ear.handler());
        QTRY_COMPARE_WITH_TIMEOUT(ear.said().readings.size(), std::size_t(2), patience);
        QVERIFY(!ear.said().readings.front().reading.price);
    }

    void refusingNode_isSaidWithoutTheKey()
    {
        ServerScript script;
        script.post = [](const std::string& body) -> std::optional<std::string> {
            const auto at = body.find("\"id\":") + 5;
            return fmt::format(
                R"({{"jsonrpc":"2.0","id":{},"error":{{"code":-32005,"message":"daily limit reached"}}}})",
                body.substr(at, body.find(',', at) - at));
        };
        const ScriptedServer server(script);
        ReaderEar ear;
        const ChainlinkReader reader(settingsFor(server, "/v3/canary-key"), ear.handler());
        QTRY_VERIFY_WITH_TIMEOUT(ear.said().problem.find("daily limit reached") != std::string::npos, patience);
        QVERIFY(ear.said().problem.find("canary") == std::string::npos);
        QVERIFY(ear.said().readings.empty());
    }

    void poll_followsTheHeartbeatAndBacksOff()
    {
        ChainlinkPoll poll(chainlinkTargets({"BTC"}));
        Timestamp now = fromUnixMilliseconds(1'795'000'000'000);
        const auto answer = [&](const std::string& hex) {
            const auto questions = poll.due(now);
            QCOMPARE(questions.size(), std::size_t(1));
            QVERIFY(poll.due(now).empty()); // under way
            poll.answered(0, Result<std::string>(reply(questions[0].body, hex)), now);
        };
        answer("0x" + word(8));
        answer(round(10'101'020'000'000ULL, now));
        QVERIFY(poll.nextDeadline() == now + std::chrono::seconds(60));
        now += std::chrono::seconds(60);
        static_cast<void>(poll.due(now));
        poll.answered(0, Error{Errc::Io, "no answer in time"}, now);
        QVERIFY(poll.nextDeadline() == now + std::chrono::seconds(5));
        QVERIFY(!poll.problem().empty());
        QCOMPARE(*poll.readings(now).front().reading.price, 101'010.2); // the round still holds
        QVERIFY(!poll.readings(now + std::chrono::hours(2)).front().reading.price);
    }
};

QTEST_GUILESS_MAIN(ChainlinkReaderTest)
#include "tst_chainlink_reader.moc"
