#include "models/forecast/forecast_scores.h"

#include <QTest>

#include <cmath>
#include <random>

using namespace ballast;

class TestForecastScores : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void losses_matchTheWorkedNumbers()
    {
        QVERIFY(std::abs(qlike(8e-4, 6e-4) - .045651) < 5e-7);
        QVERIFY(std::abs(qlike(8e-4, 1e-3) - .023144) < 5e-7);
        QVERIFY(std::abs(squaredError(8e-4, 6e-4) - 4e-8) < 1e-20);
        QVERIFY(std::abs(squaredError(8e-4, 1e-3) - 4e-8) < 1e-20);
        QCOMPARE(qlike(5e-4, 5e-4), 0.0);
    }

    void dieboldMariano_seesTheBetterForecast()
    {
        std::mt19937_64 random(3);
        std::normal_distribution<double> normal;
        std::vector<double> better;
        std::vector<double> worse;
        std::vector<double> alike;
        for (int i = 0; i < 400; ++i) {
            better.push_back(1.0 + 0.2 * normal(random));
            worse.push_back(1.2 + 0.2 * normal(random));
            alike.push_back(1.0 + 0.2 * normal(random));
        }

        const auto clear = dieboldMariano(better, worse);
        const auto unclear = dieboldMariano(better, alike);

        QCOMPARE(clear->lag, 7); // floor(400^(1/3))
        QVERIFY(clear->t < -8.0 && clear->pValue < 1e-6);
        QVERIFY(std::abs(unclear->t) < 3.0 && unclear->pValue > 0.003);
        QCOMPARE(dieboldMariano(better, std::vector<double>(3)).error().code, Errc::BadInput);
        QCOMPARE(dieboldMariano(better, better).error().code, Errc::Undetermined);
    }

    // Newey-West by hand: 1, -1, 1, -1 has gamma0 = 1, gamma1 = -3/4; with one lag 1 + 2 (1/2) (-3/4).
    void longRunVariance_isTheBartlettSum()
    {
        QVERIFY(std::abs(longRunVariance(std::vector<double>{1, -1, 1, -1}, 1) - 0.25) < 1e-15);
        QCOMPARE(longRunVariance(std::vector<double>{1, -1, 1, -1}, 0), 1.0);
    }

    void mincerZarnowitz_isTheRegression()
    {
        const std::vector<double> forecast{1.0, 2.0, 3.0, 4.0};
        const std::vector<double> realised{2.5, 4.5, 6.5, 8.5};

        const auto mz = mincerZarnowitz(realised, forecast);

        QVERIFY(std::abs(mz->slope - 2.0) < 1e-14);
        QVERIFY(std::abs(mz->intercept - 0.5) < 1e-14);
        QVERIFY(std::abs(mz->rSquared - 1.0) < 1e-14);
        QCOMPARE(mincerZarnowitz(realised, std::vector<double>(4, 1.0)).error().code, Errc::Undetermined);
    }

    void weights_areInverseToTheLoss()
    {
        const auto weights = inverseLossWeights(std::vector<double>{0.1, 0.2, 0.4});

        QVERIFY(std::abs(weights[0] - 4.0 / 7.0) < 1e-12);
        QVERIFY(std::abs(weights[1] - 2.0 / 7.0) < 1e-12);
        QVERIFY(std::abs(weights[2] - 1.0 / 7.0) < 1e-12);
        QVERIFY(inverseLossWeights({}).empty());
    }
};

QTEST_GUILESS_MAIN(TestForecastScores)
#include "tst_forecast_scores.moc"
