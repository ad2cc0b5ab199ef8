#include "app/feeds/simulated/sample_book.h"

#include "app/feeds/simulated/simulated_market.h"
#include "app/feeds/simulated/tick_prices.h"
#include "models/market/calendar.h"
#include "models/pricing/greeks.h"

#include <QTest>

#include <cmath>
#include <set>

using namespace ballast;

namespace {

// Position Greeks of one underlying's lines; futures and perpetuals count quantity / price coins.
Greeks bookGreeks(const Portfolio& book, const MarketSnapshot& picture, const std::string& underlying)
{
    Greeks sum;
    for (const Position& position : book.positions) {
        const auto row = *picture.instruments->find(position.instrument);
        const Instrument& instrument = (*picture.instruments)[row];
        const Quote& quote = picture.quotes[row];
        if (instrument.underlying != underlying)
            continue;
        if (!isOption(instrument)) {
            accumulate(sum, deltaOneGreeks(*quote.mark), position.quantity / *quote.mark);
            continue;
        }
        const double years = yearsBetween(picture.asOf, *instrument.expiry);
        const BlackTerms terms{*quote.underlyingPrice, *instrument.strike, years, *quote.markIv, *instrument.type};
        accumulate(sum, optionGreeks(terms, instrument.settlement), position.quantity);
    }
    return sum;
}

int countOf(const Portfolio& book, const MarketSnapshot& picture, const std::string& underlying, InstrumentKind kind)
{
    return static_cast<int>(std::ranges::count_if(book.positions, [&](const Position& p) {
        const Instrument& instrument = (*picture.instruments)[*picture.instruments->find(p.instrument)];
        return instrument.underlying == underlying && instrument.kind == kind;
    }));
}

SnapshotPtr pictureOf(std::uint64_t seed)
{
    SimulationSettings settings;
    settings.seed = seed;
    return SimulatedMarket(settings).step(std::chrono::hours(3));
}

} // namespace

class TestSampleBook : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyLine_isListedInWholeLotsAndBoughtNearTheMark()
    {
        const auto picture = pictureOf(1);
        const Portfolio book = sampleBook(*picture);

        std::set<std::string> names;
        for (const Position& position : book.positions) {
            const auto row = picture->instruments->find(position.instrument);
            QVERIFY2(row.has_value(), position.instrument.name.c_str());
            const Instrument& instrument = (*picture->instruments)[*row];
            const double lots = position.quantity / instrument.minTradeAmount;
            QVERIFY2(position.quantity != 0.0 && std::abs(lots - std::round(lots)) < 1e-9,
                     position.instrument.name.c_str());
            const double mark = *picture->quotes[*row].mark;
            const double average = *position.averagePrice;
            QVERIFY2(std::abs(average - mark) <= 0.07 * mark + instrument.tick.at(mark),
                     position.instrument.name.c_str());
            QVERIFY(average != mark);
            QCOMPARE(average, tickAtOrBelow(average, instrument.tick));
            QVERIFY(position.account == "main" || position.account == "hedge");
            QVERIFY(!position.tag.empty());
            names.insert(position.instrument.name);
        }
        QCOMPARE(names.size(), book.positions.size());
    }

    void shape_isADeskOfTwentyFiveLines()
    {
        const auto picture = pictureOf(1);
        const Portfolio book = sampleBook(*picture);

        QVERIFY2(book.positions.size() >= 23 && book.positions.size() <= 25,
                 QByteArray::number(int(book.positions.size())));
        QCOMPARE(countOf(book, *picture, "BTC", InstrumentKind::Perpetual), 1);
        QCOMPARE(countOf(book, *picture, "BTC", InstrumentKind::Future), 1);
        QCOMPARE(countOf(book, *picture, "ETH", InstrumentKind::Perpetual), 1);
        std::set<Timestamp> expiries;
        for (const Position& position : book.positions) {
            const Instrument& i = (*picture->instruments)[*picture->instruments->find(position.instrument)];
            if (isOption(i) && i.underlying == "BTC")
                expiries.insert(*i.expiry);
        }
        QCOMPARE(expiries.size(), std::size_t(5));
    }

    void greeks_areLongDeltaShortGammaShortVega_data()
    {
        QTest::addColumn<int>("seed");
        for (int seed = 1; seed <= 4; ++seed)
            QTest::addRow("seed %d", seed) << seed;
    }

    void greeks_areLongDeltaShortGammaShortVega()
    {
        QFETCH(int, seed);
        const auto picture = pictureOf(static_cast<std::uint64_t>(seed));
        const Portfolio book = sampleBook(*picture);

        const Greeks btc = bookGreeks(book, *picture, "BTC");
        const Greeks eth = bookGreeks(book, *picture, "ETH");

        QVERIFY2(btc.delta > 2.0 && btc.delta < 40.0, QByteArray::number(btc.delta));
        QVERIFY2(btc.gamma < -2e-4, QByteArray::number(btc.gamma));
        QVERIFY2(btc.vega < -1'000.0, QByteArray::number(btc.vega));
        QVERIFY(btc.theta > 0.0);
        QVERIFY2(eth.delta > 5.0, QByteArray::number(eth.delta));
        QVERIFY(eth.gamma < 0.0 && eth.vega < -100.0);
    }

    void marketWithoutListing_givesAnEmptyBook()
    {
        MarketSnapshot empty;
        empty.instruments = std::make_shared<const InstrumentTable>(std::vector<Instrument>{});

        QVERIFY(sampleBook(empty).positions.empty());
    }

    void sameSnapshot_sameBook()
    {
        const auto picture = pictureOf(2);

        QVERIFY(sampleBook(*picture) == sampleBook(*picture));
    }
};

QTEST_GUILESS_MAIN(TestSampleBook)
#include "tst_sample_book.moc"
