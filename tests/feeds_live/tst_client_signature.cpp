#include "app/feeds/live/client_signature.h"
#include "app/feeds/live/deribit_requests.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

using namespace ballast;

class ClientSignatureTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // RFC 4231, test cases 1, 2 and 6 (a key longer than a block).
    void hmac_publishedVectors()
    {
        QCOMPARE(hmacSha256Hex(std::string(20, '\x0b'), "Hi There"),
                 std::string("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"));
        QCOMPARE(hmacSha256Hex("Jefe", "what do ya want for nothing?"),
                 std::string("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
        QCOMPARE(hmacSha256Hex(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First"),
                 std::string("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"));
    }

    void clientSignature_goldenVector()
    {
        QCOMPARE(clientSignature("TOPSECRET", 1'700'000'000'000, "abcd", ""),
                 std::string("2c469560a43bacb2375b45f9b0ad7f5b522e13141d9cc34583e402d238f7a052"));
    }

    void request_carriesTheSignatureNeverTheSecret()
    {
        const auto text = deribit::signatureRequest(7, {"AbC", "TOPSECRET"}, 1'700'000'000'000, "abcd");

        QVERIFY(text.find("TOPSECRET") == std::string::npos);
        const auto root = QJsonDocument::fromJson(QByteArray::fromStdString(text)).object();
        const auto params = root[QLatin1String("params")].toObject();
        QCOMPARE(root[QLatin1String("method")].toString(), QStringLiteral("public/auth"));
        QCOMPARE(params[QLatin1String("grant_type")].toString(), QStringLiteral("client_signature"));
        QCOMPARE(params[QLatin1String("timestamp")].toDouble(), 1'700'000'000'000.0);
        QCOMPARE(params[QLatin1String("signature")].toString(),
                 QStringLiteral("2c469560a43bacb2375b45f9b0ad7f5b522e13141d9cc34583e402d238f7a052"));
        QVERIFY(params[QLatin1String("scope")].toString().contains(QStringLiteral("account:read trade:read")));
    }
};

QTEST_GUILESS_MAIN(ClientSignatureTest)
#include "tst_client_signature.moc"
