#include "app/store/scenario_json.h"

#include <QTemporaryDir>
#include <QTest>

using namespace ballast;

namespace {

// The example of the command-line contract.
constexpr const char* contract =
    R"({ "name": "crash", "horizonDays": 2, "dynamics": "sticky-moneyness", "shocks": [
  { "underlying": "BTC", "spot": -0.2, "volPoints": 15, "volRelative": null, "skew25d": 2, "termPower": 0.5, "rate": 0,
    "funding": 0, "basis": 0, "spreadMultiple": 3, "depthMultiple": 0.3, "oracleDelaySeconds": 0,
    "stablecoin": {"USDC": 0.97}, "venueHalted": [] } ] })";

std::string messageOf(const Result<Scenario>& scenario)
{
    return scenario ? std::string("(no error)") : scenario.error().message;
}

} // namespace

class TestScenarioJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void contractExample_isReadWhole()
    {
        const auto scenario = parseScenarioJson(contract, "crash.json");

        QVERIFY2(scenario.ok(), messageOf(scenario).c_str());
        QCOMPARE(scenario->name, std::string("crash"));
        QCOMPARE(scenario->horizonDays, 2.0);
        QCOMPARE(scenario->dynamics, VolDynamics::StickyMoneyness);
        UnderlyingShock shock;
        shock.underlying = "BTC";
        shock.spot = -0.2;
        shock.volPoints = 15.0;
        shock.skew25d = 2.0;
        shock.termPower = 0.5;
        shock.spreadMultiple = 3.0;
        shock.depthMultiple = 0.3;
        shock.stablecoins = {{"USDC", 0.97}};
        QCOMPARE(scenario->shocks, std::vector{shock});
    }

    void leftOut_isNeutral()
    {
        const auto scenario = parseScenarioJson(R"({"shocks":[{"spot":-0.1}]})", "s.json");

        QVERIFY2(scenario.ok(), messageOf(scenario).c_str());
        QCOMPARE(scenario->dynamics, VolDynamics::StickyStrike);
        QCOMPARE(scenario->shocks.size(), std::size_t{1});
        QCOMPARE(scenario->shocks[0].spreadMultiple, 1.0);
        QCOMPARE(*parseScenarioJson("{}", "s.json"), Scenario{});
    }

    void written_isReadBackEqual()
    {
        Scenario scenario{"Zürich \"gap\"", 7.5, VolDynamics::StickyMoneyness, {}};
        UnderlyingShock shock;
        shock.underlying = "ETH";
        shock.spot = -1.0 / 3.0;
        shock.curvature25d = 1.5;
        shock.funding = 1e-4;
        shock.path = {{1.0, -0.5}, {3.0, -0.4}};
        shock.stablecoins = {{"USDC", 0.9}, {"USDT", 1.01}};
        shock.venuesHalted = {"okx"};
        scenario.shocks = {shock, {}};
        const QTemporaryDir dir;
        const std::filesystem::path file = dir.filePath(QStringLiteral("s.json")).toStdString();

        QVERIFY(writeScenarioJson(scenario, file).ok());

        const auto read = readScenarioJson(file);
        QVERIFY2(read.ok(), messageOf(read).c_str());
        QCOMPARE(*read, scenario);
    }

    void wrongFiles_areRefusedWithLineAndRemedy_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("part");
        QTest::newRow("unknown key") << QByteArray("{\n\"horizondays\": 2}")
                                     << QByteArray("s.json:2: 'horizondays' is unknown, did you mean 'horizonDays'?");
        QTest::newRow("unknown shock key")
            << QByteArray("{\"shocks\":[\n{\"volpoint\": 2}]}")
            << QByteArray("s.json:2: 'shocks.0.volpoint' is unknown, did you mean 'volPoints'?");
        QTest::newRow("unknown dynamics")
            << QByteArray("{\"dynamics\":\"sticky-delta\"}") << QByteArray("did you mean 'sticky-strike'?");
        QTest::newRow("spot gone") << QByteArray("{\"shocks\":[{\"spot\":-1.5}]}")
                                   << QByteArray("'shocks.0.spot' must be");
        QTest::newRow("text for a number")
            << QByteArray("{\"shocks\":[{\"spot\":\"-20%\"}]}") << QByteArray("must be a number");
        QTest::newRow("twice the same coin")
            << QByteArray("{\"shocks\":[{\"underlying\":\"BTC\"},{\"underlying\":\"BTC\"}]}")
            << QByteArray("is shocked twice");
        QTest::newRow("shocks no list") << QByteArray("{\"shocks\":{}}") << QByteArray("must be a list");
        QTest::newRow("shock no object") << QByteArray("{\"shocks\":[3]}") << QByteArray("must be an object");
        QTest::newRow("path backwards") << QByteArray("{\"shocks\":[{\"path\":[[2,0],[1,0]]}]}")
                                        << QByteArray("rising days");
        QTest::newRow("worthless dollar")
            << QByteArray("{\"shocks\":[{\"stablecoin\":{\"USDC\":0}}]}") << QByteArray("USDC");
        QTest::newRow("no JSON") << QByteArray("{\"shocks\":") << QByteArray("no valid JSON");
    }

    void wrongFiles_areRefusedWithLineAndRemedy()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, part);

        const auto scenario = parseScenarioJson(text.toStdString(), "s.json");

        QVERIFY(!scenario.ok());
        QVERIFY2(messageOf(scenario).find(part.toStdString()) != std::string::npos, messageOf(scenario).c_str());
    }
};

QTEST_GUILESS_MAIN(TestScenarioJson)
#include "tst_scenario_json.moc"
