#include "models/surface/essvi.h"

#include <QTest>

#include <array>
#include <cmath>

using namespace ballast;

namespace {

std::vector<SviSample> samplesOf(const EssviSlice& slice, double reach)
{
    std::vector<SviSample> samples;
    for (int i = -20; i <= 20; ++i) {
        const double k = reach * i / 20.0;
        samples.push_back({k, essviTotalVariance(slice, k), 1.0});
    }
    return samples;
}

double leastGap(const EssviSlice& earlier, const EssviSlice& later)
{
    double least = 1.0;
    for (double k = -2.0; k <= 2.0001; k += 1e-3)
        least = std::min(least, essviTotalVariance(later, k) - essviTotalVariance(earlier, k));
    return least;
}

} // namespace

// Worked numbers of spec F5.
class TestEssvi : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void powerLaw_matchesTheWorkedSlice();
    void rawForm_isTheSameSlice();
    void calendarConditions_matchTheWorkedPairs();
    void fit_findsItsOwnSurfaceAgain();
    void fit_keepsTheConditionsOnCrossedInput();
};

void TestEssvi::powerLaw_matchesTheWorkedSlice()
{
    const double phi = powerLawPhi(0.02, 1.2, 0.5);
    const EssviSlice slice{0.02, -0.4, 0.02 * phi};

    QVERIFY(std::abs(phi - 8.40168) < 1e-5);
    QVERIFY(std::abs(slice.psi * 1.4 - 0.23525) < 1e-5);
    QVERIFY(std::abs(slice.psi * phi * 1.4 - 1.97647) < 1e-5);
    QVERIFY(essviFreeOfButterfly(slice));
    QVERIFY(std::abs(essviTotalVariance(slice, -0.2) - 0.03945414) < 5e-9);
    QVERIFY(std::abs(std::sqrt(essviTotalVariance(slice, -0.2) * 365.0 / 60.0) - 0.4899) < 5e-5);
    QVERIFY(std::abs(essviTotalVariance(slice, 0.0) - 0.02) < 1e-15);
}

void TestEssvi::rawForm_isTheSameSlice()
{
    const EssviSlice slice{0.035, -0.3, 0.22};
    const SviParams raw = toRaw(slice);

    for (double k = -2.0; k <= 2.0; k += 0.05)
        QVERIFY(std::abs(sviTotalVariance(raw, k) - essviTotalVariance(slice, k)) < 1e-14);
    QVERIFY(sviMinDurrleman(raw, -3.0, 3.0, 6001) >= 0.0);
}

void TestEssvi::calendarConditions_matchTheWorkedPairs()
{
    const EssviSlice first{0.02, -0.4, 0.17};
    const EssviSlice good{0.035, -0.3, 0.22};
    const EssviSlice bad{0.021, -0.7, 0.172};

    QVERIFY(essviFreeOfCalendar(first, good));
    QVERIFY(std::abs(leastGap(first, good) - 0.01496) < 1e-5);
    QVERIFY(!essviMeetsNecessaryCalendar(first, bad));
    QVERIFY(std::abs(essviTotalVariance(bad, 2.0) - essviTotalVariance(first, 2.0) + 0.0533) < 1e-4);
}

void TestEssvi::fit_findsItsOwnSurfaceAgain()
{
    const EssviSlice first{0.02, -0.4, 0.17};
    const EssviSlice second{0.035, -0.3, 0.22};
    const auto firstSamples = samplesOf(first, 0.6);
    const auto secondSamples = samplesOf(second, 0.8);
    const std::array inputs{EssviInput{firstSamples, 0.03, essviTotalVariance(first, 0.03)},
                            EssviInput{secondSamples, -0.02, essviTotalVariance(second, -0.02)}};

    const auto fit = fitEssvi(inputs);

    QVERIFY(fit.has_value());
    // theta = theta* - rho psi k* is exact to first order in k* only (Corbetta et al. 2019)
    QVERIFY2(std::abs((*fit)[0].rho + 0.4) < 0.02, qPrintable(QString::number((*fit)[0].rho)));
    QVERIFY(std::abs((*fit)[0].psi - 0.17) < 0.01);
    QVERIFY(std::abs((*fit)[0].theta - 0.02) < 3e-4);
    QVERIFY(std::abs((*fit)[1].rho + 0.3) < 0.02);
    QVERIFY(std::abs((*fit)[1].psi - 0.22) < 0.01);
}

void TestEssvi::fit_keepsTheConditionsOnCrossedInput()
{
    const EssviSlice first{0.02, -0.4, 0.17};
    const EssviSlice crossed{0.0215, -0.7, 0.172};
    const auto firstSamples = samplesOf(first, 0.6);
    const auto crossedSamples = samplesOf(crossed, 0.6);
    const std::array inputs{EssviInput{firstSamples, 0.0, 0.02}, EssviInput{crossedSamples, 0.0, 0.0215}};

    const auto fit = fitEssvi(inputs);

    QVERIFY(fit.has_value());
    QVERIFY(essviFreeOfButterfly((*fit)[1]));
    QVERIFY(essviFreeOfCalendar((*fit)[0], (*fit)[1]));
    QVERIFY(leastGap((*fit)[0], (*fit)[1]) >= -1e-10);
}

QTEST_APPLESS_MAIN(TestEssvi)
#include "tst_essvi.moc"
