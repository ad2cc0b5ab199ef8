#include "models/pricing/greeks.h"
#include "models/pricing/normal.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <random>

using namespace ballast;

namespace {

BlackTerms terms(double forward, double strike, double years, double vol, OptionType type)
{
    return {forward, strike, years, vol, type};
}

bool close(double actual, double expected, double tolerance)
{
    if (std::abs(actual - expected) <= tolerance)
        return true;
    qWarning("actual %.12g, expected %.12g, tolerance %.3g", actual, expected, tolerance);
    return false;
}

// Central difference of the price in one input.
double slope(BlackTerms t, double BlackTerms::*input, double h)
{
    BlackTerms up = t;
    BlackTerms down = t;
    up.*input += h;
    down.*input -= h;
    return (blackPrice(up) - blackPrice(down)) / (2.0 * h);
}

bool allFinite(const BlackValues& v)
{
    for (const double x : {v.price, v.delta, v.gamma, v.vega, v.theta, v.vanna, v.volga, v.charm, v.speed, v.rho}) {
        if (!std::isfinite(x))
            return false;
    }
    return true;
}

} // namespace

class Black76Test : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // The table of worked numbers, F = 100,000, 30 days, 50 %.
    void workedNumbers_data()
    {
        QTest::addColumn<double>("strike");
        QTest::addColumn<bool>("call");
        QTest::addColumn<double>("price");
        QTest::addColumn<double>("delta");
        QTest::addColumn<double>("gamma");
        QTest::addColumn<double>("vega");
        QTest::addColumn<double>("thetaYear");
        QTest::addColumn<double>("coin");
        QTest::addColumn<double>("netDelta");
        QTest::newRow("110k call") << 110e3 << true << 2275.433781 << .276515 << 2.334e-5 << 9591.943 << -29175.495
                                   << .02275434 << .25376085;
        QTest::newRow("90k put") << 90e3 << false << 1827.693354 << -.209924 << 2.010e-5 << 8260.726 << -25126.376
                                 << .01827693 << -.22820135;
        QTest::newRow("100k call") << 100e3 << true << 5713.767509 << .528569 << 2.776e-5 << 11407.981 << -34699.275
                                   << .05713768 << .47143116;
    }
    void workedNumbers()
    {
        QFETCH(double, strike);
        QFETCH(bool, call);
        QFETCH(double, price);
        QFETCH(double, delta);
        QFETCH(double, gamma);
        QFETCH(double, vega);
        QFETCH(double, thetaYear);
        QFETCH(double, coin);
        QFETCH(double, netDelta);
        const auto t = terms(100e3, strike, 30.0 / 365.0, .5, call ? OptionType::Call : OptionType::Put);

        const BlackValues v = blackValues(t);
        const Greeks g = optionGreeks(t, Settlement::Inverse);

        QVERIFY(close(v.price, price, 5e-7));
        QVERIFY(close(v.delta, delta, 5e-7));
        QVERIFY(close(v.gamma, gamma, 5e-9));
        QVERIFY(close(v.vega, vega, 5e-4));
        QVERIFY(close(v.theta, thetaYear, 5e-4));
        QVERIFY(close(g.priceCoin, coin, 5e-9));
        QVERIFY(close(g.netDelta, netDelta, 5e-9));
        QVERIFY(close(g.vega, vega / 100.0, 5e-6));
        QVERIFY(close(g.theta, thetaYear / 365.0, 5e-6));
    }

    // A live Deribit ticker, 2025-07-09: coin premium on the option's own forward, vega per point, theta per day.
    void exchangeTicker_isReproduced()
    {
        const double years = 0.964087;
        const Greeks g = optionGreeks(terms(116086.34, 100e3, years, .4543, OptionType::Call), Settlement::Inverse);

        QVERIFY(close(g.priceCoin, 0.2425, 5e-5));
        QVERIFY(close(g.delta, 0.71138, 5e-6));
        QVERIFY(close(g.vega, 389.29255, 1e-3)); // the years are printed to six decimals
        QVERIFY(close(g.theta, -25.13021, 2e-3));
        QVERIFY(close(g.rho, 524.77921, 1e-2));
    }

    void lastDay_thetaIsWhatIsLeft()
    {
        const double sixHours = 0.25 / 365.0;
        const auto atTheMoney = terms(9000, 9000, sixHours, .8, OptionType::Call);
        const auto cheap = terms(9000, 9400, sixHours, .8, OptionType::Call);

        QVERIFY(close(optionGreeks(atTheMoney, Settlement::Inverse).theta, blackValues(atTheMoney).theta / 365.0 * 0.25,
                      1e-9));
        QCOMPARE(optionGreeks(cheap, Settlement::Inverse).theta, -blackPrice(cheap));
    }

    void linearOption_netDeltaIsDelta()
    {
        const Greeks g = optionGreeks(terms(100e3, 110e3, .1, .5, OptionType::Call), Settlement::Linear);
        QCOMPARE(g.netDelta, g.delta);
    }

    // d(coin price)/d ln F is the net delta: what an inverse perpetual has to offset.
    void netDelta_isTheSlopeOfTheCoinPrice()
    {
        const auto t = terms(100e3, 110e3, 30.0 / 365.0, .5, OptionType::Call);
        const double h = 1.0;
        auto up = t;
        auto down = t;
        up.forward += h;
        down.forward -= h;
        const double slopeCoin = (blackPrice(up) / up.forward - blackPrice(down) / down.forward) / (2.0 * h);
        QVERIFY(close(slopeCoin * t.forward, optionGreeks(t, Settlement::Inverse).netDelta, 1e-8));
    }

    void putCallParity_holdsOverTheGrid()
    {
        for (const double moneyness : {.05, .3, .8, .99, 1.0, 1.01, 1.3, 4.0, 20.0}) {
            for (const double years : {1.0 / 8760.0, 7.0 / 365.0, .25, 3.0}) {
                for (const double vol : {.01, .4, 1.5, 5.0}) {
                    const double strike = 1e5 / moneyness;
                    const double call = blackPrice(terms(1e5, strike, years, vol, OptionType::Call));
                    const double put = blackPrice(terms(1e5, strike, years, vol, OptionType::Put));
                    QVERIFY(close(call - put, 1e5 - strike, 1e-12 * std::max(1e5, strike)));
                    QVERIFY(call >= std::max(1e5 - strike, 0.0) && call <= 1e5);
                    QVERIFY(put >= std::max(strike - 1e5, 0.0) && put <= strike);
                }
            }
        }
    }

    void farOutOfTheMoney_keepsRelativePrecision()
    {
        // F N(d1) - K N(d2) has few digits left here; phi(d1) (m(-d1) - m(-d2)) with Mills ratio m has them all.
        const double price = blackPrice(terms(100.0, 125.0, 7.0 / 365.0, .3, OptionType::Call));
        const double s = .3 * std::sqrt(7.0 / 365.0);
        const double d1 = std::log(100.0 / 125.0) / s + s / 2.0;
        const auto mills = [](double x) { return scaledErfc(x / std::sqrt(2.0)) * std::sqrt(std::acos(-1.0) / 2.0); };
        const double expected = 100.0 * normalPdf(d1) * (mills(-d1) - mills(-d1 + s));
        QVERIFY(price > 0.0);
        QVERIFY(std::abs(price / expected - 1.0) < 1e-11);
    }

    void greeks_agreeWithBumps()
    {
        std::mt19937_64 random(20260205);
        std::uniform_real_distribution<double> logMoneyness(-.4, .4);
        std::uniform_real_distribution<double> years(.02, 2.0);
        std::uniform_real_distribution<double> vol(.2, 1.5);
        for (int i = 0; i < 500; ++i) {
            const auto t = terms(1e5, 1e5 * std::exp(logMoneyness(random)), years(random), vol(random),
                                 i % 2 == 0 ? OptionType::Call : OptionType::Put);
            const BlackValues v = blackValues(t);
            const auto delta = [](BlackTerms at) { return blackValues(at).delta; };
            const auto bump = [&](double BlackTerms::*input, double h, auto f) {
                auto up = t;
                auto down = t;
                up.*input += h;
                down.*input -= h;
                return (f(up) - f(down)) / (2.0 * h);
            };
            QVERIFY(close(slope(t, &BlackTerms::forward, 1.0), v.delta, 1e-8));
            QVERIFY(close(bump(&BlackTerms::forward, 1.0, delta), v.gamma, 1e-6 * v.gamma + 1e-12));
            QVERIFY(close(slope(t, &BlackTerms::vol, 1e-4), v.vega, 1e-6 * v.vega + 1e-3));
            QVERIFY(close(-slope(t, &BlackTerms::years, 1e-6), v.theta, 1e-6 * std::abs(v.theta) + 1e-2));
            QVERIFY(close(bump(&BlackTerms::vol, 1e-4, delta), v.vanna, 1e-6));
            QVERIFY(close(bump(&BlackTerms::vol, 1e-4, [](BlackTerms at) { return blackValues(at).vega; }), v.volga,
                          1e-5 * std::abs(v.volga) + 1e-1));
            QVERIFY(close(-bump(&BlackTerms::years, 1e-6, delta), v.charm, 1e-6 * std::abs(v.charm) + 1e-6));
            QVERIFY(close(bump(&BlackTerms::forward, 1.0, [](BlackTerms at) { return blackValues(at).gamma; }), v.speed,
                          1e-5 * std::abs(v.speed) + 1e-16));
        }
    }

    void limits_areValuesAndNeverNan_data()
    {
        QTest::addColumn<double>("forward");
        QTest::addColumn<double>("strike");
        QTest::addColumn<double>("years");
        QTest::addColumn<double>("vol");
        QTest::addColumn<double>("call");
        QTest::addColumn<double>("callDelta");
        QTest::newRow("expired, in the money") << 110. << 100. << 0. << .5 << 10. << 1.;
        QTest::newRow("expired, out of the money") << 90. << 100. << 0. << .5 << 0. << 0.;
        QTest::newRow("expired, at the money") << 100. << 100. << 0. << .5 << 0. << .5;
        QTest::newRow("past expiry") << 110. << 100. << -.1 << .5 << 10. << 1.;
        QTest::newRow("no vol") << 110. << 100. << 1. << 0. << 10. << 1.;
        QTest::newRow("tiny time") << 110. << 100. << 1e-12 << .5 << 10. << 1.;
        QTest::newRow("tiny strike") << 1e5 << 1e-8 << 1. << .5 << 1e5 << 1.;
        QTest::newRow("huge strike") << 1e5 << 1e14 << .1 << .5 << 0. << 0.;
        QTest::newRow("huge vol") << 1e5 << 1e5 << 4. << 40. << 1e5 << 1.;
    }
    void limits_areValuesAndNeverNan()
    {
        QFETCH(double, forward);
        QFETCH(double, strike);
        QFETCH(double, years);
        QFETCH(double, vol);
        QFETCH(double, call);
        QFETCH(double, callDelta);

        const BlackValues c = blackValues(terms(forward, strike, years, vol, OptionType::Call));
        const BlackValues p = blackValues(terms(forward, strike, years, vol, OptionType::Put));

        QVERIFY(allFinite(c) && allFinite(p));
        QVERIFY(close(c.price, call, 1e-7 * std::max(1.0, call)));
        QVERIFY(close(c.delta, callDelta, 1e-9));
        QVERIFY(close(c.delta - p.delta, 1.0, 1e-12));
    }

    void inverseNormal_invertsTheNormal()
    {
        for (const double p : {1e-300, 1e-20, 1e-5, .02, .3, .5, .8, .99, 1.0 - 1e-10})
            QVERIFY(std::abs(normalCdf(inverseNormalCdf(p)) / p - 1.0) < 1e-12);
    }
};

QTEST_GUILESS_MAIN(Black76Test)
#include "tst_black76.moc"
