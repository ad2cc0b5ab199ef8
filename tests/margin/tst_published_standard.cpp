#include "models/margin/derive_standard.h"
#include "tests/margin/margin_cases.h"
#include "tests/support/shared_data.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <map>

using namespace ballast;
using namespace ballast::test;

namespace {

constexpr double fixedPoint = 1e18;
constexpr auto casesFile = "margin/derive_pmrm/StandardManager_test-cases.json";

// The configuration that Derive's test of the Standard manager ran with, read off its single-leg cases.
DeriveStandardParameters parametersOfTest()
{
    DeriveStandardParameters p;
    p.perpMaintenance = 0.05;
    p.perpInitial = 0.065;
    p.shortMaintenance = 0.075;
    p.shortInitialBase = 0.15;
    p.shortInitialLeast = 0.10;
    p.putMaintenanceOfMark = 0.075;
    p.putInitialOfMaintenance = 1.05;
    p.depegThreshold = 0.98;
    p.depegFactor = 1.2;
    p.confidenceThreshold = 0.6;
    p.confidenceFactor = 0.4;
    p.bases = {{"ETH", {0.10, 1.0}}, {"BTC", {0.10, 1.0}}};
    return p;
}

QJsonObject cases()
{
    const auto path = sharedData(casesFile);
    QFile file(path ? QString::fromStdString(path->string()) : QString());
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

double at(const QJsonObject& scenario, const QString& list, int i)
{
    return scenario[list].toArray()[i].toDouble() / fixedPoint;
}

double number(const QJsonObject& object, const QString& name)
{
    return object[name].toDouble() / fixedPoint;
}

// An averaging expiry is priced on what the average has fixed and the rest.
double forwardOf(const QJsonObject& s, const QString& coin, int i, double seconds)
{
    constexpr double averagingSeconds = 1800.0;
    return seconds < averagingSeconds ? number(s, QStringLiteral("SettlementPrice") + coin)
                                      : at(s, QStringLiteral("Forwards"), i);
}

DeriveAccount accountOf(const QJsonObject& s, const QString& coin)
{
    const int market = coin == QStringLiteral("ETH") ? 0 : 1;
    const QJsonArray confidences = s[QStringLiteral("SpotPerpConfidences")].toArray()[market].toArray();
    DeriveAccount account;
    account.spot = number(s, coin + QStringLiteral("SpotPrice"));
    account.spotConfidence = confidences[0].toDouble() / fixedPoint;
    account.perpConfidence = confidences[1].toDouble() / fixedPoint;
    account.perpAmount = number(s, QStringLiteral("Perps_") + coin);
    account.perpPrice = at(s, QStringLiteral("PerpPrice"), market);
    account.stableUsd = number(s, QStringLiteral("USDCValue"));
    if (const double base = number(s, QStringLiteral("w") + coin); base != 0.0)
        account.collaterals.push_back({coin.toStdString(), base, base * account.spot, true, 0.0, 0.0, 1.0});
    std::map<double, DeriveExpiry> expiries;
    const QJsonArray options = s[QStringLiteral("OptionExpiries")].toArray();
    for (int i = 0; i < options.size(); ++i) {
        if (s[QStringLiteral("OptionUnderlying")].toArray()[i].toString() != coin)
            continue;
        const double seconds = options[i].toDouble();
        DeriveExpiry& expiry = expiries[seconds];
        expiry.years = seconds / (365.0 * 86400.0);
        expiry.forwardVariable = forwardOf(s, coin, i, seconds);
        expiry.confidence =
            std::min({expiry.confidence, at(s, QStringLiteral("OptionVolConfidences"), i),
                      at(s, QStringLiteral("ForwardConfidences"), i), at(s, QStringLiteral("DiscountConfidences"), i)});
        const bool call = s[QStringLiteral("OptionIsCall")].toArray()[i].toInt() != 0;
        expiry.options.push_back({at(s, QStringLiteral("OptionStrikes"), i), call ? OptionType::Call : OptionType::Put,
                                  at(s, QStringLiteral("OptionVols"), i), at(s, QStringLiteral("OptionAmounts"), i)});
    }
    for (auto& [seconds, expiry] : expiries)
        account.expiries.push_back(std::move(expiry));
    return account;
}

} // namespace

// The 28 verified portfolios of Derive's Standard manager.
class PublishedStandardTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void case_matchesVenue_data()
    {
        QTest::addColumn<QJsonObject>("published");
        const QJsonObject all = cases();
        for (auto it = all.begin(); it != all.end(); ++it)
            QTest::newRow(qPrintable(it.key())) << it.value().toObject();
    }
    void case_matchesVenue()
    {
        if (!sharedData(casesFile))
            QSKIP("the cases of Derive's Standard manager are not here");
        QFETCH(QJsonObject, published);
        const QJsonObject scenario = published[QStringLiteral("Scenario")].toObject();
        const QJsonObject result = published[QStringLiteral("Result")].toObject();
        const DeriveStandardParameters p = parametersOfTest();

        const DeriveMarketMargin eth = deriveMarketMargin(accountOf(scenario, QStringLiteral("ETH")), p);
        const DeriveMarketMargin btc = deriveMarketMargin(accountOf(scenario, QStringLiteral("BTC")), p);

        const auto agree = [&](const char* what, double actual) {
            return near(actual, number(result, QString::fromLatin1(what)), 1e-9);
        };
        QVERIFY(agree("ETHOptionMM", eth.optionsMaintenance));
        QVERIFY(agree("ETHOptionIM", eth.optionsInitial));
        QVERIFY(agree("BTCOptionMM", btc.optionsMaintenance));
        QVERIFY(agree("BTCOptionIM", btc.optionsInitial));
        QVERIFY(agree("PerpMargin", eth.perpMaintenance + btc.perpMaintenance));
        QVERIFY(agree("BaseMargin", eth.baseMaintenance + btc.baseMaintenance));
        QVERIFY(agree("DepegIMs", eth.depeg + btc.depeg));
        QVERIFY(agree("OracleConts", eth.confidence + btc.confidence));
        const double value = number(result, QStringLiteral("Cash")) + number(result, QStringLiteral("UnrealizedPNL")) +
                             number(result, QStringLiteral("UnsettledFunding"));
        QVERIFY(
            agree("realMM", value + eth.maintenance() + btc.maintenance() + eth.baseMaintenance + btc.baseMaintenance));
        QVERIFY(agree("realIM", value + eth.initial() + btc.initial() + eth.baseInitial + btc.baseInitial));
    }
};

QTEST_GUILESS_MAIN(PublishedStandardTest)
#include "tst_published_standard.moc"
