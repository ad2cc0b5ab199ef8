#include "models/margin/derive_pmrm.h"
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
constexpr auto casesFile = "margin/derive_pmrm/PMRM_testAndVerifyScenarios.json";

// The configuration that Derive's test of the first manager ran with (its earlier defaults), in the repository.
PmrmParameters parametersOfTest()
{
    PmrmParameters p;
    for (const double move : {0.15, 0.10, 0.05, 0.0, -0.05, -0.10, -0.15}) {
        for (const DeriveVolShock vol : {DeriveVolShock::Up, DeriveVolShock::Same, DeriveVolShock::Down})
            p.scenarios.push_back({move, vol, 1.0});
    }
    p.vol = {0.45, 0.3, 0.3, 0.13, 0.0, 1.0};
    p.basis = {0.05, -0.05, 0.25, 0.01};
    p.staticDiscount = 0.95;
    p.rateMultiply = 4.0;
    p.rateAdd = 0.05;
    p.initialFactor = 1.3;
    p.pegThreshold = 0.98;
    p.pegFactor = 2.0;
    p.confidenceThreshold = 0.6;
    p.confidenceFactor = 0.5;
    p.basePercent = 0.02;
    p.perpPercent = 0.02;
    p.optionPercent = 0.01;
    return p;
}

QJsonObject cases()
{
    const auto path = sharedData(casesFile);
    QFile file(path ? QString::fromStdString(path->string()) : QString());
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

double scaled(const QJsonValue& value)
{
    return value.toDouble() / fixedPoint;
}

double at(const QJsonObject& scenario, const char* list, int i)
{
    return scaled(scenario[QLatin1String(list)].toArray()[i]);
}

double number(const QJsonObject& scenario, const char* name)
{
    return scaled(scenario[QLatin1String(name)]);
}

DeriveAccount accountOf(const QJsonObject& s)
{
    DeriveAccount account;
    account.spot = number(s, "SpotPrice");
    account.spotConfidence = number(s, "SpotConfidence");
    account.perpAmount = number(s, "Perps");
    account.perpPrice = number(s, "PerpPrice");
    account.perpConfidence = number(s, "PerpConfidence");
    account.perpValueUsd = number(s, "UnrealisedPerpPNL") + number(s, "UnrealisedFunding");
    account.stableUsd = number(s, "StablePrice");
    account.cashUsd = number(s, "Cash");
    if (const double base = number(s, "Base"); base != 0.0)
        account.collaterals.push_back({"base", base, base * account.spot / account.stableUsd, true, 0.0, 0.0, 1.0});

    const QJsonArray feeds = s[QStringLiteral("FeedExpiries")].toArray();
    std::map<double, DeriveExpiry> expiries;
    for (int i = 0; i < feeds.size(); ++i) {
        const bool averaged = !s[QStringLiteral("ForwardsVariable")].toArray().isEmpty();
        DeriveExpiry& expiry = expiries[feeds[i].toDouble()];
        expiry.years = feeds[i].toDouble() / (365.0 * 86400.0);
        expiry.forwardVariable = at(s, averaged ? "ForwardsVariable" : "Forwards", i);
        expiry.forwardFixed = averaged ? at(s, "ForwardsFixed", i) : 0.0;
        expiry.ratePerYear = at(s, "Rates", i);
        expiry.confidence = std::min({expiry.confidence, at(s, "ForwardConfidences", i), at(s, "RateConfidences", i)});
    }
    const QJsonArray options = s[QStringLiteral("OptionExpiries")].toArray();
    for (int i = 0; i < options.size(); ++i) {
        DeriveExpiry& expiry = expiries[options[i].toDouble()];
        const bool call = s[QStringLiteral("OptionIsCall")].toArray()[i].toInt() != 0;
        expiry.options.push_back({at(s, "OptionStrikes", i), call ? OptionType::Call : OptionType::Put,
                                  at(s, "OptionVols", i), at(s, "OptionAmounts", i)});
        expiry.confidence = std::min(expiry.confidence, at(s, "OptionVolConfidences", i));
    }
    for (auto& [seconds, expiry] : expiries) {
        if (!expiry.options.empty())
            account.expiries.push_back(std::move(expiry));
    }
    return account;
}

} // namespace

// The 21 verified portfolios of Derive's first manager.
class PublishedPmrmTest : public QObject
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
            QSKIP("the cases of Derive's first portfolio manager are not here");
        QFETCH(QJsonObject, published);
        const QJsonObject result = published[QStringLiteral("Result")].toObject();

        const PmrmMargin m =
            pmrmMargin(accountOf(published[QStringLiteral("Scenario")].toObject()), parametersOfTest());

        const double size = std::abs(number(result, "PortfolioMTM")) + std::abs(number(result, "MinSpan")) + 1.0;
        const auto agree = [size](double actual, double expected) { return std::abs(actual - expected) < 1e-9 * size; };
        QVERIFY(agree(m.markToMarket + m.cash, number(result, "PortfolioMTM")));
        QVERIFY(agree(m.basis, number(result, "ForwardContingency")));
        QVERIFY(agree(*std::ranges::min_element(m.scenarioPnl), number(result, "MinSpan")));
        QVERIFY(agree(m.confidence, -number(result, "OracleContingency")));
        QVERIFY(agree(m.initialFactor, number(result, "LossFactor")));
        QVERIFY(agree(m.maintenance(), number(result, "MaintenanceMarginCalc")));
        QVERIFY(agree(m.initial(), number(result, "InitialMarginCalc")));
    }
};

QTEST_GUILESS_MAIN(PublishedPmrmTest)
#include "tst_published_pmrm.moc"
