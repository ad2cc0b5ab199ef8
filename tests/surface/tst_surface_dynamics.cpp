#include "models/market/calendar.h"
#include "models/pricing/black76.h"
#include "models/surface/basis_curve.h"
#include "models/surface/smile_dynamics.h"
#include "models/surface/surface_fit.h"
#include "models/surface/surface_move.h"
#include "models/surface/time_weights.h"
#include "tests/surface/drawn_chain.h"

#include <QTest>

#include <array>
#include <cmath>
#include <limits>
#include <random>

using namespace ballast;

namespace {

const Timestamp asOf = parseIso8601("2026-02-25T08:00:00Z").value(); // a Wednesday

SviSlice sliceAt(int days, const SviParams& params, double forward)
{
    SviSlice slice;
    slice.expiry = asOf + std::chrono::days(days);
    slice.years = days / 365.0;
    slice.forward = forward;
    slice.params = params;
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

const SviParams smile{0.002, 0.03, -0.3, 0.01, 0.08};

} // namespace

// Moves and dynamics of surfaces (spec F7), weighted time, basis.
class TestSurfaceDynamics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parallelMove_isAllLevel();
    void longEndRise_isTerm();
    void skewMove_isSkew();
    void unrelatedSurfaces_haveNoMove();
    void minimumVarianceDelta_matchesTheWorkedNumber();
    void skewStickiness_matchesTheWorkedNumber();
    void stickyMoneyness_agreesWithARebuiltSmile();
    void fittedRatio_isFoundAgain();
    void fittedCoefficients_areFoundAgain();
    void stepsThatSayNothing_giveNothing();
    void weightOne_isCalendarTime();
    void quietWeekend_movesVarianceToWeekdays();
    void event_bringsItsVariance();
    void eventWithLength_comesEvenly();
    void weightsOfTheSurface_ruleEveryReading();
    void absurdWeights_areRefused_data();
    void absurdWeights_areRefused();
    void basisCurve_readsTheForwards();
};

void TestSurfaceDynamics::parallelMove_isAllLevel()
{
    const VolSurface before = surfaceOf({sliceAt(30, flat(0.50, 30), 1e5), sliceAt(90, flat(0.55, 90), 1e5)});
    const VolSurface now = surfaceOf({sliceAt(30, flat(0.53, 30), 1e5), sliceAt(90, flat(0.58, 90), 1e5)});

    const SurfaceMove move = surfaceMove(now, before).value();

    QCOMPARE(move.differences.size(), std::size_t{10});
    QVERIFY(std::abs(move.level - 3.0) < 1e-9);
    QVERIFY(std::abs(move.skew) < 1e-9 && std::abs(move.curvature) < 1e-9 && std::abs(move.term) < 1e-9);
    QVERIFY(move.unexplained < 1e-9);
    QVERIFY(std::abs(move.differences[0].volBefore - 0.50) < 1e-12);
}

void TestSurfaceDynamics::longEndRise_isTerm()
{
    const VolSurface before = surfaceOf({sliceAt(30, flat(0.5, 30), 1e5), sliceAt(90, flat(0.5, 90), 1e5)});
    const VolSurface now = surfaceOf({sliceAt(30, flat(0.5, 30), 1e5), sliceAt(90, flat(0.52, 90), 1e5)});

    const SurfaceMove move = surfaceMove(now, before).value();

    QVERIFY(std::abs(move.level - 1.0) < 1e-9);
    QVERIFY(std::abs(move.term - 2.0 / std::log(3.0)) < 1e-9);
}

void TestSurfaceDynamics::skewMove_isSkew()
{
    SviParams tilted = smile;
    tilted.rho = -0.6;
    SviSlice beforeSlice = sliceAt(30, smile, 1e5);
    SviSlice nowSlice = sliceAt(30, tilted, 1e5);

    const SurfaceMove move = surfaceMove(surfaceOf({nowSlice}), surfaceOf({beforeSlice})).value();

    const auto riskReversal = [](const SviSlice& slice) {
        return slice.volAtStrike(strikeAtDelta(slice, OptionType::Put, 0.25).value()) -
               slice.volAtStrike(strikeAtDelta(slice, OptionType::Call, 0.25).value());
    };
    const double expected = 100.0 * (riskReversal(nowSlice) - riskReversal(beforeSlice));
    QVERIFY(expected > 1.0);
    QVERIFY2(std::abs(move.skew - expected) < 1e-9, qPrintable(QString::number(move.skew)));
    QCOMPARE(move.term, 0.0);
}

void TestSurfaceDynamics::unrelatedSurfaces_haveNoMove()
{
    QVERIFY(!surfaceMove(surfaceOf({sliceAt(30, smile, 1e5)}), surfaceOf({sliceAt(31, smile, 1e5)})));
    QVERIFY(!surfaceMove(VolSurface{}, VolSurface{}));
}

void TestSurfaceDynamics::minimumVarianceDelta_matchesTheWorkedNumber()
{
    const MinimumVarianceTerms terms{0.528569, 11407.98, 1e5, 30.0 / 365.0};

    QVERIFY(std::abs(minimumVarianceDelta(terms, {-0.25, 0.10, -0.10}) - 0.439005) < 1e-6);
    QCOMPARE(minimumVarianceDelta(terms, {}), terms.delta);
}

void TestSurfaceDynamics::skewStickiness_matchesTheWorkedNumber()
{
    const SkewDeltaTerms terms{0.528569, 11407.98, -0.10, 1e5};

    QVERIFY(std::abs(skewStickinessDelta(terms, 1.5) - terms.delta + 0.0057) < 5e-5);
    QCOMPARE(skewStickinessDelta(terms, 1.0), terms.delta);
}

void TestSurfaceDynamics::stickyMoneyness_agreesWithARebuiltSmile()
{
    const SviSlice slice = sliceAt(30, smile, 1e5);
    const double bump = 1.0;
    const auto price = [&](double forward) {
        const double k = std::log(1e5 / forward);
        const double vol = slice.volAtK(k); // the vol of the moneyness stays
        return blackPrice({forward, 1e5, slice.years, vol, OptionType::Call});
    };
    const BlackValues at = blackValues({1e5, 1e5, slice.years, slice.volAtK(0.0), OptionType::Call});

    const double numeric = (price(1e5 + bump) - price(1e5 - bump)) / (2.0 * bump);

    QVERIFY(std::abs(skewStickinessDelta({at.delta, at.vega, skewAtTheMoney(slice), 1e5}, 0.0) - numeric) < 1e-6);
}

void TestSurfaceDynamics::fittedRatio_isFoundAgain()
{
    std::mt19937 random(5);
    std::normal_distribution<double> normal;
    std::vector<SmileStep> steps;
    for (int i = 0; i < 400; ++i) {
        const double move = 0.02 * normal(random);
        const double skew = -0.1 - 0.02 * normal(random);
        steps.push_back({1.3 * skew * move + 1e-4 * normal(random), move, skew});
    }

    const SkewStickiness fit = fitSkewStickiness(steps).value();

    QVERIFY2(std::abs(fit.ratio - 1.3) < 3.0 * fit.standardError, qPrintable(QString::number(fit.ratio)));
    QVERIFY(fit.standardError > 0.0 && fit.standardError < 0.01);
    QCOMPARE(fit.steps, 400);
}

void TestSurfaceDynamics::fittedCoefficients_areFoundAgain()
{
    const MinimumVarianceCoefficients truth{-0.25, 0.10, -0.10};
    std::mt19937 random(6);
    std::normal_distribution<double> normal;
    std::vector<OptionStep> steps;
    for (int i = 0; i < 600; ++i) {
        const MinimumVarianceTerms terms{0.05 + 0.9 * (i % 30) / 29.0, 9000.0, 1e5, 30.0 / 365.0};
        const double move = 1500.0 * normal(random);
        steps.push_back({terms, minimumVarianceDelta(terms, truth) * move + 5.0 * normal(random), move});
    }

    const MinimumVarianceFit fit = fitMinimumVariance(steps).value();

    QVERIFY(std::abs(fit.coefficients.a - truth.a) < 0.02);
    QVERIFY(std::abs(fit.coefficients.b - truth.b) < 0.08);
    QVERIFY(std::abs(fit.coefficients.c - truth.c) < 0.08);
    QVERIFY(fit.gain > 0.9);
}

void TestSurfaceDynamics::stepsThatSayNothing_giveNothing()
{
    const std::array<SmileStep, 3> still{};
    QVERIFY(!fitSkewStickiness(still));
    const OptionStep same{{0.5, 9000.0, 1e5, 0.1}, 10.0, 100.0};
    const std::array alike{same, same, same, same, same};
    QVERIFY(!fitMinimumVariance(alike));
}

void TestSurfaceDynamics::weightOne_isCalendarTime()
{
    const VolSurface surface = surfaceOf({sliceAt(30, flat(0.5, 30), 1e5), sliceAt(60, flat(0.6, 60), 1e5)});
    for (const int days : {10, 30, 44, 60, 90}) {
        const Timestamp expiry = asOf + std::chrono::days(days);
        const double expected = surface.totalVariance(0.1, days / 365.0).value();
        QVERIFY(std::abs(totalVariance(surface, 0.1, expiry, {}).value() - expected) < 1e-14);
        QVERIFY(std::abs(vol(surface, 1e5, expiry, {}).value() - surface.vol(1e5, expiry).value()) < 1e-13);
    }
    QVERIFY(!totalVariance(surface, 0.0, asOf, {}));
}

void TestSurfaceDynamics::quietWeekend_movesVarianceToWeekdays()
{
    TimeWeights quiet;
    quiet.weekend = 0.5;
    const Timestamp friday = parseIso8601("2026-02-27T00:00:00Z").value();
    const Timestamp saturday = friday + std::chrono::days(1);

    QVERIFY(std::abs(weightedYears(saturday, saturday + std::chrono::days(2), quiet) - 1.0 / 365.0) < 1e-15);
    QVERIFY(std::abs(weightedYears(friday, friday + std::chrono::days(7), quiet) - 6.0 / 365.0) < 1e-15);
    QVERIFY(std::abs(weightedYears(friday, saturday + std::chrono::hours(12), quiet) - 1.25 / 365.0) < 1e-15);
    QCOMPARE(weightedYears(saturday, friday, quiet), 0.0);

    const VolSurface surface = surfaceOf({sliceAt(30, flat(0.5, 30), 1e5), sliceAt(60, flat(0.5, 60), 1e5)});
    const double toFriday = totalVariance(surface, 0.0, friday, quiet).value();
    QVERIFY(toFriday > totalVariance(surface, 0.0, friday, {}).value()); // more of it falls on weekdays
    const Timestamp listed = surface.slices[1].expiry;
    QVERIFY(std::abs(totalVariance(surface, 0.0, listed, quiet).value() - 0.25 * 60.0 / 365.0) < 1e-15);
}

void TestSurfaceDynamics::event_bringsItsVariance()
{
    const VolSurface surface = surfaceOf({sliceAt(30, flat(0.5, 30), 1e5), sliceAt(60, flat(0.55, 60), 1e5)});
    TimeWeights weights;
    const Timestamp day45 = asOf + std::chrono::days(45);
    weights.events.push_back({day45, 10.0, "rate decision"});

    const double before = totalVariance(surface, 0.0, day45 - std::chrono::seconds(1), weights).value();
    const double after = totalVariance(surface, 0.0, day45, weights).value();
    const double span = totalVariance(surface, 0.0, surface.slices[1].expiry, weights).value() - 0.25 * 30.0 / 365.0;

    QVERIFY2(std::abs((after - before) / span - 10.0 / 40.0) < 1e-4,
             qPrintable(QString::number((after - before) / span)));
}

void TestSurfaceDynamics::eventWithLength_comesEvenly()
{
    TimeWeights weights;
    const Timestamp start = asOf + std::chrono::days(45);
    weights.events.push_back({start, 4.0, "upgrade", 8.0});
    const auto extra = [&](Timestamp from, Timestamp to) {
        return 365.0 * (weightedYears(from, to, weights) - weightedYears(from, to, {}));
    };

    QVERIFY(std::abs(extra(asOf, start)) < 1e-12);
    QVERIFY(std::abs(extra(asOf, start + std::chrono::hours(2)) - 1.0) < 1e-12);
    QVERIFY(std::abs(extra(start + std::chrono::hours(2), start + std::chrono::hours(4)) - 1.0) < 1e-12);
    QVERIFY(std::abs(extra(asOf, start + std::chrono::days(3)) - 4.0) < 1e-12);
    QVERIFY(std::abs(extra(start + std::chrono::hours(8), start + std::chrono::days(3))) < 1e-12);
}

void TestSurfaceDynamics::weightsOfTheSurface_ruleEveryReading()
{
    VolSurface surface = surfaceOf({sliceAt(30, flat(0.5, 30), 1e5), sliceAt(60, flat(0.6, 60), 1e5)});
    TimeWeights weights;
    weights.weekend = 0.4;
    weights.events.push_back({asOf + std::chrono::days(40), 3.0, "vote", 2.0});
    surface.timeWeights = weights;

    for (const int days : {5, 30, 44, 60, 90}) {
        const Timestamp expiry = asOf + std::chrono::days(days);
        const double expected = totalVariance(surface, 0.1, expiry, weights).value();
        QVERIFY(std::abs(surface.totalVariance(0.1, days / 365.0).value() - expected) < 1e-15);
        QVERIFY(std::abs(surface.vol(1e5, expiry).value() - vol(surface, 1e5, expiry, weights).value()) < 1e-14);
    }
    for (const SviSlice& slice : surface.slices)
        QVERIFY(std::abs(surface.totalVariance(0.0, slice.years).value() - sviTotalVariance(slice.params, 0.0)) <
                1e-12);
}

void TestSurfaceDynamics::absurdWeights_areRefused_data()
{
    QTest::addColumn<double>("weekend");
    QTest::addColumn<double>("extraDays");
    QTest::addColumn<double>("hours");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("says"); // empty: accepted
    const double nan = std::numeric_limits<double>::quiet_NaN();
    QTest::newRow("sound") << 0.5 << 2.0 << 1.0 << "vote" << "";
    QTest::newRow("bounds") << 0.0 << 60.0 << 336.0 << "vote" << "";
    QTest::newRow("weekend below zero") << -0.1 << 2.0 << 1.0 << "vote" << "weekend weight -0.1 is outside 0 to 3";
    QTest::newRow("weekend no number") << nan << 2.0 << 1.0 << "vote" << "weekend weight";
    QTest::newRow("weekend huge") << 3.1 << 2.0 << 1.0 << "vote" << "weekend weight";
    QTest::newRow("event takes away") << 1.0 << -1.0 << 1.0 << "vote" << "vote: weight -1 is outside 0 to 60";
    QTest::newRow("event no number") << 1.0 << nan << 1.0 << "vote" << "vote: weight";
    QTest::newRow("event too long") << 1.0 << 1.0 << 337.0 << "vote" << "vote: length 337 is outside 0 to 336 hours";
    QTest::newRow("nameless") << 1.0 << 1.0 << 1.0 << "" << "needs a name";
    QTest::newRow("long name") << 1.0 << 1.0 << 1.0 << QString(61, QLatin1Char('x')) << "shorten";
}

void TestSurfaceDynamics::absurdWeights_areRefused()
{
    QFETCH(double, weekend);
    QFETCH(double, extraDays);
    QFETCH(double, hours);
    QFETCH(QString, name);
    QFETCH(QString, says);

    const Status checked =
        checkTimeWeights({weekend, {{asOf + std::chrono::days(3), extraDays, name.toStdString(), hours}}});

    QCOMPARE(checked.ok(), says.isEmpty());
    if (!checked)
        QVERIFY2(QString::fromStdString(checked.error().message).contains(says), checked.error().message.c_str());
}

void TestSurfaceDynamics::basisCurve_readsTheForwards()
{
    const SviParams wide{0.05, 0.2, -0.3, 0.0, 0.3};
    const MarketSnapshot snapshot =
        test::drawnChain({{"27MAR26", 100500.0, smile, test::evenStrikes(100500.0, -0.3, 0.3, 13)},
                          {"26JUN26", 102000.0, wide, test::evenStrikes(102000.0, -0.3, 0.3, 13)}});

    const BasisCurve curve = basisCurve(snapshot, "BTC", impliedForwards(snapshot, "BTC")).value();

    QCOMPARE(curve.points.size(), std::size_t{2});
    QCOMPARE(curve.spotUsd, 100000.0);
    QVERIFY(std::abs(curve.points[0].basisUsd - 500.0) < 1e-9);
    QVERIFY(std::abs(curve.points[0].impliedRate - std::log(1.005) * 365.0 / 30.0) < 1e-12);
    QVERIFY(!curve.points[0].forwardRate.has_value());
    QVERIFY(std::abs(*curve.points[1].forwardRate - std::log(102000.0 / 100500.0) * 365.0 / 91.0) < 1e-12);
    QVERIFY(std::abs(curve.rateAt(30.0 / 365.0).value() - curve.points[0].impliedRate) < 1e-12);
    const double middle = 75.5 / 365.0; // ln F is linear between the two
    const double logForward = 0.5 * (std::log(1.005) + std::log(1.02));
    QVERIFY(std::abs(curve.rateAt(middle).value() - logForward / middle) < 1e-12);
    QVERIFY(!basisCurve(snapshot, "SOL", {}));
}

QTEST_APPLESS_MAIN(TestSurfaceDynamics)
#include "tst_surface_dynamics.moc"
