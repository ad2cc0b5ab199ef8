#include "app/session/market_union.h"
#include "tests/support/market_builder.h"

#include <QtTest>

using namespace ballast;
using namespace ballast::test;
using namespace std::chrono_literals;

namespace {

const Timestamp start = *parseIso8601("2026-02-05T10:00:00Z");

Instrument perpetual(const char* venue, const char* name)
{
    Instrument instrument;
    instrument.id = {VenueId{venue}, name};
    instrument.underlying = "BTC";
    instrument.kind = InstrumentKind::Perpetual;
    instrument.settlement = Settlement::Linear;
    return instrument;
}

SnapshotPtr withState(const SnapshotPtr& market, QuoteState state)
{
    auto changed = *market;
    for (Quote& quote : changed.quotes)
        quote.state = state;
    return std::make_shared<const MarketSnapshot>(std::move(changed));
}

const InstrumentId binancePerpetual{VenueId{"binance"}, "BTCUSDT"};

SnapshotPtr prices()
{
    return MarketBuilder("2026-02-05T10:00:00Z")
        .index("BTC", 60'003.0)
        .listed(perpetual("binance", "BTCUSDT"), {.mark = 60'002.0, .at = start})
        .build();
}

SnapshotPtr books()
{
    auto ladder = std::make_shared<Ladder>();
    ladder->bids = {{60'000.0, 2.0}};
    ladder->asks = {{60'001.0, 2.0}};
    return MarketBuilder("2026-02-05T10:00:00Z")
        .listed(perpetual("binance", "BTCUSDT"),
                {.bid = 60'000.0, .ask = 60'001.0, .ladder = ladder, .at = start - 50ms})
        .build();
}

} // namespace

class MarketUnionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void twoVenues_areOneMarketInTheTablesOrder()
    {
        const auto deribit = MarketBuilder("2026-02-05T10:00:00Z")
                                 .index("BTC", 60'000.0)
                                 .perpetual("BTC-PERPETUAL", 60'000.0, 60'000.5)
                                 .option("BTC-27MAR26-60000-C", {.bid = 0.05, .ask = 0.052})
                                 .build();
        MarketUnion all;
        const auto joined = all.join({deribit, prices()});
        QCOMPARE(joined->quotes.size(), std::size_t(3));
        QVERIFY(joined->quote({deribitVenue, "BTC-27MAR26-60000-C"})->bid == 0.05);
        QVERIFY(joined->quote(binancePerpetual)->mark == 60'002.0);
        QCOMPARE(joined->index("BTC")->priceUsd, 60'000.0); // the first venue's
        QCOMPARE(*all.indexFrom("BTC"), std::size_t(0));
        QVERIFY(std::ranges::is_sorted(joined->instruments->all(), listedBefore));
    }

    void sameTables_keepTheJoinedTable()
    {
        const auto first = prices();
        const auto second = books();
        MarketUnion all;
        const auto once = all.join({first, second});
        const auto again = all.join({first, withState(second, QuoteState::Late)});
        QVERIFY(once->instruments == again->instruments);
    }

    void instrumentOfTwoLinks_hasWhatEachKnowsAndTheWorseState()
    {
        MarketUnion all;
        const Quote* quote = nullptr;
        const auto live = all.join({prices(), books()});
        quote = live->quote(binancePerpetual);
        QVERIFY(quote->mark == 60'002.0);
        QVERIFY(quote->bid == 60'000.0);
        QVERIFY(quote->ladder);
        QVERIFY(quote->state == QuoteState::Live);
        QVERIFY(quote->at == start);
        const auto lost = all.join({prices(), withState(books(), QuoteState::Down)});
        QVERIFY(lost->quote(binancePerpetual)->state == QuoteState::Down);
    }

    void linkThatOnlyLists_changesNothing()
    {
        auto listed = *books();
        listed.quotes.front() = Quote{};
        listed.quotes.front().state = QuoteState::Down;
        MarketUnion all;
        const auto joined = all.join({prices(), std::make_shared<const MarketSnapshot>(listed)});
        QVERIFY(joined->quote(binancePerpetual)->state == QuoteState::Live);
        const auto other = all.join({std::make_shared<const MarketSnapshot>(listed), prices()});
        QVERIFY(other->quote(binancePerpetual)->mark == 60'002.0);
    }

    void oldIndex_givesWayToAFreshOne()
    {
        auto old = *MarketBuilder("2026-02-05T10:00:00Z")
                        .index("BTC", 59'000.0)
                        .perpetual("BTC-PERPETUAL", 60'000.0, 60'000.5)
                        .build();
        old.indices.front().at = start - 11s;
        MarketUnion all;
        const auto joined = all.join({std::make_shared<const MarketSnapshot>(old), prices()});
        QCOMPARE(joined->index("BTC")->priceUsd, 60'003.0);
        QCOMPARE(*all.indexFrom("BTC"), std::size_t(1));
    }

    void noPictures_noMarket()
    {
        MarketUnion all;
        QVERIFY(!all.join({}));
    }
};

QTEST_GUILESS_MAIN(MarketUnionTest)
#include "tst_market_union.moc"
