#include "models/items/words.h"
#include "tests/ui/desk_sample.h"
#include "ui/presenters/frame_content.h"
#include "ui/presenters/heatmap_content.h"
#include "ui/presenters/hedge_content.h"
#include "ui/presenters/surface_content.h"
#include "widgets/number_format.h"

#include <QTest>
#include <cmath>

using namespace ballast;
using ballast::test::deskSample;

namespace {

HedgeScreen openScreen()
{
    HedgeScreen screen;
    screen.proposal = deskSample().proposal;
    screen.approval = deskSample().open;
    screen.now = deskSample().now;
    screen.indexUsd = 60'000.0;
    return screen;
}

TileInputs tileInputs()
{
    TileInputs inputs;
    inputs.picture = deskSample().picture.get();
    inputs.underlying = "BTC";
    inputs.policy = deskSample().policy;
    return inputs;
}

const Tile& tileNamed(const QList<Tile>& tiles, const QString& label)
{
    return *std::find_if(tiles.begin(), tiles.end(), [&](const Tile& tile) { return tile.label == label; });
}

} // namespace

class TestPresenters : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void approval_isBlockedWithItsReason_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("reason");
        QTest::newRow("open") << QStringLiteral("open") << QString();
        QTest::newRow("halted") << QStringLiteral("halted") << QStringLiteral("Halted by the kill switch");
        QTest::newRow("check failed") << QStringLiteral("check") << QStringLiteral("Prices fresh: oldest 74 s");
        QTest::newRow("void") << QStringLiteral("void") << QStringLiteral("Spot moved.");
        QTest::newRow("working") << QStringLiteral("working") << QStringLiteral("Not allowed yet");
    }

    void approval_isBlockedWithItsReason()
    {
        QFETCH(QString, what);
        QFETCH(QString, reason);
        HedgeScreen screen = openScreen();
        screen.halted = what == QStringLiteral("halted");
        screen.working = what == QStringLiteral("working");
        if (what == QStringLiteral("check")) {
            screen.approval.canApprove = false;
            screen.approval.checks = {{"Prices fresh", false, "oldest 74 s"}};
        }
        if (what == QStringLiteral("void")) {
            screen.approval.canApprove = false;
            screen.approval.state = ProposalState::Void;
            screen.approval.message = "Spot moved.";
        }

        QCOMPARE(canApprove(screen), reason.isEmpty());
        QCOMPARE(blockedReason(screen), reason);
    }

    void countdown_stopsAtZero()
    {
        HedgeScreen screen = openScreen();
        QCOMPARE(secondsLeft(screen), 24);

        screen.now = *screen.now + std::chrono::minutes(5);

        QCOMPARE(secondsLeft(screen), 0);
    }

    void gammaIsShownPerPercentEverywhere()
    {
        HedgeProposal proposal;
        proposal.policy.underlying = "BTC";
        BandOutcome gamma;
        gamma.band.kind = BandKind::Gamma;
        gamma.band.lower = -0.001;
        gamma.before = -0.002;
        gamma.after = -0.0005;
        proposal.bands = {gamma};
        proposal.binding = {{"gamma lower bound", 6000.0, "BTC per USD"}};
        HedgeScreen screen;
        screen.proposal = std::make_shared<const HedgeProposal>(proposal);
        screen.indexUsd = 60'000.0;

        const BeforeAfterRow row = outcomeRows(screen).first();
        const FactRow binding = whySections(screen).at(1).rows.first();

        QCOMPARE(row.unit, QStringLiteral("BTC/1 %"));
        QVERIFY(std::abs(*row.before + 1.2) < 1e-12);
        QVERIFY(std::abs(*row.bandLow + 0.6) < 1e-12);
        QCOMPARE(binding.name, QStringLiteral("Gamma lower bound"));
        // 6000 USD per (BTC per USD) are 10 per BTC/1 %, since 1 % is 600 USD; 20 BTC/1 % is the size without a band.
        QCOMPARE(binding.value, QStringLiteral("1 BTC/1 % saves 10 USD"));
    }

    void refusals_areCountedByKind()
    {
        HedgeProposal proposal;
        for (int i = 0; i < 20; ++i)
            proposal.refused.push_back(
                {"BTC-27FEB26-60000-P", "delta 0.0" + std::to_string(i) + " is outside 0.05 to 0.95"});
        HedgeScreen screen;
        screen.proposal = std::make_shared<const HedgeProposal>(proposal);

        const FactSection refused = whySections(screen).last();

        QCOMPARE(refused.rows.size(), 1);
        QCOMPARE(refused.rows.first().name, QStringLiteral("Delta … is outside 0.05 to 0.95"));
        QCOMPARE(refused.rows.first().value, QStringLiteral("20"));
    }

    void volIndex_namesItsSource()
    {
        DeskPicture picture = *deskSample().picture;
        UnderlyingPicture& btc = *std::ranges::find(picture.underlyings, "BTC", &UnderlyingPicture::underlying);
        btc.volIndices = {{30.0, 0.512, VolIndexSource::Quotes}, {60.0, 0.498, VolIndexSource::Surface}};
        TileInputs inputs = tileInputs();
        inputs.picture = &picture;

        const QString tile = tileNamed(deskTiles(inputs), QStringLiteral("Vol index 30 d")).toolTip;
        const ChartContent term = termChart(*btc.samples, TermMeasure::Vol, false, {}, btc.volIndices);

        QVERIFY(tile.contains(QStringLiteral("30 d: 51.2 %, replicated from quotes")));
        QVERIFY(tile.contains(QStringLiteral("60 d: 49.8 %, from the fitted surface")));
        const ChartCurve& rings = term.curves.last();
        const auto at = [&rings](double days) {
            return std::ranges::find(rings.points, days, &QPointF::x) - rings.points.begin();
        };
        QVERIFY(at(30.0) < rings.points.size() && at(45.0) < rings.points.size());
        QCOMPARE(rings.points.at(at(30.0)).y(), 51.2);
        QCOMPARE(rings.notes.at(at(30.0)).last(), QStringLiteral("replicated from quotes"));
        QCOMPARE(rings.notes.at(at(45.0)).last(), QStringLiteral("from the fitted surface"));
    }

    void tiles_areOutWhereThePolicyIsBroken()
    {
        const QList<Tile> tiles = deskTiles(tileInputs());
        const double delta = deskSample().picture->risk->byUnderlying.front().total.deltaCoin;

        const Tile& tile = tileNamed(tiles, QStringLiteral("Delta"));
        QCOMPARE(tile.value, formatSigned(delta, 2));
        QCOMPARE(tile.out, delta > 0.0 ? OutOfBand::Above : OutOfBand::Below);
        QVERIFY(!tileNamed(tiles, QStringLiteral("Theta")).gauge);
    }

    void tiles_ofAnotherUnderlyingKnowNoBands()
    {
        TileInputs inputs = tileInputs();
        inputs.underlying = "ETH";

        QVERIFY(!tileNamed(deskTiles(inputs), QStringLiteral("Delta")).gauge);
    }

    void tiles_withoutPictureAreMissingNotZero()
    {
        TileInputs inputs;
        inputs.underlying = "BTC";

        const QList<Tile> tiles = deskTiles(inputs);

        for (qsizetype i = 1; i < tiles.size(); ++i)
            QCOMPARE(tiles.at(i).value, missingText());
    }

    void changes_areAgainstTheReference()
    {
        TileInputs inputs = tileInputs();
        const double index = inputs.picture->market->index("BTC")->priceUsd;
        inputs.reference = TileReference{inputs.picture->market->asOf, index / 0.9, std::nullopt};

        const Tile& tile = tileNamed(deskTiles(inputs), QStringLiteral("BTC index"));

        QCOMPARE(tile.detail, QStringLiteral("−10.00 %"));
        QVERIFY(*tile.detailSign < 0.0);
    }

    void feeds_keepTheirState()
    {
        const QList<FeedLight> lights = feedLights(deskSample().feeds);

        QCOMPARE(lights.at(0).state, FeedState::Live);
        QCOMPARE(lights.at(1).state, FeedState::Late);
        QCOMPARE(lights.at(2).state, FeedState::Stale);
        QCOMPARE(lights.at(3).state, FeedState::Down);
        QVERIFY(lights.at(3).age.contains(QStringLiteral("next try 8 s")));
    }

    void market_isStaleOnceEveryFeedIs()
    {
        std::vector<FeedHealth> feeds = deskSample().feeds;
        QVERIFY(!marketStaleFor(feeds)); // two of four live on
        QVERIFY(!marketStaleFor({}));

        feeds.erase(feeds.begin(), feeds.begin() + 2);

        QCOMPARE(marketStaleFor(feeds), std::optional(Milliseconds(74'000))); // the younger one's
    }

    void staleFigures_areGreyAndTheIndexSaysTheAge()
    {
        TileInputs inputs = tileInputs();
        for (const Tile& tile : deskTiles(inputs))
            QVERIFY(!tile.stale);

        inputs.feedStaleFor = Milliseconds(74'000);
        const QList<Tile> tiles = deskTiles(inputs);

        QVERIFY(!tiles.first().stale); // the book itself is as it is
        QVERIFY(std::all_of(tiles.begin() + 1, tiles.end(), [](const Tile& tile) { return tile.stale; }));
        QCOMPARE(tileNamed(tiles, QStringLiteral("BTC index")).detail, QStringLiteral("stale, 74 s old"));
    }

    void deltaTile_namesWhatTheHedgingPolicyCounts()
    {
        TileInputs inputs = tileInputs();
        inputs.policy.delta = DeltaChoice::MinVariance;
        inputs.policy.hullWhite.reset();
        inputs.policy.skewStickiness = 1.3;

        const QString says = tileNamed(deskTiles(inputs), QStringLiteral("Delta")).toolTip;

        QVERIFY2(says.endsWith(QStringLiteral("The hedging policy counts: skew stickiness 1.30")), qPrintable(says));
    }

    void heatmap_totalsAndMarkerComeFromTheBook()
    {
        const GreekHeatmap& vega =
            deskSample().picture->of("BTC")->heatmaps.at(static_cast<std::size_t>(HeatGreek::Vega));
        const double index = deskSample().picture->market->index("BTC")->priceUsd;

        const HeatmapMatrix matrix = greekMatrix(vega, index);

        QCOMPARE(*matrix.total, vega.total);
        QCOMPARE(static_cast<std::size_t>(matrix.rows.size()), vega.expiries.size());
        QVERIFY(matrix.markerPosition);
        const auto column = static_cast<std::size_t>(std::floor(*matrix.markerPosition - 0.5));
        QVERIFY(vega.strikes.at(column) <= index && index < vega.strikes.at(column + 1));
    }

    void surfaceDots_lieOnTheUnitSquare()
    {
        const SurfaceSamples& samples = *deskSample().picture->of("BTC")->samples;

        const SurfaceMesh mesh = surfaceMesh(*deskSample().picture->of("BTC"), SmileAxis::Delta,
                                             {samples.smiles[3].expiry, samples.smiles[3].forward});

        QCOMPARE(mesh.z.size(), mesh.ys.size());
        QCOMPARE(mesh.z.front().size(), mesh.xs.size());
        QVERIFY(!mesh.dots.isEmpty());
        for (const SurfaceDot& dot : mesh.dots)
            QVERIFY(dot.x >= 0.0 && dot.x <= 1.0 && dot.y >= 0.0 && dot.y <= 1.0);
        QVERIFY(mesh.highlightedRow && mesh.highlightedColumn);
    }
};

QTEST_MAIN(TestPresenters)
#include "tst_presenters.moc"
