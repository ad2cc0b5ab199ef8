#include "models/risk/scenario_engine.h"
#include "models/risk/scenario_propagation.h"
#include "models/risk/shocked_batch.h"
#include "tests/risk/risk_cases.h"

#include <QTest>

#include <cmath>
#include <random>

using namespace ballast;
using namespace ballast::test;

namespace {

const std::array levels{VolLevel{"BTC", 0.5}, VolLevel{"ETH", 0.7}};

Scenario shocked(std::string underlying, double spot)
{
    Scenario scenario;
    scenario.shocks.push_back({std::move(underlying)});
    scenario.shocks.back().spot = spot;
    return scenario;
}

UnderlyingShock randomShock(std::mt19937& random)
{
    std::uniform_real_distribution<double> unit(-1.0, 1.0);
    UnderlyingShock shock;
    shock.spot = 0.4 * unit(random);
    shock.volPoints = 20.0 * unit(random);
    shock.volRelative = 0.5 * unit(random);
    shock.skew25d = 8.0 * unit(random);
    shock.curvature25d = 3.0 * unit(random);
    shock.termPower = unit(random);
    shock.rate = 0.1 * unit(random);
    shock.basis = 0.02 * unit(random);
    shock.funding = 0.001 * unit(random);
    shock.stablecoins = {{"USDC", 0.97}};
    return shock;
}

} // namespace

class TestScenarioPropagation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // With one given factor the mean is cov / var times its move, and what is left of the other's deviation is
    // sqrt(1 - rho^2) of it.
    void oneGiven_othersFollowTheirRegression()
    {
        const FactorModel model = impliedFactorModel(levels, FactorScope::WithSmile);
        const std::size_t btc = *model.find({FactorKind::Spot, "BTC"});

        const auto result = propagate(shocked("BTC", -0.2), model, levels);

        QCOMPARE(result->given.size(), std::size_t{1});
        QCOMPARE(result->followed.size(), std::size_t{7});
        for (const FactorShift& shift : result->followed) {
            const std::size_t i = *model.find(shift.factor);
            const double expected = model.covarianceOf(i, btc) / model.covarianceOf(btc, btc) * std::log(0.8);
            QVERIFY(std::abs(shift.logMove - expected) < 1e-12);
            const double rho = model.correlation(i, btc);
            QVERIFY(std::abs(shift.deviation - model.deviation(i) * std::sqrt(1.0 - rho * rho)) < 1e-9);
        }
        const UnderlyingShock eth = shockFor(result->scenario, "ETH");
        QVERIFY(eth.spot < -0.1 && eth.volRelative > 0.0);
        QVERIFY(shockFor(result->scenario, "BTC").skew25d != 0.0);
        QVERIFY(!result->source.empty());
    }

    void term_bendsTheVolsOwnMove()
    {
        const FactorModel model = impliedFactorModel(levels, FactorScope::WithSmile);

        const auto result = propagate(shocked("BTC", -0.2), model, levels);

        const UnderlyingShock btc = shockFor(result->scenario, "BTC");
        for (const FactorShift& shift : result->followed) {
            if (shift.factor == RiskFactor{FactorKind::Term, "BTC"} && result->notes.empty())
                QVERIFY(std::abs(termMoveOf(btc.volRelative, btc.termPower) - shift.logMove) < 1e-6);
        }
    }

    void termPower_invertsTheTermMove()
    {
        for (const double vol : {-0.3, -0.05, 0.05, 0.3, 1.5}) {
            for (const double power : {-0.6, -0.2, 0.0, 0.3, 0.6}) {
                const double back = termPowerFor(vol, termMoveOf(vol, power));
                QVERIFY2(std::abs(back - power) < 1e-6,
                         qPrintable(QString::number(vol) + QLatin1Char(' ') + QString::number(power)));
            }
        }
        QCOMPARE(termPowerFor(0.0, 0.3), 0.0);
    }

    void givenFactors_stayAsTheyAre()
    {
        const FactorModel model = impliedFactorModel(levels, FactorScope::WithSmile);
        Scenario scenario = shocked("BTC", -0.2);
        scenario.shocks[0].skew25d = 3.0;
        scenario.shocks[0].volPoints = 10.0;

        const auto result = propagate(scenario, model, levels);

        QCOMPARE(result->given.size(), std::size_t{3});
        const UnderlyingShock btc = shockFor(result->scenario, "BTC");
        QCOMPARE(btc.spot, -0.2);
        QCOMPARE(btc.skew25d, 3.0);
        QCOMPARE(btc.volPoints, 10.0);
        QCOMPARE(btc.volRelative, 0.0);
        QCOMPARE(propagate({}, model, levels)->scenario, Scenario{});
    }

    // The batch and the single line: same numbers, and zero is exactly zero.
    void batch_agreesWithEveryLineAlone_data()
    {
        QTest::addColumn<int>("dynamics");
        QTest::newRow("sticky strike") << int(VolDynamics::StickyStrike);
        QTest::newRow("sticky moneyness") << int(VolDynamics::StickyMoneyness);
    }

    void batch_agreesWithEveryLineAlone()
    {
        QFETCH(const int, dynamics);
        const auto how = static_cast<VolDynamics>(dynamics);
        const auto market = workedMarket().build();
        const auto report = reportOf(market, mixedBook());
        const std::vector<VolSurfacePtr> surfaces{flatSurface("BTC", "31JAN26", 30.0 / 365.0, workedForward, 0.5)};
        const ScenarioInputs inputs{&report, market, surfaces};
        std::mt19937 random(4);
        std::vector<UnderlyingShock> shocks(1); // the first one moves nothing
        for (int i = 0; i < 60; ++i)
            shocks.push_back(randomShock(random));
        for (const double days : {0.0, 5.0, 45.0}) {
            std::vector<ShockCell> cells;
            for (const UnderlyingShock& shock : shocks)
                cells.push_back({&shock, days});
            ShockedBatch batch(how);
            for (const LineCase& c : lineCases(inputs)) {
                std::vector<double> pnl(cells.size(), 0.0);

                batch.addPnl(c, cells, pnl);

                if (days == 0.0)
                    QCOMPARE(pnl[0], 0.0);
                const double scale = std::abs(c.line->holding.quantity) * c.line->values->forward;
                for (std::size_t i = 0; i < cells.size(); ++i)
                    QVERIFY(std::abs(pnl[i] - shockedPnlUsd(c, shocks[i], days, how)) < 1e-10 * scale);
                for (const auto figure : {&Exposure::deltaUsd, &Exposure::gammaUsd1pct, &Exposure::vegaUsd,
                                          &Exposure::thetaUsdDay, &Exposure::vannaUsd1pct, &Exposure::valueUsd}) {
                    std::vector<double> sums(cells.size(), 0.0);
                    batch.addExposure(c, cells, figure, sums);
                    for (std::size_t i = 0; i < cells.size(); ++i) {
                        const double exact = revalueLine(c, shocks[i], days, how).after.*figure;
                        QVERIFY(std::abs(sums[i] - exact) < 1e-10 * (scale + std::abs(exact)));
                    }
                }
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestScenarioPropagation)
#include "tst_scenario_propagation.moc"
