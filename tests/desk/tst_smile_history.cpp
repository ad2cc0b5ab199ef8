#include "models/desk/smile_history.h"
#include "models/pricing/black76.h"

#include <QTest>

#include <cmath>
#include <random>

using namespace ballast;

namespace {

constexpr int steps = 40;

// Two expiries whose at-the-money vol moves by `ratio` times skew times the log move of the forward; the shape stays.
std::vector<VolSurfacePtr> surfacesWith(double ratio, double noise)
{
    std::mt19937_64 random(5);
    std::normal_distribution<double> normal;
    const Timestamp start = parseIso8601("2026-02-01T08:00:00Z").value();
    std::vector<VolSurfacePtr> surfaces;
    double forward = 70000.0;
    double shift[2] = {0.0, 0.0};
    for (int i = 0; i <= steps; ++i) {
        VolSurface surface;
        surface.underlying = "BTC";
        surface.asOf = start + std::chrono::minutes(i);
        for (int e = 0; e < 2; ++e) {
            SviSlice slice;
            slice.years = (e == 0 ? 30.0 : 90.0) / 365.0;
            slice.expiry = start + std::chrono::days(e == 0 ? 30 : 90);
            slice.forward = forward;
            slice.params = {0.02 * (e + 1) + shift[e], 0.05, -0.4, 0.0, 0.2};
            surface.slices.push_back(slice);
        }
        surfaces.push_back(std::make_shared<const VolSurface>(surface));
        const double move = 0.004 * normal(random);
        for (int e = 0; e < 2; ++e) {
            const SviSlice& slice = surface.slices[static_cast<std::size_t>(e)];
            const double vol = slice.volAtK(0.0) + ratio * skewAtTheMoney(slice) * move + noise * normal(random);
            shift[e] += vol * vol * slice.years - sviTotalVariance(slice.params, 0.0);
        }
        forward *= std::exp(move);
    }
    return surfaces;
}

SmileMotion motionOf(const std::vector<VolSurfacePtr>& surfaces)
{
    SmileHistory history;
    for (const VolSurfacePtr& surface : surfaces)
        history.record(surface);
    return history.motions().front();
}

} // namespace

// The delta rules' coefficients from the desk's own surfaces.
class TestSmileHistory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ratioOfTheMoves_isFoundAgain()
    {
        for (const double ratio : {0.0, 1.0, 1.7}) {
            const SmileMotion motion = motionOf(surfacesWith(ratio, 1e-5));
            QVERIFY(motion.stickiness.has_value());
            QVERIFY(std::abs(motion.stickiness->ratio - ratio) < 4.0 * motion.stickiness->standardError + 0.01);
            QCOMPARE(motion.stickiness->steps, 2 * steps);
            QCOMPARE(motion.surfaces, steps + 1);
        }
    }

    // The fitted delta hedges the moves that it was fitted to better than Black-76 does.
    void minimumVariance_hedgesBetterThanBlack76()
    {
        const auto surfaces = surfacesWith(1.8, 1e-5);
        const SmileMotion motion = motionOf(surfaces);
        QVERIFY(motion.minimumVariance && motion.minimumVariance->gain > 0.5);
        double plain = 0.0;
        double better = 0.0;
        for (std::size_t i = 0; i + 1 < surfaces.size(); ++i) {
            const SviSlice& old = surfaces[i]->slices[0];
            const SviSlice& now = surfaces[i + 1]->slices[0];
            const BlackTerms then{old.forward, 72000.0, old.years, old.volAtStrike(72000.0), OptionType::Call};
            const BlackTerms after{now.forward, 72000.0, old.years, now.volAtStrike(72000.0), OptionType::Call};
            const BlackValues v = blackValues(then);
            const double pnl = blackPrice(after) - v.price;
            const double move = now.forward - old.forward;
            const double delta =
                minimumVarianceDelta({v.delta, v.vega, old.forward, old.years}, motion.minimumVariance->coefficients);
            plain += std::pow(pnl - v.delta * move, 2.0);
            better += std::pow(pnl - delta * move, 2.0);
        }
        QVERIFY(better < 0.3 * plain);
    }

    void tooFewSteps_giveNoFit()
    {
        auto surfaces = surfacesWith(1.7, 1e-5);
        surfaces.resize(5);
        const SmileMotion motion = motionOf(surfaces);
        QVERIFY(!motion.stickiness && !motion.minimumVariance);
        QCOMPARE(motion.surfaces, 5);
    }

    void noise_isNoFit() { QVERIFY(!motionOf(surfacesWith(1.0, 0.05)).stickiness); }

    void surfacesTooCloseInTime_areSkipped()
    {
        const auto surfaces = surfacesWith(1.7, 1e-5);
        SmileHistory history(std::chrono::minutes(2));
        for (const VolSurfacePtr& surface : surfaces)
            history.record(surface);
        QCOMPARE(history.motions().front().surfaces, steps / 2 + 1);
    }

    void marketThatGoesBack_beginsAnew()
    {
        const auto surfaces = surfacesWith(1.7, 1e-5);
        SmileHistory history;
        for (const VolSurfacePtr& surface : surfaces)
            history.record(surface);
        history.record(surfaces.front());
        QCOMPARE(history.motions().front().surfaces, 1);
        QVERIFY(!history.motions().front().stickiness);
        history.record(nullptr);
        QCOMPARE(history.motions().size(), std::size_t{1});
    }
};

QTEST_GUILESS_MAIN(TestSmileHistory)
#include "tst_smile_history.moc"
