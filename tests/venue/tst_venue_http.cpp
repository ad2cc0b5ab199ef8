#include "app/feeds/live/client_signature.h"
#include "tests/venue/venue_testing.h"

#include <QTest>

using namespace ballast;
using namespace ballast::test;

namespace {

const std::string perpetual = "instrument_name=BTC-PERPETUAL";

std::string signedAs(const std::string& id, const std::string& secret, Timestamp at, const std::string& target)
{
    const std::int64_t ms = toUnixMilliseconds(at);
    return "deri-hmac-sha256 id=" + id + ",ts=" + std::to_string(ms) +
           ",sig=" + clientSignature(secret, ms, "n", "GET\n" + target + "\n\n") + ",nonce=n";
}

} // namespace

class TestVenueHttp : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void query_becomesTypedParameters()
    {
        const auto call = httpCall({"GET",
                                    "/api/v2/private/buy?instrument_name=BTC-PERPETUAL&amount=10&price=63000.5"
                                    "&post_only=true&label=7%20up&channels=%5B%22a%22%5D",
                                    {},
                                    {}});

        QVERIFY(call);
        QCOMPARE(call->method, std::string("private/buy"));
        const Json expected{{"instrument_name", "BTC-PERPETUAL"},
                            {"amount", 10},
                            {"price", 63000.5},
                            {"post_only", true},
                            {"label", "7 up"},
                            {"channels", {"a"}}};
        QVERIFY2(call->params == expected, call->params.dump().c_str());
    }

    void parameterThatIsNoNumber_staysATextAndIsRefusedByName()
    {
        VenueRig rig;

        const auto answer = rig.venue.answerHttp({"GET",
                                                  "/api/v2/private/buy?" + perpetual + "&amount=ten&type=market",
                                                  {},
                                                  "Basic dHJhZGVyOnZlbnVlLXRlc3Qtc2VjcmV0"},
                                                 rig.now);

        QCOMPARE(answer.status, 400);
        QCOMPARE(Json::parse(answer.body)["error"]["code"].get<int>(), rpc_code::invalidParams);
    }

    void get_answersLikeTheWebsocket()
    {
        VenueRig rig;

        const auto answer = rig.venue.answerHttp({"GET", "/api/v2/public/ticker?" + perpetual, {}, {}}, rig.now);

        QCOMPARE(answer.status, 200);
        QVERIFY(Json::parse(answer.body)["result"] ==
                rig.result("public/ticker", {{"instrument_name", "BTC-PERPETUAL"}}));
    }

    void post_carriesMethodParametersAndId()
    {
        VenueRig rig;
        const Json body{{"jsonrpc", "2.0"},
                        {"id", 42},
                        {"method", "public/get_index_price"},
                        {"params", {{"index_name", "btc_usd"}}}};

        const auto answer = rig.venue.answerHttp({"POST", "/api/v2", body.dump(), {}}, rig.now);

        QCOMPARE(answer.status, 200);
        QCOMPARE(Json::parse(answer.body)["id"].get<int>(), 42);
        QCOMPARE(Json::parse(answer.body)["result"]["index_price"].get<double>(), 64'000.0);
    }

    void otherPathsAndVerbs_areNotFound_data()
    {
        QTest::addColumn<QString>("verb");
        QTest::addColumn<QString>("target");
        QTest::newRow("another page") << "GET"
                                      << "/index.html";
        QTest::newRow("no method") << "GET"
                                   << "/api/v2/";
        QTest::newRow("another verb") << "DELETE"
                                      << "/api/v2/public/test";
    }

    void otherPathsAndVerbs_areNotFound()
    {
        QFETCH(QString, verb);
        QFETCH(QString, target);
        VenueRig rig;

        QCOMPARE(rig.venue.answerHttp({verb.toStdString(), target.toStdString(), {}, {}}, rig.now).status, 404);
    }

    void keys_openPrivateMethods_data()
    {
        const Timestamp now = smallMarket()->asOf;
        const std::string target = "/api/v2/private/get_positions?currency=BTC";
        QTest::addColumn<QString>("authorization");
        QTest::addColumn<int>("code");
        const auto row = [](const char* name, const std::string& header, int code) {
            QTest::newRow(name) << QString::fromStdString(header) << code;
        };
        row("none", {}, rpc_code::unauthorized);
        row("basic", "Basic dHJhZGVyOnZlbnVlLXRlc3Qtc2VjcmV0", 0); // trader:venue-test-secret
        row("wrong secret", "Basic dHJhZGVyOndyb25n", rpc_code::invalidCredentials);
        row("signature", signedAs("trader", "venue-test-secret", now, target), 0);
        row("signature of another request", signedAs("trader", "venue-test-secret", now, "/api/v2/public/test"),
            rpc_code::invalidCredentials);
        row("signature of an hour ago", signedAs("trader", "venue-test-secret", now - std::chrono::hours(1), target),
            rpc_code::invalidCredentials);
        row("unknown token", "Bearer nothing", rpc_code::unauthorized);
        row("unknown scheme", "Digest abc", rpc_code::invalidCredentials);
    }

    void keys_openPrivateMethods()
    {
        QFETCH(QString, authorization);
        QFETCH(int, code);
        VenueRig rig;

        const auto answer = rig.venue.answerHttp(
            {"GET", "/api/v2/private/get_positions?currency=BTC", {}, authorization.toStdString()}, rig.now);

        const Json body = Json::parse(answer.body);
        QCOMPARE(body.contains("error") ? body["error"]["code"].get<int>() : 0, code);
        QCOMPARE(answer.status, code == 0 ? 200 : 400);
    }

    void tokenOfAuth_opensLaterRequests()
    {
        VenueRig rig;
        const auto granted = rig.venue.answerHttp({"GET",
                                                   "/api/v2/public/auth?grant_type=client_credentials&client_id=reader"
                                                   "&client_secret=venue-test-reader",
                                                   {},
                                                   {}},
                                                  rig.now);
        const std::string token = Json::parse(granted.body)["result"]["access_token"];

        const auto read = rig.venue.answerHttp(
            {"GET", "/api/v2/private/get_account_summary?currency=BTC", {}, "Bearer " + token}, rig.now);
        const auto trade = rig.venue.answerHttp(
            {"GET", "/api/v2/private/buy?" + perpetual + "&amount=10&type=market", {}, "bearer " + token}, rig.now);

        QCOMPARE(read.status, 200);
        QCOMPARE(Json::parse(trade.body)["error"]["code"].get<int>(), rpc_code::scopeExceeded);
    }

    void orderOverHttp_isToldToWhoIsSubscribed()
    {
        VenueRig rig;
        rig.login();
        rig.ask("private/subscribe", {{"channels", {"user.orders.BTC-PERPETUAL.raw"}}});

        const auto answer =
            rig.venue.answerHttp({"GET",
                                  "/api/v2/private/buy?" + perpetual + "&amount=10&price=63000&type=limit",
                                  {},
                                  "Basic dHJhZGVyOnZlbnVlLXRlc3Qtc2VjcmV0"},
                                 rig.now);
        rig.advance(Milliseconds{100});

        QCOMPARE(answer.status, 200);
        QVERIFY(!rig.news("user.orders.BTC-PERPETUAL.raw").empty());
    }

    void subscription_needsAWebsocket()
    {
        VenueRig rig;

        const auto answer = rig.venue.answerHttp(
            {"GET", "/api/v2/public/subscribe?channels=%5B%22ticker.BTC-PERPETUAL.raw%22%5D", {}, {}}, rig.now);

        QCOMPARE(Json::parse(answer.body)["error"]["code"].get<int>(), rpc_code::invalidRequest);
    }
};

QTEST_GUILESS_MAIN(TestVenueHttp)
#include "tst_venue_http.moc"
