#include "models/market/calendar.h"
#include "models/pricing/black76.h"
#include "models/surface/leave_one_out.h"
#include "models/surface/surface_fit.h"
#include "tests/surface/drawn_chain.h"

#include <QTest>

#include <cmath>
#include <random>

using namespace ballast;

namespace {

const SviParams march{0.01, 0.1, -0.3, 0.0, 0.2};
constexpr double forward = 100500.0;

// One expiry whose quotes scatter around the slice by half a point of vol.
MarketSnapshot scattered()
{
    MarketSnapshot snapshot =
        test::drawnChain({{"27MAR26", forward, march, test::evenStrikes(forward, -0.5, 0.5, 21), 0.003}});
    std::mt19937 random(3);
    std::normal_distribution<double> normal(0.0, 0.005);
    for (std::size_t i = 0; i < snapshot.quotes.size(); ++i) {
        const Instrument& option = (*snapshot.instruments)[i];
        const double years = yearsBetween(snapshot.asOf, *option.expiry);
        const double vol = std::sqrt(sviTotalVariance(march, std::log(*option.strike / forward)) / years);
        const double shift = normal(random) * blackValues({forward, *option.strike, years, vol, *option.type}).vega;
        for (auto* price : {&snapshot.quotes[i].bid, &snapshot.quotes[i].ask, &snapshot.quotes[i].mark})
            *price = std::max(**price + shift / forward, 1e-5);
    }
    return snapshot;
}

} // namespace

class TestLeaveOneOut : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void leftOutVol_agreesWithARealRefit();
    void everyAnswer_isFinite();
    void exactSlice_needsNoQuote();
    void emptySlice_hasNothing();
};

void TestLeaveOneOut::leftOutVol_agreesWithARealRefit()
{
    const MarketSnapshot snapshot = scattered();
    const VolSurface surface = fitSurface(snapshot, "BTC", {}).value();
    const SviSlice& slice = surface.slices[0];
    const std::vector<LeftOutVol> without = leaveOneOut(slice);

    double squares = 0.0;
    double spread = 0.0;
    int compared = 0;
    for (std::size_t i = 0; i < slice.quotes.size(); i += 4) {
        if (std::abs(slice.quotes[i].k) > 0.3)
            continue;
        MarketSnapshot less = snapshot;
        for (const SmileQuote& quote : slice.quotes) { // both sides of the strike
            if (quote.strike == slice.quotes[i].strike)
                less.quotes[quote.instrument] = Quote{};
        }
        const VolSurface refit = fitSurface(less, "BTC", {}).value();
        const double real = refit.slices[0].volAtK(slice.quotes[i].k);
        squares += (without[i].vol - real) * (without[i].vol - real);
        spread += std::abs(slice.volAtK(slice.quotes[i].k) - *slice.quotes[i].targetVol);
        ++compared;
        QVERIFY2(std::abs(without[i].vol - real) < 0.006, qPrintable(QStringLiteral("k %1: %2 against %3, with it %4")
                                                                         .arg(slice.quotes[i].k)
                                                                         .arg(without[i].vol)
                                                                         .arg(real)
                                                                         .arg(slice.volAtK(slice.quotes[i].k))));
    }
    QVERIFY(compared >= 5);
    QVERIFY2(std::sqrt(squares / compared) < 0.003, qPrintable(QString::number(std::sqrt(squares / compared))));
    QVERIFY(spread / compared > 0.001); // there was something to tell apart
}

void TestLeaveOneOut::everyAnswer_isFinite()
{
    const VolSurface surface = fitSurface(scattered(), "BTC", {}).value();
    const SviSlice& slice = surface.slices[0];
    const std::vector<LeftOutVol> without = leaveOneOut(slice);

    for (std::size_t i = 0; i < slice.quotes.size(); ++i) {
        QVERIFY(std::isfinite(without[i].vol) && without[i].vol > 0.0);
        QVERIFY(std::isfinite(without[i].errorBand) && without[i].errorBand >= 0.0);
    }
}

void TestLeaveOneOut::exactSlice_needsNoQuote()
{
    const MarketSnapshot snapshot =
        test::drawnChain({{"27MAR26", forward, march, test::evenStrikes(forward, -0.5, 0.5, 21)}});
    const VolSurface surface = fitSurface(snapshot, "BTC", {}).value();
    const SviSlice& slice = surface.slices[0];
    const std::vector<LeftOutVol> without = leaveOneOut(slice);

    for (std::size_t i = 0; i < slice.quotes.size(); ++i) {
        if (std::abs(slice.quotes[i].k) < 0.3)
            QVERIFY(std::abs(without[i].vol - slice.volAtK(slice.quotes[i].k)) < 1e-3);
    }
}

void TestLeaveOneOut::emptySlice_hasNothing()
{
    QVERIFY(leaveOneOut(SviSlice{}).empty());
}

QTEST_APPLESS_MAIN(TestLeaveOneOut)
#include "tst_leave_one_out.moc"
