#include "models/margin/vol_shock.h"
#include "tests/margin/margin_cases.h"

#include <QTest>

using namespace ballast;
using namespace ballast::test;

class VolShockTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Spec B2, worked: parameters of BTC.
    void worked_matchSpec()
    {
        const VolShock btc{0.5, 0.25, 0.3, 0.13, 0.5, 1.0};

        QVERIFY(near(shockedVol(btc, 0.5, 7.0 / 365.0, VolMove::Up), 0.88685, 1e-5));
        QVERIFY(near(shockedVol(btc, 0.5, 7.0 / 365.0, VolMove::Down), 0.30657, 1e-5));
        QVERIFY(near(shockedVol(btc, 0.5, 90.0 / 365.0, VolMove::Up), 0.71673, 1e-5));
    }

    // Spec B5, worked: 14 days, live values of PMRM.
    void workedPmrm_matchesSpec()
    {
        const VolShock live{0.5, 0.275, 0.3, 0.13, 0.0, 1.0};

        QVERIFY(near(volFactor(live, 14.0 / 365.0, VolMove::Up), 1.628, 5e-4));
    }

    void leastVol_holdsUpOnly()
    {
        const VolShock shock{0.5, 0.25, 0.3, 0.13, 0.5, 1.0};

        QCOMPARE(shockedVol(shock, 0.2, 30.0 / 365.0, VolMove::Up), 0.5);
        QCOMPARE(shockedVol(shock, 0.2, 30.0 / 365.0, VolMove::Same), 0.2);
        QVERIFY(near(shockedVol(shock, 0.2, 30.0 / 365.0, VolMove::Down), 0.15));
    }

    void lastHours_countAsOneDay()
    {
        const VolShock shock{0.5, 0.25, 0.3, 0.13, 0.0, 1.0};

        QCOMPARE(volFactor(shock, 0.1 / 365.0, VolMove::Up), volFactor(shock, 1.0 / 365.0, VolMove::Up));
    }

    void hugeDownShock_neverGoesNegative()
    {
        const VolShock shock{0.5, 0.9, 0.3, 0.13, 0.0, 1.0};

        QCOMPARE(shockedVol(shock, 0.5, 1.0 / 365.0, VolMove::Down), 0.0);
    }
};

QTEST_GUILESS_MAIN(VolShockTest)
#include "tst_vol_shock.moc"
