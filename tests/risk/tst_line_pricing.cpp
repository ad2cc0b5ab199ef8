#include "models/pricing/black76.h"
#include "tests/risk/risk_cases.h"

#include <QTest>

using namespace ballast;
using namespace ballast::test;

namespace {

constexpr double thirtyDays = 30.0 / 365.0;

void compareNear(double actual, double expected, double tolerance)
{
    QVERIFY2(
        std::abs(actual - expected) <= tolerance,
        qPrintable(
            QStringLiteral("%1 is not %2 within %3").arg(actual, 0, 'g', 12).arg(expected, 0, 'g', 12).arg(tolerance)));
}

} // namespace

class TestLinePricing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Deribit's example: delta 1, mark 0.3, a quarter of an hour into the window: 0.5 - 0.15.
    void settlementWindow_decaysDeltas()
    {
        const auto market = MarketBuilder("2026-01-31T07:45:00Z")
                                .option("BTC-31JAN26-70000-C", {.mark = .3, .markIv = .5, .underlying = workedForward})
                                .build();

        const RiskLine line = lineOf(market, "BTC-31JAN26-70000-C", 1.0);

        QVERIFY(line.values.ok());
        compareNear(line.values->unit.netDelta, .35, 1e-9);
        compareNear(line.values->exposure.deltaCoin, .5, 1e-9);
        compareNear(line.values->exposure.valueUsd, 30000.0, 1e-6); // the value itself does not decay
    }

    // Spec F1 and F2, worked numbers: Greeks per coin, vega per 1.00, theta per year.
    void inverseOption_matchesWorkedNumbers_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<double>("priceUsd");
        QTest::addColumn<double>("delta");
        QTest::addColumn<double>("netDelta");
        QTest::addColumn<double>("gamma");
        QTest::addColumn<double>("vega");
        QTest::addColumn<double>("theta");

        QTest::newRow("110k call") << "BTC-31JAN26-110000-C" << 2275.433781 << .276515 << .25376085 << 2.334e-5
                                   << 9591.943 << -29175.495;
        QTest::newRow("90k put") << "BTC-31JAN26-90000-P" << 1827.693354 << -.209924 << -.22820135 << 2.010e-5
                                 << 8260.726 << -25126.376;
        QTest::newRow("100k call") << "BTC-31JAN26-100000-C" << 5713.767509 << .528569 << .47143116 << 2.776e-5
                                   << 11407.981 << -34699.275;
    }

    void inverseOption_matchesWorkedNumbers()
    {
        QFETCH(QString, name);
        QFETCH(double, priceUsd);
        QFETCH(double, delta);
        QFETCH(double, netDelta);
        QFETCH(double, gamma);
        QFETCH(double, vega);
        QFETCH(double, theta);

        const RiskLine line = lineOf(workedMarket().build(), name.toStdString(), 10.0, 0.02);

        QVERIFY(line.values.ok());
        const LineValues& v = *line.values;
        const Exposure& e = v.exposure;
        compareNear(v.mark, priceUsd / 1e5, 1e-15);
        compareNear(v.markUsd, priceUsd, 1e-9);
        compareNear(v.years, thirtyDays, 1e-15);
        QCOMPARE(v.vol, std::optional(0.5));
        compareNear(e.valueUsd, 10.0 * priceUsd, 1e-8);
        compareNear(e.deltaCoin, 10.0 * delta, 10.0 * 5e-7);
        compareNear(e.netDeltaCoin, 10.0 * netDelta, 10.0 * 1e-8);
        compareNear(e.deltaUsd, 1e6 * delta, 1e6 * 5e-7);
        compareNear(e.gammaCoinPerUsd, 10.0 * gamma, 10.0 * 5e-9);
        compareNear(e.gammaCoin1pct, 1e4 * gamma, 1e4 * 5e-9);
        compareNear(e.gammaUsd1pct, 1e9 * gamma, 1e9 * 5e-9);
        compareNear(e.vegaUsd, 0.1 * vega, 0.1 * 5e-4);
        compareNear(e.thetaUsdDay, 10.0 * theta / 365.0, 10.0 * 5e-4 / 365.0);
        compareNear(*v.pnlUsd, (priceUsd / 1e5 - 0.02) * 10.0 * 1e5, 1e-8);
        QCOMPARE(v.priceSource, PriceSource::VenueMark);
        QCOMPARE(v.volSource, std::optional(VolSource::VenueMark));
    }

    // Vega's change for 1 % of forward, and delta's change for a vol point: the same second derivative.
    void vanna_matchesBumpedVegaAndDelta()
    {
        const Exposure e = lineOf(workedMarket().build(), "BTC-31JAN26-110000-C", 10.0).values->exposure;
        const auto vegaAt = [](double forward) {
            return 10.0 * blackValues({forward, 110000.0, thirtyDays, 0.5, OptionType::Call}).vega / 100.0;
        };
        const auto deltaAt = [](double vol) {
            return 10.0 * blackValues({1e5, 110000.0, thirtyDays, vol, OptionType::Call}).delta;
        };

        compareNear(e.vannaUsd1pct, (vegaAt(100100.0) - vegaAt(99900.0)) / 0.2, 1e-3);
        compareNear(e.vannaCoin, (deltaAt(0.501) - deltaAt(0.499)) / 0.2, 1e-7);
    }

    void linearOption_isWorthUsdAndItsNetDeltaIsItsDelta()
    {
        const RiskLine line = lineOf(workedMarket().build(), "BTC_USDC-31JAN26-110000-C", -3.0, 2000.0);

        const LineValues& v = line.values.value();
        QCOMPARE(v.mark, 2275.433781);
        QCOMPARE(v.markUsd, 2275.433781);
        compareNear(v.exposure.valueUsd, -6826.301343, 1e-9);
        compareNear(v.exposure.deltaCoin, -0.829545, 3e-6 / 2.0);
        QCOMPARE(v.exposure.netDeltaCoin, v.exposure.deltaCoin);
        compareNear(*v.pnlUsd, -826.301343, 1e-9);
    }

    // Q (1/entry - 1/mark) coins at the mark: 250,000 USD short from 101,000 to 100,000.
    void inversePerpetual_countsQuantityInUsd()
    {
        const RiskLine line = lineOf(workedMarket().build(), "BTC-PERPETUAL", -250000.0, 101000.0);

        const LineValues& v = line.values.value();
        QCOMPARE(v.mark, 100000.0);
        QCOMPARE(v.years, 0.0);
        QCOMPARE(v.vol, std::nullopt);
        QCOMPARE(v.exposure.deltaCoin, -2.5);
        QCOMPARE(v.exposure.netDeltaCoin, -2.5);
        QCOMPARE(v.exposure.deltaUsd, -250000.0);
        QCOMPARE(v.exposure.gammaCoinPerUsd, 0.0);
        compareNear(*v.pnlUsd, -250000.0 * (1.0 / 101000.0 - 1.0 / 100000.0) * 100000.0, 1e-8);
        compareNear(*v.pnlUsd, 2475.247525, 1e-5);
        QCOMPARE(v.exposure.valueUsd, *v.pnlUsd);
    }

    void inverseFuture_hasTimeButNoVol()
    {
        const RiskLine line = lineOf(workedMarket().build(), "BTC-31JAN26", 150000.0);

        const LineValues& v = line.values.value();
        compareNear(v.years, thirtyDays, 1e-15);
        QCOMPARE(v.exposure.deltaCoin, 1.5);
        QCOMPARE(v.exposure.valueUsd, 0.0); // no premium is held
        QCOMPARE(v.pnlUsd, std::nullopt);
    }

    void linearFuture_countsQuantityInCoins()
    {
        const RiskLine line = lineOf(workedMarket().build(), "BTC_USDC-31JAN26", 2.0, 99000.0);

        QCOMPARE(line.values->exposure.deltaCoin, 2.0);
        QCOMPARE(line.values->exposure.deltaUsd, 200000.0);
        QCOMPARE(line.values->pnlUsd, std::optional(2000.0));
        QCOMPARE(line.values->exposure.valueUsd, 2000.0);
    }

    void listedSpot_isWorthItsMark()
    {
        const RiskLine line = lineOf(workedMarket().build(), "BTC_USDC", 1.5, 90000.0);

        QCOMPARE(line.values->exposure.valueUsd, 150000.0);
        QCOMPARE(line.values->exposure.deltaCoin, 1.5);
        QCOMPARE(line.values->pnlUsd, std::optional(15000.0));
    }

    void unlistedSpot_isWorthTheIndex()
    {
        const RiskLine line = lineOf(workedMarket().build(), "BTC", -0.5);

        QCOMPARE(line.values->mark, 99950.0);
        QCOMPARE(line.values->exposure.valueUsd, -49975.0);
        QCOMPARE(line.values->exposure.deltaCoin, -0.5);
        QCOMPARE(line.values->priceSource, PriceSource::Index);
        QCOMPARE(line.instrument->kind, InstrumentKind::Spot);
    }

    void zeroQuantity_isAnOrdinaryLine()
    {
        const RiskLine line = lineOf(workedMarket().build(), "BTC-31JAN26-110000-C", 0.0);

        QCOMPARE(line.values->exposure, Exposure{});
        QCOMPARE(line.values->mark, workedCall110k / workedForward);
    }

    void vol_comesFromTheFirstSourceThatHasOne_data()
    {
        QTest::addColumn<QuoteSpec>("quote");
        QTest::addColumn<bool>("withSurface");
        QTest::addColumn<VolChoice>("choice");
        QTest::addColumn<double>("vol");
        QTest::addColumn<VolSource>("source");
        QTest::addColumn<PriceSource>("priced");

        const auto coin = [](double vol) {
            return blackPrice({1e5, 110000.0, thirtyDays, vol, OptionType::Call}) / 1e5;
        };
        const QuoteSpec all{.bid = coin(.39), .ask = coin(.41), .mark = coin(.45), .markIv = .5, .underlying = 1e5};
        const QuoteSpec noIv{.bid = coin(.39), .ask = coin(.41), .mark = coin(.45), .underlying = 1e5};
        const QuoteSpec zeroIv{.mark = coin(.45), .markIv = 0.0, .underlying = 1e5};
        const QuoteSpec midOnly{.bid = coin(.4), .ask = coin(.4), .underlying = 1e5};
        const QuoteSpec belowIntrinsic{.mark = 0.0, .underlying = 1e5};
        const QuoteSpec ivOnly{.markIv = .5, .underlying = 1e5};
        const QuoteSpec crossed{.bid = coin(.42), .ask = coin(.38), .mark = coin(.45), .underlying = 1e5};
        const auto mark = VolChoice::Mark;
        const auto model = VolChoice::Model;

        QTest::newRow("venue first") << all << true << mark << .5 << VolSource::VenueMark << PriceSource::VenueMark;
        QTest::newRow("mark price next") << noIv << true << mark << .45 << VolSource::MarkPrice
                                         << PriceSource::VenueMark;
        QTest::newRow("zero vol is none")
            << zeroIv << true << mark << .45 << VolSource::MarkPrice << PriceSource::VenueMark;
        QTest::newRow("mid next") << midOnly << true << mark << .4 << VolSource::MidPrice << PriceSource::Mid;
        QTest::newRow("surface last") << QuoteSpec{.underlying = 1e5} << true << mark << .6 << VolSource::Surface
                                      << PriceSource::Model;
        QTest::newRow("mark of zero") << belowIntrinsic << true << mark << .6 << VolSource::Surface
                                      << PriceSource::VenueMark;
        QTest::newRow("vol without price")
            << ivOnly << false << mark << .5 << VolSource::VenueMark << PriceSource::Model;
        QTest::newRow("crossed, mark stands")
            << crossed << false << mark << .45 << VolSource::MarkPrice << PriceSource::VenueMark;
        QTest::newRow("model first") << all << true << model << .6 << VolSource::Surface << PriceSource::VenueMark;
        QTest::newRow("no model, then venue")
            << all << false << model << .5 << VolSource::VenueMark << PriceSource::VenueMark;
    }

    void vol_comesFromTheFirstSourceThatHasOne()
    {
        QFETCH(QuoteSpec, quote);
        QFETCH(bool, withSurface);
        QFETCH(VolChoice, choice);
        QFETCH(double, vol);
        QFETCH(VolSource, source);
        QFETCH(PriceSource, priced);
        const auto market = MarketBuilder(workedTime).option("BTC-31JAN26-110000-C", quote).build();
        const auto book = BookBuilder().line("BTC-31JAN26-110000-C", 1.0).build();
        const std::vector<VolSurfacePtr> surfaces{flatSurface("BTC", "31JAN26", thirtyDays, 1e5, .6)};
        const std::span<const VolSurfacePtr> none;

        const RiskLine line = priceLine({market, book, withSurface ? std::span(surfaces) : none, choice}, 0);

        QVERIFY(line.values.ok());
        compareNear(*line.values->vol, vol, 1e-9);
        QCOMPARE(line.values->volSource, std::optional(source));
        QCOMPARE(line.values->priceSource, priced);
        if (priced != PriceSource::VenueMark)
            compareNear(line.values->markUsd, line.values->unit.priceUsd, 1e-7);
    }

    void forward_comesFromTheNearestSource_data()
    {
        QTest::addColumn<int>("sources");
        QTest::addColumn<double>("forward");

        QTest::newRow("venue's own") << 5 << 100100.0;
        QTest::newRow("surface") << 4 << 100200.0;
        QTest::newRow("future of that day") << 3 << 100300.0;
        QTest::newRow("perpetual") << 2 << 100400.0;
        QTest::newRow("index") << 1 << 100500.0;
    }

    void forward_comesFromTheNearestSource()
    {
        QFETCH(int, sources);
        QFETCH(double, forward);
        MarketBuilder market(workedTime);
        QuoteSpec quote{.mark = 0.02, .markIv = 0.5};
        if (sources >= 5)
            quote.underlying = 100100.0;
        if (sources >= 3)
            market.future("BTC-31JAN26", 100299.0, 100301.0);
        if (sources >= 2)
            market.perpetual("BTC-PERPETUAL", 100399.0, 100401.0);
        market.index("BTC", 100500.0).option("BTC-31JAN26-110000-C", quote);
        const auto book = BookBuilder().line("BTC-31JAN26-110000-C", 1.0).build();
        std::vector<VolSurfacePtr> surfaces;
        if (sources >= 4)
            surfaces.push_back(flatSurface("BTC", "31JAN26", thirtyDays, 100200.0, .6));

        const RiskLine line = priceLine({market.build(), book, surfaces, VolChoice::Mark}, 0);

        compareNear(line.values->forward, forward, 1e-6);
        compareNear(line.values->markUsd, 0.02 * forward, 1e-6);
    }

    void crossedQuote_isANamedState()
    {
        const auto market = MarketBuilder(workedTime)
                                .option("BTC-31JAN26-110000-C",
                                        {.bid = .03, .ask = .02, .mark = .0227, .markIv = .5, .underlying = 1e5})
                                .build();

        const RiskLine line = lineOf(market, "BTC-31JAN26-110000-C", 1.0);

        QVERIFY(line.values.ok());
        QCOMPARE(line.state, QuoteState::Crossed);
    }

    void stateAndTimeOfTheQuote_areKept()
    {
        const Timestamp old = timeOf("2026-01-01T07:58:00Z");
        const auto market =
            MarketBuilder(workedTime)
                .option("BTC-31JAN26-110000-C",
                        {.mark = .0227, .markIv = .5, .underlying = 1e5, .state = QuoteState::Stale, .at = old})
                .build();

        const RiskLine line = lineOf(market, "BTC-31JAN26-110000-C", 1.0);

        QCOMPARE(line.state, QuoteState::Stale);
        QVERIFY(line.quotedAt == old);
    }
};

QTEST_GUILESS_MAIN(TestLinePricing)
#include "tst_line_pricing.moc"
