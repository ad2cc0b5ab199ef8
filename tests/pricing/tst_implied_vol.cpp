#include "models/pricing/black76.h"
#include "models/pricing/implied_vol.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace ballast;

class ImpliedVolTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Wherever the price determines the vol in double precision: the error is then at most 1e-10 plus what one rounding
    // of the price does to the vol.
    void roundTrip_withinTheRoundingOfThePrice()
    {
        int solved = 0;
        for (const double moneyness :
             {.05, .1, .3, .5, .8, .95, .99, .999, 1., 1.001, 1.01, 1.05, 1.3, 2., 5., 10., 20.}) {
            for (const double years : {1. / 8760., 1. / 365., 7. / 365., 30. / 365., .25, 1., 3.}) {
                for (const double vol : {.01, .05, .2, .5, .8, 1.2, 2., 5.}) {
                    for (const auto type : {OptionType::Call, OptionType::Put}) {
                        const BlackTerms t{1e5, 1e5 / moneyness, years, vol, type};
                        const double price = blackPrice(t);
                        const auto found = impliedVol(t.forward, t.strike, years, type, price);
                        if (found.status == VolStatus::Undetermined) {
                            // Nothing of the time value is left in the price's last bits.
                            const double intrinsic =
                                std::max(type == OptionType::Call ? t.forward - t.strike : t.strike - t.forward, 0.0);
                            QVERIFY2(price - intrinsic <= 8.0 * std::numeric_limits<double>::epsilon() * price ||
                                         price < 1e-290,
                                     qPrintable(QStringLiteral("m %1 T %2 vol %3 price %4")
                                                    .arg(moneyness)
                                                    .arg(years)
                                                    .arg(vol)
                                                    .arg(price)));
                            continue;
                        }
                        QCOMPARE(found.status, VolStatus::Ok);
                        const double rounding = price * std::numeric_limits<double>::epsilon() / blackValues(t).vega;
                        QVERIFY2(std::abs(found.vol - vol) <= 1e-10 + 4.0 * rounding,
                                 qPrintable(QStringLiteral("m %1 T %2 vol %3: %4")
                                                .arg(moneyness)
                                                .arg(years)
                                                .arg(vol)
                                                .arg(found.vol - vol)));
                        ++solved;
                    }
                }
            }
        }
        QVERIFY(solved > 1200);
    }

    void workedNumber()
    {
        const double forward = 100.0;
        const double strike = forward * std::exp(.0953101798);
        const double price = .0216954098479539 * std::sqrt(forward * strike);
        const auto found = impliedVol(forward, strike, .14334554477 * .14334554477 / .25, OptionType::Call, price);
        QCOMPARE(found.status, VolStatus::Ok);
        QVERIFY(std::abs(found.vol - .5) < 1e-9);
        QVERIFY(found.residual < 1e-12);
    }

    void pricesWithoutAVol_haveAStatus_data()
    {
        QTest::addColumn<double>("price");
        QTest::addColumn<bool>("call");
        QTest::addColumn<int>("status");
        const auto row = [](const char* name, double price, bool call, VolStatus status) {
            QTest::newRow(name) << price << call << static_cast<int>(status);
        };
        row("call under intrinsic", 9.99, true, VolStatus::BelowIntrinsic);
        row("call at intrinsic", 10.0, true, VolStatus::Undetermined);
        row("call at the forward", 110.0, true, VolStatus::AboveMaximum);
        row("call above the forward", 120.0, true, VolStatus::AboveMaximum);
        row("put above the strike", 100.5, false, VolStatus::AboveMaximum);
        row("put for nothing", 0.0, false, VolStatus::Undetermined);
        row("negative put", -1.0, false, VolStatus::BelowIntrinsic);
        row("not a number", std::numeric_limits<double>::quiet_NaN(), true, VolStatus::Undetermined);
        row("infinite", std::numeric_limits<double>::infinity(), true, VolStatus::Undetermined);
    }
    void pricesWithoutAVol_haveAStatus()
    {
        QFETCH(double, price);
        QFETCH(bool, call);
        QFETCH(int, status);

        const auto found = impliedVol(110.0, 100.0, .25, call ? OptionType::Call : OptionType::Put, price);

        QCOMPARE(static_cast<int>(found.status), status);
        QVERIFY(!volOrNothing(found));
    }

    void degenerateTerms_areUndetermined()
    {
        QCOMPARE(impliedVol(0.0, 100.0, 1.0, OptionType::Call, 1.0).status, VolStatus::Undetermined);
        QCOMPARE(impliedVol(100.0, 0.0, 1.0, OptionType::Call, 1.0).status, VolStatus::Undetermined);
        QCOMPARE(impliedVol(100.0, 100.0, 0.0, OptionType::Call, 1.0).status, VolStatus::Undetermined);
        QCOMPARE(impliedVol(100.0, 100.0, -1.0, OptionType::Put, 1.0).status, VolStatus::Undetermined);
    }
};

QTEST_GUILESS_MAIN(ImpliedVolTest)
#include "tst_implied_vol.moc"
