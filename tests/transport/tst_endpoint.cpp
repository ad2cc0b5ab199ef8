#include "app/feeds/transport/endpoint.h"

#include <QtTest>

#include <map>

using namespace ballast;

namespace {

Environment environment(std::map<std::string, std::string> values)
{
    return [values = std::move(values)](const std::string& name) -> std::optional<std::string> {
        const auto it = values.find(name);
        return it == values.end() ? std::nullopt : std::optional(it->second);
    };
}

} // namespace

class EndpointTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void address_isTakenApart_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("printed");
        QTest::newRow("Deribit") << QStringLiteral("wss://www.deribit.com/ws/api/v2")
                                 << QStringLiteral("wss://www.deribit.com:443/ws/api/v2");
        QTest::newRow("port") << QStringLiteral("WSS://Venue.Test:8443") << QStringLiteral("wss://venue.test:8443/");
        QTest::newRow("plain, this machine")
            << QStringLiteral("ws://127.0.0.1:9000/ws") << QStringLiteral("ws://127.0.0.1:9000/ws");
        QTest::newRow("version 6") << QStringLiteral("wss://[::1]:9000/") << QStringLiteral("wss://[::1]:9000/");
    }
    void address_isTakenApart()
    {
        QFETCH(QString, url);
        QFETCH(QString, printed);
        const auto endpoint = parseEndpoint(url.toStdString());
        QVERIFY(endpoint.ok());
        QCOMPARE(QString::fromStdString(endpointText(*endpoint)), printed);
    }

    void wrongAddress_isRefused_data()
    {
        QTest::addColumn<QString>("url");
        for (const char* url :
             {"", "www.deribit.com", "http://www.deribit.com", "wss://", "wss://host:0", "wss://host:99999",
              "wss://host:port", "wss://user:secret@host/", "wss://ho st/", "wss://host/a b", "ws://www.deribit.com/ws",
              "ws://127.0.0.1.example.org/", "ws://10.0.0.1/"})
            QTest::newRow(*url != 0 ? url : "empty") << QString::fromLatin1(url);
    }
    void wrongAddress_isRefused()
    {
        QFETCH(QString, url);
        const auto endpoint = parseEndpoint(url.toStdString());
        QVERIFY(!endpoint.ok());
        QVERIFY(endpoint.error().message.find("secret") == std::string::npos);
    }

    void proxy_comesFromTheEnvironment()
    {
        const VenueEndpoint deribit = *parseEndpoint(deribitUrl);
        const auto none = proxyFor(deribit, environment({}));
        QVERIFY(none.ok() && !none->has_value());
        const auto proxy = proxyFor(deribit, environment({{"https_proxy", "http://me:word@proxy.test:8080/"}}));
        QCOMPARE(**proxy, (HttpProxy{"proxy.test", 8080, "me:word"}));
        QCOMPARE((**proxyFor(deribit, environment({{"ALL_PROXY", "proxy.test"}}))).port, std::uint16_t(3128));
        QVERIFY(!proxyFor(deribit, environment({{"https_proxy", "socks5://proxy.test"}})).ok());
    }

    void noProxy_exceptsNamesAndDomains_data()
    {
        QTest::addColumn<QString>("list");
        QTest::addColumn<bool>("excepted");
        QTest::newRow("the host") << QStringLiteral("www.deribit.com") << true;
        QTest::newRow("its domain") << QStringLiteral("example.org, deribit.com") << true;
        QTest::newRow("with a dot") << QStringLiteral(".deribit.com") << true;
        QTest::newRow("all") << QStringLiteral("*") << true;
        QTest::newRow("another") << QStringLiteral("bit.com") << false;
        QTest::newRow("empty names") << QStringLiteral(",,") << false;
    }
    void noProxy_exceptsNamesAndDomains()
    {
        QFETCH(QString, list);
        QFETCH(bool, excepted);
        const auto proxy =
            proxyFor(*parseEndpoint(deribitUrl),
                     environment({{"https_proxy", "http://proxy.test:1"}, {"no_proxy", list.toStdString()}}));
        QCOMPARE(proxy->has_value(), !excepted);
    }

    void thisMachine_isNeverReachedByProxy()
    {
        const auto proxy =
            proxyFor(*parseEndpoint("wss://localhost:1/"), environment({{"https_proxy", "http://proxy.test:1"}}));
        QVERIFY(!proxy->has_value());
    }
};

QTEST_GUILESS_MAIN(EndpointTest)
#include "tst_endpoint.moc"
