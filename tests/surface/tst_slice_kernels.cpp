#include "models/surface/slice_kernels.h"
#include "models/surface/svi_calibration.h"

#include <QTest>

#include <bit>
#include <cmath>
#include <random>

using namespace ballast;

namespace {

const SviParams slice{0.01, 0.12, -0.4, -0.05, 0.15};

std::vector<SviSample> scattered(std::size_t count, std::uint64_t seed)
{
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<double> k(-0.6, 0.6);
    std::uniform_real_distribution<double> noise(-0.002, 0.002);
    std::uniform_real_distribution<double> weight(0.5, 2.0);
    std::vector<SviSample> samples;
    for (std::size_t i = 0; i < count; ++i) {
        const double at = k(random);
        samples.push_back({at, sviTotalVariance(slice, at) + noise(random), weight(random)});
    }
    return samples;
}

std::vector<double> someK(std::size_t count)
{
    std::vector<double> ks;
    for (std::size_t i = 0; i < count; ++i)
        ks.push_back(-1.5 + 3.0 * static_cast<double>(i) / static_cast<double>(std::max<std::size_t>(count, 2) - 1));
    return ks;
}

bool near(double a, double b)
{
    return std::abs(a - b) <= 1e-12 * (1.0 + std::abs(b));
}

} // namespace

class TestSliceKernels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sums_equalALoop_data();
    void sums_equalALoop();
    void shapes_equalTheFormulas_data();
    void shapes_equalTheFormulas();
    void least_isTheLeastOfTheLoop();
    void nothing_hasNoLeast();
    void anyBits_giveAFiniteSliceOrAReason();
};

void TestSliceKernels::sums_equalALoop_data()
{
    QTest::addColumn<int>("points");
    for (const int points : {1, 3, 4, 7, 8, 9, 60, 121})
        QTest::addRow("%d points", points) << points;
}

void TestSliceKernels::sums_equalALoop()
{
    QFETCH(int, points);
    const auto samples = scattered(static_cast<std::size_t>(points), 7);
    const SliceRows rows(samples);
    const SviForm at = toForm({0.012, 0.1, -0.2, 0.02, 0.2});

    const SviNormal normal = sviNormal(rows, at);

    SviNormal expected;
    for (const SviSample& s : samples) {
        const double x = s.k - at.m;
        const double root = std::sqrt(x * x + at.sigma * at.sigma);
        const std::array<double, 5> f{1.0, x, root, x / root, 1.0 / root};
        const double error = at.level + at.tilt * x + at.bend * root - s.w;
        expected.cost += s.weight * error * error;
        for (std::size_t i = 0; i < 5; ++i) {
            expected.pull[i] += s.weight * error * f[i];
            for (std::size_t j = 0; j < 5; ++j)
                expected.overlaps[i][j] += s.weight * f[i] * f[j];
        }
    }
    QVERIFY(near(normal.cost, expected.cost));
    QVERIFY(near(sviCost(rows, at), expected.cost));
    const SviMoments moments = sviMoments(rows, at.m, at.sigma);
    QVERIFY(near(moments.xr, expected.overlaps[1][2]));
    for (std::size_t i = 0; i < 5; ++i) {
        QVERIFY(near(normal.pull[i], expected.pull[i]));
        for (std::size_t j = 0; j < 5; ++j)
            QVERIFY(near(normal.overlaps[i][j], expected.overlaps[i][j]));
    }
}

void TestSliceKernels::shapes_equalTheFormulas_data()
{
    sums_equalALoop_data();
}

void TestSliceKernels::shapes_equalTheFormulas()
{
    QFETCH(int, points);
    const auto ks = someK(static_cast<std::size_t>(points));
    std::vector<double> w(ks.size());
    std::vector<double> g(ks.size());
    std::vector<double> alone(ks.size());

    sviShapes(toForm(slice), ks, w, g);
    sviVariances(toForm(slice), ks, alone);

    for (std::size_t i = 0; i < ks.size(); ++i) {
        QVERIFY(near(w[i], sviTotalVariance(slice, ks[i])));
        QVERIFY(near(alone[i], sviTotalVariance(slice, ks[i])));
        QVERIFY(std::abs(g[i] - sviDurrleman(slice, ks[i])) < 1e-11);
    }
}

void TestSliceKernels::least_isTheLeastOfTheLoop()
{
    const SviParams vogt{-0.041, 0.1331, 0.3060, 0.3586, 0.4153}; // Gatheral and Jacquier 2014, section 3
    const auto ks = someK(301);
    const LeastAt least = leastDurrlemanOf(toForm(vogt), ks);
    const LeastAt gap = leastGapOf(toForm(slice), toForm(vogt), ks);

    std::size_t at = 0;
    std::size_t gapAt = 0;
    const auto difference = [&](double k) { return sviTotalVariance(vogt, k) - sviTotalVariance(slice, k); };
    for (std::size_t i = 0; i < ks.size(); ++i) {
        at = sviDurrleman(vogt, ks[i]) < sviDurrleman(vogt, ks[at]) ? i : at;
        gapAt = difference(ks[i]) < difference(ks[gapAt]) ? i : gapAt;
    }
    QCOMPARE(least.index, at);
    QVERIFY(std::abs(least.value - sviDurrleman(vogt, ks[at])) < 1e-12);
    QVERIFY(std::abs(least.value + 0.03286) < 1e-4);
    QCOMPARE(gap.index, gapAt);
}

void TestSliceKernels::nothing_hasNoLeast()
{
    QVERIFY(std::isinf(leastDurrlemanOf(toForm(slice), {}).value));
    QCOMPARE(sviCost(SliceRows(), toForm(slice)), 0.0);
}

void TestSliceKernels::anyBits_giveAFiniteSliceOrAReason()
{
    std::mt19937_64 random(99);
    const auto grid = arbitrageGrid({-1.0, 1.0}, std::nullopt);
    int fitted = 0;
    for (int round = 0; round < 2000; ++round) {
        std::vector<SviSample> samples;
        for (int i = 0; i < 12; ++i) {
            const auto any = [&] {
                const double ordinary = static_cast<double>(random() % 2000) / 1000.0 - 0.5;
                return random() % 8 == 0 ? std::bit_cast<double>(random()) : ordinary;
            };
            samples.push_back({any(), std::abs(any()), std::abs(any())});
        }
        const auto fit = calibrateSvi(samples, grid, std::nullopt);
        if (!fit) {
            QVERIFY(!fit.error().message.empty());
            continue;
        }
        ++fitted;
        const SviParams& p = fit->params;
        for (const double each : {p.a, p.b, p.rho, p.m, p.sigma})
            QVERIFY(std::isfinite(each));
    }
    QVERIFY(fitted > 0);
}

QTEST_APPLESS_MAIN(TestSliceKernels)
#include "tst_slice_kernels.moc"
