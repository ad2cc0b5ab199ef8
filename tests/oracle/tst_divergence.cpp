#include "models/oracle/divergence.h"

#include <QtTest>

#include <random>

using namespace ballast;

namespace {

Timestamp second(int value)
{
    return *parseIso8601("2026-02-05T10:00:00Z") + std::chrono::seconds(value);
}

} // namespace

class DivergenceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noiseAroundABasis_staysClear()
    {
        DivergenceMonitor monitor;
        std::mt19937 random(3);
        std::normal_distribution<double> noise(0.0, 0.0001);
        for (int i = 0; i < 600; ++i)
            QCOMPARE(monitor.update(100.1 * (1.0 + noise(random)), 100.0, 0.0, second(i)), Alert::Clear);
    }

    void halfAPercent_isRedAfterThreeSeconds()
    {
        DivergenceMonitor monitor;
        for (int i = 0; i < 60; ++i)
            QCOMPARE(monitor.update(100.0, 100.0, 0.0, second(i)), Alert::Clear);
        QCOMPARE(monitor.update(100.6, 100.0, 0.0, second(60)), Alert::Clear);
        QCOMPARE(monitor.update(100.6, 100.0, 0.0, second(62)), Alert::Clear);
        QCOMPARE(monitor.update(100.6, 100.0, 0.0, second(63)), Alert::Red);
        QCOMPARE(monitor.update(100.0, 100.0, 0.0, second(64)), Alert::Clear);
    }

    void fourToSixSigma_isAmber()
    {
        DivergenceMonitor monitor;
        QCOMPARE(monitor.update(100.0, 100.0, 1e-6, second(0)), Alert::Clear);
        Alert last = Alert::Clear;
        for (int i = 1; i < 6; ++i)
            last = monitor.update(100.45, 100.0, 1e-6, second(i)); // 45 bp with a stated error of 10 bp
        QCOMPARE(last, Alert::Amber);
        QVERIFY(*monitor.z() > 4.0 && *monitor.z() < 6.0);
    }

    void missingPrice_isRed()
    {
        DivergenceMonitor monitor;
        for (int i = 0; i < 4; ++i)
            static_cast<void>(monitor.update(0.0, 100.0, 0.0, second(i)));
        QCOMPARE(monitor.alert(), Alert::Red);
    }

    void jump_isTheSourcesFaultUnlessTheOthersFollow()
    {
        QCOMPARE(judgeJump(0.009, 1e-4, 1.0, 0.0), JumpVerdict::None);
        QCOMPARE(judgeJump(0.011, 1e-4, 1.0, 0.0), JumpVerdict::SourceFault);
        QCOMPARE(judgeJump(-0.03, 1e-4, 1.0, -0.02), JumpVerdict::MarketEvent);
        QCOMPARE(judgeJump(-0.03, 1e-4, 1.0, 0.02), JumpVerdict::SourceFault);
        QCOMPARE(judgeJump(0.03, 0.01, 1.0, 0.0), JumpVerdict::None); // 6 sigma are 6 %
    }

    void frozenPrice_isNoticedWhenPeersMove()
    {
        FrozenWatch watch(5);
        bool frozen = false;
        for (int i = 0; i < 4; ++i)
            frozen = frozen || watch.update(100.0, 100.0 + i, 0.5);
        QVERIFY(!frozen);
        for (int i = 4; i < 8; ++i)
            frozen = watch.update(100.0, 100.0 + i, 0.5);
        QVERIFY(frozen);
        QVERIFY(!watch.update(100.1, 108.0, 0.5));
    }
};

QTEST_GUILESS_MAIN(DivergenceTest)
#include "tst_divergence.moc"
