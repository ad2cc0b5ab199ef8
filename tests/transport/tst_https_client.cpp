#include "app/feeds/transport/https_client.h"
#include "tests/transport/scripted_server.h"

#include <QtTest>

using namespace ballast;
using namespace ballast::test;
using namespace std::chrono_literals;

namespace {

HttpsRequest questionTo(const ScriptedServer& server, const std::string& path)
{
    HttpsRequest request;
    request.url = "https://" + server.address() + path;
    request.authorities = server.authorities;
    request.environment = [](const std::string&) { return std::nullopt; };
    request.patience = 5s;
    return request;
}

Result<std::string> fetched(const HttpsRequest& request)
{
    boost::asio::io_context io;
    std::optional<Result<std::string>> result;
    fetchHttps(io, request, [&](const Result<std::string>& answer) { result = answer; });
    io.run();
    return result.value_or(Error{Errc::Io, "never answered"});
}

ServerScript echo()
{
    ServerScript script;
    script.get = [](const std::string& target) -> std::optional<std::string> {
        return target.starts_with("/list") ? std::optional("target " + target) : std::nullopt;
    };
    script.post = [](const std::string& body) { return std::optional("body " + body); };
    return script;
}

} // namespace

class HttpsClientTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void get_bringsTheBody()
    {
        const ScriptedServer server(echo());
        const auto answer = fetched(questionTo(server, "/list?limit=1000"));
        QVERIFY2(answer.ok(), answer.ok() ? "" : answer.error().message.c_str());
        QCOMPARE(*answer, std::string("target /list?limit=1000"));
    }

    void post_sendsJson()
    {
        const ScriptedServer server(echo());
        HttpsRequest request = questionTo(server, "/rpc");
        request.post = "{\"id\":1}";
        QCOMPARE(fetched(request).value(), std::string("body {\"id\":1}"));
    }

    void nameOfTheCertificate_isCheckedToo()
    {
        const ScriptedServer server(echo());
        HttpsRequest request = questionTo(server, "/list");
        request.url = "https://localhost:" + std::to_string(server.port) + "/list";
        QVERIFY(fetched(request).ok());
    }

    void unknownAuthority_isRefused()
    {
        const ScriptedServer server(echo());
        HttpsRequest request = questionTo(server, "/list");
        request.authorities.reset(); // the system's know nothing of it
        const auto answer = fetched(request);
        QVERIFY(!answer.ok());
        QVERIFY2(answer.error().message.find("certificate") != std::string::npos, answer.error().message.c_str());
    }

    void otherStatus_isAnErrorWithoutThePath()
    {
        const ScriptedServer server(echo());
        const auto answer = fetched(questionTo(server, "/v3/canary-key"));
        QVERIFY(!answer.ok());
        QVERIFY(answer.error().message.find("404") != std::string::npos);
        QVERIFY(answer.error().message.find("canary") == std::string::npos);
    }

    void longAnswer_isCutOff()
    {
        ServerScript script;
        script.get = [](const std::string&) { return std::optional(std::string(100'000, 'x')); };
        const ScriptedServer server(script);
        HttpsRequest request = questionTo(server, "/");
        request.longestAnswer = 99'999;
        const auto answer = fetched(request);
        QVERIFY(!answer.ok());
        QVERIFY(answer.error().message.find("longer") != std::string::npos);
        request.longestAnswer = 100'000;
        QCOMPARE(fetched(request).value().size(), std::size_t(100'000));
    }

    void silence_endsInTime()
    {
        boost::asio::io_context io;
        const boost::asio::ip::tcp::acceptor deaf(io, {boost::asio::ip::make_address("127.0.0.1"), 0});
        HttpsRequest request;
        request.url = "https://127.0.0.1:" + std::to_string(deaf.local_endpoint().port()) + "/";
        request.environment = [](const std::string&) { return std::nullopt; };
        request.patience = 100ms;
        const auto answer = fetched(request);
        QVERIFY(!answer.ok());
        QVERIFY(answer.error().message.find("in time") != std::string::npos);
    }

    void nobodyThere_isSaid()
    {
        HttpsRequest request;
        request.url = "https://127.0.0.1:1/";
        request.environment = [](const std::string&) { return std::nullopt; };
        QVERIFY(fetched(request).error().message.find("no connection") != std::string::npos);
    }

    void addresses_mustBeEncryptedAndWithoutUser_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<bool>("good");
        QTest::newRow("plain") << QStringLiteral("http://127.0.0.1/") << false;
        QTest::newRow("user") << QStringLiteral("https://me:secret@node.example/") << false;
        QTest::newRow("no host") << QStringLiteral("https:///path") << false;
        QTest::newRow("good") << QStringLiteral("https://node.example/v3/key?x=1") << true;
    }
    void addresses_mustBeEncryptedAndWithoutUser()
    {
        QFETCH(QString, url);
        QFETCH(bool, good);
        const auto endpoint = parseHttpsUrl(url.toStdString());
        QCOMPARE(endpoint.ok(), good);
        if (good)
            QCOMPARE(endpoint->path, std::string("/v3/key?x=1"));
        else
            QVERIFY(endpoint.error().message.find("secret") == std::string::npos);
    }
};

QTEST_GUILESS_MAIN(HttpsClientTest)
#include "tst_https_client.moc"
