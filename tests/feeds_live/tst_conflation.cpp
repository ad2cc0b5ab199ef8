#include "app/feeds/live/conflation.h"
#include "app/feeds/live/venue_names.h"
#include "models/market/instrument_name.h"

#include <QtTest>

using namespace ballast;
using namespace std::chrono_literals;

namespace {

const Timestamp start = *parseIso8601("2026-02-05T10:00:00Z");
const std::string option = "BTC-27MAR26-70000-C";

Conflator deribit(ConflationLimits limits = {})
{
    Conflator conflator(parseDeribitName, "deribit", limits);
    conflator.linkUp(start);
    return conflator;
}

TickerUpdate ticker(double bid, double ask, Timestamp at, const std::string& name = option)
{
    TickerUpdate update{name, TickerScope::Full, {}, 64'000.0};
    update.quote.bid = bid;
    update.quote.ask = ask;
    update.quote.markIv = 0.6;
    update.quote.at = at;
    return update;
}

BookUpdate book(BookUpdateKind kind, double bid, double ask, Timestamp at, std::int64_t id = 1,
                std::optional<std::int64_t> previous = {})
{
    return {option, kind, at, id, previous, {{bid, 5.0}}, {{ask, 6.0}}};
}

Quote quoteOf(Conflator& conflator, Timestamp now, const std::string& name = option)
{
    return *conflator.publish({1}, MarketMode::Live, now, now)->quote({deribitVenue, name});
}

} // namespace

class ConflationTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void expiredInstrument_isForgottenAndNotStale()
    {
        Conflator conflator = deribit();
        const Timestamp expiry = *parseIso8601("2026-03-27T08:00:00Z");
        conflator.apply(ticker(0.01, 0.02, expiry - 1s), expiry - 1s);
        conflator.apply(ticker(0.01, 0.02, expiry + 90s, "BTC-24APR26-70000-C"), expiry + 90s);

        const SnapshotPtr picture = conflator.publish({1}, MarketMode::Live, expiry + 90s, expiry + 90s);

        QCOMPARE(picture->quotes.size(), std::size_t(1));
        QCOMPARE(conflator.lines(), std::size_t(1));
        QCOMPARE(conflator.health().figures(expiry + 90s, expiry + 90s).stale, std::size_t(0));
    }

    void manyTicks_onePictureAStep()
    {
        Conflator conflator = deribit();
        int pictures = 0;
        double newest = 0.0;
        for (int i = 0; i < 5'000; ++i) { // 5,000 ticks in a second
            const Timestamp now = start + Milliseconds(i / 5);
            newest = 0.01 + 1e-6 * i;
            conflator.apply(ticker(newest, 0.05, now), now);
            if (!conflator.isDue(now))
                continue;
            ++pictures;
            const auto picture = conflator.publish({std::uint64_t(pictures)}, MarketMode::Live, now, now);
            QCOMPARE(*picture->quotes.front().bid, newest);
        }
        QCOMPARE(pictures, 10);
        QCOMPARE(conflator.lines(), std::size_t(1));
    }

    void nothingNew_isNotDue()
    {
        Conflator conflator = deribit();
        QVERIFY(!conflator.isDue(start));
        conflator.apply(ticker(0.01, 0.02, start), start);
        QVERIFY(conflator.isDue(start));
        static_cast<void>(conflator.publish({1}, MarketMode::Live, start, start));
        QVERIFY(!conflator.isDue(start + 1h));
    }

    void onDemand_aPictureAtAnyTime()
    {
        Conflator conflator = deribit();
        conflator.apply(ticker(0.01, 0.02, start), start);
        const auto first = conflator.publish({1}, MarketMode::Live, start, start);
        conflator.apply(ticker(0.011, 0.02, start + 1ms), start + 1ms);
        const auto second = conflator.publish({2}, MarketMode::Live, start + 1ms, start + 1ms);
        QCOMPARE(*first->quotes.front().bid, 0.01); // published pictures do not change
        QCOMPARE(*second->quotes.front().bid, 0.011);
    }

    void floodOfNames_isBounded()
    {
        Conflator conflator = deribit({100ms, 50});
        for (int i = 0; i < 10'000; ++i)
            conflator.apply(ticker(0.01, 0.02, start, "BTC-27MAR26-" + std::to_string(1'000 + i) + "-C"), start);
        conflator.apply(ticker(0.01, 0.02, start, "no such name"), start);
        QCOMPARE(conflator.lines(), std::size_t(50));
        QCOMPARE(conflator.refused(), std::uint64_t(9'951));
        QCOMPARE(conflator.publish({1}, MarketMode::Live, start, start)->quotes.size(), std::size_t(50));
    }

    void agedQuotes_areMarked()
    {
        Conflator conflator = deribit();
        conflator.apply(ticker(0.01, 0.02, start), start);
        conflator.apply(ticker(64'000, 64'001, start, "BTC-PERPETUAL"), start);
        QCOMPARE(quoteOf(conflator, start + 1s).state, QuoteState::Live);
        QCOMPARE(quoteOf(conflator, start + 5s, "BTC-PERPETUAL").state, QuoteState::Late);
        QCOMPARE(quoteOf(conflator, start + 5s).state, QuoteState::Live);
        QCOMPARE(quoteOf(conflator, start + 12s).state, QuoteState::Late);
        QCOMPARE(quoteOf(conflator, start + 12s, "BTC-PERPETUAL").state, QuoteState::Stale);
        conflator.apply(LinkLost{"reset", start + 13s}, start + 13s);
        QCOMPARE(quoteOf(conflator, start + 13s).state, QuoteState::Down);
    }

    void lostBook_isTakenAwayAtOnce()
    {
        Conflator conflator = deribit();
        conflator.apply(book(BookUpdateKind::Snapshot, 0.01, 0.02, start), start);
        QVERIFY(quoteOf(conflator, start).ladder != nullptr);
        conflator.apply(BookLost{option, "gap", start + 1s}, start + 1s);
        QVERIFY(quoteOf(conflator, start + 1s).ladder == nullptr);
        QCOMPARE(quoteOf(conflator, start + 1s).state, QuoteState::Gap);
        QCOMPARE(conflator.health().gapsOf(option), std::uint64_t(1));
        conflator.apply(book(BookUpdateKind::Snapshot, 0.011, 0.02, start + 2s, 9), start + 2s);
        QCOMPARE(quoteOf(conflator, start + 2s).state, QuoteState::Live);
    }

    void crossedBook_isNamedOnce()
    {
        Conflator conflator = deribit();
        conflator.apply(book(BookUpdateKind::Snapshot, 0.02, 0.02, start), start);
        QCOMPARE(quoteOf(conflator, start).state, QuoteState::Crossed);
        QCOMPARE(quoteOf(conflator, start).state, QuoteState::Crossed);
        QCOMPARE(conflator.takeCrossed(), std::vector<std::string>{option});
        QVERIFY(conflator.takeCrossed().empty());
        conflator.apply(book(BookUpdateKind::Snapshot, 0.01, 0.02, start + 1s, 2), start + 1s);
        QCOMPARE(quoteOf(conflator, start + 1s).state, QuoteState::Live);
        QVERIFY(conflator.takeCrossed().empty());
    }

    void partOfATicker_leavesTheNewerBookOnTop()
    {
        Conflator conflator = deribit();
        conflator.apply(ticker(0.01, 0.05, start), start);
        conflator.apply(book(BookUpdateKind::Snapshot, 0.02, 0.04, start + 1s), start + 1s);
        TickerPatch mark{option, PatchKind::Part, start + 2s, {}};
        mark.set(TickerField::Mark, 0.03);
        conflator.apply(mark, start + 2s);

        const Quote quote = quoteOf(conflator, start + 2s);
        QCOMPARE(*quote.bid, 0.02);
        QCOMPARE(*quote.bidAmount, 5.0);
        QCOMPARE(*quote.ask, 0.04);
        QCOMPARE(*quote.mark, 0.03);
        QCOMPARE(*quote.markIv, 0.6);
    }

    void agesOfFields_areKnown()
    {
        Conflator conflator = deribit();
        QVERIFY(conflator.agesOf(option, start) == FieldAges{});
        conflator.apply(ticker(0.01, 0.05, start), start);
        conflator.apply(book(BookUpdateKind::Snapshot, 0.02, 0.04, start + 1s), start + 1s);
        TickerPatch mark{option, PatchKind::Part, start + 2s, {}};
        mark.set(TickerField::Mark, 0.03);
        conflator.apply(mark, start + 2s);

        const auto ages = conflator.agesOf(option, start + 3s);
        QVERIFY(*ages.top == 2s);
        QVERIFY(*ages.mark == 1s);
        QVERIFY(*ages.vols == 3s);
        QVERIFY(*ages.index == 3s);
        QVERIFY(!ages.greeks);
    }

    void messageWithoutTime_isAsOldAsItsArrival()
    {
        Conflator conflator = deribit();
        TickerPatch funding{"BTC-PERPETUAL", PatchKind::Part, {}, {}};
        funding.set(TickerField::FundingRate8h, 0.0001);
        conflator.apply(funding, start + 4s);
        QVERIFY(quoteOf(conflator, start + 4s, "BTC-PERPETUAL").at == start + 4s);
    }

    void otherVenues_keepTheirNames()
    {
        Conflator conflator(parseOkxName, "okx");
        conflator.linkUp(start);
        TickerPatch patch{"BTC-USD-261225-120000-C", PatchKind::Part, start, {}};
        patch.set(TickerField::Bid, 0.05);
        conflator.apply(patch, start);
        const auto picture = conflator.publish({1}, MarketMode::Live, start, start);
        const Quote* quote = picture->quote({okxVenue, "BTC-USD-261225-120000-C"});
        QVERIFY(quote != nullptr);
        QCOMPARE(*quote->bid, 0.05);
        QCOMPARE(picture->source, std::string("okx"));
    }

    void volIndex_isKept()
    {
        Conflator conflator = deribit();
        conflator.apply(VolIndexUpdate{"BTC", 0.55, start}, start);
        QCOMPARE(*conflator.volIndex("BTC"), 0.55);
        QVERIFY(!conflator.volIndex("ETH"));
    }
};

QTEST_GUILESS_MAIN(ConflationTest)
#include "tst_conflation.moc"
