#include "app/feeds/live/eth_rpc.h"
#include "models/oracle/chainlink.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

#include <cmath>

using namespace ballast;

namespace {

const std::string aggregator = "0xF4030086522a5bEEa4988F8cA5B36dbC97BeE88c";

std::string answerWith(const std::string& result)
{
    return R"({"jsonrpc":"2.0","id":5,"result":")" + result + R"("})";
}

} // namespace

class EthRpcTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void request_isAnEthCall()
    {
        const auto text = ethCallRequest(5, aggregator, latestRoundDataCall);
        QVERIFY(text.ok());
        const auto root = QJsonDocument::fromJson(QByteArray::fromStdString(*text)).object();
        QCOMPARE(root[QLatin1String("method")].toString(), QStringLiteral("eth_call"));
        const auto params = root[QLatin1String("params")].toArray();
        QCOMPARE(params.at(0).toObject()[QLatin1String("to")].toString().toStdString(), aggregator);
        QCOMPARE(params.at(0).toObject()[QLatin1String("data")].toString(), QStringLiteral("0xfeaf968c"));
        QCOMPARE(params.at(1).toString(), QStringLiteral("latest"));
    }

    void address_mustBeOne()
    {
        QVERIFY(!ethCallRequest(5, "F4030086522a5bEEa4988F8cA5B36dbC97BeE88c", latestRoundDataCall));
        QVERIFY(!ethCallRequest(5, aggregator + "00", latestRoundDataCall));
        QVERIFY(!ethCallRequest(5, R"(0x","to":"evil0000000000000000000000000000)", latestRoundDataCall));
        QVERIFY(!ethCallRequest(5, aggregator, "feaf968c"));
    }

    void answer_toPrice()
    {
        const auto word = [](const char* low) { return std::string(64 - std::string(low).size(), '0') + low; };
        // round (1 << 64) + 5, 65,000.00000000, started and updated at 1,770,000,000
        const std::string hex = "0x" + word("10000000000000005") + word("5e96630e800") + word("69800e80") +
                                word("69800e80") + word("10000000000000005");
        const auto result = ethCallAnswer(answerWith(hex), 5);
        QVERIFY(result.ok());
        const auto round = decodeLatestRoundData(*result);
        QVERIFY(round.ok());
        QCOMPARE(round->phase, std::uint16_t(1));
        QCOMPARE(round->round, std::uint64_t(5));
        const ChainlinkFeed feed{"BTC/USD", aggregator, 8, std::chrono::seconds(3600), 0.005, {}, {}};
        QVERIFY(*round->updatedAt == fromUnixMilliseconds(1'770'000'000'000));
        const auto price = priceOf(*round, feed, *round->updatedAt + std::chrono::seconds(60));
        QVERIFY(price.ok());
        QVERIFY(std::abs(*price - 65'000.0) < 1e-9);
    }

    void nodesError_isSaid()
    {
        const auto result =
            ethCallAnswer(R"({"jsonrpc":"2.0","id":5,"error":{"code":-32000,"message":"execution reverted"}})", 5);
        QVERIFY(!result);
        QCOMPARE(result.error().code, Errc::Io);
        QVERIFY(result.error().message.find("execution reverted") != std::string::npos);
    }

    void othersAnswer_isRefused()
    {
        QVERIFY(!ethCallAnswer(answerWith("0x00"), 6));
        QVERIFY(!ethCallAnswer(answerWith("00"), 5));
        QVERIFY(!ethCallAnswer(answerWith("0xzz"), 5));
        QVERIFY(!ethCallAnswer("[]", 5));
        QVERIFY(!ethCallAnswer("", 5));
    }
};

QTEST_GUILESS_MAIN(EthRpcTest)
#include "tst_eth_rpc.moc"
