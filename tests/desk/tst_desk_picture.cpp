#include "models/desk/desk_picture.h"

#include "models/risk/risk_engine.h"
#include "tests/desk/desk_cases.h"
#include "tests/support/crash_chain.h"
#include "tests/support/stopped_token.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace ballast;
using namespace ballast::test;

namespace {

DeskPicture pictureOf(const SnapshotPtr& market, const PortfolioPtr& book)
{
    return buildDeskPicture(market, book, {}, {}).value();
}

} // namespace

class TestDeskPicture : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyPart_namesTheSameBasis()
    {
        const auto market = smileMarket().build();

        const DeskPicture desk = pictureOf(market, deskBook());

        QVERIFY(desk.market == market);
        QCOMPARE(desk.risk->basis.value, 41u);
        QCOMPARE(desk.grid->basis.value, 41u);
        for (const UnderlyingPicture& picture : desk.underlyings) {
            QCOMPARE(picture.surface->basis.value, 41u);
            QCOMPARE(picture.grid->basis.value, 41u);
        }
        QVERIFY(desk.pricingMilliseconds > 0.0);
        QVERIFY(!desk.reference);
    }

    void everyUnderlying_hasItsViews()
    {
        const DeskPicture desk = pictureOf(smileMarket().build(), deskBook());

        QCOMPARE(desk.underlyings.size(), 2u);
        QCOMPARE(desk.underlyings[0].underlying, "BTC");
        QCOMPARE(desk.of("ETH"), &desk.underlyings[1]);
        QVERIFY(desk.of("SOL") == nullptr);
        const UnderlyingPicture& btc = *desk.of("BTC");
        QVERIFY(btc.surfaceError.empty());
        QCOMPARE(btc.chains.size(), 3u);
        QCOMPARE(btc.heatmaps.size(), 5u);
        for (std::size_t i = 0; i < btc.heatmaps.size(); ++i) {
            QCOMPARE(static_cast<std::size_t>(btc.heatmaps[i].greek), i);
            QCOMPARE(btc.heatmaps[i].underlying, "BTC");
            QVERIFY(btc.heatmaps[i].strikes.size() <= 11);
        }
    }

    void volIndex_isNearTheSmileItIsMadeFrom()
    {
        const DeskPicture desk = pictureOf(smileMarket().build(), deskBook());

        const double atm = smileVol(100400.0, 100400.0, 30.0 / 365.0);
        const auto index = desk.of("BTC")->volIndex30d;
        QVERIFY(index.has_value());
        QVERIFY(*index > atm && *index < atm + 0.05); // wings add to the at-the-money vol
    }

    void defaultAxes_areTheDesks()
    {
        const DeskPicture desk = pictureOf(smileMarket().build(), deskBook());

        QCOMPARE(desk.grid->axes.spotMoves, evenAxis(-0.3, 0.3, 13));
        QCOMPARE(desk.grid->axes.volMoves, evenAxis(-0.4, 0.4, 9));
        QCOMPARE(desk.grid->at(6, 4), 0.0);
        for (std::size_t i = 0; i < desk.grid->pnlUsd.size(); ++i) {
            const double parts = desk.underlyings[0].grid->pnlUsd[i] + desk.underlyings[1].grid->pnlUsd[i];
            QVERIFY(std::abs(desk.grid->pnlUsd[i] - parts) < 1e-6);
        }
    }

    void settings_areObeyed()
    {
        DeskSettings settings;
        settings.vol = VolChoice::Model;
        settings.grid = {{-0.1, 0.0, 0.1}, {0.0}};
        settings.heatmapColumns = 3;

        const auto desk = buildDeskPicture(smileMarket().build(), deskBook(), settings, {});

        QVERIFY(desk->risk->vol == VolChoice::Model);
        QCOMPARE(desk->risk->lines[0].values->volSource, std::optional(VolSource::Surface));
        QCOMPARE(desk->grid->pnlUsd.size(), 3u);
        QVERIFY(desk->of("BTC")->heatmaps[0].strikes.size() <= 3);
    }

    void risk_equalsTheRiskEngineOnTheSameSurfaces()
    {
        const auto market = smileMarket().build();
        const DeskPicture desk = pictureOf(market, deskBook());
        const std::vector<VolSurfacePtr> surfaces{desk.underlyings[0].surface, desk.underlyings[1].surface};

        const auto report = computeRisk({market, deskBook(), surfaces, VolChoice::Mark}, {});

        QVERIFY(*desk.risk == *report);
    }

    void underlyingThatCannotBeFitted_keepsItsMarks()
    {
        const auto market = smileMarket()
                                .option("SOL-30JAN26-150-C", {.mark = .05, .markIv = .8, .underlying = 150.0})
                                .index("SOL", 150.0)
                                .build();
        const auto book = BookBuilder().line("SOL-30JAN26-150-C", 10.0).build();

        const DeskPicture desk = pictureOf(market, book);

        const UnderlyingPicture& sol = *desk.of("SOL");
        QVERIFY(!sol.surface);
        QVERIFY(!sol.surfaceError.empty());
        QVERIFY(!sol.volIndex30d);
        QCOMPARE(sol.chains.size(), 1u);
        QVERIFY(desk.risk->lines[0].values.ok());
        QVERIFY(sol.grid);
        QVERIFY(desk.of("BTC")->surface);
    }

    void underlyingWithoutLines_hasNoGrid()
    {
        const auto book = BookBuilder().line("BTC-30JAN26-110000-C", 1.0).build();

        const DeskPicture desk = pictureOf(smileMarket().build(), book);

        QVERIFY(desk.of("BTC")->grid);
        QVERIFY(!desk.of("ETH")->grid);
        QVERIFY(desk.of("ETH")->heatmaps[0].cells.empty());
    }

    void emptyBook_isOrdinary()
    {
        const DeskPicture desk = pictureOf(smileMarket().build(), BookBuilder().build());

        QVERIFY(desk.risk->lines.empty());
        QVERIFY(!desk.of("BTC")->grid);
        QCOMPARE(desk.grid->worst.pnlUsd, 0.0);
        QVERIFY(desk.of("BTC")->surface);
    }

    void emptyMarket_isOrdinary()
    {
        for (const SnapshotPtr& market :
             {MarketBuilder("2026-01-01T08:00:00Z").build(), std::make_shared<const MarketSnapshot>()}) {
            const DeskPicture desk = pictureOf(market, deskBook());

            QVERIFY(desk.underlyings.empty());
            QCOMPARE(desk.risk->linesFailed, 6);
            QCOMPARE(desk.grid->linesLeftOut, 6);
        }
    }

    void stoppedBeforehand_isCancelled()
    {
        const auto desk = buildDeskPicture(smileMarket().build(), deskBook(), {}, stoppedToken());

        QVERIFY(!desk.ok());
        QCOMPARE(desk.error().code, Errc::Cancelled);
    }

    void quotes_areStaleOnceMostOfAnUnderlyingsAre_data()
    {
        QTest::addColumn<int>("staleOf"); // of every four options of BTC
        QTest::addColumn<bool>("isStale");
        QTest::newRow("none") << 0 << false;
        QTest::newRow("some") << 1 << false;
        QTest::newRow("most") << 3 << true;
        QTest::newRow("all") << 4 << true;
    }

    void quotes_areStaleOnceMostOfAnUnderlyingsAre()
    {
        QFETCH(int, staleOf);
        QFETCH(bool, isStale);
        auto market = std::make_shared<MarketSnapshot>(*smileMarket().build());
        int options = 0;
        for (std::size_t i = 0; i < market->quotes.size(); ++i) {
            const Instrument& instrument = market->instruments->all()[i];
            if (instrument.underlying != "BTC" || !isOption(instrument))
                continue;
            market->quotes[i].state = options++ % 4 < staleOf ? QuoteState::Stale : QuoteState::Live;
            market->quotes[i].at = market->asOf - std::chrono::seconds(90 + options);
        }

        const DeskPicture desk = pictureOf(market, deskBook());

        QCOMPARE(desk.of("BTC")->staleFor, isStale ? std::optional(Milliseconds(91'000)) : std::nullopt);
        QVERIFY(!desk.of("ETH")->staleFor);
    }

    void recordedCrash_isPricedThroughout()
    {
        const auto market = crashChain();
        if (!market)
            QSKIP("no shared reference data here");
        const auto book = BookBuilder()
                              .line("BTC-27FEB26-60000-P", -40.0, 0.05)
                              .line("BTC-27FEB26-75000-C", 25.0, 0.02)
                              .line("BTC-27MAR26-70000-C", 12.0)
                              .line("ETH-27MAR26-2000-P", 300.0)
                              .line("BTC-PERPETUAL", 500000.0, 63000.0)
                              .build();

        const DeskPicture desk = pictureOf(market, book);

        QCOMPARE(desk.risk->linesFailed, 0);
        for (const UnderlyingPicture& picture : desk.underlyings) {
            QCOMPARE(picture.chains.size(), 12u);
            QVERIFY(picture.surface);
            QVERIFY(picture.surface->slices.size() >= 11);
            QVERIFY(picture.volIndex30d && *picture.volIndex30d > 0.5 && *picture.volIndex30d < 1.5);
        }
        QVERIFY(desk.grid->worst.pnlUsd < 0.0);
        qInfo("%.1f ms for %zu instruments", desk.pricingMilliseconds, desk.market->instruments->size());
    }
};

QTEST_GUILESS_MAIN(TestDeskPicture)
#include "tst_desk_picture.moc"
