#include "models/liquidity/cost_curve.h"

#include <QTest>

using namespace ballast;

namespace {

enum class Listed
{
    InverseOption,
    LinearOption,
    InversePerpetual,
    LinearFuture
};

Instrument instrumentOf(Listed listed)
{
    Instrument instrument;
    instrument.underlying = "BTC";
    const bool option = listed == Listed::InverseOption || listed == Listed::LinearOption;
    const bool linear = listed == Listed::LinearOption || listed == Listed::LinearFuture;
    instrument.kind = option                               ? InstrumentKind::Option
                      : listed == Listed::InversePerpetual ? InstrumentKind::Perpetual
                                                           : InstrumentKind::Future;
    instrument.settlement = linear ? Settlement::Linear : Settlement::Inverse;
    return instrument;
}

Quote quoteOf(double bid, double ask)
{
    Quote quote;
    quote.bid = bid;
    quote.ask = ask;
    return quote;
}

Quote laddered(std::vector<LadderLevel> bids, std::vector<LadderLevel> asks)
{
    Quote quote = quoteOf(bids.front().price, asks.front().price);
    quote.bidAmount = bids.front().amount;
    quote.askAmount = asks.front().amount;
    quote.ladder = std::make_shared<const Ladder>(Ladder{std::move(bids), std::move(asks)});
    return quote;
}

} // namespace

class TestCostCurve : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bestPrice_unitCostsByHand_data()
    {
        QTest::addColumn<int>("listed");
        QTest::addColumn<double>("bid");
        QTest::addColumn<double>("ask");
        QTest::addColumn<bool>("buy");
        QTest::addColumn<double>("spreadUsd");
        QTest::addColumn<double>("feeUsd");

        const auto row = [](const char* name, Listed listed, double bid, double ask, bool buy, double spread,
                            double fee) { QTest::newRow(name) << int(listed) << bid << ask << buy << spread << fee; };
        // underlying 60,000 USD: 0.0003 coin is 18 USD, the cap 12.5 % of the premium
        row("inverse option, buy", Listed::InverseOption, 0.0185, 0.0200, true, 45.0, 18.0);
        row("inverse option, sell", Listed::InverseOption, 0.0185, 0.0200, false, 45.0, 18.0);
        row("cheap inverse option, buy capped", Listed::InverseOption, 0.0005, 0.0010, true, 15.0, 7.5);
        row("cheap inverse option, sell capped", Listed::InverseOption, 0.0005, 0.0010, false, 15.0, 3.75);
        row("linear option", Listed::LinearOption, 1000.0, 1100.0, true, 50.0, 18.0);
        row("cheap linear option, capped", Listed::LinearOption, 40.0, 80.0, true, 20.0, 10.0);
        row("inverse perpetual, per USD", Listed::InversePerpetual, 59994.0, 60006.0, true, 0.0001, 0.0005);
        row("linear future, per coin", Listed::LinearFuture, 59990.0, 60010.0, true, 10.0, 30.005);
    }

    void bestPrice_unitCostsByHand()
    {
        QFETCH(int, listed);
        QFETCH(double, bid);
        QFETCH(double, ask);
        QFETCH(bool, buy);
        QFETCH(double, spreadUsd);
        QFETCH(double, feeUsd);

        const auto curve = costCurve(instrumentOf(static_cast<Listed>(listed)), quoteOf(bid, ask),
                                     buy ? Side::Buy : Side::Sell, 60000.0, {}, DepthUse::Ladder);

        QVERIFY(curve.has_value());
        QCOMPARE(curve->segments.size(), std::size_t{1});
        QCOMPARE(curve->segments[0].spreadUsd, spreadUsd);
        QCOMPARE(curve->segments[0].feeUsd, feeUsd);
        QCOMPARE(curve->segments[0].quotePrice, buy ? ask : bid);
        QCOMPARE(curve->capacity(), unlimitedQuantity);
    }

    void instrumentsOwnFee_replacesSchedule()
    {
        Instrument future = instrumentOf(Listed::InversePerpetual);
        future.takerFee = 0.0002;
        Instrument option = instrumentOf(Listed::InverseOption);
        option.takerFee = 0.0001;

        const auto futureCurve =
            costCurve(future, quoteOf(59994.0, 60006.0), Side::Sell, 60000.0, {}, DepthUse::Ladder);
        const auto optionCurve = costCurve(option, quoteOf(0.0185, 0.02), Side::Buy, 60000.0, {}, DepthUse::Ladder);

        QCOMPARE(futureCurve->segments[0].feeUsd, 0.0002);
        QCOMPARE(optionCurve->segments[0].feeUsd, 6.0);
    }

    void ladder_levelsBecomeSegments()
    {
        const Quote quote = laddered({{0.019, 4.0}}, {{0.020, 5.0}, {0.020, 2.0}, {0.022, 10.0}});

        const auto curve =
            costCurve(instrumentOf(Listed::InverseOption), quote, Side::Buy, 60000.0, {}, DepthUse::Ladder);

        QVERIFY(curve.has_value());
        QCOMPARE(curve->mid, 0.0195);
        QCOMPARE(curve->segments.size(), std::size_t{2});
        QCOMPARE(curve->segments[0].quantity, 7.0);
        QCOMPARE(curve->segments[1].quantity, 10.0);
        QCOMPARE(curve->segments[1].spreadUsd, 150.0);
        QCOMPARE(curve->capacity(), 17.0);
    }

    void bestOnly_ignoresDepth()
    {
        const Quote quote = laddered({{0.019, 4.0}}, {{0.020, 5.0}, {0.022, 10.0}});

        const auto curve =
            costCurve(instrumentOf(Listed::InverseOption), quote, Side::Buy, 60000.0, {}, DepthUse::BestOnly);

        QCOMPARE(curve->segments.size(), std::size_t{1});
        QCOMPARE(curve->capacity(), unlimitedQuantity);
    }

    void noLadder_bestAmountBounds()
    {
        Quote quote = quoteOf(0.019, 0.020);
        quote.bidAmount = 3.5;

        const auto sell =
            costCurve(instrumentOf(Listed::InverseOption), quote, Side::Sell, 60000.0, {}, DepthUse::Ladder);
        const auto buy =
            costCurve(instrumentOf(Listed::InverseOption), quote, Side::Buy, 60000.0, {}, DepthUse::Ladder);

        QCOMPARE(sell->capacity(), 3.5);
        QCOMPARE(buy->capacity(), unlimitedQuantity);
    }

    void unusableQuote_hasNoCurve_data()
    {
        QTest::addColumn<double>("bid"); // negative: no quote
        QTest::addColumn<double>("ask");
        QTest::newRow("crossed") << 0.021 << 0.020;
        QTest::newRow("no bid") << -1.0 << 0.020;
        QTest::newRow("no ask") << 0.021 << -1.0;
        QTest::newRow("zero bid") << 0.0 << 0.0005;
    }

    void unusableQuote_hasNoCurve()
    {
        QFETCH(double, bid);
        QFETCH(double, ask);
        Quote quote;
        if (bid >= 0.0)
            quote.bid = bid;
        if (ask >= 0.0)
            quote.ask = ask;

        for (const Side side : {Side::Buy, Side::Sell})
            QVERIFY(!costCurve(instrumentOf(Listed::InverseOption), quote, side, 60000.0, {}, DepthUse::Ladder));
    }

    void crossedLadder_hasNoCurve()
    {
        const Quote quote = laddered({{0.021, 4.0}}, {{0.020, 5.0}});

        QVERIFY(!costCurve(instrumentOf(Listed::InverseOption), quote, Side::Buy, 60000.0, {}, DepthUse::Ladder));
    }

    void emptyBestAmount_hasNoCurve()
    {
        Quote quote = quoteOf(0.019, 0.020);
        quote.askAmount = 0.0;

        QVERIFY(!costCurve(instrumentOf(Listed::InverseOption), quote, Side::Buy, 60000.0, {}, DepthUse::Ladder));
    }

    void fill_walksSegmentsAndStopsAtCapacity()
    {
        const Quote quote = laddered({{0.019, 4.0}}, {{0.020, 5.0}, {0.022, 10.0}});
        const auto curve =
            costCurve(instrumentOf(Listed::InverseOption), quote, Side::Buy, 60000.0, {}, DepthUse::Ladder);

        const CurveFill part = fillAlong(*curve, 9.0);
        const CurveFill all = fillAlong(*curve, 100.0);
        const CurveFill none = fillAlong(*curve, 0.0);

        QCOMPARE(part.filled, 9.0);
        QCOMPARE(part.limitPrice, 0.022);
        QCOMPARE(part.expectedPrice, (5.0 * 0.020 + 4.0 * 0.022) / 9.0);
        QCOMPARE(part.spreadUsd, 5.0 * 30.0 + 4.0 * 150.0);
        QCOMPARE(part.feeUsd, 9.0 * 18.0);
        QCOMPARE(all.filled, 15.0);
        QCOMPARE(none, CurveFill{});
    }

    void segmentCosts_neverFallAlongTheCurve()
    {
        // The fee cap falls with the price on the sell side; the spread must outweigh it or the curve is not convex.
        const Quote quote = laddered({{0.0020, 1.0}, {0.0015, 1.0}, {0.0010, 1.0}, {0.0001, 1.0}}, {{0.0025, 1.0}});

        const auto curve =
            costCurve(instrumentOf(Listed::InverseOption), quote, Side::Sell, 60000.0, {}, DepthUse::Ladder);

        for (std::size_t i = 1; i < curve->segments.size(); ++i)
            QVERIFY(curve->segments[i].costUsd() > curve->segments[i - 1].costUsd());
    }
};

QTEST_GUILESS_MAIN(TestCostCurve)
#include "tst_cost_curve.moc"
