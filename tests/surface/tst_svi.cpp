#include "models/surface/svi.h"
#include "models/surface/svi_wings.h"
#include "tests/support/csv_table.h"
#include "tests/support/shared_data.h"

#include <QTest>

#include <cmath>
#include <map>
#include <sstream>

using namespace ballast;

namespace {

constexpr SviParams worked{0.002, 0.03, -0.3, 0.01, 0.08};        // spec F4, T = 30/365
constexpr SviParams vogt{-0.041, 0.1331, 0.3060, 0.3586, 0.4153}; // Gatheral-Jacquier 2014, example 3.1

// JW (v, psi, p, c, least v) at T = 1 to raw, Gatheral-Jacquier 2014, eq. 3.2 and lemma 3.2.
SviParams fromJumpWings(double v, double psi, double p, double c, double leastV)
{
    SviParams raw;
    const double root = std::sqrt(v);
    raw.b = 0.5 * root * (c + p);
    raw.rho = 1.0 - p * root / raw.b;
    const double beta = raw.rho - 2.0 * psi * root / raw.b;
    const double alpha = std::copysign(std::sqrt(1.0 / (beta * beta) - 1.0), beta);
    const double sign = std::copysign(1.0, alpha);
    const double rest = std::sqrt(1.0 - raw.rho * raw.rho);
    raw.m = (v - leastV) / (raw.b * (-raw.rho + sign * std::sqrt(1.0 + alpha * alpha) - alpha * rest));
    raw.sigma = alpha * raw.m;
    raw.a = leastV - raw.b * raw.sigma * rest;
    return raw;
}

} // namespace

class TestSvi : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void workedSlice_givesPublishedNumbers_data();
    void workedSlice_givesPublishedNumbers();
    void workedSlice_leastDurrleman();
    void vogtSlice_isFlagged();
    void referenceTable_isReproduced();
    void derivatives_matchFiniteDifferences();
    void density_integratesToOne();
    void wingCoordinates_roundTrip();
    void jet_matchesFiniteDifferences();
};

void TestSvi::workedSlice_givesPublishedNumbers_data()
{
    QTest::addColumn<double>("k");
    QTest::addColumn<double>("w");
    QTest::addColumn<double>("vol");
    QTest::addColumn<double>("g");
    QTest::newRow("k = -0.3") << -0.3 << 0.01439469 << 0.41849 << 0.34193;
    QTest::newRow("k = -0.1") << -0.1 << 0.00707044 << 0.29330 << 0.58385;
    QTest::newRow("k = 0") << 0.0 << 0.00450868 << 0.23421 << 1.17421;
    QTest::newRow("k = 0.1") << 0.1 << 0.00480248 << 0.24172 << 0.78563;
    QTest::newRow("k = 0.3") << 0.3 << 0.00841497 << 0.31997 << 0.40764;
}

void TestSvi::workedSlice_givesPublishedNumbers()
{
    QFETCH(double, k);
    QFETCH(double, w);
    QFETCH(double, vol);
    QFETCH(double, g);

    const double computed = sviTotalVariance(worked, k);

    QVERIFY(std::abs(computed - w) < 5e-9);
    QVERIFY(std::abs(std::sqrt(computed * 365.0 / 30.0) - vol) < 5e-6);
    QVERIFY(std::abs(sviDurrleman(worked, k) - g) < 5e-6);
}

void TestSvi::workedSlice_leastDurrleman()
{
    QVERIFY(std::abs(sviMinDurrleman(worked, -1.5, 1.5, 3001) - 0.26478) < 5e-6);
}

void TestSvi::vogtSlice_isFlagged()
{
    QVERIFY(std::abs(sviMinDurrleman(vogt, -1.5, 1.5, 3001) + 0.03286) < 5e-6);
    QVERIFY(std::abs(sviDurrleman(vogt, 0.879263) + 0.0328636) < 5e-8);
    QVERIFY(sviDurrleman(vogt, 0.879) < sviDurrleman(vogt, 0.85));
    QVERIFY(sviDurrleman(vogt, 0.879) < sviDurrleman(vogt, 0.91));
}

void TestSvi::referenceTable_isReproduced()
{
    const auto file = test::sharedData("reference/svi_gatheral_jacquier_reference.csv");
    if (!file)
        QSKIP("reference/svi_gatheral_jacquier_reference.csv is absent");
    const test::CsvTable table = test::readCsvTable(*file);
    const std::map<std::string, SviParams> slices{
        {"vogt_raw", vogt}, {"vogt_opt", fromJumpWings(0.01742625, -0.1752111, 0.6997381, 0.8564763, 0.0116249)}};

    int compared = 0;
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        const std::string& quantity = table.cell(row, "quantity");
        if (table.cell(row, "k").empty())
            continue;
        const std::string& name = table.cell(row, "param_set");
        const SviParams& slice = slices.at(name);
        const double k = table.number(row, "k");
        const double expected = table.number(row, "value");
        // The optimal slice is known by its printed JW numbers only, seven digits.
        const double tolerance = name == "vogt_raw" ? 1e-9 : 2e-6;
        double computed = sviDurrleman(slice, k);
        if (quantity == "total_variance")
            computed = sviTotalVariance(slice, k);
        if (quantity == "implied_vol")
            computed = std::sqrt(sviTotalVariance(slice, k));
        const double allowed = quantity == "g_min" ? 1e-7 : tolerance;
        QVERIFY2(std::abs(computed - expected) < allowed,
                 qPrintable(QStringLiteral("%1 of %2 at %3: %4, expected %5")
                                .arg(QString::fromStdString(quantity), QString::fromStdString(name))
                                .arg(k)
                                .arg(computed, 0, 'g', 12)
                                .arg(expected, 0, 'g', 12)));
        ++compared;
    }
    QCOMPARE(compared, 14);
}

void TestSvi::derivatives_matchFiniteDifferences()
{
    constexpr double step = 1e-4;
    for (const SviParams& slice : {worked, vogt}) {
        for (double k = -1.0; k <= 1.0; k += 0.125) {
            const double low = sviTotalVariance(slice, k - step);
            const double mid = sviTotalVariance(slice, k);
            const double high = sviTotalVariance(slice, k + step);
            QVERIFY(std::abs((high - low) / (2.0 * step) - sviFirstDerivative(slice, k)) < 1e-7);
            QVERIFY(std::abs((high - 2.0 * mid + low) / (step * step) - sviSecondDerivative(slice, k)) < 1e-6);
        }
    }
}

void TestSvi::density_integratesToOne()
{
    double sum = 0.0;
    double forward = 0.0;
    constexpr double step = 1e-4;
    for (double k = -4.0; k <= 4.0; k += step) {
        sum += sviDensity(worked, k) * step;
        forward += sviDensity(worked, k) * std::exp(k) * step;
    }

    QVERIFY(std::abs(sum - 1.0) < 1e-6);
    QVERIFY(std::abs(forward - 1.0) < 1e-6); // a martingale
}

void TestSvi::wingCoordinates_roundTrip()
{
    const SviParams back = toRaw(toWings(vogt));

    QVERIFY(std::abs(back.a - vogt.a) < 1e-15);
    QVERIFY(std::abs(back.b - vogt.b) < 1e-15);
    QVERIFY(std::abs(back.rho - vogt.rho) < 1e-15);
    QCOMPARE(back.m, vogt.m);
    QCOMPARE(back.sigma, vogt.sigma);
}

void TestSvi::jet_matchesFiniteDifferences()
{
    const SviWings at = toWings(worked);
    constexpr std::array<double SviWings::*, 5> members{&SviWings::least, &SviWings::left, &SviWings::right,
                                                        &SviWings::m, &SviWings::sigma};
    constexpr double step = 1e-6;
    for (double k = -0.4; k <= 0.4; k += 0.08) {
        const SviJet jet = sviJet(at, k);
        QVERIFY(std::abs(jet.w - sviTotalVariance(worked, k)) < 1e-15);
        QVERIFY(std::abs(jet.slope - sviFirstDerivative(worked, k)) < 1e-14);
        QVERIFY(std::abs(jet.curvature - sviSecondDerivative(worked, k)) < 1e-12);
        for (std::size_t i = 0; i < members.size(); ++i) {
            SviWings low = at;
            SviWings high = at;
            low.*members[i] -= step;
            high.*members[i] += step;
            const SviJet below = sviJet(low, k);
            const SviJet above = sviJet(high, k);
            QVERIFY(std::abs((above.w - below.w) / (2.0 * step) - jet.dW[i]) < 1e-7);
            QVERIFY(std::abs((above.slope - below.slope) / (2.0 * step) - jet.dSlope[i]) < 1e-6);
            QVERIFY(std::abs((above.curvature - below.curvature) / (2.0 * step) - jet.dCurvature[i]) < 1e-5);
        }
    }
}

QTEST_APPLESS_MAIN(TestSvi)
#include "tst_svi.moc"
