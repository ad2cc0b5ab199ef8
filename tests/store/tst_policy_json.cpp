#include "app/store/band_name.h"
#include "app/store/nearest_word.h"
#include "app/store/policy_json.h"
#include "tests/support/market_builder.h"

#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <random>

using namespace ballast;
using ballast::test::timeOf;

namespace {

// The example of the command-line contract, with what least cost cannot do yet left neutral.
constexpr const char* contract =
    R"({ "underlying": "BTC", "objective": "cost", "riskAversion": 1e-5, "horizonDays": 1, "confidence": 0.975,
  "delta": "bs",
  "bands": { "delta": [-0.1, 0.1], "gamma": [null, null], "vega": [-500, 500], "theta": [null, null], "vega:30d": [-200, 200] },
  "upside": [], "floor": [],
  "universe": { "kinds": ["perpetual", "future", "option"], "minOpenInterest": 10, "maxSpreadVolPoints": 5, "deltaRange": [0.05, 0.95], "expiries": [], "exclude": [] },
  "costs": { "takerFeeOption": 0.0003, "takerFeeFuture": 0.0005, "feeCapOfPremium": 0.125, "useLadder": true },
  "maxLegs": 6, "respectLots": true, "maxNotionalUsd": 5e6,
  "margin": { "model": "deribit-pm", "maxInitialUsd": null, "minCushionUnderStress": null },
  "scenarios": { "set": "grid", "file": "scenarios.csv", "count": 2000, "seed": 7 } })";

std::string messageOf(const Result<HedgePolicy>& policy)
{
    return policy ? std::string("(no error)") : policy.error().message;
}

bool contains(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

HedgePolicy fullPolicy()
{
    HedgePolicy policy;
    policy.name = "Gamma \"tight\" Zürich";
    policy.underlying = "ETH";
    policy.delta = DeltaChoice::Net;
    for (const char* key : {"delta", "vega", "vega:30d", "vega:30d-90d", "vega:>90d", "volga", "gamma:0.5d"}) {
        Band band = *parseBandName(key);
        band.lower = -1.0 / 3.0;
        if (band.name != "volga")
            band.upper = 250.0;
        policy.bands.push_back(band);
    }
    policy.universe = {false,
                       true,
                       true,
                       12.5,
                       3.0,
                       0.1,
                       0.9,
                       {timeOf("2026-03-27T08:00Z"), timeOf("2026-04-24T09:30Z")},
                       {"BTC-PERPETUAL"}};
    policy.fees = {0.0002, 0.0004, 0.1};
    policy.depth = DepthUse::BestOnly;
    policy.maxLegs = 3;
    policy.respectLots = false;
    policy.maxNotionalUsd = 1e6;
    policy.depthShare = 0.5;
    policy.timeLimitSeconds = 2.0;
    policy.objective = HedgeObjective::MeanCvar;
    policy.riskAversion = 3e-6;
    policy.horizonDays = 2.5;
    policy.confidence = 0.99;
    policy.cvarWeight = 0.5;
    policy.riskScope = RiskScope::Book;
    policy.upside = {{0.1, 50000.0}, {0.2, -1e5 / 3.0}};
    policy.floor = {{-0.15, -190000.0}};
    policy.stress = {250000.0, {{"Montag", -0.4, 30.0}, {"squeeze", 0.3, -5.0}}};
    policy.scenarios = {ScenarioSource::File, "moves.csv", 500, 11};
    policy.positions = {TradeRestriction::CloseOnly, 40.0, {{"BTC-PERPETUAL", 12.5}}, {{"deribit", 2e6}}, 0.05};
    policy.skewStickiness = 1.2;
    policy.margin = {"deribit-pm", 250000.0, 0.2};
    policy.hullWhite = HullWhiteDelta{-0.25, 0.1, -0.1};
    return policy;
}

} // namespace

class TestPolicyJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void contractExample_isReadWhole()
    {
        const auto policy = parsePolicyJson(contract, "policy.json");

        QVERIFY2(policy.ok(), messageOf(policy).c_str());
        QCOMPARE(policy->underlying, std::string("BTC"));
        QCOMPARE(policy->objective, HedgeObjective::Cost);
        QCOMPARE(policy->delta, DeltaChoice::BlackScholes);
        QCOMPARE(policy->bands.size(), std::size_t{5});
        QCOMPARE(policy->bands[0], (Band{BandKind::Delta, -0.1, 0.1, {}, {}, "delta"}));
        QCOMPARE(policy->bands[1], (Band{BandKind::Gamma, {}, {}, {}, {}, "gamma"}));
        QCOMPARE(policy->bands[4], (Band{BandKind::Vega, -200.0, 200.0, {}, 30.0, "vega:30d"}));
        QCOMPARE(policy->universe.minOpenInterest, 10.0);
        QCOMPARE(policy->universe.minAbsDelta, 0.05);
        QCOMPARE(policy->fees, FeeSchedule{});
        QCOMPARE(policy->depth, DepthUse::Ladder);
        QCOMPARE(policy->maxLegs, std::optional<int>(6));
        QCOMPARE(policy->maxNotionalUsd, std::optional<double>(5e6));
    }

    void contractExample_withObjectiveLimitsAndScenarios()
    {
        const auto policy = parsePolicyJson(R"({ "objective": "mean-cvar", "riskAversion": 2e-5, "horizonDays": 3,
            "confidence": 0.95, "delta": "sticky-moneyness",
            "upside": [ { "move": 0.10, "minPnlUsd": 50000 } ], "floor": [ { "move": -0.15, "maxLossUsd": 190000 } ],
            "scenarios": { "set": "filtered-historical", "count": 1000, "seed": 3 } })",
                                            "p.json");

        QVERIFY2(policy.ok(), messageOf(policy).c_str());
        QCOMPARE(policy->objective, HedgeObjective::MeanCvar);
        QCOMPARE(policy->delta, DeltaChoice::StickyMoneyness);
        QCOMPARE(policy->horizonDays, 3.0);
        QCOMPARE(policy->upside, (std::vector<PnlAtMove>{{0.10, 50000.0}}));
        QCOMPARE(policy->floor, (std::vector<PnlAtMove>{{-0.15, -190000.0}}));
        QCOMPARE(policy->scenarios, (ScenarioChoice{ScenarioSource::FilteredHistorical, {}, 1000, 3}));
    }

    void emptyObject_isTheDefaultPolicy() { QCOMPARE(parsePolicyJson("{}", "p.json").value(), HedgePolicy{}); }

    void writtenPolicy_isReadBackEqual()
    {
        const QTemporaryDir folder;
        const auto file = std::filesystem::path(folder.path().toStdString()) / "p.json";
        for (const HedgePolicy& policy : {HedgePolicy{}, fullPolicy()}) {
            QVERIFY(writePolicyJson(policy, file).ok());

            const auto read = readPolicyJson(file);

            QVERIFY2(read.ok(), messageOf(read).c_str());
            QCOMPARE(*read, policy);
        }
    }

    void bandNames_goBothWays_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<double>("from"); // -1: open
        QTest::addColumn<double>("to");

        QTest::newRow("whole") << QStringLiteral("vega") << -1.0 << -1.0;
        QTest::newRow("up to") << QStringLiteral("vega:30d") << -1.0 << 30.0;
        QTest::newRow("between") << QStringLiteral("vega:30d-90d") << 30.0 << 90.0;
        QTest::newRow("beyond") << QStringLiteral("vega:>90d") << 90.0 << -1.0;
        QTest::newRow("half a day") << QStringLiteral("gamma:0.5d") << -1.0 << 0.5;
    }

    void bandNames_goBothWays()
    {
        QFETCH(QString, name);
        QFETCH(double, from);
        QFETCH(double, to);

        const auto band = parseBandName(name.toStdString());

        QVERIFY(band.has_value());
        QCOMPARE(band->fromDays.value_or(-1.0), from);
        QCOMPARE(band->toDays.value_or(-1.0), to);
        QCOMPARE(bandName(*band), name.toStdString());
    }

    void otherBandNames_areNone_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name : {"", "rho", "vega:", "vega:30", "vega:d", "vega:0d", "vega:90d-30d", "vega:30d-30d",
                                 "vega:>d", "vega:-30d", "vega:30d-", "vega:30dd", "vega:1e2d", "vega:nand", ":30d",
                                 "Vega", "vega:30d-60d-90d", "vega :30d"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }

    void otherBandNames_areNone()
    {
        QFETCH(QString, name);

        QVERIFY(!parseBandName(name.toStdString()));
    }

    void expiries_areLabelsDaysOrTimes()
    {
        const auto policy =
            parsePolicyJson(R"({"universe":{"expiries":["27MAR26","2026-04-24","2026-06-26T08:00:00Z"]}})", "p.json");

        QVERIFY2(policy.ok(), messageOf(policy).c_str());
        QCOMPARE(policy->universe.expiries,
                 (std::vector{timeOf("2026-03-27T08:00Z"), timeOf("2026-04-24T08:00Z"), timeOf("2026-06-26T08:00Z")}));
    }

    void brokenPolicy_isRefusedWithItsLine_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("line");
        QTest::addColumn<QByteArray>("what");

        QTest::newRow("empty") << QByteArray() << 1 << QByteArray("no valid JSON");
        QTest::newRow("no object") << QByteArray("[1]") << 1 << QByteArray("object");
        QTest::newRow("null") << QByteArray("null") << 1 << QByteArray("object");
        QTest::newRow("broken in line 3")
            << QByteArray("{\n\"maxLegs\": 6\n\"respectLots\": true}") << 3 << QByteArray("no valid JSON");
        QTest::newRow("unknown key") << QByteArray("{\n \"maxLeg\": 6}") << 2 << QByteArray("did you mean 'maxLegs'");
        QTest::newRow("unknown cost key")
            << QByteArray("{\"costs\":{\n\n\"takerFeeOptions\":0.1}}") << 3
            << QByteArray("'costs.takerFeeOptions' is unknown, did you mean 'takerFeeOption'");
        QTest::newRow("unknown universe key")
            << QByteArray("{\"universe\":{\"kind\":[]}}") << 1 << QByteArray("did you mean 'kinds'");
        QTest::newRow("unknown scenario key")
            << QByteArray("{\"scenarios\":{\"seeds\":1}}") << 1 << QByteArray("did you mean 'seed'");
        QTest::newRow("unknown margin key")
            << QByteArray("{\"margin\":{\"modell\":1}}") << 1 << QByteArray("did you mean 'model'");
        QTest::newRow("unknown band") << QByteArray("{\"bands\":{\n\"vegga\":[-1,1]}}") << 2
                                      << QByteArray("did you mean 'vega'");
        QTest::newRow("unknown tenor") << QByteArray("{\"bands\":{\"vega:30\":[-1,1]}}") << 1 << QByteArray("vega:30d");
        QTest::newRow("key twice") << QByteArray("{\"maxLegs\":1,\n\"maxLegs\":2}") << 2 << QByteArray("there twice");
        QTest::newRow("band twice") << QByteArray("{\"bands\":{\"vega\":[0,1],\n\"vega\":[0,2]}}") << 2
                                    << QByteArray("there twice");
        QTest::newRow("band of one") << QByteArray("{\"bands\":{\"vega\":[1]}}") << 1 << QByteArray("[lower, upper]");
        QTest::newRow("band of words") << QByteArray("{\"bands\":{\"vega\":[\"a\",1]}}") << 1
                                       << QByteArray("[lower, upper]");
        QTest::newRow("band upside down") << QByteArray("{\"bands\":{\"vega\":[5,-5]}}") << 1 << QByteArray("swap");
        QTest::newRow("bands a list") << QByteArray("{\"bands\":[]}") << 1 << QByteArray("object");
        QTest::newRow("objective mistyped")
            << QByteArray("{\"objective\":\"costs\"}") << 1 << QByteArray("did you mean 'cost'");
        QTest::newRow("delta mistyped") << QByteArray("{\"delta\":\"nett\"}") << 1 << QByteArray("did you mean 'net'");
        QTest::newRow("underlying empty") << QByteArray("{\"underlying\":\"\"}") << 1 << QByteArray("underlying");
        QTest::newRow("underlying a number") << QByteArray("{\"underlying\":7}") << 1 << QByteArray("text");
        QTest::newRow("legs a fraction") << QByteArray("{\"maxLegs\":1.5}") << 1 << QByteArray("whole number");
        QTest::newRow("legs negative") << QByteArray("{\"maxLegs\":-1}") << 1 << QByteArray("whole number");
        QTest::newRow("lots a word") << QByteArray("{\"respectLots\":\"yes\"}") << 1 << QByteArray("true or false");
        QTest::newRow("fee over one") << QByteArray("{\"costs\":{\"takerFeeOption\":3}}") << 1
                                      << QByteArray("from 0 to 1");
        QTest::newRow("fee a word") << QByteArray("{\"costs\":{\"takerFeeOption\":\"3\"}}") << 1
                                    << QByteArray("number");
        QTest::newRow("notional negative") << QByteArray("{\"maxNotionalUsd\":-1}") << 1 << QByteArray("at least 0");
        QTest::newRow("number too large") << QByteArray("{\"maxNotionalUsd\":1e999}") << 1 << QByteArray("too large");
        QTest::newRow("delta range") << QByteArray("{\"universe\":{\"deltaRange\":[0.1,1.5]}}") << 1
                                     << QByteArray("between 0 and 1");
        QTest::newRow("kind mistyped") << QByteArray("{\"universe\":{\"kinds\":[\"options\"]}}") << 1
                                       << QByteArray("did you mean 'option'");
        QTest::newRow("kinds of numbers")
            << QByteArray("{\"universe\":{\"kinds\":[1]}}") << 1 << QByteArray("list of texts");
        QTest::newRow("expiry no day") << QByteArray("{\"universe\":{\"expiries\":[\"31FEB26\"]}}") << 1
                                       << QByteArray("31FEB26");
        QTest::newRow("confidence") << QByteArray("{\"confidence\":97.5}") << 1 << QByteArray("from 0 to 1");
        QTest::newRow("scenario set") << QByteArray("{\"scenarios\":{\"set\":\"grids\"}}") << 1
                                      << QByteArray("did you mean 'grid'");
        QTest::newRow("floor without an amount")
            << QByteArray("{\"floor\":[{\"move\":-0.1}]}") << 1 << QByteArray("needs 'maxLossUsd'");
        QTest::newRow("upside with an unknown key") << QByteArray("{\"upside\":[{\"move\":0.1,\n\"minPnl\":1}]}") << 2
                                                    << QByteArray("did you mean 'minPnlUsd'");
        QTest::newRow("upside no list") << QByteArray("{\"upside\":{}}") << 1 << QByteArray("must be a list");
        QTest::newRow("move below -100 %")
            << QByteArray("{\"floor\":[{\"move\":-15,\"maxLossUsd\":1}]}") << 1 << QByteArray("number from -0.999");
        QTest::newRow("robust depth all gone")
            << QByteArray("{\"robust\":{\n\"depthLoss\":1}}") << 2 << QByteArray("number from 0 to 0.99");
        QTest::newRow("unknown robust key")
            << QByteArray("{\"robust\":{\"volPoint\":1}}") << 1 << QByteArray("did you mean 'volPoints'");
        QTest::newRow("no equity") << QByteArray("{\"margin\":{\"equityUsd\":0}}") << 1
                                   << QByteArray("must be above 0");
        QTest::newRow("certain") << QByteArray("{\"confidence\":1}") << 1 << QByteArray("between 0 and 1");
        QTest::newRow("no horizon") << QByteArray("{\"horizonDays\":0}") << 1 << QByteArray("above 0");
        QTest::newRow("scenario file unnamed")
            << QByteArray("{\"scenarios\":{\"set\":\"file\"}}") << 1 << QByteArray("must name the CSV file");
        QTest::newRow("restriction mistyped") << QByteArray("{\"limits\":{\"restriction\":\"closeonly\"}}") << 1
                                              << QByteArray("did you mean 'close-only'");
        QTest::newRow("margin limit without a model")
            << QByteArray("{\"margin\":{\"maxInitialUsd\":100000}}") << 1 << QByteArray("needs a margin model");
        QTest::newRow("coefficients") << QByteArray("{\"minVariance\":[1,2]}") << 1 << QByteArray("three numbers");
        QTest::newRow("not UTF-8") << QByteArray("{\"name\":\"\xff\"}") << 1 << QByteArray("no valid JSON");
        QTest::newRow("deep") << QByteArray("[").repeated(5'000) + QByteArray("]").repeated(5'000) << 1
                              << QByteArray("deeply");
    }

    void brokenPolicy_isRefusedWithItsLine()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, line);
        QFETCH(QByteArray, what);

        const auto policy = parsePolicyJson(text.toStdString(), "p.json");

        QVERIFY(!policy.ok());
        QCOMPARE(policy.error().code, Errc::BadInput);
        QVERIFY2(contains(messageOf(policy), "p.json:" + std::to_string(line) + ":"), messageOf(policy).c_str());
        QVERIFY2(contains(messageOf(policy), what.toStdString()), messageOf(policy).c_str());
    }

    void robustBoxEquitySpotAndFixedCost_areReadAndWrittenAgain()
    {
        const auto policy = parsePolicyJson(
            R"({"robust":{"volPoints":5,"correlation":0.2,"depthLoss":0.5},"universe":{"kinds":["spot","option"]},
                "costs":{"fixedPerLegUsd":25},"margin":{"model":"deribit-pm","equityUsd":1e6,"minCushionUnderStress":0.2}})",
            "p.json");

        QVERIFY2(policy.ok(), messageOf(policy).c_str());
        QCOMPARE(policy->robust, (RobustBox{5.0, 0.2, 0.5}));
        QVERIFY(policy->universe.spot && policy->universe.options && !policy->universe.perpetuals);
        QCOMPARE(policy->fixedPerLegUsd, 25.0);
        QCOMPARE(policy->margin.equityUsd, std::optional(1e6));
        const auto again = parsePolicyJson(policyJson(*policy), "again.json");
        QVERIFY2(again.ok(), messageOf(again).c_str());
        QCOMPARE(*again, *policy);
    }

    void cushion_isKeptAndWrittenAgain()
    {
        const auto policy = parsePolicyJson(R"({"margin":{"minCushionUnderStress":0.2}})", "p.json");

        QVERIFY(policy.ok());
        QCOMPARE(policy->margin.minCushionUnderStress, std::optional(0.2));
        const auto again = parsePolicyJson(policyJson(*policy), "again.json");
        QVERIFY2(again.ok(), again.ok() ? "" : again.error().message.c_str());
        QCOMPARE(*again, *policy);
    }

    void truncatedAtEveryByte_isRefused()
    {
        const std::string text(contract);
        for (std::size_t length = 0; length < text.size(); ++length)
            QVERIFY(!parsePolicyJson(std::string_view(text).substr(0, length), "p.json").ok());
    }

    void mutatedTenThousandTimes_neverCrashesAndStaysReadable()
    {
        std::mt19937 random(43);
        const std::string text(contract);
        for (int i = 0; i < 10'000; ++i) {
            std::string mutated = text;
            for (auto flips = 1 + random() % 3; flips > 0; --flips)
                mutated[random() % mutated.size()] = static_cast<char>(random() % 256);
            const auto policy = parsePolicyJson(mutated, "p.json");
            if (!policy)
                continue;
            const auto again = parsePolicyJson(policyJson(*policy), "p.json");
            QVERIFY2(again.ok(), messageOf(again).c_str());
            QCOMPARE(again->bands.size(), policy->bands.size());
        }
    }

    void editDistance_countsEdits_data()
    {
        QTest::addColumn<QString>("left");
        QTest::addColumn<QString>("right");
        QTest::addColumn<int>("edits");

        QTest::newRow("same") << QStringLiteral("vega") << QStringLiteral("vega") << 0;
        QTest::newRow("case") << QStringLiteral("VEGA") << QStringLiteral("vega") << 0;
        QTest::newRow("kitten") << QStringLiteral("kitten") << QStringLiteral("sitting") << 3; // Levenshtein's classic
        QTest::newRow("empty") << QString() << QStringLiteral("abc") << 3;
        QTest::newRow("flaw") << QStringLiteral("flaw") << QStringLiteral("lawn") << 2;
    }

    void editDistance_countsEdits()
    {
        QFETCH(QString, left);
        QFETCH(QString, right);
        QFETCH(int, edits);

        QCOMPARE(editDistance(left.toStdString(), right.toStdString()), static_cast<std::size_t>(edits));
        QCOMPARE(editDistance(right.toStdString(), left.toStdString()), static_cast<std::size_t>(edits));
    }
};

QTEST_GUILESS_MAIN(TestPolicyJson)
#include "tst_policy_json.moc"
