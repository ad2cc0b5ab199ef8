#include "models/oracle/circuit_breaker.h"

#include <QtTest>

#include <cmath>
#include <limits>

using namespace ballast;
using namespace std::chrono_literals;

namespace {

const Timestamp start = *parseIso8601("2026-02-05T10:00:00Z");

BreakerInputs calm()
{
    BreakerInputs inputs;
    inputs.healthySources = 4;
    return inputs;
}

template <class Change>
BreakerInputs calmBut(Change change)
{
    BreakerInputs inputs = calm();
    change(inputs);
    return inputs;
}

} // namespace

Q_DECLARE_METATYPE(ballast::BreakerInputs)

class CircuitBreakerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cause_leadsToItsState_data()
    {
        QTest::addColumn<BreakerInputs>("inputs");
        QTest::addColumn<int>("expected");
        const auto row = [](const char* name, BreakerState state, auto change) {
            QTest::newRow(name) << calmBut(change) << static_cast<int>(state);
        };
        const double nan = std::numeric_limits<double>::quiet_NaN();
        row("calm", BreakerState::Normal, [](auto&) {});
        row("red source", BreakerState::Degraded, [](auto& i) { i.redSources = 1; });
        row("confidence 0.79", BreakerState::Degraded, [](auto& i) { i.confidence = 0.79; });
        row("confidence 0.8", BreakerState::Normal, [](auto& i) { i.confidence = 0.8; });
        row("confidence unknown", BreakerState::Degraded, [nan](auto& i) { i.confidence = nan; });
        row("one source", BreakerState::Restricted, [](auto& i) { i.healthySources = 1; });
        row("divergence", BreakerState::Restricted, [](auto& i) { i.divergence = Alert::Red; });
        row("amber divergence", BreakerState::Normal, [](auto& i) { i.divergence = Alert::Amber; });
        row("peg 0.989", BreakerState::Restricted, [](auto& i) { i.stablePeg = 0.989; });
        row("peg 0.99", BreakerState::Normal, [](auto& i) { i.stablePeg = 0.99; });
        row("peg unknown number", BreakerState::Restricted, [nan](auto& i) { i.stablePeg = nan; });
        row("staked 0.979", BreakerState::Restricted, [](auto& i) { i.stakedRatio = 0.979; });
        row("all stale", BreakerState::Halted, [](auto& i) { i.newestAge = 30'001ms; });
        row("30 s old", BreakerState::Normal, [](auto& i) { i.newestAge = 30s; });
        row("clock ahead", BreakerState::Halted, [](auto& i) { i.clockSkew = 2'001ms; });
        row("clock behind", BreakerState::Halted, [](auto& i) { i.clockSkew = -2'001ms; });
        row("crossed", BreakerState::Halted, [](auto& i) { i.crossedFor = 5'001ms; });
        row("gap", BreakerState::Halted, [](auto& i) { i.gapFor = 10'001ms; });
        row("crash, sources agree", BreakerState::Normal, [](auto& i) { i.fiveMinuteMove = -0.2; });
        row("crash, sources apart", BreakerState::Halted, [](auto& i) {
            i.fiveMinuteMove = -0.11;
            i.disagreement = 0.011;
        });
    }

    void cause_leadsToItsState()
    {
        QFETCH(BreakerInputs, inputs);
        QFETCH(int, expected);

        CircuitBreaker breaker;
        QCOMPARE(static_cast<int>(breaker.update(inputs, start)), expected);
        QCOMPARE(breaker.reasons().empty(), breaker.state() == BreakerState::Normal);
    }

    void degraded_leavesAfterAMinuteClean()
    {
        CircuitBreaker breaker;
        const auto bad = calmBut([](auto& i) { i.redSources = 1; });
        QCOMPARE(breaker.update(bad, start), BreakerState::Degraded);
        QCOMPARE(breaker.update(calm(), start + 1s), BreakerState::Degraded);
        QCOMPARE(breaker.update(bad, start + 30s), BreakerState::Degraded); // starts the minute anew
        QCOMPARE(breaker.update(calm(), start + 31s), BreakerState::Degraded);
        QCOMPARE(breaker.update(calm(), start + 90s), BreakerState::Degraded);
        QCOMPARE(breaker.update(calm(), start + 91s), BreakerState::Normal);
    }

    void restricted_leavesAfterFiveMinutesToWhatIsStillWrong()
    {
        CircuitBreaker breaker;
        QCOMPARE(breaker.update(calmBut([](auto& i) { i.healthySources = 1; }), start), BreakerState::Restricted);
        const auto half = calmBut([](auto& i) { i.redSources = 1; });
        QCOMPARE(breaker.update(half, start + 1s), BreakerState::Restricted);
        QCOMPARE(breaker.update(half, start + 300s), BreakerState::Restricted);
        QCOMPARE(breaker.update(half, start + 301s), BreakerState::Degraded);
    }

    void halted_waitsForTheOperator()
    {
        CircuitBreaker breaker;
        const auto stale = calmBut([](auto& i) { i.newestAge = 31s; });
        QCOMPARE(breaker.update(stale, start), BreakerState::Halted);
        QCOMPARE(breaker.update(calm(), start + 1h), BreakerState::Halted);
        QCOMPARE(breaker.resume(stale, "feeds are back", start + 1h).error().code, Errc::Conflict);
        QCOMPARE(breaker.resume(calm(), "  ", start + 1h).error().code, Errc::BadInput);
        QCOMPARE(breaker.state(), BreakerState::Halted);
        QVERIFY(breaker.resume(calm(), "feeds are back", start + 1h).ok());
        QCOMPARE(breaker.state(), BreakerState::Normal);
        QCOMPARE(breaker.resume(calm(), "again", start + 1h).error().code, Errc::Conflict);
    }

    void effects_growWithTheState()
    {
        const auto normal = breakerEffects(BreakerState::Normal, 0.2);
        QVERIFY(normal.mayIncreaseRisk && normal.mayOrder);
        QCOMPARE(normal.hedgeBandFactor, 1.0);
        QCOMPARE(normal.marginAddOn, 0.0);
        const auto degraded = breakerEffects(BreakerState::Degraded, 0.7);
        QVERIFY(degraded.mayIncreaseRisk);
        QCOMPARE(degraded.hedgeBandFactor, 1.5);
        QVERIFY(std::abs(degraded.marginAddOn - 0.3) < 1e-12);
        const auto restricted = breakerEffects(BreakerState::Restricted, 0.7);
        QVERIFY(!restricted.mayIncreaseRisk && restricted.mayOrder && restricted.valueConservatively);
        const auto halted = breakerEffects(BreakerState::Halted, 0.7);
        QVERIFY(!halted.mayOrder && halted.cancelOwnOrders && halted.needsOperator);
    }
};

QTEST_GUILESS_MAIN(CircuitBreakerTest)
#include "tst_circuit_breaker.moc"
