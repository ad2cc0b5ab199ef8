#include "models/risk/simulated_moves.h"
#include "tests/risk/risk_cases.h"

#include <QTest>

#include <cmath>

using namespace ballast;
using namespace ballast::test;

namespace {

// BTC spot and vol of a day, and an underlying that repeats BTC exactly.
FactorModel threeFactors()
{
    const double spot = 0.03;
    const double vol = 0.05;
    const double both = -0.6 * spot * vol;
    FactorModel model;
    model.factors = {{FactorKind::Spot, "BTC"}, {FactorKind::Vol, "BTC"}, {FactorKind::Spot, "ETH"}};
    model.covariance = {spot * spot, both, spot * spot, both, vol * vol, both, spot * spot, both, spot * spot};
    return model;
}

double meanProduct(const MoveScenarios& scenarios, std::size_t i, std::size_t j)
{
    double sum = 0.0;
    for (const auto& moves : scenarios.logMoves)
        sum += moves[i] * moves[j];
    return sum / static_cast<double>(scenarios.logMoves.size());
}

} // namespace

class TestSimulatedMoves : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Five standard errors of a sample covariance: sqrt((s_ii s_jj + s_ij^2) / n).
    void sample_hasTheCovarianceOverTheHorizon()
    {
        const FactorModel model = threeFactors();
        for (const int days : {1, 10}) {
            const auto moves = simulatedMoves(model, {4'000, days, 3});
            QVERIFY(moves.ok());
            QCOMPARE(moves->logMoves.size(), std::size_t{4'000});
            for (std::size_t i = 0; i < 3; ++i) {
                for (std::size_t j = 0; j < 3; ++j) {
                    const double expected = days * model.covarianceOf(i, j);
                    const double own = days * days * model.covarianceOf(i, i) * model.covarianceOf(j, j);
                    const double error = std::sqrt((own + expected * expected) / 4'000.0);
                    QVERIFY(std::abs(meanProduct(*moves, i, j) - expected) < 5.0 * error);
                }
            }
        }
    }

    void factorThatRepeatsAnother_movesWithIt()
    {
        const auto moves = simulatedMoves(threeFactors(), {});
        QVERIFY(moves.ok());
        for (const auto& each : moves->logMoves)
            QCOMPARE(each[2], each[0]);
    }

    void sameSeed_drawsTheSame()
    {
        const auto one = simulatedMoves(threeFactors(), {100, 1, 5});
        const auto again = simulatedMoves(threeFactors(), {100, 1, 5});
        const auto other = simulatedMoves(threeFactors(), {100, 1, 6});
        QVERIFY(one->logMoves == again->logMoves);
        QVERIFY(one->logMoves != other->logMoves);
        QCOMPARE(one->names.front(), std::string("draw 1"));
    }

    // A spot holding is nearly linear: full revaluation over normal moves meets the formula within its error bars.
    void linearBook_hasTheParametricValueAtRisk()
    {
        const auto market = workedMarket().build();
        const RiskReport report = reportOf(market, BookBuilder().line("BTC-PERPETUAL", 1e6).build());
        const auto moves = simulatedMoves(threeFactors(), {});
        VarSettings settings;
        settings.bootstrap.coverage = 0.999;
        const auto simulated = simulatedVar({&report, market, {}}, *moves, VarMethod::Simulated, settings, {});
        const auto formula = parametricVar({&report, market, {}}, threeFactors(), settings);
        QVERIFY(simulated.ok() && formula.ok());
        const double convexity = 0.04 * formula->risk.var; // exp(x) - 1 against x
        QVERIFY(formula->risk.var > simulated->errors->varLow - convexity);
        QVERIFY(formula->risk.var < simulated->errors->varHigh + convexity);
        QCOMPARE(std::string(varMethodWord(simulated->method)), std::string("simulated"));
    }

    void badQuestion_isRefused()
    {
        QCOMPARE(simulatedMoves(threeFactors(), {1, 1, 5}).error().code, Errc::BadInput);
        QCOMPARE(simulatedMoves(threeFactors(), {100, 11, 5}).error().code, Errc::BadInput);
        FactorModel none = threeFactors();
        none.covariance[1] = none.covariance[3] = 1.0; // correlation above one
        QCOMPARE(simulatedMoves(none, {}).error().code, Errc::BadInput);
    }
};

QTEST_GUILESS_MAIN(TestSimulatedMoves)
#include "tst_simulated_moves.moc"
