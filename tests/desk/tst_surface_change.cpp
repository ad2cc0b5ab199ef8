#include "models/desk/hedge_picture.h"
#include "tests/desk/desk_cases.h"
#include "tests/support/stopped_token.h"

#include <QTest>

#include <cmath>

using namespace ballast;
using namespace ballast::test;

namespace {

DeskPicture deskOf(const DeskSettings& settings)
{
    return buildDeskPicture(smileMarket().build(), deskBook(), settings, {}).value();
}

// The surface of `picture` with every vol raised: total variance scales with the square of the factor.
SurfaceReferencePtr scaledBy(const UnderlyingPicture& picture, double factor)
{
    auto surface = std::make_shared<VolSurface>(*picture.surface);
    for (SviSlice& slice : surface->slices) {
        slice.params.a *= factor * factor;
        slice.params.b *= factor * factor;
        slice.atmVol *= factor;
        slice.skew25d *= factor;
        slice.butterfly25d *= factor;
    }
    auto samples = std::make_shared<const SurfaceSamples>(sampleAll(*surface, {}).value());
    return std::make_shared<const SurfaceReference>(SurfaceReference{surface, samples});
}

} // namespace

class TestSurfaceChange : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void samples_areParallelToTheSlices()
    {
        const UnderlyingPicture btc = *deskOf({}).of("BTC");

        QCOMPARE(btc.samples->smiles.size(), btc.surface->slices.size());
        for (std::size_t i = 0; i < btc.surface->slices.size(); ++i) {
            QCOMPARE(btc.samples->smiles[i].expiry, btc.surface->slices[i].expiry);
            for (const FittedQuote& quote : btc.samples->smiles[i].quotes)
                QCOMPARE(quote.fitVol, btc.surface->slices[i].volAtStrike(quote.strike));
        }
        for (const AxisSamples& axis : btc.samples->axes)
            QCOMPARE(axis.smiles.size(), btc.surface->slices.size());
        QVERIFY(btc.samples->arbitrage.empty());
    }

    void bookCurves_coverEveryHorizonAndStartAtZero()
    {
        const UnderlyingPicture btc = *deskOf({}).of("BTC");

        QCOMPARE(btc.pnlOverSpot.size(), pnlHorizonDays.size());
        const PnlCurve& now = btc.pnlOverSpot.front();
        QCOMPARE(now.spotMoves.size(), std::size_t{pnlPoints});
        QVERIFY(std::abs(now.spotMoves[pnlPoints / 2]) < 1e-12);
        QVERIFY(std::abs(now.pnlUsd[pnlPoints / 2]) < 1e-6);
    }

    void nothingKept_comparesNothing() { QVERIFY(!deskOf({}).of("BTC")->change); }

    void sameSurface_hasNotMoved()
    {
        const DeskPicture first = deskOf({});
        DeskSettings settings;
        settings.compareWith = {scaledBy(*first.of("BTC"), 1.0)};

        const DeskPicture desk = deskOf(settings);

        QVERIFY(!desk.of("ETH")->change);
        for (const SmileMove& move : desk.of("BTC")->change->smiles) {
            QVERIFY(move.wasFitted);
            QCOMPARE(*move.level, 0.0);
            for (const auto& vol : move.vols)
                QVERIFY(vol && std::abs(*vol) < 1e-12);
        }
    }

    void lowerSurfaceBefore_isARiseInLevel()
    {
        const DeskPicture first = deskOf({});
        const UnderlyingPicture& btc = *first.of("BTC");

        const SurfaceChange change = surfaceChange(*btc.surface, scaledBy(btc, 0.8));

        for (std::size_t i = 0; i < change.smiles.size(); ++i) {
            const double rise = 0.2 * btc.surface->slices[i].atmVol;
            QVERIFY(std::abs(*change.smiles[i].level - rise) < 1e-12);
            const auto middle = std::ranges::find(change.places, 0.5) - change.places.begin();
            QVERIFY(std::abs(*change.smiles[i].vols[static_cast<std::size_t>(middle)] - rise) < 0.02);
        }
    }

    void newExpiry_isMissingNotZero()
    {
        const DeskPicture first = deskOf({});
        auto fewer = std::make_shared<VolSurface>(*first.of("BTC")->surface);
        fewer->slices.erase(fewer->slices.begin());
        const auto earlier =
            std::make_shared<const SurfaceReference>(SurfaceReference{fewer, first.of("BTC")->samples});

        const SurfaceChange change = surfaceChange(*first.of("BTC")->surface, earlier);

        QVERIFY(!change.smiles.front().wasFitted);
        QVERIFY(!change.smiles.front().level);
        QVERIFY(!change.smiles.front().vols.front());
        QVERIFY(change.smiles.back().wasFitted);
    }

    void brokenSlices_areMarkedWithKindAndExpiry()
    {
        VolSurface surface = *deskOf({}).of("BTC")->surface;
        surface.slices[1].params = {0.0, 0.5, -0.9, 0.0, 0.002}; // a kink: the density at its side is negative
        surface.slices[2].params.a -= 0.5;                       // total variance falls

        const SurfaceSamples samples = sampleAll(surface, {}).value();

        const auto marked = [&](ArbitrageKind kind, std::size_t slice) {
            return std::ranges::any_of(samples.arbitrage, [&](const ArbitrageMark& mark) {
                return mark.kind == kind && mark.expiry == surface.slices[slice].expiry && mark.worst < 0.0;
            });
        };
        QVERIFY(marked(ArbitrageKind::Butterfly, 1));
        QVERIFY(marked(ArbitrageKind::Calendar, 2));
    }

    void stopped_givesNoSamples() { QVERIFY(!sampleAll(*deskOf({}).of("BTC")->surface, stoppedToken())); }
};

QTEST_GUILESS_MAIN(TestSurfaceChange)
#include "tst_surface_change.moc"
