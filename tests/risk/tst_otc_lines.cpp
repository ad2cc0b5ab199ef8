#include "models/hedging/hedge_scenarios.h"
#include "models/margin/margin_inputs.h"
#include "models/market/otc_name.h"
#include "models/pricing/quantlib/quantlib_otc_pricer.h"
#include "models/risk/book_revaluer.h"
#include "models/risk/scenario_engine.h"
#include "models/risk/scenario_grid.h"
#include "models/risk/scenario_map.h"
#include "models/risk/value_at_risk.h"
#include "tests/risk/risk_cases.h"

#include <QTest>

#include <cmath>

using namespace ballast;
using namespace ballast::test;

namespace {

constexpr double years = 30.0 / 365.0;

bool near(double found, double expected, double tolerance)
{
    if (std::abs(found - expected) <= tolerance)
        return true;
    qWarning("found %.10g, expected %.10g", found, expected);
    return false;
}

Position held(std::string name, double quantity, OtcHolding holding = {})
{
    Position position{{otcVenue, std::move(name)}, quantity, 1000.0, "main", "otc"};
    position.otc = holding;
    return position;
}

PortfolioPtr bookOf(std::vector<Position> positions)
{
    return std::make_shared<const Portfolio>(Portfolio{"otc", std::move(positions)});
}

// A knock-in and a knock-out of the same option, in equal size: a listed call in two parts.
PortfolioPtr splitCall()
{
    return bookOf({held("BTC-31JAN26-110000-C-UO-130000", 10.0), held("BTC-31JAN26-110000-C-UI-130000", 10.0)});
}

const std::vector<VolSurfacePtr>& surfaces()
{
    static const std::vector<VolSurfacePtr> flat{flatSurface("BTC", "31JAN26", years, workedForward, workedVol)};
    return flat;
}

RiskReport reportWith(const PortfolioPtr& book, OtcPricerPtr pricer = quantLibOtcPricer())
{
    return computeRisk({workedMarket().build(), book, surfaces(), VolChoice::Mark, {}, std::move(pricer)}, {}).value();
}

// Knows no contract whose forward has fallen below a level.
class GivesUpBelow : public OtcPricer
{
public:
    explicit GivesUpBelow(double forwardUsd) : m_forwardUsd(forwardUsd) {}

    [[nodiscard]] Result<OtcPrice> price(const OtcContract& contract, OtcEngine engine) const override
    {
        if (contract.forward < m_forwardUsd)
            return Error{Errc::Unsupported, "the grid does not reach that far"};
        return quantLibOtcPricer()->price(contract, engine);
    }

private:
    double m_forwardUsd;
};

ScenarioInputs inputsOf(const RiskReport& report)
{
    return {&report, workedMarket().build(), surfaces()};
}

Scenario fall(double spot, double volPoints, double days)
{
    Scenario scenario;
    scenario.name = "fall";
    scenario.horizonDays = days;
    scenario.shocks.push_back({"BTC", spot});
    scenario.shocks.back().volPoints = volPoints;
    return scenario;
}

double callAt(double forward, double vol, double yearsLeft)
{
    return blackPrice({forward, 110000.0, yearsLeft, vol, OptionType::Call});
}

} // namespace

// OTC options through the risk report and everything that stands on it.
class TestOtcLines : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knockInAndKnockOut_riskWhatTheListedCallDoes()
    {
        const RiskReport report = reportWith(splitCall());
        QCOMPARE(report.linesFailed, 0);
        const Greeks g =
            optionGreeks({workedForward, 110000.0, years, workedVol, OptionType::Call}, Settlement::Linear);
        const Exposure& total = report.byUnderlying.front().total;
        QVERIFY(near(total.valueUsd, 10.0 * workedCall110k, 1e-3));
        QVERIFY(near(total.deltaCoin, 10.0 * g.delta, 2e-3));
        QVERIFY(near(total.vegaUsd, 10.0 * g.vega, 0.02 * 10.0 * g.vega));
        QVERIFY(near(*report.pnlUsd, 10.0 * (workedCall110k - 2000.0), 1e-3));
        QVERIFY(near(report.vegaBuckets[1].vegaUsd, total.vegaUsd, 1e-9)); // 7-30 days
        QCOMPARE(report.byExpiry.size(), std::size_t{1});
    }

    void scenario_revaluesThroughThePricer()
    {
        const RiskReport report = reportWith(splitCall());
        const auto result = runScenario(inputsOf(report), fall(-0.10, 8.0, 5.0), {});
        QVERIFY(result.ok());
        const double expected =
            10.0 * (callAt(0.9 * workedForward, workedVol + 0.08, years - 5.0 / 365.0) - workedCall110k);
        QVERIFY(near(result->pnlUsd, expected, 1e-2));
        QVERIFY(result->lines[0].pnlUsd.has_value() && result->linesLeftOut == 0);
        QVERIFY(near(result->totalsAfter.valueUsd, report.totals.valueUsd + result->pnlUsd, 1e-6));
        QVERIFY(near(scenarioPnlUsd(inputsOf(report), fall(-0.10, 8.0, 5.0)), expected, 1e-2));
    }

    void riseThroughTheBarrier_knocksOut()
    {
        const RiskReport report = reportWith(bookOf({held("BTC-31JAN26-110000-C-UO-130000-R2500", 4.0)}));
        const auto result = runScenario(inputsOf(report), fall(0.40, 0.0, 1.0), {});
        QVERIFY(result.ok());
        QVERIFY(near(result->pnlUsd, 4.0 * 2500.0 - report.totals.valueUsd, 1e-6)); // the rebate is what is left
        QCOMPARE(result->totalsAfter.deltaCoin, 0.0);
    }

    void engineThatRefuses_isSaidWithItsReason_data()
    {
        QTest::addColumn<double>("spot");
        QTest::addColumn<double>("refusedBelow"); // share of the forward
        QTest::addColumn<QString>("says");
        QTest::newRow("moved contract") << -0.10 << 0.95 << "estimated from Greeks: the grid does not reach that far";
        QTest::newRow("bumps of the Greeks alone")
            << -0.10 << 0.8999 << "Greeks after are those before: the grid does not reach that far";
        QTest::newRow("neither") << -0.10 << 0.5 << "";
    }
    void engineThatRefuses_isSaidWithItsReason()
    {
        QFETCH(double, spot);
        QFETCH(double, refusedBelow);
        QFETCH(QString, says);
        const RiskReport report = reportWith(bookOf({held("BTC-31JAN26-110000-C-UO-130000", 4.0)}),
                                             std::make_shared<GivesUpBelow>(refusedBelow * workedForward));
        const RiskReport exact = reportWith(bookOf({held("BTC-31JAN26-110000-C-UO-130000", 4.0)}));

        const auto result = runScenario(inputsOf(report), fall(spot, 0.0, 0.0), {});

        QVERIFY(result.ok());
        QCOMPARE(QString::fromStdString(result->lines[0].reason), says);
        QCOMPARE(result->estimates.size(), says.isEmpty() ? std::size_t{0} : std::size_t{1});
        const double revalued = runScenario(inputsOf(exact), fall(spot, 0.0, 0.0), {})->pnlUsd;
        const Greeks& g = report.lines[0].values->otc->greeks;
        const double move = spot * workedForward;
        const double estimate = 4.0 * (g.delta * move + 0.5 * g.gamma * move * move);
        QVERIFY(near(result->pnlUsd, says.startsWith(QStringLiteral("estimated")) ? estimate : revalued, 1e-6));
        QVERIFY(std::abs(estimate - revalued) > 1.0);
    }

    void expiryOnTheWay_settlesOnItsPayoff()
    {
        const RiskReport report = reportWith(bookOf({held("BTC-31JAN26-110000-C-UO-130000", 4.0)}));
        const auto result = runScenario(inputsOf(report), fall(0.20, 0.0, 30.0), {});
        QVERIFY(result.ok());
        QCOMPARE(result->expired.size(), std::size_t{1});
        QVERIFY(near(result->expired[0].valueUsd, 4.0 * (99950.0 * 1.2 - 110000.0), 1.0));
    }

    void grid_isTheOneOfTheListedCall()
    {
        const RiskReport report = reportWith(splitCall());
        const GridAxes axes{evenAxis(-0.25, 0.25, 5), evenAxis(-0.2, 0.2, 3)};
        const auto grid = computeGrid(report, axes, "BTC", {});
        QVERIFY(grid.ok());
        QCOMPARE(grid->linesLeftOut, 0);
        for (std::size_t s = 0; s < axes.spotMoves.size(); ++s) {
            for (std::size_t v = 0; v < axes.volMoves.size(); ++v) {
                const double moved =
                    callAt(workedForward * (1.0 + axes.spotMoves[s]), workedVol * (1.0 + axes.volMoves[v]), years);
                QVERIFY(near(grid->at(s, v), 10.0 * (moved - workedCall110k), 1e-2));
            }
        }
        QCOMPARE(grid->at(2, 1), 0.0);
    }

    void engineThatRefuses_isCountedInGridsMapsAndSearches()
    {
        const RiskReport report = reportWith(splitCall(), std::make_shared<GivesUpBelow>(0.95 * workedForward));
        const MapAxis spot{MapAxisKind::Spot, {}, evenAxis(-0.2, 0.2, 5)}; // two of five below
        const MapAxis vol{MapAxisKind::VolPoints, {}, {-0.05, 0.0, 0.05}};
        const std::string says = "2 over-the-counter lines by delta-gamma-vega estimate in up to 6 cells";

        const auto grid = computeGrid(report, {spot.values, {-0.1, 0.0, 0.1}}, "BTC", {});
        const auto map = computeMap(inputsOf(report), spot, vol, MapMeasure::PnlUsd, {}, {});
        const auto greeks = computeMap(inputsOf(report), spot, vol, MapMeasure::GammaUsd1pct, {}, {});
        const std::vector<Scenario> scenarios{fall(-0.1, 0.0, 0.0), fall(-0.01, 0.0, 0.0), fall(-0.2, 5.0, 1.0)};
        const ScenarioPnls pnls = scenarioPnls(inputsOf(report), scenarios);

        QCOMPARE(grid->estimates.summary("cell"), says);
        QCOMPARE(map->estimates.summary("cell"), says);
        QCOMPARE(greeks->estimates.summary("cell"), says);
        QCOMPARE(pnls.estimates.summary("scenario"),
                 std::string("2 over-the-counter lines by delta-gamma-vega estimate in up to 2 scenarios"));
        QCOMPARE(grid->estimates.details("cell")[0],
                 std::string("BTC-31JAN26-110000-C-UO-130000: 6 cells by delta-gamma-vega estimate: the grid does not "
                             "reach that far"));
        QVERIFY(near(map->at(0, 1), scenarioPnlUsd(inputsOf(report), fall(-0.2, 0.0, 0.0)), 1e-9));
    }

    void engineThatRefuses_isNamedByValueAtRisk()
    {
        const RiskReport report = reportWith(splitCall(), std::make_shared<GivesUpBelow>(0.95 * workedForward));
        MoveScenarios scenarios{{{FactorKind::Spot, "BTC"}}, {}, {}, {}};
        for (int i = 0; i < 40; ++i) {
            scenarios.names.push_back("day " + std::to_string(i));
            scenarios.logMoves.push_back({-0.10 + 0.005 * i}); // ten of forty fall through the floor
        }
        VarSettings settings;
        settings.confidence = 0.9;

        const auto var = simulatedVar(inputsOf(report), scenarios, VarMethod::Historical, settings, {});

        QVERIFY(var.ok());
        QCOMPARE(var->estimates.lines.size(), std::size_t{2});
        QCOMPARE(var->estimates.lines[0].points, 10);
        QCOMPARE(var->notes, (std::vector<std::string>{var->estimates.summary("scenario")}));
    }

    void mapAlongTimeOfOneUnderlying_countsEveryCellThatAnEstimateStandsIn()
    {
        const RiskReport report = reportWith(splitCall(), std::make_shared<GivesUpBelow>(0.95 * workedForward));
        Scenario base = fall(-0.1, 0.0, 0.0);
        const MapAxis other{MapAxisKind::Spot, "ETH", {-0.1, 0.0, 0.1}};

        const auto map =
            computeMap(inputsOf(report), other, {MapAxisKind::Days, {}, {0.0, 1.0}}, MapMeasure::PnlUsd, base, {});

        QCOMPARE(map->estimates.lines.front().points, 6); // two priced, shown in three rows
    }

    void engineThatKnowsAll_estimatesNothing()
    {
        const RiskReport report = reportWith(splitCall());
        const auto grid = computeGrid(report, {evenAxis(-0.5, 0.5, 5), evenAxis(-0.4, 0.4, 3)}, "BTC", {});

        QVERIFY(grid->estimates.lines.empty());
        QVERIFY(grid->estimates.summary("cell").empty());
    }

    void historicalMoves_revalueOtcLines()
    {
        const RiskReport report = reportWith(splitCall());
        const BookRevaluer book(inputsOf(report), {{FactorKind::Spot, "BTC"}}, VolDynamics::StickyStrike);
        const double move = std::log(0.93);
        QVERIFY(near(book.pnlUsd(std::vector{move}),
                     10.0 * (callAt(0.93 * workedForward, workedVol, years) - workedCall110k), 1e-2));
    }

    void hedgeScenarios_countOtcLines()
    {
        const RiskReport report = reportWith(splitCall());
        HedgeScenarioSet set;
        set.underlyings = {"BTC"};
        UnderlyingMove move;
        move.spot = 0.1;
        move.volPoints = -5.0;
        set.scenarios.push_back({1.0, {move}});
        const double term = termLoading(years);
        QVERIFY(std::isfinite(term));
        const auto pnl = scenarioPnl(report, set, 0.0);
        QVERIFY(near(pnl[0], 10.0 * (callAt(1.1 * workedForward, workedVol - 0.05, years) - workedCall110k), 1e-2));
        QVERIFY(bookPnls(report, set, 0.0).estimates.lines.empty());
    }

    void hedgeScenarios_nameWhatIsEstimated()
    {
        const RiskReport report = reportWith(splitCall(), std::make_shared<GivesUpBelow>(0.95 * workedForward));
        HedgeScenarioSet set;
        set.underlyings = {"BTC"};
        for (const double spot : {-0.2, -0.1, 0.0, 0.1}) {
            UnderlyingMove move;
            move.spot = spot;
            set.scenarios.push_back({0.25, {move}});
        }

        const ScenarioPnls pnls = bookPnls(report, set, 0.0);

        QCOMPARE(pnls.estimates.summary("scenario"),
                 std::string("2 over-the-counter lines by delta-gamma-vega estimate in up to 2 scenarios"));
        QCOMPARE(pnls.usd, scenarioPnl(report, set, 0.0));
    }

    void margin_leavesThemOutAndSaysWhy()
    {
        const RiskReport report = reportWith(splitCall());
        QVERIFY(marginInputs(report).legs.empty());
        QCOMPARE(marginInputs(report).linesLeftOut, 2);
        QCOMPARE(leftOutOfMargin(report)[0].reason, std::string("not listed: no venue margin"));
    }

    void missingPieces_areTheRowsReason_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("withPricer");
        QTest::addColumn<bool>("withSurface");
        QTest::addColumn<QString>("says");
        QTest::newRow("no pricer") << "BTC-31JAN26-110000-C-UO-130000" << false << true << "no engine for them";
        QTest::newRow("no surface") << "BTC-31JAN26-110000-C-UO-130000" << true << false << "no fitted surface";
        QTest::newRow("no index") << "SOL-31JAN26-110-C-UO-130" << true << true << "no index";
        QTest::newRow("expired") << "BTC-25DEC25-110000-C-UO-130000" << true << true << "expired";
        QTest::newRow("past fixings") << "BTC-31JAN26-110000-C-AVG-25DEC25-1D" << true << true << "fixed_average";
        QTest::newRow("no name") << "BTC-31JAN26-110000-C" << true << true << "no name of an OTC option";
    }
    void missingPieces_areTheRowsReason()
    {
        QFETCH(QString, name);
        QFETCH(bool, withPricer);
        QFETCH(bool, withSurface);
        QFETCH(QString, says);
        const std::vector<VolSurfacePtr> none;
        const RiskLine line = priceLine({workedMarket().build(),
                                         bookOf({held(name.toStdString(), 1.0)}),
                                         withSurface ? surfaces() : none,
                                         VolChoice::Mark,
                                         {},
                                         withPricer ? quantLibOtcPricer() : nullptr},
                                        0);
        QVERIFY(!line.values.ok());
        QVERIFY2(QString::fromStdString(line.values.error().message).contains(says),
                 line.values.error().message.c_str());
    }

    void engineOfThePosition_isUsed()
    {
        const RiskReport report =
            reportWith(bookOf({held("BTC-31JAN26-110000-C-AVG-5JAN26-1D", 1.0, {OtcEngine::Analytic, {}, false}),
                               held("BTC-31JAN26-110000-C-AVG-5JAN26-1D", 1.0, {OtcEngine::MonteCarlo, {}, false})}));
        const LineValues& exact = *report.lines[0].values;
        const LineValues& simulated = *report.lines[1].values;
        QVERIFY(!exact.otc->standardErrorUsd && simulated.otc->standardErrorUsd);
        QVERIFY(near(simulated.mark, exact.mark, 4.0 * *simulated.otc->standardErrorUsd + 0.02 * exact.mark));
        QVERIFY(simulated.mark != exact.mark);
    }

    void pastFixings_countWithTheBooksAverage()
    {
        const OtcHolding fixed{OtcEngine::Analytic, 120000.0, false};
        const RiskReport report = reportWith(bookOf({held("BTC-31JAN26-110000-C-AVG-2DEC25-1D", 1.0, fixed),
                                                     held("BTC-31JAN26-110000-P-AVG-2DEC25-1D", 1.0, fixed)}));
        const LineValues& v = *report.lines[0].values;
        QCOMPARE(v.otc->contract.pastFixings, 31);                        // 2 December to 1 January
        const double average = (31.0 * 120000.0 + 30.0 * 99975.0) / 61.0; // the index drifts from 99,950 to 100,000
        QVERIFY(near(v.mark - report.lines[1].values->mark, average - 110000.0, 2.0));
        QVERIFY(v.unit.delta > 0.2 && v.unit.delta < 0.6);
    }
};

QTEST_GUILESS_MAIN(TestOtcLines)
#include "tst_otc_lines.moc"
