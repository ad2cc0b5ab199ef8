#include "app/feeds/live/client_signature.h"
#include "tests/venue/venue_testing.h"

#include <QtTest>

#include <map>

using namespace ballast;
using namespace ballast::test;
using namespace std::chrono_literals;

namespace {

const char* const perpetual = "BTC-PERPETUAL";
const char* const option = "BTC-27MAR26-60000-C";

// A client's own book, built from messages alone.
struct ClientBook
{
    std::map<double, double, std::greater<>> bids;
    std::map<double, double> asks;
    std::int64_t changeId = 0;
    bool broken = false;

    void take(const Json& message)
    {
        const bool isSnapshot = message["type"] == "snapshot";
        if (!isSnapshot && message["prev_change_id"] != changeId)
            broken = true;
        changeId = message["change_id"].get<std::int64_t>();
        if (isSnapshot) {
            bids.clear();
            asks.clear();
        }
        const auto apply = [](auto& side, const Json& levels) {
            for (const Json& level : levels) {
                if (level[0] == "delete")
                    side.erase(level[1].get<double>());
                else
                    side[level[1].get<double>()] = level[2].get<double>();
            }
        };
        apply(bids, message["bids"]);
        apply(asks, message["asks"]);
    }

    [[nodiscard]] Ladder ladder() const
    {
        Ladder result;
        for (const auto& [price, amount] : bids)
            result.bids.push_back({price, amount});
        for (const auto& [price, amount] : asks)
            result.asks.push_back({price, amount});
        return result;
    }
};

} // namespace

class SimulatedVenueTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listing_namesEveryInstrumentInTheVenuesWords()
    {
        VenueRig rig;
        const Json list = rig.result("public/get_instruments", {{"currency", "BTC"}, {"kind", "option"}});
        QCOMPARE(list.size(), std::size_t(6));
        const Json& first = list[0];
        QCOMPARE(first["instrument_type"].get<std::string>(), std::string("reversed"));
        QCOMPARE(first["expiration_timestamp"].get<std::int64_t>(), 1'774'598'400'000);
        QCOMPARE(first["option_type"].get<std::string>(), std::string("call"));
        QCOMPARE(first["strike"].get<double>(), 60'000.0);
        QCOMPARE(rig.result("public/get_instruments", {{"currency", "ETH"}}).size(), std::size_t(0));
        QCOMPARE(rig.code("public/get_instruments", {{"currency", "DOGE"}}), rpc_code::invalidParams);
    }

    void ticker_printsVolsInPercentAndPricesInCoin()
    {
        VenueRig rig;
        const Json ticker = rig.result("public/ticker", {{"instrument_name", option}});
        QCOMPARE(ticker["mark_iv"].get<double>(), 59.0);
        QCOMPARE(ticker["best_bid_price"].get<double>(), 0.05);
        QCOMPARE(ticker["underlying_price"].get<double>(), 64'300.0);
        QCOMPARE(ticker["index_price"].get<double>(), 64'000.0);
        QCOMPARE(rig.code("public/ticker", {{"instrument_name", "BTC-27MAR26-1-C"}}), rpc_code::notFound);
        QCOMPARE(rig.code("public/ticker", {{"instrument_name", "what"}}), rpc_code::invalidParams);
    }

    void brokenRequests_haveTheirCodes()
    {
        VenueRig rig;
        rig.venue.received(1, "{", rig.now);
        rig.venue.received(1, R"({"id":7})", rig.now);
        const auto out = rig.venue.takeOutput();
        QCOMPARE(out.size(), std::size_t(2));
        QCOMPARE(Json::parse(out[0].text)["error"]["code"].get<int>(), rpc_code::parseError);
        QCOMPARE(Json::parse(out[1].text)["error"]["code"].get<int>(), rpc_code::invalidRequest);
        QCOMPARE(Json::parse(out[1].text)["id"].get<int>(), 7);
        QCOMPARE(rig.code("public/teleport"), rpc_code::methodNotFound);
        QCOMPARE(rig.code("private/get_positions"), rpc_code::unauthorized);
    }

    void bookChain_followsTheVenuesBook_data()
    {
        QTest::addColumn<QString>("channel");
        QTest::newRow("perpetual") << QStringLiteral("book.BTC-PERPETUAL.100ms");
        QTest::newRow("option") << QStringLiteral("book.BTC-27MAR26-60000-C.100ms");
    }
    void bookChain_followsTheVenuesBook()
    {
        QFETCH(QString, channel);
        VenueRig rig;
        const std::string name = channel.toStdString();
        const std::string instrument = name.substr(5, name.size() - 5 - 6);
        rig.ask("public/subscribe", {{"channels", Json::array({name})}});
        rig.advance(20s);

        const auto messages = rig.news(name);
        QVERIFY(messages.size() > 20);
        QCOMPARE(messages.front()["type"].get<std::string>(), std::string("snapshot"));
        ClientBook client;
        for (const Json& message : messages)
            client.take(message);
        QVERIFY(!client.broken);
        const VenueBooks::Book* book = rig.venue.books().find(instrument);
        QCOMPARE(client.changeId, book->changeId);
        QVERIFY(client.ladder() == book->ladder);
    }

    void groupedBook_isAWholeImageWithinItsDepth()
    {
        VenueRig rig;
        rig.ask("public/subscribe", {{"channels", Json::array({"book.BTC-PERPETUAL.10.1.100ms"})}});
        const auto messages = rig.news("book.BTC-PERPETUAL.10.1.100ms");
        QCOMPARE(messages.size(), std::size_t(1));
        QCOMPARE(messages[0]["bids"].size(), std::size_t(1));
        QCOMPARE(messages[0]["bids"][0][0].get<double>(), 64'000.0);
        QCOMPARE(messages[0]["asks"][0][0].get<double>(), 64'010.0);
        QCOMPARE(messages[0]["asks"][0][1].get<double>(), 150'000.0); // all five levels
    }

    void incrementalTicker_mergesToTheTicker()
    {
        VenueRig rig;
        const std::string channel = std::string("incremental_ticker.") + option;
        rig.ask("public/subscribe", {{"channels", Json::array({channel})}});
        rig.advance(5s);
        Json merged;
        for (const Json& message : rig.news(channel))
            merged.update(message);
        merged.erase("type");
        const Json whole = rig.result("public/ticker", {{"instrument_name", option}});
        for (const auto& [key, value] : whole.items())
            QVERIFY2(merged[key] == value, key.c_str());
        QVERIFY(rig.news(channel).size() > 3);
    }

    void rawChannel_needsALogin()
    {
        VenueRig rig;
        const Json channels{{"channels", Json::array({"book.BTC-PERPETUAL.raw"})}};
        QCOMPARE(rig.code("public/subscribe", channels), rpc_code::rawNeedsLogin);
        rig.login();
        QCOMPARE(rig.result("public/subscribe", channels).size(), std::size_t(1));
    }

    void unknownChannels_areLeftOutOfTheAnswer()
    {
        VenueRig rig;
        const Json granted = rig.result(
            "public/subscribe",
            {{"channels", Json::array({"ticker.BTC-PERPETUAL.100ms", "ticker.NO-SUCH.100ms", "what.is.this"})}});
        QCOMPARE(granted, Json::array({"ticker.BTC-PERPETUAL.100ms"}));
    }

    void login_bySecretAndBySignature()
    {
        VenueRig rig;
        QCOMPARE(rig.code("public/auth",
                          {{"grant_type", "client_credentials"}, {"client_id", "trader"}, {"client_secret", "wrong"}}),
                 rpc_code::invalidCredentials);
        const std::int64_t at = toUnixMilliseconds(rig.now);
        const Json granted =
            rig.result("public/auth", {{"grant_type", "client_signature"},
                                       {"client_id", "owner"},
                                       {"timestamp", at},
                                       {"nonce", "n1"},
                                       {"data", ""},
                                       {"signature", clientSignature("venue-test-owner", at, "n1", "")},
                                       {"scope", "connection trade:read wallet:read_write"}});
        QVERIFY(granted["scope"].get<std::string>().find("trade:read ") != std::string::npos);
        QVERIFY(granted["scope"].get<std::string>().find("wallet:read_write") != std::string::npos);
        QCOMPARE(rig.code("private/buy", {{"instrument_name", perpetual}, {"amount", 10}, {"type", "market"}}),
                 rpc_code::scopeExceeded);
        const Json again =
            rig.result("public/auth", {{"grant_type", "refresh_token"}, {"refresh_token", granted["refresh_token"]}});
        QVERIFY(again["access_token"] != granted["access_token"]);
    }

    void heartbeat_endsAClientThatDoesNotAnswer()
    {
        VenueRig rig;
        QCOMPARE(rig.code("public/set_heartbeat", {{"interval", 5}}), rpc_code::invalidParams);
        QCOMPARE(rig.result("public/set_heartbeat", {{"interval", 10}}), Json("ok"));
        rig.advance(11s);
        QCOMPARE(rig.notifications.back()["params"]["type"].get<std::string>(), std::string("test_request"));
        rig.ask("public/test");
        rig.advance(10s);
        QVERIFY(rig.closed.empty());
        rig.advance(20s);
        QCOMPARE(rig.closed, std::vector<std::uint64_t>{1});
    }

    void tooManyRequests_endTheConnection()
    {
        VenueRig rig;
        int code = 0;
        int asked = 0;
        for (; code == 0 && asked < 200; ++asked)
            code = rig.code("public/get_time");
        QCOMPARE(code, rpc_code::tooManyRequests);
        QCOMPARE(asked, 101); // a burst of a hundred, spec A8
        QCOMPARE(rig.closed, std::vector<std::uint64_t>{1});
    }

    void maintenance_isSaidAndRefusesAllElse()
    {
        VenueRig rig;
        rig.ask("public/subscribe", {{"channels", Json::array({"platform_state"})}});
        rig.venue.setMaintenance(true, rig.now);
        QCOMPARE(rig.code("public/get_time"), rpc_code::systemMaintenance);
        QCOMPARE(rig.news("platform_state").size(), std::size_t(1));
        rig.venue.setMaintenance(false, rig.now);
        QCOMPARE(rig.code("public/get_time"), 0);
    }

    void volIndexAndFunding_arrive()
    {
        VenueRig rig;
        rig.ask("public/subscribe",
                {{"channels", Json::array({"deribit_volatility_index.btc_usd", "markprice.options.btc_usd",
                                           "perpetual.BTC-PERPETUAL.100ms", "deribit_price_index.btc_usd"})}});
        rig.advance(3s);
        QCOMPARE(rig.news("deribit_volatility_index.btc_usd").back()["volatility"].get<double>(), 59.0);
        QCOMPARE(rig.news("markprice.options.btc_usd").back().size(), std::size_t(6));
        QCOMPARE(rig.news("markprice.options.btc_usd").back()[0]["iv"].get<double>(), 0.59);
        QVERIFY(!rig.news("perpetual.BTC-PERPETUAL.100ms").empty());
        QVERIFY(rig.news("deribit_price_index.btc_usd").size() >= 30);
    }
};

QTEST_GUILESS_MAIN(SimulatedVenueTest)
#include "tst_simulated_venue.moc"
