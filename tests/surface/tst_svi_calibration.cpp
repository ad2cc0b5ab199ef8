#include "models/surface/svi_calibration.h"

#include <QTest>

#include <cmath>
#include <random>

using namespace ballast;

namespace {

constexpr SviParams worked{0.002, 0.03, -0.3, 0.01, 0.08}; // spec F4, T = 30/365

std::vector<SviSample> drawn(const SviParams& slice, double low, double high, int count)
{
    std::vector<SviSample> samples;
    for (int i = 0; i < count; ++i) {
        const double k = low + (high - low) * i / (count - 1);
        samples.push_back({k, sviTotalVariance(slice, k), 1.0});
    }
    return samples;
}

SviFit fitted(const std::vector<SviSample>& samples, const std::optional<SviParams>& later = std::nullopt)
{
    return calibrateSvi(samples, arbitrageGrid({samples.front().k, samples.back().k}, std::nullopt), later).value();
}

double worstError(const SviFit& fit, const SviParams& truth, double low, double high)
{
    double worst = 0.0;
    for (double k = low; k <= high; k += 0.01)
        worst = std::max(worst, std::abs(sviTotalVariance(fit.params, k) - sviTotalVariance(truth, k)));
    return worst;
}

} // namespace

class TestSviCalibration : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void exactPoints_giveTheSliceBack_data();
    void exactPoints_giveTheSliceBack();
    void flatSmile_isFittedFlat();
    void noisyPoints_giveTheSliceWithinTheNoise();
    void vogtPoints_areFittedWithoutButterfly();
    void steepPoints_stayWithinLee();
    void crossingPoints_stayBelowTheLaterSlice();
    void innerFit_beatsEveryPointOfItsBox();
    void fewPoints_areRefusedWithReason_data();
    void fewPoints_areRefusedWithReason();
    void sixtyStrikes_benchmark();
};

void TestSviCalibration::exactPoints_giveTheSliceBack_data()
{
    QTest::addColumn<double>("a");
    QTest::addColumn<double>("b");
    QTest::addColumn<double>("rho");
    QTest::addColumn<double>("m");
    QTest::addColumn<double>("sigma");
    QTest::newRow("spec F4") << 0.002 << 0.03 << -0.3 << 0.01 << 0.08;
    QTest::newRow("skewed to the puts") << 0.01 << 0.12 << -0.7 << -0.05 << 0.15;
    QTest::newRow("skewed to the calls") << 0.004 << 0.05 << 0.5 << 0.03 << 0.1;
    QTest::newRow("level below zero") << -0.01 << 0.12 << -0.2 << 0.05 << 0.2;
    QTest::newRow("symmetric") << 0.02 << 0.2 << 0.0 << 0.0 << 0.3;
}

void TestSviCalibration::exactPoints_giveTheSliceBack()
{
    QFETCH(double, a);
    QFETCH(double, b);
    QFETCH(double, rho);
    QFETCH(double, m);
    QFETCH(double, sigma);
    const SviParams truth{a, b, rho, m, sigma};

    const SviFit fit = fitted(drawn(truth, -0.4, 0.4, 9));

    QVERIFY2(fit.cost < 1e-20, qPrintable(QString::number(fit.cost)));
    QVERIFY(std::abs(fit.params.a - a) < 1e-7);
    QVERIFY(std::abs(fit.params.b - b) < 1e-7);
    QVERIFY(std::abs(fit.params.rho - rho) < 1e-6);
    QVERIFY(std::abs(fit.params.m - m) < 1e-7);
    QVERIFY(std::abs(fit.params.sigma - sigma) < 1e-7);
    QVERIFY(!fit.repaired);
}

void TestSviCalibration::flatSmile_isFittedFlat()
{
    const SviParams flat{0.04, 0.0, 0.0, 0.0, 0.1};

    const SviFit fit = fitted(drawn(flat, -0.5, 0.5, 21));

    QVERIFY(worstError(fit, flat, -0.5, 0.5) < 1e-7);
    QVERIFY(fit.minButterfly > 0.99);
}

void TestSviCalibration::noisyPoints_giveTheSliceWithinTheNoise()
{
    std::mt19937_64 random(20260205);
    std::normal_distribution<double> noise(0.0, 2e-5);
    std::vector<SviSample> samples = drawn(worked, -0.4, 0.4, 60);
    for (SviSample& sample : samples)
        sample.w += noise(random);

    const SviFit fit = fitted(samples);

    QVERIFY(std::sqrt(fit.cost / 60.0) < 2.2e-5);
    QVERIFY(worstError(fit, worked, -0.4, 0.4) < 4e-5);
    QVERIFY(std::abs(fit.params.rho + 0.3) < 0.03);
}

void TestSviCalibration::vogtPoints_areFittedWithoutButterfly()
{
    const SviParams vogt{-0.041, 0.1331, 0.3060, 0.3586, 0.4153}; // g down to -0.03286

    const SviFit fit = fitted(drawn(vogt, -1.5, 1.5, 31));

    QVERIFY(fit.repaired);
    QVERIFY2(fit.minButterfly >= 0.0, qPrintable(QString::number(fit.minButterfly)));
    QVERIFY(sviMinDurrleman(fit.params, -3.0, 3.0, 6001) > -1e-9);
    QVERIFY(worstError(fit, vogt, -1.5, 1.5) < 0.008);
}

void TestSviCalibration::steepPoints_stayWithinLee()
{
    const SviParams steep{0.05, 2.5, -0.4, 0.0, 0.2}; // b (1 + |rho|) = 3.5

    const SviFit fit = fitted(drawn(steep, -0.5, 0.5, 21));

    QVERIFY(fit.params.b * (1.0 + std::abs(fit.params.rho)) <= 2.0);
    QVERIFY(fit.minButterfly >= 0.0);
}

void TestSviCalibration::crossingPoints_stayBelowTheLaterSlice()
{
    const SviParams later{0.003, 0.04, -0.3, 0.01, 0.08};
    const SviParams crossing{0.002, 0.03, 0.4, 0.01, 0.12}; // right wing 0.042 against 0.028

    const std::vector<SviSample> samples = drawn(crossing, -0.2, 0.2, 21);
    QVERIFY(leastCalendarGap(crossing, later, arbitrageGrid({-0.2, 0.2}, std::nullopt)) < 0.0);
    const SviFit fit = fitted(samples, later);

    QVERIFY(fit.repaired);
    QVERIFY2(fit.minCalendar >= 0.0, qPrintable(QString::number(fit.minCalendar)));
    QVERIFY(fit.minButterfly >= 0.0);
    QVERIFY(worstError(fit, crossing, -0.2, 0.2) < 0.004);
}

// Optimality of the inner problem by brute force, with the unconstrained optimum inside and outside of the box.
void TestSviCalibration::innerFit_beatsEveryPointOfItsBox()
{
    const std::vector<SviSample> samples = drawn(worked, -0.4, 0.4, 15);
    for (const double m : {-0.3, 0.0, 0.25}) {
        for (const double sigma : {0.02, 0.08, 0.5, 2.0}) {
            const SviBoxFit best = fitSviBox(samples, m, sigma, 0.02);
            const auto costAt = [&](double level, double left, double right) {
                double sum = 0.0;
                for (const SviSample& sample : samples) {
                    const double x = sample.k - m;
                    const double root = std::sqrt(x * x + sigma * sigma);
                    const double error = level + 0.5 * left * (root - x) + 0.5 * right * (root + x) - sample.w;
                    sum += error * error;
                }
                return sum;
            };
            QVERIFY(std::abs(costAt(best.level, best.left, best.right) - best.cost) < 1e-12);
            for (double level = 0.0; level <= 0.02; level += 0.001) {
                for (double left = 0.0; left <= 0.1; left += 0.005) {
                    for (double right = 0.0; right <= 0.1; right += 0.005)
                        QVERIFY(costAt(level, left, right) >= best.cost - 1e-15);
                }
            }
        }
    }
}

void TestSviCalibration::fewPoints_areRefusedWithReason_data()
{
    QTest::addColumn<int>("points");
    QTest::addColumn<bool>("sameStrike");
    QTest::addColumn<QString>("word");
    QTest::newRow("none") << 0 << false << QStringLiteral("0 usable quotes");
    QTest::newRow("four") << 4 << false << QStringLiteral("4 usable quotes");
    QTest::newRow("six at one strike") << 6 << true << QStringLiteral("at 1 strike");
}

void TestSviCalibration::fewPoints_areRefusedWithReason()
{
    QFETCH(int, points);
    QFETCH(bool, sameStrike);
    QFETCH(QString, word);
    std::vector<SviSample> samples;
    for (int i = 0; i < points; ++i)
        samples.push_back({sameStrike ? 0.0 : 0.1 * i, 0.04, 1.0});

    const auto fit = calibrateSvi(samples, arbitrageGrid({-0.1, 0.1}, std::nullopt), std::nullopt);

    QVERIFY(!fit.ok());
    QVERIFY2(QString::fromStdString(fit.error().message).contains(word), fit.error().message.c_str());
}

void TestSviCalibration::sixtyStrikes_benchmark()
{
    const std::vector<SviSample> samples = drawn(worked, -0.4, 0.4, 60);
    const std::vector<double> grid = arbitrageGrid({-0.4, 0.4}, std::nullopt);

    double cost = 0.0;
    QBENCHMARK
    {
        cost += calibrateSvi(samples, grid, std::nullopt)->cost;
    }

    QVERIFY(cost < 1e-12);
}

QTEST_APPLESS_MAIN(TestSviCalibration)
#include "tst_svi_calibration.moc"
