#include "models/forecast/egarch.h"
#include "models/forecast/garch.h"
#include "models/forecast/realised_vol.h"

#include <QTest>

#include <array>
#include <cmath>
#include <random>

using namespace ballast;

namespace {

constexpr std::array<double, 5> workedReturns{.02, -.015, .03, -.04, .01}; // spec F9
const GarchParams worked{2e-5, .09, .88, {}};

std::vector<double> simulatedGarch(const GarchParams& p, int days, unsigned seed)
{
    std::mt19937_64 random(seed);
    std::normal_distribution<double> normal;
    std::student_t_distribution<double> student(p.studentDegrees.value_or(5.0));
    std::vector<double> returns;
    double variance = garchLongRunVariance(p);
    for (int day = 0; day < days; ++day) {
        const double nu = p.studentDegrees.value_or(5.0);
        const double z = p.studentDegrees ? student(random) * std::sqrt((nu - 2.0) / nu) : normal(random);
        returns.push_back(std::sqrt(variance) * z);
        variance = p.omega + p.alpha * returns.back() * returns.back() + p.beta * variance;
    }
    return returns;
}

} // namespace

class TestGarch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void garch_matchesTheWorkedNumbers()
    {
        const double next = garchVariance(worked, workedReturns, 5e-4);
        const double tenDays = garchMeanVariance(worked, next, 10);

        QVERIFY2(std::abs(next - 5.764125e-4) < 5e-11, qPrintable(QString::number(next, 'g', 10)));
        QVERIFY(std::abs(garchLongRunVariance(worked) - 6.666667e-4) < 5e-11);
        QVERIFY2(std::abs(tenDays - 5.876715e-4) < 5e-11, qPrintable(QString::number(tenDays, 'g', 10)));
        QVERIFY(std::abs(annualVol(tenDays) - .4631) < 5e-5);
        QVERIFY(std::abs(garchHalfLifeDays(worked) - 22.76) < 5e-3);
    }

    void egarch_matchesTheWorkedNumber()
    {
        const double next = egarchVariance({-.3, .96, .15, -.03}, workedReturns, 5e-4);

        QVERIFY2(std::abs(next - 5.886792e-4) < 5e-11, qPrintable(QString::number(next, 'g', 10)));
    }

    void meanVariance_isTheMeanOfTheDaysAhead()
    {
        double variance = 9e-4;
        double sum = 0.0;
        for (int day = 0; day < 10; ++day) {
            sum += variance;
            variance = worked.omega + worked.persistence() * variance;
        }

        QVERIFY(std::abs(garchMeanVariance(worked, 9e-4, 10) - sum / 10.0) < 1e-15);
    }

    void fit_findsTheParametersOfASimulation_data()
    {
        QTest::addColumn<bool>("student");
        QTest::addColumn<bool>("targeting");
        QTest::newRow("normal, targeting") << false << true;
        QTest::newRow("normal, free long run") << false << false;
        QTest::newRow("t, targeting") << true << true;
        QTest::newRow("t, free long run") << true << false;
    }

    void fit_findsTheParametersOfASimulation()
    {
        QFETCH(bool, student);
        QFETCH(bool, targeting);
        GarchParams truth = worked;
        if (student)
            truth.studentDegrees = 6.0;
        const auto returns = simulatedGarch(truth, 8000, 20260205);

        const auto fit = fitGarch(returns, {student ? Innovations::StudentT : Innovations::Normal,
                                            targeting ? LongRun::SampleVariance : LongRun::Fitted});

        QVERIFY(fit.ok());
        QVERIFY2(std::abs(fit->params.alpha - .09) < .025, qPrintable(QString::number(fit->params.alpha)));
        QVERIFY2(std::abs(fit->params.beta - .88) < .03, qPrintable(QString::number(fit->params.beta)));
        QVERIFY(fit->params.persistence() < 1.0);
        QVERIFY2(fit->gradient < 1e-4, qPrintable(QString::number(fit->gradient)));
        QCOMPARE(fit->params.studentDegrees.has_value(), student);
        QVERIFY(!student || std::abs(*fit->params.studentDegrees - 6.0) < 1.2);
    }

    // Nothing in the neighbourhood is more likely than what the fit found.
    void fit_isAMaximum()
    {
        const auto returns = simulatedGarch(worked, 1500, 7);
        const auto fit = fitGarch(returns, {Innovations::Normal, LongRun::Fitted});
        QVERIFY(fit.ok());

        for (const double da : {-0.01, 0.0, 0.01}) {
            for (const double db : {-0.01, 0.0, 0.01}) {
                for (const double scale : {0.95, 1.0, 1.05}) {
                    const GarchParams p{
                        fit->params.omega * scale, std::max(fit->params.alpha + da, 0.0), fit->params.beta + db, {}};
                    QVERIFY(p.persistence() >= 1.0 ||
                            garchLogLikelihood(p, returns, fit->startVariance) <= fit->logLikelihood + 1e-6);
                }
            }
        }
    }

    void egarchFit_findsTheLeverageOfASimulation()
    {
        const EgarchParams truth{-.3, .96, .15, -.08};
        std::mt19937_64 random(99);
        std::normal_distribution<double> normal;
        std::vector<double> returns;
        double logVariance = truth.omega / (1.0 - truth.beta);
        for (int day = 0; day < 8000; ++day) {
            const double z = normal(random);
            returns.push_back(z * std::exp(0.5 * logVariance));
            logVariance = truth.omega + truth.beta * logVariance +
                          truth.alpha * (std::abs(z) - std::sqrt(2.0 / 3.14159265358979)) + truth.gamma * z;
        }

        const auto fit = fitEgarch(returns);

        QVERIFY(fit.ok());
        QVERIFY2(std::abs(fit->params.beta - .96) < .02, qPrintable(QString::number(fit->params.beta)));
        QVERIFY2(std::abs(fit->params.alpha - .15) < .03, qPrintable(QString::number(fit->params.alpha)));
        QVERIFY2(std::abs(fit->params.gamma + .08) < .02, qPrintable(QString::number(fit->params.gamma)));
    }

    void shortOrFlatHistory_isUndetermined()
    {
        const std::vector<double> few(99, 0.01);
        const std::vector<double> flat(500, 0.0);

        QCOMPARE(fitGarch(few, {}).error().code, Errc::Undetermined);
        QCOMPARE(fitGarch(flat, {}).error().code, Errc::Undetermined);
        QCOMPARE(fitEgarch(few).error().code, Errc::Undetermined);
    }
};

QTEST_GUILESS_MAIN(TestGarch)
#include "tst_garch.moc"
