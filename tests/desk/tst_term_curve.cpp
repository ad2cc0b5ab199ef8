#include "models/desk/term_curve.h"
#include "models/market/calendar.h"
#include "models/surface/surface_fit.h"
#include "tests/desk/desk_cases.h"

#include <QTest>

#include <algorithm>
#include <chrono>
#include <cmath>

using namespace ballast;
using namespace ballast::test;

namespace {

VolSurface fitted(const TimeWeights& weights)
{
    VolSurface surface = fitSurface(*smileMarket().build(), "BTC", {}).value();
    surface.timeWeights = weights;
    return surface;
}

const TermStep& stepHolding(const TermCurve& curve, double days)
{
    return *std::ranges::find_if(curve.steps,
                                 [days](const TermStep& step) { return step.fromDays <= days && days < step.toDays; });
}

} // namespace

class TestTermCurve : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void calendarTime_hasOneForwardVolBetweenTwoExpiries()
    {
        const VolSurface surface = fitted({});
        const TermCurve curve = termCurve(surface);

        const double from = 365.0 * surface.slices[0].years;
        const double to = 365.0 * surface.slices[1].years;
        const double first = stepHolding(curve, from + 0.01).forwardVol.value();
        for (const TermStep& step : curve.steps) {
            QCOMPARE(step.forwardVol, step.calendarForwardVol);
            if (step.fromDays >= from - 1e-9 && step.toDays <= to + 1e-9)
                QVERIFY(std::abs(*step.forwardVol - first) < 1e-6);
        }
    }

    // The steps between two expiries add up to the variance that the expiries say, whatever the weights.
    void weights_moveVarianceButKeepItsSum()
    {
        TimeWeights weights;
        weights.weekend = 0.3;
        weights.events.push_back({timeOf("2026-01-21T19:00:00Z"), 3.0, "rate decision", 2.0});
        const VolSurface surface = fitted(weights);
        const TermCurve curve = termCurve(surface);

        double weighted = 0.0;
        double calendar = 0.0;
        for (const TermStep& step : curve.steps) {
            weighted += *step.forwardVol * *step.forwardVol * (step.toDays - step.fromDays);
            calendar += *step.calendarForwardVol * *step.calendarForwardVol * (step.toDays - step.fromDays);
        }
        QVERIFY(std::abs(weighted / calendar - 1.0) < 1e-9);
        QCOMPARE(curve.points.back().vol, curve.points.back().calendarVol);

        // 2026-01-17 is a Saturday, 16 days after the market; the 20th a Tuesday.
        const TermStep& saturday = stepHolding(curve, 16.0);
        const TermStep& tuesday = stepHolding(curve, 19.0);
        QVERIFY(std::abs(*saturday.forwardVol / *tuesday.forwardVol - std::sqrt(0.3)) < 1e-6);
        const TermStep& event = stepHolding(curve, 20.0 + 12.0 / 24.0); // 20:00 of the 21st
        QVERIFY(std::abs(24.0 * (event.toDays - event.fromDays) - 2.0) < 1e-6);
        QVERIFY(*event.forwardVol > 3.0 * *tuesday.forwardVol);
    }

    void steps_areEndToEnd()
    {
        const TermCurve curve = termCurve(fitted({}));

        QCOMPARE(curve.steps.front().fromDays, 0.0);
        for (std::size_t i = 1; i < curve.steps.size(); ++i)
            QCOMPARE(curve.steps[i].fromDays, curve.steps[i - 1].toDays);
    }

    void volIndex_coversTheTenorsThatAreFitted()
    {
        const VolSurface surface = fitted({});
        const TermCurve curve = termCurve(surface);

        QVERIFY(!curve.volIndex.empty());
        for (const VolIndexPoint& point : curve.volIndex) {
            QVERIFY(point.days >= 365.0 * surface.slices.front().years);
            QCOMPARE(point.vol, volIndex(surface, point.days).value());
        }
        QCOMPARE(curve.volIndex.front().days, 21.0); // the first expiry is in 15 days
    }

    void emptySurface_hasNoTerm() { QVERIFY(termCurve({}).points.empty()); }
};

QTEST_APPLESS_MAIN(TestTermCurve)
#include "tst_term_curve.moc"
