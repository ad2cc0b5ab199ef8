#include "app/feeds/market_book.h"
#include "models/market/instrument_name.h"

#include <QtTest>

using namespace ballast;

namespace {

const std::string option = "BTC-27MAR26-70000-C";

Timestamp second(int value)
{
    return *parseIso8601("2026-02-05T10:00:00Z") + std::chrono::seconds(value);
}

BookUpdate book(BookUpdateKind kind, int time, std::int64_t id, std::optional<std::int64_t> previous,
                std::vector<LadderLevel> bids, std::vector<LadderLevel> asks)
{
    return {option, kind, second(time), id, previous, std::move(bids), std::move(asks)};
}

TickerUpdate ticker(int time, double bid, double ask, double index)
{
    TickerUpdate update{option, TickerScope::Full, {}, index};
    update.quote.bid = bid;
    update.quote.ask = ask;
    update.quote.mark = 0.5 * (bid + ask);
    update.quote.at = second(time);
    return update;
}

Quote quoteOf(MarketBook& market)
{
    const auto picture = market.publish({1}, MarketMode::Live, "test");
    return *picture->quote({deribitVenue, option});
}

BookOutcome outcome(MarketBook& market, const BookUpdate& update)
{
    const auto result = market.apply(update);
    return result.ok() ? *result : BookOutcome::Waiting;
}

} // namespace

class MarketBookTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void chainOfChanges_keepsTheLadder()
    {
        MarketBook market;
        QCOMPARE(outcome(market, book(BookUpdateKind::Snapshot, 0, 10, {}, {{0.02, 5}, {0.01, 1}}, {{0.03, 2}})),
                 BookOutcome::Applied);
        QCOMPARE(outcome(market, book(BookUpdateKind::Change, 1, 11, 10, {{0.02, 7}, {0.015, 3}}, {{0.025, 4}})),
                 BookOutcome::Applied);
        QCOMPARE(outcome(market, book(BookUpdateKind::Change, 2, 12, 11, {{0.02, 0}, {0.5, 0}}, {{0.04, 1}})),
                 BookOutcome::Applied);

        const Quote quote = quoteOf(market);
        const Ladder expected{{{0.015, 3}, {0.01, 1}}, {{0.025, 4}, {0.03, 2}, {0.04, 1}}};
        QVERIFY(*quote.ladder == expected);
        QCOMPARE(*quote.bid, 0.015);
        QCOMPARE(*quote.bidAmount, 3.0);
        QCOMPARE(*quote.ask, 0.025);
        QVERIFY(quote.at == second(2));
    }

    void lostMessage_marksTheBookUntilTheNextSnapshot()
    {
        MarketBook market;
        QCOMPARE(outcome(market, book(BookUpdateKind::Snapshot, 0, 10, {}, {{0.02, 5}}, {{0.03, 2}})),
                 BookOutcome::Applied);
        QCOMPARE(outcome(market, book(BookUpdateKind::Change, 1, 13, 12, {{0.021, 5}}, {})), BookOutcome::Gap);
        QCOMPARE(quoteOf(market).state, QuoteState::Gap);
        QVERIFY(quoteOf(market).ladder == nullptr);
        QCOMPARE(outcome(market, book(BookUpdateKind::Change, 2, 14, 13, {{0.022, 5}}, {})), BookOutcome::Waiting);
        QVERIFY(market.apply(ticker(3, 0.02, 0.03, 64000)).ok());
        QCOMPARE(quoteOf(market).state, QuoteState::Gap);
        QCOMPARE(market.gaps(), std::size_t(1));

        QCOMPARE(outcome(market, book(BookUpdateKind::Snapshot, 4, 20, {}, {{0.019, 1}}, {{0.03, 2}})),
                 BookOutcome::Applied);
        QCOMPARE(quoteOf(market).state, QuoteState::Live);
        QCOMPARE(*quoteOf(market).bid, 0.019);
    }

    void repeatedMessage_isAGap()
    {
        MarketBook market;
        const auto change = book(BookUpdateKind::Change, 1, 11, 10, {{0.021, 5}}, {});
        QCOMPARE(outcome(market, book(BookUpdateKind::Snapshot, 0, 10, {}, {{0.02, 5}}, {})), BookOutcome::Applied);
        QCOMPARE(outcome(market, change), BookOutcome::Applied);
        QCOMPARE(outcome(market, change), BookOutcome::Gap);
    }

    void changeWithoutABook_waits()
    {
        MarketBook market;
        QCOMPARE(outcome(market, book(BookUpdateKind::Change, 1, 11, 10, {{0.021, 5}}, {})), BookOutcome::Waiting);
        QVERIFY(quoteOf(market).ladder == nullptr);
        QCOMPARE(market.gaps(), std::size_t(0));
    }

    void image_replacesWithoutAChain()
    {
        MarketBook market;
        QCOMPARE(outcome(market, book(BookUpdateKind::Image, 0, 10, {}, {{0.02, 5}}, {{0.03, 1}})),
                 BookOutcome::Applied);
        QCOMPARE(outcome(market, book(BookUpdateKind::Image, 1, 99, {}, {{0.01, 5}}, {})), BookOutcome::Applied);
        QVERIFY(*quoteOf(market).ladder == (Ladder{{{0.01, 5}}, {}}));
        QVERIFY(!quoteOf(market).ask);
    }

    void olderTicker_changesNothing()
    {
        MarketBook market;
        QVERIFY(market.apply(ticker(5, 0.02, 0.03, 64000)).ok());
        QVERIFY(market.apply(ticker(4, 0.01, 0.04, 63000)).ok());
        QCOMPARE(*quoteOf(market).bid, 0.02);
        QVERIFY(quoteOf(market).at == second(5));
    }

    void tickerOlderThanTheBook_leavesTheBestPrices()
    {
        MarketBook market;
        QCOMPARE(outcome(market, book(BookUpdateKind::Snapshot, 5, 10, {}, {{0.02, 5}}, {{0.03, 2}})),
                 BookOutcome::Applied);
        QVERIFY(market.apply(ticker(4, 0.01, 0.04, 64000)).ok());
        QCOMPARE(*quoteOf(market).bid, 0.02);
        QCOMPARE(*quoteOf(market).mark, 0.025);
        QVERIFY(quoteOf(market).at == second(5));
    }

    void crossedTicker_isMarked()
    {
        MarketBook market;
        QVERIFY(market.apply(ticker(0, 0.03, 0.02, 64000)).ok());
        QCOMPARE(quoteOf(market).state, QuoteState::Crossed);
    }

    void topAndMark_speakOfTheirFieldsOnly()
    {
        MarketBook market;
        auto full = ticker(0, 0.02, 0.03, 64000);
        full.quote.openInterest = 12;
        QVERIFY(market.apply(full).ok());
        TickerUpdate top{option, TickerScope::Top, {}, {}};
        top.quote.ask = 0.04;
        top.quote.at = second(1);
        QVERIFY(market.apply(top).ok());
        TickerUpdate mark{option, TickerScope::Mark, {}, {}};
        mark.quote.mark = 0.033;
        mark.quote.markIv = 0.6;
        mark.quote.at = second(2);
        QVERIFY(market.apply(mark).ok());

        const Quote quote = quoteOf(market);
        QVERIFY(!quote.bid);
        QCOMPARE(*quote.ask, 0.04);
        QCOMPARE(*quote.mark, 0.033);
        QCOMPARE(*quote.markIv, 0.6);
        QCOMPARE(*quote.openInterest, 12.0);
    }

    void index_isTheMedianOfTheNewestQuotesOrTheChannel()
    {
        MarketBook market;
        int time = 0;
        for (const char* name : {"BTC-27MAR26-60000-C", "BTC-27MAR26-70000-C", "BTC-27MAR26-80000-C"}) {
            auto update = ticker(time, 0.01, 0.02, 64000 + 10 * time);
            update.instrument = name;
            QVERIFY(market.apply(update).ok());
            ++time;
        }
        QCOMPARE(market.publish({1}, MarketMode::Live, "")->index("BTC")->priceUsd, 64010.0);
        market.apply(IndexUpdate{"BTC", 65000.0, second(60)});
        QCOMPARE(market.publish({2}, MarketMode::Live, "")->index("BTC")->priceUsd, 65000.0);
    }

    void expiredInstrument_leavesThePicture()
    {
        MarketBook market;
        QVERIFY(market.apply(ticker(0, 0.02, 0.03, 64000)).ok());
        market.apply(IndexUpdate{"BTC", 64000.0, *parseIso8601("2026-03-27T07:59:59Z")});
        QCOMPARE(market.publish({1}, MarketMode::Live, "")->instruments->size(), std::size_t(1));
        market.apply(IndexUpdate{"BTC", 64000.0, *parseIso8601("2026-03-27T08:00:00Z")});
        QCOMPARE(market.publish({2}, MarketMode::Live, "")->instruments->size(), std::size_t(0));
        QCOMPARE(market.size(), std::size_t(0));
        QCOMPARE(market.takeExpired().size(), std::size_t(1));
        QVERIFY(market.takeExpired().empty());
    }

    void publishedPicture_neverChanges()
    {
        MarketBook market;
        QVERIFY(market.apply(ticker(0, 0.02, 0.03, 64000)).ok());
        const auto first = market.publish({1}, MarketMode::Live, "");
        const Quote before = first->quotes.front();
        QVERIFY(market.apply(ticker(1, 0.05, 0.06, 64000)).ok());
        const auto second = market.publish({2}, MarketMode::Live, "");
        QVERIFY(first->quotes.front() == before);
        QCOMPARE(first->instruments.get(), second->instruments.get());
    }

    void definition_bringsTheVenuesTerms()
    {
        MarketBook market;
        QVERIFY(market.apply(ticker(0, 0.02, 0.03, 64000)).ok());
        auto terms = *parseDeribitName(option);
        terms.minTradeAmount = 25.0;
        market.define(terms);
        const auto picture = market.publish({1}, MarketMode::Live, "");
        QCOMPARE((*picture->instruments)[0].minTradeAmount, 25.0);
        QCOMPARE(*picture->quotes[0].bid, 0.02);
    }

    void unknownName_isAnError()
    {
        MarketBook market;
        auto update = ticker(0, 0.02, 0.03, 64000);
        update.instrument = "BTC-FS-19MAY26_PERP";
        QVERIFY(!market.apply(update).ok());
        QCOMPARE(market.size(), std::size_t(0));
    }
};

QTEST_GUILESS_MAIN(MarketBookTest)
#include "tst_market_book.moc"
