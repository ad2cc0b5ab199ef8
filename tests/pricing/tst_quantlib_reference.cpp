#include "models/market/calendar.h"
#include "models/pricing/implied_vol.h"
#include "models/pricing/quantlib/reference_pricer.h"
#include "tests/pricing/batch_cases.h"

#include <QTest>

#include <cmath>
#include <random>

using namespace ballast;
using namespace ballast::test;

namespace {

bool close(const char* what, double ours, double theirs, double tolerance)
{
    if (std::abs(ours - theirs) <= tolerance)
        return true;
    qWarning("%s: ours %.12g, reference %.12g", what, ours, theirs);
    return false;
}

} // namespace

class QuantLibReferenceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void layoutOfTheLibrary_isTheOneItWasBuiltWith() { QCOMPARE(observerBytes(), std::size_t{56}); }

    void prices_agreeTo1e10OfTheForward()
    {
        std::mt19937_64 random(76);
        for (int i = 0; i < 20000; ++i) {
            const BlackTerms t = randomTerms(random);
            const auto reference = referencePrice(t);
            QVERIFY(reference);
            QVERIFY(close("price", blackPrice(t) / t.forward, *reference / t.forward, 1e-10));
        }
    }

    // The batch kernels against QuantLib: 100,000 random cases. charm and speed of the reference are bumped.
    void batchKernels_agreeOnAHundredThousandCases()
    {
        const OptionTable options = randomTable(100000, 1973);
        const ValueTable found = valuesOf(options);
        // price delta gamma vega theta vanna volga charm speed rho, in units of scalesOf
        const std::array<double, 10> tolerance{1e-10, 1e-10, 1e-10, 1e-10, 1e-10, 1e-6, 1e-6, 1e-6, 1e-5, 1e-10};
        for (std::size_t i = 0; i < options.size(); ++i) {
            const BlackTerms t = options.terms(i);
            const auto reference = referenceValues(t);
            QVERIFY(reference);
            QCOMPARE(found.status[i], PriceStatus::Ok);
            const auto right = rowOf(*reference);
            const auto row = found.row(i);
            const auto scale = scalesOf(t);
            for (std::size_t c = 0; c < row.size(); ++c)
                QVERIFY2(std::abs(row[c] - right[c]) <= tolerance[c] * scale[c],
                         qPrintable(QStringLiteral("value %1 of F %2 K %3 T %4 vol %5: %6, reference %7")
                                        .arg(c)
                                        .arg(t.forward)
                                        .arg(t.strike)
                                        .arg(t.years)
                                        .arg(t.vol)
                                        .arg(row[c], 0, 'g', 15)
                                        .arg(right[c], 0, 'g', 15)));
        }
    }

    void greeks_agree()
    {
        std::mt19937_64 random(1976);
        for (int i = 0; i < 5000; ++i) {
            const BlackTerms t = randomTerms(random);
            const auto reference = referenceValues(t);
            QVERIFY(reference);
            const BlackValues v = blackValues(t);
            const double f = t.forward;
            QVERIFY(close("delta", v.delta, reference->delta, 1e-10));
            QVERIFY(close("gamma", v.gamma * f, reference->gamma * f, 1e-9));
            QVERIFY(close("vega", v.vega / f, reference->vega / f, 1e-10));
            QVERIFY(close("theta", v.theta / f, reference->theta / f, 1e-9));
            QVERIFY(close("rho", v.rho / f, reference->rho / f, 1e-10));
            QVERIFY(close("vanna", v.vanna, reference->vanna, 1e-5));
            QVERIFY(close("volga", v.volga / f, reference->volga / f, 1e-5 * (1.0 + std::abs(v.volga) / f)));
            QVERIFY(close("charm", v.charm, reference->charm, 1e-6 * (1.0 + std::abs(v.charm))));
            QVERIFY(
                close("speed", v.speed * f * f, reference->speed * f * f, 1e-4 * (1.0 + std::abs(v.speed) * f * f)));
        }
    }

    void impliedVols_agree()
    {
        std::mt19937_64 random(2015);
        int compared = 0;
        for (int i = 0; i < 2000; ++i) {
            const BlackTerms t = randomTerms(random);
            const double price = blackPrice(t);
            const BlackValues v = blackValues(t);
            if (v.vega / t.forward < 1e-4)
                continue;
            const auto reference = referenceImpliedVol(t.forward, t.strike, t.years, t.type, price);
            if (!reference)
                continue;
            const auto ours = impliedVol(t.forward, t.strike, t.years, t.type, price);
            QCOMPARE(ours.status, VolStatus::Ok);
            QVERIFY(close("implied vol", ours.vol, *reference, 1e-8));
            ++compared;
        }
        QVERIFY(compared > 1500);
    }

    void yearFractions_agreeOnWholeDays()
    {
        using namespace std::chrono;
        const auto from = expiryOn(2026y / February / 5d);
        QCOMPARE(yearsBetween(from, expiryOn(2026y / December / 25d)), referenceYears(2026, 2, 5, 2026, 12, 25));
        QCOMPARE(yearsBetween(from, expiryOn(2028y / March / 31d)), referenceYears(2026, 2, 5, 2028, 3, 31));
    }

    void termsThatItRefuses_areNothing()
    {
        QVERIFY(!referencePrice({100.0, 100.0, 0.0, .5, OptionType::Call}));
        QVERIFY(!referencePrice({100.0, -1.0, 1.0, .5, OptionType::Call}));
        QVERIFY(!referenceImpliedVol(100.0, 100.0, 1.0, OptionType::Call, 150.0));
    }

    // Raw SVI of the library's own test case: a=-0.0666 b=0.229 sigma=0.337 rho=0.439 m=0.193, T=11/365, F=123.45.
    void sviCalibration_recoversItsOwnTestCase()
    {
        const double years = 11.0 / 365.0;
        const double forward = 123.45;
        const ReferenceSvi truth{-.0666, .229, .337, .439, .193};
        std::vector<double> strikes;
        std::vector<double> vols;
        for (int i = -8; i <= 12; ++i) {
            const double k = .08 * i;
            const double y = k - truth.m;
            const double w = truth.a + truth.b * (truth.rho * y + std::sqrt(y * y + truth.sigma * truth.sigma));
            strikes.push_back(forward * std::exp(k));
            vols.push_back(std::sqrt(w / years));
        }

        const auto fit = referenceSvi(strikes, vols, forward, years, {-.05, .2, .3, .4, .15});

        QVERIFY(fit);
        QVERIFY2(fit->rmse < 1e-4, qPrintable(QString::number(fit->rmse)));
    }
};

QTEST_GUILESS_MAIN(QuantLibReferenceTest)
#include "tst_quantlib_reference.moc"
