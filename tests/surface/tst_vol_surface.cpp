#include "models/market/calendar.h"
#include "models/pricing/black76.h"
#include "models/surface/surface_fit.h"
#include "models/surface/vol_surface.h"

#include <QTest>

#include <cmath>

using namespace ballast;

namespace {

const Timestamp asOf = parseIso8601("2026-02-25T08:00:00Z").value();

Timestamp inDays(int days)
{
    return asOf + std::chrono::days(days);
}

SviSlice sliceAt(int days, const SviParams& params, double forward)
{
    SviSlice slice;
    slice.expiry = inDays(days);
    slice.years = yearsBetween(asOf, slice.expiry);
    slice.forward = forward;
    slice.params = params;
    slice.minButterfly = 0.1;
    return slice;
}

VolSurface surfaceOf(std::vector<SviSlice> slices)
{
    VolSurface surface;
    surface.underlying = "BTC";
    surface.asOf = asOf;
    for (const SviSlice& slice : slices)
        surface.forwards.push_back({slice.expiry, slice.years, slice.forward, ForwardSource::Venue});
    surface.slices = std::move(slices);
    return surface;
}

SviParams flat(double vol, int days)
{
    return {vol * vol * days / 365.0, 0.0, 0.0, 0.0, 0.1};
}

const SviParams smile30{0.002, 0.03, -0.3, 0.01, 0.08};
const SviParams smile60{0.005, 0.05, -0.3, 0.01, 0.1};

} // namespace

class TestVolSurface : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void betweenSlices_totalVarianceIsLinearInTime();
    void beforeFirstSlice_totalVarianceIsProportionalToTime();
    void afterLastSlice_forwardVarianceStays();
    void oneSlice_isProportionalBothWays();
    void emptySurface_hasNothing();
    void volOfStrike_usesTheForwardOfItsExpiry();
    void forwards_areLogLinearInTime();
    void strikeAtDelta_givesItsDeltaBack();
    void strikeAtDelta_refusesImpossibleDeltas();
    void arbitrageFree_needsEverySliceAndNoCrossing();
    void volIndexOfFlatSurface_isItsVol_data();
    void volIndexOfFlatSurface_isItsVol();
    void volIndexOfSmile_matchesGatheralsFormula();
    void volIndex_outsideTheSlicesIsMissing();
};

void TestVolSurface::betweenSlices_totalVarianceIsLinearInTime()
{
    const VolSurface surface = surfaceOf({sliceAt(30, smile30, 100000.0), sliceAt(60, smile60, 101000.0)});

    for (const double k : {-0.3, 0.0, 0.2}) {
        const double expected = sviTotalVariance(smile30, k) * 2.0 / 3.0 + sviTotalVariance(smile60, k) / 3.0;
        QVERIFY(std::abs(surface.totalVariance(k, 40.0 / 365.0).value() - expected) < 1e-15);
        QVERIFY(std::abs(surface.totalVariance(k, 30.0 / 365.0).value() - sviTotalVariance(smile30, k)) < 1e-15);
    }
}

void TestVolSurface::beforeFirstSlice_totalVarianceIsProportionalToTime()
{
    const VolSurface surface = surfaceOf({sliceAt(30, smile30, 100000.0), sliceAt(60, smile60, 101000.0)});

    QVERIFY(std::abs(surface.totalVariance(0.1, 3.0 / 365.0).value() - 0.1 * sviTotalVariance(smile30, 0.1)) < 1e-15);
    QVERIFY(!surface.totalVariance(0.1, 0.0));
    QVERIFY(!surface.totalVariance(0.1, -0.1));
}

void TestVolSurface::afterLastSlice_forwardVarianceStays()
{
    const VolSurface surface = surfaceOf({sliceAt(30, smile30, 100000.0), sliceAt(60, smile60, 101000.0)});

    const double step = sviTotalVariance(smile60, -0.2) - sviTotalVariance(smile30, -0.2);
    const double expected = sviTotalVariance(smile60, -0.2) + step;
    QVERIFY(std::abs(surface.totalVariance(-0.2, 90.0 / 365.0).value() - expected) < 1e-14);
}

void TestVolSurface::oneSlice_isProportionalBothWays()
{
    const VolSurface surface = surfaceOf({sliceAt(30, smile30, 100000.0)});

    QVERIFY(std::abs(surface.totalVariance(0.0, 60.0 / 365.0).value() - 2.0 * sviTotalVariance(smile30, 0.0)) < 1e-15);
    QVERIFY(std::abs(surface.totalVariance(0.0, 15.0 / 365.0).value() - 0.5 * sviTotalVariance(smile30, 0.0)) < 1e-15);
}

void TestVolSurface::emptySurface_hasNothing()
{
    const VolSurface surface;

    QVERIFY(surface.empty());
    QVERIFY(!surface.totalVariance(0.0, 0.1));
    QVERIFY(!surface.vol(100000.0, inDays(30)));
    QVERIFY(!surface.forwardAt(inDays(30)));
    QVERIFY(surface.slice(inDays(30)) == nullptr);
    QVERIFY(!volIndex(surface, 30.0));
}

void TestVolSurface::volOfStrike_usesTheForwardOfItsExpiry()
{
    const VolSurface surface = surfaceOf({sliceAt(30, smile30, 100000.0), sliceAt(60, smile60, 101000.0)});

    const double atSlice = surface.vol(90000.0, inDays(60)).value();
    const double between = surface.vol(90000.0, inDays(45)).value();

    QVERIFY(std::abs(atSlice - surface.slices[1].volAtStrike(90000.0)) < 1e-14);
    const double k = std::log(90000.0 / std::sqrt(100000.0 * 101000.0));
    const double w = 0.5 * (sviTotalVariance(smile30, k) + sviTotalVariance(smile60, k));
    QVERIFY(std::abs(between - std::sqrt(w * 365.0 / 45.0)) < 1e-13);
    QVERIFY(!surface.vol(90000.0, asOf));
    QVERIFY(!surface.vol(0.0, inDays(45)));
}

void TestVolSurface::forwards_areLogLinearInTime()
{
    const VolSurface surface = surfaceOf({sliceAt(30, smile30, 100000.0), sliceAt(60, smile60, 104040.0)});

    QVERIFY(std::abs(surface.forwardAt(inDays(45)).value() - 102000.0) < 1e-8);
    QCOMPARE(surface.forwardAt(inDays(10)).value(), 100000.0);
    QCOMPARE(surface.forwardAt(inDays(60)).value(), 104040.0);
    QCOMPARE(surface.forwardAt(inDays(400)).value(), 104040.0);
    QVERIFY(!surface.forwardAt(inDays(-1)));
}

void TestVolSurface::strikeAtDelta_givesItsDeltaBack()
{
    const SviSlice slice = sliceAt(30, smile30, 100000.0);
    for (const OptionType type : {OptionType::Call, OptionType::Put}) {
        for (const double delta : {0.001, 0.05, 0.1, 0.25, 0.5, 0.75, 0.99}) {
            const double strike = strikeAtDelta(slice, type, delta).value();
            const BlackValues values =
                blackValues({slice.forward, strike, slice.years, slice.volAtStrike(strike), type});
            QVERIFY2(std::abs(std::abs(values.delta) - delta) < 1e-10, qPrintable(QString::number(strike)));
        }
    }
    QVERIFY(strikeAtDelta(slice, OptionType::Put, 0.25).value() < 100000.0);
    QVERIFY(strikeAtDelta(slice, OptionType::Call, 0.25).value() > 100000.0);
}

void TestVolSurface::strikeAtDelta_refusesImpossibleDeltas()
{
    const SviSlice slice = sliceAt(30, smile30, 100000.0);

    QVERIFY(!strikeAtDelta(slice, OptionType::Call, 0.0));
    QVERIFY(!strikeAtDelta(slice, OptionType::Call, 1.0));
    QVERIFY(!strikeAtDelta(slice, OptionType::Put, -0.25));
}

void TestVolSurface::arbitrageFree_needsEverySliceAndNoCrossing()
{
    VolSurface surface = surfaceOf({sliceAt(30, smile30, 100000.0), sliceAt(60, smile60, 101000.0)});
    surface.minCalendar = 1e-5;
    QVERIFY(surface.arbitrageFree());

    surface.slices[1].minButterfly = -1e-3;
    QVERIFY(!surface.arbitrageFree());

    surface.slices[1].minButterfly = 0.1;
    surface.minCalendar = -1e-6;
    QVERIFY(!surface.arbitrageFree());
}

void TestVolSurface::volIndexOfFlatSurface_isItsVol_data()
{
    QTest::addColumn<double>("vol");
    QTest::newRow("20 %") << 0.2;
    QTest::newRow("62 %") << 0.62;
    QTest::newRow("180 %") << 1.8;
}

void TestVolSurface::volIndexOfFlatSurface_isItsVol()
{
    QFETCH(double, vol);
    const VolSurface surface = surfaceOf({sliceAt(7, flat(vol, 7), 100000.0), sliceAt(49, flat(vol, 49), 101000.0)});

    for (const double days : {7.0, 30.0, 49.0})
        QVERIFY(std::abs(volIndex(surface, days).value() - vol) < 1e-6);
}

// Independent route: fair variance = integral of w(k(z)) under the normal law of z = d2(k) (Gatheral, The Volatility
// Surface, 2006, eq. 11.5).
void TestVolSurface::volIndexOfSmile_matchesGatheralsFormula()
{
    const VolSurface surface = surfaceOf({sliceAt(30, smile30, 100000.0)});
    double variance = 0.0;
    constexpr double step = 1e-5;
    const auto d2 = [](double k) {
        const double root = std::sqrt(sviTotalVariance(smile30, k));
        return -k / root - 0.5 * root;
    };
    for (double k = -3.0; k < 3.0; k += step) {
        const double z = d2(k + 0.5 * step);
        const double weight = std::exp(-0.5 * z * z) / std::sqrt(2.0 * std::acos(-1.0)) * (d2(k) - d2(k + step));
        variance += weight * sviTotalVariance(smile30, k + 0.5 * step);
    }

    const double expected = std::sqrt(variance * 365.0 / 30.0);

    QVERIFY(std::abs(volIndex(surface, 30.0).value() - expected) < 1e-5);
    QVERIFY(expected > surface.slices[0].volAtK(0.0)); // wings count
}

void TestVolSurface::volIndex_outsideTheSlicesIsMissing()
{
    const VolSurface surface = surfaceOf({sliceAt(7, flat(0.5, 7), 1e5), sliceAt(49, flat(0.5, 49), 1e5)});

    QVERIFY(!volIndex(surface, 6.9));
    QVERIFY(!volIndex(surface, 49.1));
}

QTEST_APPLESS_MAIN(TestVolSurface)
#include "tst_vol_surface.moc"
