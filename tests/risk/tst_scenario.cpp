#include "models/risk/exit_cost.h"
#include "models/risk/scenario_engine.h"
#include "models/risk/scenario_grid.h"
#include "models/risk/scenario_map.h"
#include "tests/risk/risk_cases.h"
#include "tests/support/stopped_token.h"

#include <QTest>

#include <algorithm>
#include <chrono>
#include <cmath>

using namespace ballast;
using namespace ballast::test;

namespace {

Scenario spotMove(double spot, double days = 0.0)
{
    Scenario scenario;
    scenario.name = "spot";
    scenario.horizonDays = days;
    scenario.shocks.push_back({});
    scenario.shocks.back().spot = spot;
    return scenario;
}

// Everything that a shock can hold, neutral but for one.
UnderlyingShock shockOf(std::string underlying = {})
{
    UnderlyingShock shock;
    shock.underlying = std::move(underlying);
    return shock;
}

Scenario scenarioOf(UnderlyingShock shock, double days = 0.0, VolDynamics dynamics = VolDynamics::StickyStrike)
{
    return {"one shock", days, dynamics, {std::move(shock)}};
}

double pnlOf(const RiskReport& report, const Scenario& scenario, const SnapshotPtr& market = nullptr)
{
    return runScenario({&report, market, {}}, scenario, {}).value().pnlUsd;
}

double callAt(double forward, double strike, double days, double vol)
{
    return blackPrice({forward, strike, days / 365.0, vol, OptionType::Call});
}

// A surface of one tilted slice at the worked expiry.
VolSurfacePtr tiltedSurface()
{
    VolSurface surface = *flatSurface("BTC", "31JAN26", 30.0 / 365.0, workedForward, workedVol);
    surface.slices.front().params = {0.018, 0.02, -0.4, 0.0, 0.15};
    return std::make_shared<const VolSurface>(std::move(surface));
}

} // namespace

class TestScenario : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_market = workedMarket().build();
        m_report = reportOf(m_market, mixedBook());
    }

    void noShock_isExactlyZero()
    {
        for (const VolDynamics dynamics : {VolDynamics::StickyStrike, VolDynamics::StickyMoneyness}) {
            const auto result = runScenario({&m_report, m_market, {}}, scenarioOf(shockOf(), 0.0, dynamics), {});

            QCOMPARE(result->pnlUsd, 0.0);
            QVERIFY(result->expired.empty());
            QVERIFY(!result->worstLine);
            QVERIFY(std::abs(result->totalsAfter.deltaUsd - m_report.totals.deltaUsd) < 1e-6);
            QVERIFY(std::abs(result->totalsAfter.vegaUsd - m_report.totals.vegaUsd) < 1e-9);
            QVERIFY(std::abs(result->totalsAfter.valueUsd - m_report.totals.valueUsd) < 1e-6);
        }
    }

    void spotAndVolMove_equalTheGrid_data()
    {
        QTest::addColumn<double>("spot");
        QTest::addColumn<double>("vol");
        QTest::newRow("crash") << -0.3 << 0.4;
        QTest::newRow("rally") << 0.2 << -0.2;
        QTest::newRow("vol alone") << 0.0 << 0.25;
    }

    void spotAndVolMove_equalTheGrid()
    {
        QFETCH(double, spot);
        QFETCH(double, vol);
        UnderlyingShock shock = shockOf();
        shock.spot = spot;
        shock.volRelative = vol;

        const auto grid = computeGrid(m_report, {{spot}, {vol}}, {}, {});
        const auto result = runScenario({&m_report, m_market, {}}, scenarioOf(shock), {});

        QVERIFY(std::abs(result->pnlUsd - grid->at(0, 0)) < 1e-6 * std::abs(grid->at(0, 0)));
        double sum = 0.0;
        for (const ScenarioLine& line : result->lines)
            sum += line.pnlUsd.value_or(0.0);
        QVERIFY(std::abs(sum - result->pnlUsd) < 1e-6);
        QCOMPARE(scenarioPnlUsd({&m_report, m_market, {}}, scenarioOf(shock)), result->pnlUsd);
    }

    // One long call, each shock by itself, against Black-76 written out.
    void oneShock_revaluesTheOption_data()
    {
        QTest::addColumn<UnderlyingShock>("shock");
        QTest::addColumn<double>("days");
        QTest::addColumn<double>("forward");
        QTest::addColumn<double>("vol");
        const double x = std::log(1.1) / (0.5 * std::sqrt(30.0 / 365.0)) / 0.6744897501960817;
        UnderlyingShock s = shockOf("BTC");
        s.volPoints = 15.0;
        QTest::newRow("vol points") << s << 0.0 << 1e5 << 0.65;
        s = shockOf("BTC");
        s.volRelative = 0.2;
        s.volPoints = 5.0;
        QTest::newRow("relative, then points") << s << 0.0 << 1e5 << 0.65;
        s = shockOf("BTC");
        s.volPoints = 10.0;
        s.termPower = 0.5;
        QTest::newRow("term at 30 d is neutral") << s << 0.0 << 1e5 << 0.60;
        s = shockOf("BTC");
        s.skew25d = 4.0;
        QTest::newRow("skew") << s << 0.0 << 1e5 << 0.5 - 0.02 * x;
        s = shockOf("BTC");
        s.curvature25d = 3.0;
        QTest::newRow("curvature") << s << 0.0 << 1e5 << 0.5 + 0.03 * x * x;
        s = shockOf("BTC");
        s.rate = 0.05;
        QTest::newRow("rate") << s << 0.0 << 1e5 * std::exp(0.05 * 30.0 / 365.0) << 0.5;
        s = shockOf("BTC");
        s.basis = 0.01;
        QTest::newRow("basis") << s << 0.0 << 101000.0 << 0.5;
        s = shockOf("BTC");
        s.spot = -0.1;
        QTest::newRow("spot and ten days") << s << 10.0 << 9e4 << 0.5;
        s = shockOf("BTC");
        s.volRelative = -1.0;
        QTest::newRow("no vol left") << s << 0.0 << 1e5 << 0.0;
    }

    void oneShock_revaluesTheOption()
    {
        QFETCH(UnderlyingShock, shock);
        QFETCH(double, days);
        QFETCH(double, forward);
        QFETCH(double, vol);
        const RiskReport report = reportOf(m_market, BookBuilder().line("BTC-31JAN26-110000-C", 10.0).build());

        const double pnl = pnlOf(report, scenarioOf(shock, days));

        const double expected = 10.0 * (callAt(forward, 110000.0, 30.0 - days, vol) - workedCall110k);
        QVERIFY2(std::abs(pnl - expected) < 1e-4, qPrintable(QString::number(pnl - expected)));
    }

    void shortExpiry_movesMoreUnderATermPower()
    {
        const RiskReport report = reportOf(m_market, BookBuilder().line("BTC-26JUN26-140000-C", 1.0).build());
        UnderlyingShock shock = shockOf("BTC");
        shock.volPoints = 10.0;
        shock.termPower = 0.5;
        const double days = report.lines[0].values->years * 365.0;

        const double pnl = pnlOf(report, scenarioOf(shock));

        const double points = 10.0 * std::sqrt(30.0 / days);
        const double expected =
            callAt(102500.0, 140000.0, days, 0.55 + points / 100.0) - callAt(102500.0, 140000.0, days, 0.55);
        QVERIFY(std::abs(pnl - expected) < 1e-6);
    }

    void stickyMoneyness_ridesTheSmile()
    {
        const auto surface = tiltedSurface();
        const std::vector<VolSurfacePtr> surfaces{surface};
        const RiskReport report = reportOf(m_market, BookBuilder().line("BTC-31JAN26-110000-C", 1.0).build());
        UnderlyingShock shock = shockOf("BTC");
        shock.spot = -0.1;
        const Timestamp expiry = *report.lines[0].instrument->expiry;

        const auto result =
            runScenario({&report, m_market, surfaces}, scenarioOf(shock, 0.0, VolDynamics::StickyMoneyness), {});

        const double vol = workedVol + *surface->vol(110000.0 / 0.9, expiry) - *surface->vol(110000.0, expiry);
        const double expected = callAt(9e4, 110000.0, 30.0, vol) - workedCall110k;
        QVERIFY2(std::abs(result->pnlUsd - expected) < 1e-4, qPrintable(QString::number(result->pnlUsd - expected)));
        QVERIFY(result->notes.empty());
        const auto without =
            runScenario({&report, m_market, {}}, scenarioOf(shock, 0.0, VolDynamics::StickyMoneyness), {});
        QCOMPARE(without->notes.size(), std::size_t{1});
        QCOMPARE(without->pnlUsd, pnlOf(report, scenarioOf(shock)));
    }

    // 30 days of a 60-day fall by 40 %: the path stands at -20 % of the index when the legs expire.
    void legsThatExpireOnTheWay_settleAtThePathsValue()
    {
        const PortfolioPtr book = BookBuilder()
                                      .line("BTC-31JAN26-90000-P", 10.0)
                                      .line("BTC-31JAN26-110000-C", -10.0)
                                      .line("BTC-31JAN26", 100000.0, 100000.0)
                                      .line("BTC-26JUN26-140000-C", -4.0)
                                      .build();
        const RiskReport report = reportOf(m_market, book);

        const auto result = runScenario({&report, m_market, {}}, spotMove(-0.4, 60.0), {});

        const double settle = 99950.0 * 0.8;
        QCOMPARE(result->expired.size(), std::size_t{3});
        QVERIFY(std::abs(result->expired[0].settlementPriceUsd - settle) < 1e-9);
        QVERIFY(std::abs(result->expired[0].valueUsd - 10.0 * (90000.0 - settle)) < 1e-6);
        QVERIFY(std::abs(result->expired[0].pnlUsd - 10.0 * (90000.0 - settle - workedPut90k)) < 1e-4);
        QCOMPARE(result->expired[1].valueUsd, 0.0);
        QVERIFY(std::abs(result->expired[2].pnlUsd - 100000.0 * (settle / 100000.0 - 1.0)) < 1e-6);
        // What settled is cash: only the June call is left.
        const auto june = revalueLine(lineCase(report.lines[3], m_market.get(), nullptr),
                                      shockFor(spotMove(-0.4), "BTC"), 60.0, VolDynamics::StickyStrike);
        QCOMPARE(result->totalsAfter.deltaUsd, june.after.deltaUsd);
    }

    void ownPath_decidesTheSettlement()
    {
        const RiskReport report = reportOf(m_market, BookBuilder().line("BTC-31JAN26-90000-P", 10.0).build());
        UnderlyingShock shock = shockOf("BTC");
        shock.spot = 0.0;
        shock.path = {{20.0, -0.5}, {40.0, -0.3}};

        const auto result = runScenario({&report, m_market, {}}, scenarioOf(shock, 60.0), {});

        QVERIFY(std::abs(result->expired[0].settlementPriceUsd - 99950.0 * 0.6) < 1e-9); // between -50 % and -30 %
        QCOMPARE(spotReturnAt(shock, 60.0, 50.0), -0.15);
        QCOMPARE(spotReturnAt(shock, 60.0, 61.0), 0.0);
    }

    void slowOracle_settlesAtAnEarlierIndex()
    {
        const RiskReport report = reportOf(m_market, BookBuilder().line("BTC-31JAN26-110000-C", 1.0).build());
        UnderlyingShock shock = shockOf("BTC");
        shock.spot = 0.6;
        shock.oracleDelaySeconds = 86400.0;

        const auto result = runScenario({&report, m_market, {}}, scenarioOf(shock, 30.0), {});

        QVERIFY(std::abs(result->expired[0].settlementPriceUsd - 99950.0 * (1.0 + 0.6 * 29.0 / 30.0)) < 1e-6);
    }

    void funding_isPaidByLongPerpetuals()
    {
        const RiskReport report =
            reportOf(m_market, BookBuilder().line("BTC-PERPETUAL", 100000.0).line("BTC-31JAN26", 100000.0).build());
        UnderlyingShock shock = shockOf("BTC");
        shock.funding = 0.001;

        const double pnl = pnlOf(report, scenarioOf(shock, 2.0));

        QVERIFY2(std::abs(pnl + 100000.0 * 0.001 * 6.0) < 1e-6, qPrintable(QString::number(pnl)));
    }

    // A linear call is paid in dollars that are worth less, but struck in them too.
    void brokenPeg_movesLinearContractsOnly()
    {
        const RiskReport report = reportOf(
            m_market, BookBuilder().line("BTC_USDC-31JAN26-110000-C", 3.0).line("BTC-31JAN26-110000-C", 3.0).build());
        UnderlyingShock shock = shockOf("BTC");
        shock.stablecoins = {{"USDC", 0.97}};

        const auto result = runScenario({&report, m_market, {}}, scenarioOf(shock), {});

        const double expected = 3.0 * (0.97 * callAt(1e5 / 0.97, 110000.0, 30.0, 0.5) - workedCall110k);
        QVERIFY2(std::abs(*result->lines[0].pnlUsd - expected) < 1e-3,
                 qPrintable(QString::number(*result->lines[0].pnlUsd - expected)));
        QCOMPARE(*result->lines[1].pnlUsd, 0.0);
    }

    void otherUnderlyings_stayWhereTheyAre()
    {
        UnderlyingShock btc = shockOf("BTC");
        btc.spot = -0.2;
        const auto result = runScenario({&m_report, m_market, {}}, scenarioOf(btc), {});

        for (const UnderlyingOutcome& outcome : result->byUnderlying)
            QVERIFY((outcome.underlying == "BTC") == (outcome.pnlUsd != 0.0));
    }

    // First one, then the other, at once: the same as the composed scenario.
    void composedShocks_areOneAfterTheOther()
    {
        UnderlyingShock a = shockOf("BTC");
        a.spot = -0.1;
        a.volRelative = 0.2;
        a.volPoints = 3.0;
        UnderlyingShock b = shockOf("BTC");
        b.spot = -0.05;
        b.volRelative = -0.1;
        b.volPoints = 2.0;
        const RiskReport report = reportOf(m_market, BookBuilder().line("BTC-31JAN26-110000-C", 10.0).build());

        const double pnl = pnlOf(report, composed(scenarioOf(a), scenarioOf(b)));

        const double vol = (0.5 * 1.2 + 0.03) * 0.9 + 0.02;
        const double expected = 10.0 * (callAt(1e5 * 0.9 * 0.95, 110000.0, 30.0, vol) - workedCall110k);
        QVERIFY2(std::abs(pnl - expected) < 1e-4, qPrintable(QString::number(pnl - expected)));
    }

    void composedPath_goesTheFirstWayFirst()
    {
        const Scenario both = composed(spotMove(-0.2, 10.0), spotMove(0.1, 20.0));
        const UnderlyingShock shock = shockFor(both, "BTC");

        QCOMPARE(both.horizonDays, 30.0);
        QVERIFY(std::abs(shock.spot - (0.8 * 1.1 - 1.0)) < 1e-15);
        QVERIFY(std::abs(spotReturnAt(shock, 30.0, 5.0) + 0.1) < 1e-15);
        QVERIFY(std::abs(spotReturnAt(shock, 30.0, 10.0) + 0.2) < 1e-15);
        QVERIFY(std::abs(spotReturnAt(shock, 30.0, 20.0) - (0.8 * 1.05 - 1.0)) < 1e-12);
    }

    void exitCost_growsWithSpreadAndThinness()
    {
        Quote quote;
        quote.bid = 99.0;
        quote.ask = 101.0;
        quote.bidAmount = 4.0;
        quote.askAmount = 4.0;
        Instrument linear;
        linear.kind = InstrumentKind::Perpetual;
        linear.settlement = Settlement::Linear;
        UnderlyingShock shock = shockOf();

        QCOMPARE(*exitCostUsd(linear, quote, 4.0, 100.0, shock), 4.0);
        QCOMPARE(*exitCostUsd(linear, quote, -16.0, 100.0, shock), 32.0); // four times the shown amount: twice the cost
        shock.spreadMultiple = 3.0;
        shock.depthMultiple = 0.25;
        QCOMPARE(*exitCostUsd(linear, quote, 4.0, 100.0, shock), 24.0);
        quote.ask.reset();
        QVERIFY(!exitCostUsd(linear, quote, 4.0, 100.0, shock));
    }

    void haltedVenue_cannotBeLeft()
    {
        UnderlyingShock shock = shockOf();
        shock.venuesHalted = {"deribit"};

        const auto halted = runScenario({&m_report, m_market, {}}, scenarioOf(shock), {});
        const auto open = runScenario({&m_report, m_market, {}}, scenarioOf(shockOf()), {});

        QCOMPARE(halted->halted.size(), m_report.lines.size());
        QCOMPARE(halted->exitCost.thenUsd, 0.0);
        QVERIFY(open->halted.empty() && open->exitCost.nowUsd > 0.0);
        QCOMPARE(open->exitCost.nowUsd, open->exitCost.thenUsd);
    }

    void unpricedLine_isLeftOutWithItsReason()
    {
        const RiskReport report = reportOf(m_market, BookBuilder().line("BTC-31JAN26-77000-C", 1.0).build());

        const auto result = runScenario({&report, m_market, {}}, spotMove(-0.1), {});

        QCOMPARE(result->linesLeftOut, 1);
        QVERIFY(!result->lines[0].pnlUsd && !result->lines[0].reason.empty());
    }

    void impossibleShocks_areRefused_data()
    {
        QTest::addColumn<UnderlyingShock>("shock");
        QTest::addColumn<double>("days");
        UnderlyingShock s = shockOf();
        s.spot = -1.0;
        QTest::newRow("spot gone") << s << 0.0;
        s = shockOf();
        s.volPoints = std::nan("");
        QTest::newRow("not a number") << s << 0.0;
        s = shockOf();
        s.depthMultiple = -1.0;
        QTest::newRow("negative depth") << s << 0.0;
        s = shockOf();
        s.stablecoins = {{"USDC", 0.0}};
        QTest::newRow("worthless dollar") << s << 0.0;
        QTest::newRow("back in time") << shockOf() << -1.0;
    }

    void impossibleShocks_areRefused()
    {
        QFETCH(UnderlyingShock, shock);
        QFETCH(double, days);

        QCOMPARE(runScenario({&m_report, m_market, {}}, scenarioOf(shock, days), {}).error().code, Errc::BadInput);
        QCOMPARE(runScenario({&m_report, m_market, {}}, spotMove(0.1), stoppedToken()).error().code, Errc::Cancelled);
    }

    // Every cell of every kind of map is the scenario of its coordinates.
    void map_equalsScenariosCellByCell_data()
    {
        QTest::addColumn<MapAxis>("rows");
        QTest::addColumn<MapAxis>("columns");
        const MapAxis spot{MapAxisKind::Spot, {}, {-0.3, -0.1, 0.0, 0.2}};
        QTest::newRow("spot x vol") << spot << MapAxis{MapAxisKind::VolRelative, {}, {-0.3, 0.0, 0.5}};
        QTest::newRow("spot x points of BTC") << spot << MapAxis{MapAxisKind::VolPoints, "BTC", {-10.0, 0.0, 20.0}};
        QTest::newRow("spot x time") << spot << MapAxis{MapAxisKind::Days, {}, {0.0, 7.0, 40.0}};
        QTest::newRow("BTC x ETH") << MapAxis{MapAxisKind::Spot, "BTC", {-0.2, 0.0, 0.1}}
                                   << MapAxis{MapAxisKind::Spot, "ETH", {-0.4, 0.0, 0.3}};
    }

    void map_equalsScenariosCellByCell()
    {
        QFETCH(MapAxis, rows);
        QFETCH(MapAxis, columns);
        const ScenarioInputs inputs{&m_report, m_market, {}};
        for (const MapMeasure measure : {MapMeasure::PnlUsd, MapMeasure::DeltaUsd, MapMeasure::VegaUsd}) {
            const auto map = computeMap(inputs, rows, columns, measure, {}, {});
            QVERIFY2(map.ok(), map ? "" : map.error().message.c_str());
            for (std::size_t r = 0; r < rows.values.size(); ++r) {
                for (std::size_t c = 0; c < columns.values.size(); ++c) {
                    const auto cell =
                        runScenario(inputs, cellScenario(rows, rows.values[r], columns, columns.values[c]), {});
                    const double expected = measure == MapMeasure::PnlUsd     ? cell->pnlUsd
                                            : measure == MapMeasure::DeltaUsd ? cell->totalsAfter.deltaUsd
                                                                              : cell->totalsAfter.vegaUsd;
                    QVERIFY2(std::abs(map->at(r, c) - expected) < 1e-6 * (1.0 + std::abs(expected)),
                             qPrintable(QString::number(map->at(r, c)) + u' ' + QString::number(expected)));
                }
            }
            QCOMPARE(map->at(map->worstRow, map->worstColumn), *std::ranges::min_element(map->cells));
        }
    }

    void map_refusesTwiceTheSameAxis()
    {
        const MapAxis all{MapAxisKind::Spot, {}, {0.0, 0.1}};
        const MapAxis btc{MapAxisKind::Spot, "BTC", {0.0, 0.1}};
        const MapAxis gone{MapAxisKind::Spot, "ETH", {-1.0}};

        QCOMPARE(computeMap({&m_report, m_market, {}}, all, btc, MapMeasure::PnlUsd, {}, {}).error().code,
                 Errc::BadInput);
        QCOMPARE(computeMap({&m_report, m_market, {}}, btc, gone, MapMeasure::PnlUsd, {}, {}).error().code,
                 Errc::BadInput);
        QCOMPARE(computeMap({&m_report, m_market, {}}, btc, {MapAxisKind::Days, {}, {}}, MapMeasure::PnlUsd, {}, {})
                     .error()
                     .code,
                 Errc::BadInput);
    }

    void thousandLines_takeMilliseconds()
    {
        BookBuilder book;
        for (int i = 0; i < 1000; ++i)
            book.line(i % 2 == 0 ? "BTC-31JAN26-110000-C" : "BTC-31JAN26-90000-P", 1.0 + i % 7);
        const RiskReport report = reportOf(m_market, book.build());
        UnderlyingShock shock = shockOf();
        shock.spot = -0.2;
        shock.skew25d = 3.0;

        const auto start = std::chrono::steady_clock::now();
        const auto result = runScenario({&report, m_market, {}}, scenarioOf(shock, 1.0), {});
        const std::chrono::duration<double, std::milli> spent = std::chrono::steady_clock::now() - start;

        QCOMPARE(result->lines.size(), std::size_t{1000});
        qInfo("1,000 lines: %.2f ms", spent.count());
        const auto mapStart = std::chrono::steady_clock::now();
        const auto map = computeMap({&report, m_market, {}}, {MapAxisKind::Spot, {}, evenAxis(-0.5, 0.5, 41)},
                                    {MapAxisKind::Days, {}, evenAxis(0.0, 20.0, 21)}, MapMeasure::PnlUsd, {}, {});
        const std::chrono::duration<double, std::milli> mapSpent = std::chrono::steady_clock::now() - mapStart;
        QCOMPARE(map->cells.size(), std::size_t{41 * 21});
        qInfo("41 x 21 map of 1,000 lines: %.0f ms", mapSpent.count());
    }

private:
    static void put(Scenario& scenario, const MapAxis& axis, double value)
    {
        if (axis.kind == MapAxisKind::Days) {
            scenario.horizonDays = value;
            return;
        }
        for (UnderlyingShock& shock : scenario.shocks) {
            if (!axis.underlying.empty() && axis.underlying != shock.underlying)
                continue;
            (axis.kind == MapAxisKind::Spot          ? shock.spot
             : axis.kind == MapAxisKind::VolRelative ? shock.volRelative
                                                     : shock.volPoints) = value;
        }
    }

    static Scenario cellScenario(const MapAxis& rows, double row, const MapAxis& columns, double column)
    {
        Scenario scenario;
        scenario.shocks = {shockOf("BTC"), shockOf("ETH")};
        put(scenario, rows, row);
        put(scenario, columns, column);
        return scenario;
    }

    SnapshotPtr m_market;
    RiskReport m_report;
};

QTEST_GUILESS_MAIN(TestScenario)
#include "tst_scenario.moc"
