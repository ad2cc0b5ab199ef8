#include "models/hedging/no_trade_band.h"

#include <QTest>

#include <cmath>

using namespace ballast;

namespace {

// Spec F6: one 30-day at-the-money BTC option.
NoTradeTerms workedTerms(double options)
{
    return {1e5, 2.776e-5 * options, 0.5, 30.0 / 365.0, 5e-4, 1e-5, 0.0};
}

// Long `coins` of straight-line delta around 100,000 USD.
DeltaAtSpot lineAt(double spot, double gamma)
{
    return {gamma * (spot - 1e5), gamma};
}

bool near(double value, double expected, double tolerance)
{
    return std::abs(value - expected) <= tolerance;
}

} // namespace

class TestNoTradeBand : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void goldenValues()
    {
        const NoTradeTerms terms{5000.0, 0.02, 0.2, 0.25, 5e-4, 1.0, 0.0};

        QVERIFY(near(whalleyWilmottHalfWidth(terms), 0.114471, 5e-7));
        QVERIFY(near(zakamoulineBand(terms).h0, 1e-5, 1e-12));
        QVERIFY(near(zakamoulineBand(terms).halfWidth(), 0.020954, 5e-7));
    }

    void workedValues()
    {
        const ZakamoulineBand band = zakamoulineBand(workedTerms(1.0));

        QVERIFY(near(whalleyWilmottHalfWidth(workedTerms(1.0)), 0.17946, 5e-6));
        QVERIFY(near(band.h0, 0.02433, 5e-6));
        QVERIFY(near(band.h1, 0.18561, 5e-6));
        QVERIFY(near(band.k, 0.02234, 5e-6));
        QVERIFY(near(whalleyWilmottHalfWidth(workedTerms(10.0)), 0.83298, 5e-6));
        QVERIFY(near(whalleyWilmottHalfWidth(workedTerms(100.0)), 3.86634, 5e-6));
        QVERIFY(near(whalleyWilmottHalfWidth(workedTerms(-100.0)), 3.86634, 5e-6));
    }

    void workedTurnover()
    {
        const NoTradeTerms terms = workedTerms(1.0);

        const BandTurnover turnover = bandTurnover(terms, whalleyWilmottHalfWidth(terms));

        QVERIFY(near(turnover.coinsPerYear, 5.367, 1e-3));
        QVERIFY(near(turnover.costUsdPerYear, 268.4, 0.05));
        QVERIFY(near(turnover.costUsdPerYear * 30.0 / 365.0, 22.1, 0.05));
    }

    void adjustedVol_byDefaultUnchanged()
    {
        QCOMPARE(zakamoulineVol(0.5, 0.02234, 0.0), 0.5);
        QVERIFY(zakamoulineVol(0.5, 0.02234, 1.0) > 0.5);
        QVERIFY(zakamoulineVol(0.5, 0.02234, -1.0) < 0.5);
        QCOMPARE(zakamoulineVol(0.5, 4.0, -1.0), 0.0);
    }

    void missingTerms_giveNoBand()
    {
        NoTradeTerms free = workedTerms(1.0);
        free.costRate = 0.0;
        NoTradeTerms expired = workedTerms(1.0);
        expired.years = 0.0;

        QVERIFY(!noTradeHalfWidth(NoTradeRule::WhalleyWilmott, free));
        QVERIFY(!noTradeHalfWidth(NoTradeRule::Zakamouline, expired));
        QVERIFY(noTradeHalfWidth(NoTradeRule::WhalleyWilmott, expired));
    }

    void orderToEdge_data()
    {
        QTest::addColumn<double>("delta");
        QTest::addColumn<double>("order");
        QTest::newRow("inside") << 0.4 << 0.0;
        QTest::newRow("on the edge") << 0.7 << 0.0;
        QTest::newRow("above: sell to the edge") << 1.25 << -0.5;
        QTest::newRow("below: buy to the edge") << -0.55 << 0.2;
        QTest::newRow("less than a lot outside") << 0.75 << 0.0;
    }

    void orderToEdge()
    {
        QFETCH(double, delta);
        QFETCH(double, order);

        QVERIFY(near(::orderToEdge(delta, 0.2, 0.5, 0.1), order, 1e-12));
    }

    void outlook_findsTheNextPriceOnEachSide()
    {
        const double gamma = 2.0e-4;
        const auto position = [&](double spot) { return lineAt(spot, gamma); };
        const NoTradeTerms terms = workedTerms(1.0);

        const auto outlook = bandOutlook(position, terms, {NoTradeRule::WhalleyWilmott, 0.0, 0.01, 0.5});

        QVERIFY(outlook && outlook->below && outlook->above);
        QCOMPARE(outlook->orderNow, 0.0);
        for (const BandBreak& found : {*outlook->below, *outlook->above}) {
            NoTradeTerms there = terms;
            there.spotUsd = found.spotUsd;
            there.gamma = gamma;
            QVERIFY(near(std::abs(lineAt(found.spotUsd, gamma).delta), whalleyWilmottHalfWidth(there), 1e-6));
        }
        QVERIFY(outlook->below->spotUsd < 1e5 && outlook->above->spotUsd > 1e5);
        QCOMPARE(outlook->below->orderCoins, 0.01);
        QCOMPARE(outlook->above->orderCoins, -0.01);
    }

    void outsideNow_ordersAndLooksOnFromTheEdge()
    {
        const double gamma = 2.0e-4;
        const auto position = [&](double spot) {
            DeltaAtSpot at = lineAt(spot, gamma);
            at.delta += 2.0;
            return at;
        };

        const auto outlook = bandOutlook(position, workedTerms(1.0), {NoTradeRule::WhalleyWilmott, 0.0, 0.0, 0.5});

        QVERIFY(outlook && outlook->above && outlook->below);
        QVERIFY(near(outlook->orderNow, -(2.0 - outlook->halfWidth), 1e-12));
        QVERIFY(outlook->above->spotUsd < 100500.0); // already at the edge on that side
        QVERIFY(outlook->below->spotUsd < 1e5);
    }

    void flatPosition_neverBreaks()
    {
        const auto outlook = bandOutlook([](double) { return DeltaAtSpot{0.0, 1e-6}; }, workedTerms(1.0), {});

        QVERIFY(outlook);
        QVERIFY(!outlook->below && !outlook->above);
    }
};

QTEST_GUILESS_MAIN(TestNoTradeBand)
#include "tst_no_trade_band.moc"
