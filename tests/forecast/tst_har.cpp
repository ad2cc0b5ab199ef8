#include "models/forecast/har.h"

#include <QTest>

#include <cmath>
#include <random>

using namespace ballast;

namespace {

std::vector<double> simulatedHar(const HarParams& p, int days, double noise, unsigned seed)
{
    std::mt19937_64 random(seed);
    std::normal_distribution<double> normal;
    std::vector<double> rv(30, 1e-3);
    for (int day = 0; day < days; ++day)
        rv.push_back(harForecast(p, *harState(rv, {})) * std::exp(noise * normal(random) - 0.5 * noise * noise));
    return rv;
}

} // namespace

class TestHar : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void forecast_matchesTheWorkedNumber()
    {
        QVERIFY(std::abs(harForecast({5e-5, .35, .30, .25, {}}, {7e-4, 6e-4, 5e-4, {}}) - 6.0e-4) < 1e-16);
    }

    void state_isMeansOfTheLastDays()
    {
        std::vector<double> rv;
        for (int i = 1; i <= 40; ++i)
            rv.push_back(i);

        const auto state = harState(rv, {});

        QCOMPARE(state->day, 40.0);
        QCOMPARE(state->week, 37.0);
        QCOMPARE(state->month, 25.5);
        QVERIFY(!harState(std::vector<double>(29, 1.0), {}));
    }

    void fit_findsTheParametersOfASimulation()
    {
        const HarParams truth{5e-5, .35, .30, .25, {}};
        const auto rv = simulatedHar(truth, 6000, 0.4, 5);

        const auto fit = fitHar(rv, {HarForm::Levels, {}, 1, {}});

        QVERIFY(fit.ok());
        QVERIFY2(std::abs(fit->params.day - .35) < .05, qPrintable(QString::number(fit->params.day)));
        QVERIFY2(std::abs(fit->params.week - .30) < .08, qPrintable(QString::number(fit->params.week)));
        QVERIFY2(std::abs(fit->params.month - .25) < .08, qPrintable(QString::number(fit->params.month)));
        QCOMPARE(fit->observations, 6000);
    }

    // Weekly forecasts are regressed directly; in logs the residual's half variance brings the mean back.
    void weeklyLogForecast_isUnbiased()
    {
        const auto rv = simulatedHar({5e-5, .35, .30, .25, {}}, 4000, 0.5, 6);
        const auto fit = fitHar(std::span(rv).first(3000), {HarForm::Logs, {}, 7, {}});
        QVERIFY(fit.ok());

        double ahead = 0.0;
        double forecast = 0.0;
        for (std::size_t day = 3000; day + 7 < rv.size(); day += 7) {
            forecast += 7.0 * fit->forecast(*harState(std::span(rv).first(day), {}));
            for (std::size_t i = day; i < day + 7; ++i)
                ahead += rv[i];
        }

        QVERIFY2(std::abs(forecast / ahead - 1.0) < 0.08, qPrintable(QString::number(forecast / ahead)));
    }

    void impliedVariance_takesTheWeightItDeserves()
    {
        std::mt19937_64 random(8);
        std::normal_distribution<double> normal;
        std::vector<double> implied;
        std::vector<double> rv;
        double level = -7.0;
        for (int day = 0; day < 1500; ++day) {
            level = 0.98 * level - 0.14 + 0.1 * normal(random);
            implied.push_back(std::exp(level));
            rv.push_back(day == 0 ? implied.back()
                                  : implied[static_cast<std::size_t>(day) - 1] * std::exp(0.3 * normal(random)));
        }

        const auto fit = fitHar(rv, {HarForm::Logs, {}, 1, implied});

        QVERIFY(fit.ok());
        QVERIFY2(*fit->params.implied > 0.85, qPrintable(QString::number(*fit->params.implied)));
        QVERIFY(std::abs(fit->params.day) < 0.1);
    }

    void forecast_neverFallsBelowTheSample()
    {
        const auto rv = simulatedHar({5e-5, .35, .30, .25, {}}, 500, 0.4, 9);
        const auto fit = fitHar(rv, {HarForm::Levels, {}, 1, {}});

        QVERIFY(fit.ok());
        QCOMPARE(fit->forecast({-1.0, -1.0, -1.0, {}}), *std::min_element(rv.begin(), rv.end()));
    }

    void shortOrFlatHistory_isUndetermined()
    {
        QCOMPARE(fitHar(std::vector<double>(80, 1e-3), {}).error().code, Errc::Undetermined);
        QCOMPARE(fitHar(std::vector<double>(500, 1e-3), {}).error().code, Errc::Undetermined);
        QCOMPARE(
            fitHar(std::vector<double>(500, 1e-3), {HarForm::Logs, {}, 1, std::vector<double>(3, 1e-3)}).error().code,
            Errc::BadInput);
    }
};

QTEST_GUILESS_MAIN(TestHar)
#include "tst_har.moc"
