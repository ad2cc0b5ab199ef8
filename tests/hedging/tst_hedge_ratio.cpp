#include "models/hedging/hedge_ratio.h"

#include <QTest>

#include <cmath>
#include <random>

using namespace ballast;

namespace {

// y = 0.8 a - 0.3 b + noise
HedgeSamples simulated(std::size_t periods, double noise)
{
    std::mt19937 generator(11);
    std::normal_distribution<double> normal;
    HedgeSamples samples;
    samples.hedges.resize(2);
    for (std::size_t t = 0; t < periods; ++t) {
        const double a = normal(generator);
        const double b = 0.6 * a + 0.8 * normal(generator);
        samples.hedges[0].push_back(a);
        samples.hedges[1].push_back(b);
        samples.position.push_back(0.8 * a - 0.3 * b + noise * normal(generator));
    }
    return samples;
}

} // namespace

class TestHedgeRatio : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void workedExample_single()
    {
        const auto result = minimumVarianceRatios({0.0009, {0.00085}, {0.0010}});

        QVERIFY(result.ok());
        QVERIFY(std::abs(result->ratios[0] - 0.85) < 1e-12);
        QVERIFY(std::abs(result->effectiveness - 0.8028) < 5e-5);
        QVERIFY(std::abs(result->hedgedDeviation - std::sqrt(0.0009 - 0.85 * 0.00085)) < 1e-15);
    }

    void severalHedges_solveTheNormalEquations()
    {
        const HedgeCovariance covariance{4.0, {1.0, 0.8}, {1.0, 0.5, 0.5, 2.0}};

        const auto result = minimumVarianceRatios(covariance);

        QVERIFY(result.ok());
        const double h1 = (1.0 * 2.0 - 0.5 * 0.8) / 1.75;
        const double h2 = (0.8 - 0.5) / 1.75;
        QVERIFY(std::abs(result->ratios[0] - h1) < 1e-12 && std::abs(result->ratios[1] - h2) < 1e-12);
        QVERIFY(std::abs(result->effectiveness - (h1 + 0.8 * h2) / 4.0) < 1e-12);
    }

    void twinHedges_shareTheRatio()
    {
        const auto result = minimumVarianceRatios({0.0009, {0.00085, 0.00085}, {0.001, 0.001, 0.001, 0.001}});

        QVERIFY(result.ok());
        QVERIFY(std::abs(result->ratios[0] - 0.425) < 1e-9 && std::abs(result->ratios[1] - 0.425) < 1e-9);
        QVERIFY(std::abs(result->effectiveness - 0.80277777) < 1e-6);
    }

    void sampleCovariance_recoversTheRatios()
    {
        const HedgeSamples samples = simulated(4000, 0.1);

        const auto covariance = sampleCovariance(samples, 1.0, 0.0);
        const auto result = minimumVarianceRatios(*covariance);

        QVERIFY(std::abs(result->ratios[0] - 0.8) < 0.01 && std::abs(result->ratios[1] + 0.3) < 0.01);
        const auto shrunk = sampleCovariance(samples, 1.0, 1.0);
        QCOMPARE(shrunk->withPosition[0], 0.0);
        QCOMPARE(shrunk->positionVariance, covariance->positionVariance);
    }

    void ewma_forgetsTheOldRegime()
    {
        HedgeSamples samples = simulated(400, 0.0);
        for (std::size_t t = 0; t < 200; ++t)
            samples.position[t] *= -1.0;

        const auto result = minimumVarianceRatios(*sampleCovariance(samples, 0.94, 0.0));

        QVERIFY(std::abs(result->ratios[0] - 0.8) < 1e-3);
    }

    void ridge_shrinksAndWithoutPenaltyIsLeastSquares()
    {
        const HedgeSamples samples = simulated(300, 0.5);

        const auto none = ridgeRatios(samples, 0.0);
        const auto some = ridgeRatios(samples, 30.0);
        const auto much = ridgeRatios(samples, 1e9);
        const auto exact = minimumVarianceRatios(*sampleCovariance(samples, 1.0, 0.0));

        QVERIFY(std::abs(none->ratios[0] - exact->ratios[0]) < 1e-10);
        QVERIFY(std::abs(none->effectiveness - exact->effectiveness) < 1e-10);
        QVERIFY(std::abs(some->ratios[0]) < std::abs(none->ratios[0]));
        QVERIFY(std::abs(much->ratios[0]) < 1e-5);
        QVERIFY(some->effectiveness < none->effectiveness);
    }

    void penalty_isChosenAheadInTime()
    {
        const auto quiet = bestRidgePenalty(simulated(300, 0.01), {0.0, 10.0, 1000.0}, 4);
        const auto tooFew = bestRidgePenalty(simulated(6, 0.01), {0.0}, 4);

        QCOMPARE(quiet.value_or(-1.0), 0.0);
        QVERIFY(!tooFew);
    }

    void badInput_isRefused()
    {
        QVERIFY(!minimumVarianceRatios({}).ok());
        QVERIFY(!minimumVarianceRatios({0.0001, {0.00085}, {0.0010}}).ok()); // correlation above one
        QVERIFY(!ridgeRatios({{1.0, 2.0}, {{1.0}}}, 0.0).ok());
        QVERIFY(!sampleCovariance(simulated(10, 0.1), 0.0, 0.0).ok());
    }
};

QTEST_GUILESS_MAIN(TestHedgeRatio)
#include "tst_hedge_ratio.moc"
