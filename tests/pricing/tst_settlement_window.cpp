#include "models/pricing/settlement_window.h"

#include <QTest>

#include <cmath>

using namespace ballast;

namespace {

Greeks sample()
{
    Greeks g;
    g.delta = 1.0;
    g.priceCoin = .3;
    g.netDelta = .7;
    g.gamma = 4e-5;
    g.vega = 2.0;
    return g;
}

} // namespace

class SettlementWindowTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Spec A4.1: delta 1.0, mark 0.3, fifteen minutes in: 0.5 - 0.3 x 0.5 = 0.35.
    void halfWayIn_netDeltaIsTheVenuesExample()
    {
        const Greeks g = decayedGreeks(sample(), 15.0);
        QCOMPARE(g.netDelta, .35);
        QCOMPARE(g.delta, .5);
        QCOMPARE(g.gamma, 1e-5);
        QCOMPARE(g.vega, 2.0);
        QCOMPARE(decayedMarginUsd(1000.0, 15.0), 500.0);
    }

    void beforeTheWindow_nothingDecays()
    {
        QCOMPARE(decayedGreeks(sample(), 31.0), sample());
        QCOMPARE(decayedGreeks(sample(), 30.0), sample());
        QCOMPARE(decayedMarginUsd(1000.0, 30.0), 1000.0);
    }

    void atExpiryAndAfter_nothingIsLeft()
    {
        for (const double minutes : {0.0, -5.0}) {
            QCOMPARE(decayedGreeks(sample(), minutes).netDelta, 0.0);
            QCOMPARE(decayedMarginUsd(1000.0, minutes), 0.0);
        }
    }

    void averagedTerms_holdTheFixedPartAndTheOpenVariance()
    {
        const BlackTerms t{1e5, 1e5, 10.0 / minutesPerYear, .6, OptionType::Call};

        const BlackTerms a = averagedTerms(t, 9.7e4);

        QVERIFY(std::abs(a.forward - (9.7e4 * 2.0 + 1e5) / 3.0) < 1e-9);
        // vol^2 I^2 r^3 / (3 30^2), in relative terms of the averaged forward.
        const double variance = .36 * 1e10 * 1000.0 / (3.0 * 900.0) / minutesPerYear;
        QVERIFY(std::abs(a.vol * a.vol * a.years * a.forward * a.forward / variance - 1.0) < 1e-12);
    }

    void averagedOption_hasTheDecayedDelta()
    {
        BlackTerms up{1e5, 9e4, 15.0 / minutesPerYear, .6, OptionType::Call};
        BlackTerms down = up;
        up.forward += 1.0;
        down.forward -= 1.0;

        const double delta = (blackPrice(averagedTerms(up, 1e5)) - blackPrice(averagedTerms(down, 1e5))) / 2.0;

        QVERIFY(std::abs(delta - .5) < 1e-9);
    }

    void allSampled_isTheIntrinsicValueOfTheAverage()
    {
        const BlackTerms t{1.2e5, 1e5, 0.0, .6, OptionType::Call};
        QCOMPARE(blackPrice(averagedTerms(t, 1.03e5)), 3000.0);
    }
};

QTEST_GUILESS_MAIN(SettlementWindowTest)
#include "tst_settlement_window.moc"
