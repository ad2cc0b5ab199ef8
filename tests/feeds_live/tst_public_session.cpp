#include "tests/feeds_live/public_rig.h"

#include <QtTest>

#include <cmath>

using namespace ballast;
using namespace ballast::test;
using namespace std::chrono_literals;

namespace {

const std::string optionName = "BTC-USD-261225-120000-C";

PublicRig okxRig(PublicSessionSettings settings = {})
{
    PublicRig rig(okxDialect({"BTC"}, "https://www.okx.com"), parseOkxName, settings);
    giveOkxPages(rig.pages);
    return rig;
}

// The text with each %N% in it replaced.
std::string filled(std::string text, const std::vector<std::string>& parts)
{
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const std::string mark = "%" + std::to_string(i + 1) + "%";
        text.replace(text.find(mark), mark.size(), parts[i]);
    }
    return text;
}

std::string okxBook(const char* action, int sequence, int previous, const std::string& bids, const std::string& asks)
{
    return filled(
        R"({"arg":{"channel":"books","instId":"BTC-USD-SWAP"},"action":"%1%","data":[{"asks":%2%,"bids":%3%,"ts":"1795000000000","checksum":0,"seqId":%4%,"prevSeqId":%5%}]})",
        {action, asks, bids, std::to_string(sequence), std::to_string(previous)});
}

std::string okxGrant(const std::string& channel, const std::string& name)
{
    return filled(R"({"event":"subscribe","arg":{"channel":"%1%","instId":"%2%"},"connId":"a4d3ae55"})",
                  {channel, name});
}

std::string binanceDepth(int first, int last, int previous, const char* bid)
{
    return filled(
        R"({"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate","E":1795000000100,"T":1795000000100,"s":"BTCUSDT","U":%1%,"u":%2%,"pu":%3%,"b":[["%4%","7"]],"a":[]}})",
        {std::to_string(first), std::to_string(last), std::to_string(previous), bid});
}

void openOkxBook(PublicRig& rig)
{
    rig.deliver(okxGrant("books", "BTC-USD-SWAP"));
    rig.deliver(okxBook("snapshot", 10, -1, R"([["100","20","0","1"]])", R"([["101","10","0","1"]])"));
}

bool close(std::optional<double> value, double expected)
{
    return value && std::abs(*value - expected) <= 1e-12 * std::max(1.0, std::abs(expected));
}

struct RecordedVenue
{
    const char* file;
    std::unique_ptr<VenueDialect> (*make)();
};

} // namespace

class PublicSessionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void okx_listsThenSubscribesInBatches()
    {
        auto rig = okxRig();
        rig.connect();
        QCOMPARE(rig.session.listed(), std::size_t(3));
        const std::string wanted1 = R"({"channel":"opt-summary","instFamily":"BTC-USD"})";
        QVERIFY(rig.hasSent(wanted1));
        const std::string wanted2 = R"({"channel":"tickers","instId":"BTC-USD-261225-120000-C"})";
        QVERIFY(rig.hasSent(wanted2));
        const std::string wanted3 = R"({"channel":"books","instId":"BTC-USD-SWAP"})";
        QVERIFY(rig.hasSent(wanted3));
        const std::string wanted4 = "{\"channel\":\"books\",\"instId\":\"BTC-USD-261225";
        QVERIFY(!rig.hasSent(wanted4)); // nobody looks at it
        const auto picture = rig.picture();
        QCOMPARE(picture->quotes.size(), std::size_t(3));
        const auto row = picture->instruments->find({okxVenue, optionName});
        QVERIFY(row);
        const Instrument& option = (*picture->instruments)[*row];
        QCOMPARE(option.contractSize, 0.01);
        QCOMPARE(option.minTradeAmount, 0.01);
        QCOMPARE(option.settlement, Settlement::Inverse);
        QVERIFY(close(picture->quotes[*row].openInterest, 42.0));
    }

    void okx_firstPictureHasVolsMarksIndexAndFunding()
    {
        auto rig = okxRig();
        rig.connect();
        rig.deliver(
            R"({"arg":{"channel":"opt-summary","instFamily":"BTC-USD"},"data":[{"instType":"OPTION","instId":"BTC-USD-261225-120000-C","uly":"BTC-USD","deltaBS":"0.31","gammaBS":"0.00002","vegaBS":"98.4","thetaBS":"-71.2","markVol":"0.487","bidVol":"","askVol":"0.493","fwdPx":"101234.5","ts":"1795000000000"}]})");
        rig.deliver(
            R"({"arg":{"channel":"mark-price","instId":"BTC-USD-261225-120000-C"},"data":[{"instId":"BTC-USD-261225-120000-C","markPx":"0.0521","ts":"1795000000000"}]})");
        rig.deliver(
            R"({"arg":{"channel":"tickers","instId":"BTC-USD-261225-120000-C"},"data":[{"instId":"BTC-USD-261225-120000-C","last":"0.05","askPx":"0.0525","askSz":"330","bidPx":"0.0515","bidSz":"100","volCcy24h":"0","vol24h":"0","ts":"1795000000000"}]})");
        rig.deliver(
            R"({"arg":{"channel":"index-tickers","instId":"BTC-USD"},"data":[{"instId":"BTC-USD","idxPx":"101010.2","ts":"1795000000000"}]})");
        rig.deliver(
            R"({"arg":{"channel":"funding-rate","instId":"BTC-USD-SWAP"},"data":[{"fundingRate":"0.0001","fundingTime":"1795017600000","nextFundingTime":"1795046400000","instId":"BTC-USD-SWAP"}]})");
        const auto picture = rig.picture();
        const Quote* option = picture->quote({okxVenue, optionName});
        QVERIFY(close(option->mark, 0.0521));  // coin
        QVERIFY(close(option->markIv, 0.487)); // fraction
        QVERIFY(close(option->bid, 0.0515));
        QVERIFY(close(option->bidAmount, 1.0)); // 100 contracts of 0.01 BTC
        QVERIFY(!option->bidIv);
        QVERIFY(option->state == QuoteState::Live);
        QCOMPARE(picture->index("BTC")->priceUsd, 101010.2);
        QVERIFY(close(picture->quote({okxVenue, "BTC-USD-SWAP"})->fundingRate8h, 0.0001));
    }

    void lostMessage_bookIsInvalidAtOnceAndComesBack()
    {
        auto rig = okxRig();
        rig.connect();
        openOkxBook(rig);
        QVERIFY(rig.session.isBookLive("BTC-USD-SWAP"));
        rig.deliver(okxBook("update", 12, 11, R"([["100","30","0","1"]])", "[]")); // 11 never came
        QVERIFY(!rig.session.isBookLive("BTC-USD-SWAP"));
        QVERIFY(rig.picture()->quote({okxVenue, "BTC-USD-SWAP"})->state == QuoteState::Gap);
        QCOMPARE(rig.session.figures().gaps, std::uint64_t(1));
        const std::string wanted5 = R"("op":"unsubscribe","args":[{"channel":"books","instId":"BTC-USD-SWAP"}])";
        QVERIFY(rig.hasSent(wanted5));
        rig.deliver(R"({"event":"unsubscribe","arg":{"channel":"books","instId":"BTC-USD-SWAP"},"connId":"a4d3ae55"})");
        const std::string wanted6 = R"("op":"subscribe","args":[{"channel":"books","instId":"BTC-USD-SWAP"}])";
        QCOMPARE(rig.sentWith(wanted6), std::size_t(1));
        openOkxBook(rig);
        QVERIFY(rig.session.isBookLive("BTC-USD-SWAP"));
        const Quote* swap = rig.picture()->quote({okxVenue, "BTC-USD-SWAP"});
        QVERIFY(close(swap->bidAmount, 2'000.0)); // 20 contracts of 100 USD
    }

    void okxKeepalive_keepsTheChain()
    {
        auto rig = okxRig();
        rig.connect();
        openOkxBook(rig);
        rig.deliver(okxBook("update", 10, 10, "[]", "[]"));
        rig.deliver(okxBook("update", 15, 10, R"([["100","30","0","1"]])", "[]"));
        QVERIFY(rig.session.isBookLive("BTC-USD-SWAP"));
        QCOMPARE(rig.session.figures().gaps, std::uint64_t(0));
    }

    void restartOfTheVenue_newSnapshotWithSmallerNumbersIsTaken()
    {
        auto rig = okxRig();
        rig.connect();
        openOkxBook(rig);
        rig.deliver(okxBook("snapshot", 3, -1, R"([["99","1","0","1"]])", R"([["102","1","0","1"]])"));
        QVERIFY(rig.session.isBookLive("BTC-USD-SWAP"));
        QVERIFY(close(rig.picture()->quote({okxVenue, "BTC-USD-SWAP"})->bid, 99.0));
    }

    void missingSnapshot_isAskedForAgain()
    {
        auto rig = okxRig();
        rig.connect();
        rig.deliver(okxGrant("books", "BTC-USD-SWAP"));
        rig.deliver(okxBook("snapshot", 10, -1, R"([["100","20","0","1"]])", R"([["101","10","0","1"]])"));
        rig.carryOut(rig.session.rejectBook("BTC-USD-SWAP", "its best prices cross", rig.now));
        QVERIFY(!rig.session.isBookLive("BTC-USD-SWAP"));
        rig.deliver(R"({"event":"unsubscribe","arg":{"channel":"books","instId":"BTC-USD-SWAP"},"connId":"a4d3ae55"})");
        rig.deliver(okxGrant("books", "BTC-USD-SWAP"));
        const std::size_t before = rig.sentWith("unsubscribe");
        rig.advance(6s);
        QCOMPARE(rig.sentWith("unsubscribe"), before + 1);
    }

    void refusedChannel_isNamedAndNotAskedForAgain()
    {
        auto rig = okxRig();
        rig.connect();
        rig.deliver(
            R"({"id":"2","event":"error","arg":{"channel":"tickers","instId":"BTC-USD-261225-120000-C"},"code":"60018","msg":"Wrong URL or channel"})");
        QCOMPARE(rig.alarms.size(), std::size_t(1));
        QVERIFY(rig.alarms.front().kind == AlarmKind::ChannelsRefused);
        QVERIFY(rig.alarms.front().text.find("Wrong URL") != std::string::npos);
        QVERIFY(!rig.session.subscriptions().isActive("tickers:" + optionName));
    }

    void unansweredChannels_areAskedForAgain()
    {
        auto rig = okxRig();
        rig.connect();
        const std::size_t before = rig.sentWith("opt-summary");
        rig.advance(11s);
        QCOMPARE(rig.sentWith("opt-summary"), before + 1);
        QVERIFY(std::ranges::any_of(rig.alarms, [](const Alarm& a) { return a.kind == AlarmKind::NotAnswered; }));
    }

    void ping_goesEvery15SecondsAndSilenceEndsTheLink()
    {
        auto rig = okxRig();
        rig.connect();
        openOkxBook(rig);
        rig.advance(16s);
        QCOMPARE(rig.sentWith("ping"), std::size_t(1));
        rig.deliver("pong");
        rig.advance(29s);
        QVERIFY(!rig.reconnect);
        rig.advance(2s);
        QVERIFY(rig.reconnect);
        QCOMPARE(rig.reconnect->reason, std::string("silence"));
        QVERIFY(rig.session.phase() == LinkPhase::Down);
        QVERIFY(rig.picture()->quote({okxVenue, "BTC-USD-SWAP"})->state == QuoteState::Down);
        QVERIFY(rig.reconnect->at > rig.now - 2s && rig.reconnect->at <= rig.now + 1s);
    }

    void reconnect_startsAnewWithEverything()
    {
        auto rig = okxRig();
        rig.connect();
        openOkxBook(rig);
        rig.carryOut(rig.session.disconnected(rig.now, "the connection broke"));
        QVERIFY(!rig.session.isBookLive("BTC-USD-SWAP"));
        rig.sent.clear();
        rig.now += 1s;
        rig.connect();
        QVERIFY(rig.hasSent("opt-summary"));
        const std::string wanted7 = R"({"channel":"books","instId":"BTC-USD-SWAP"})";
        QVERIFY(rig.hasSent(wanted7));
        openOkxBook(rig);
        QVERIFY(rig.session.isBookLive("BTC-USD-SWAP"));
        QCOMPARE(rig.session.figures().reconnects, std::uint64_t(1));
    }

    void backOff_growsWithEveryFailure()
    {
        auto rig = okxRig();
        Milliseconds last{0};
        for (int i = 0; i < 6; ++i) {
            rig.carryOut(rig.session.disconnected(rig.now, "no connection"));
            last = rig.reconnect->at - rig.now;
            rig.now = rig.reconnect->at;
        }
        QVERIFY(last > 4s);
        QVERIFY(last <= 30s);
    }

    void failedListing_isAskedForAgainWithBackOff()
    {
        PublicRig rig(okxDialect({"BTC"}, "https://www.okx.com"), parseOkxName);
        rig.holdUnknown = false;
        rig.connect();
        const std::size_t atFirst = rig.fetched.size();
        QVERIFY(atFirst >= 5);
        giveOkxPages(rig.pages);
        rig.advance(3s);
        QCOMPARE(rig.session.listed(), std::size_t(3));
    }

    void clockSkew_isMeasuredAndSaid()
    {
        auto rig = okxRig();
        rig.pages["/api/v5/public/time"] = R"({"code":"0","data":[{"ts":"1795000005000"}],"msg":""})";
        rig.connect();
        QCOMPARE(*rig.session.clock().skew(), Milliseconds{5000});
        QVERIFY(std::ranges::any_of(rig.alarms, [](const Alarm& a) { return a.kind == AlarmKind::ClockSkew; }));
    }

    void watchedOption_getsItsBookAndLosesItAgain()
    {
        auto rig = okxRig();
        rig.connect();
        for (const char* const channel : {"tickers", "mark-price"})
            rig.deliver(okxGrant(channel, optionName));
        rig.carryOut(rig.session.watch({optionName}, rig.now));
        const std::string wanted8 = R"({"channel":"books","instId":"BTC-USD-261225-120000-C"})";
        QVERIFY(rig.hasSent(wanted8));
        rig.deliver(okxGrant("books", optionName));
        rig.carryOut(rig.session.watch({}, rig.now));
        const std::string wanted9 =
            R"("op":"unsubscribe","args":[{"channel":"books","instId":"BTC-USD-261225-120000-C"}])";
        QVERIFY(rig.hasSent(wanted9));
        QVERIFY(rig.session.subscriptions().isActive("tickers:" + optionName));
    }

    void bybit_pagesAreFollowedAndOptionsAreDollars()
    {
        PublicRig rig(bybitDialect(BybitCategory::Option, {"BTC"}, "https://api.bybit.com"),
                      [](std::string_view name) { return parseBybitName(name, BybitCategory::Option); });
        giveBybitPages(rig.pages);
        rig.connect();
        QCOMPARE(rig.session.listed(), std::size_t(2)); // the one before its launch is left out
        const std::string wanted10 = R"({"req_id":"1","op":"subscribe","args":["tickers.BTC-25DEC26-120000-C-USDT")";
        QVERIFY(rig.hasSent(wanted10));
        rig.deliver(
            R"({"success":true,"conn_id":"aa01","data":{"failTopics":[],"successTopics":["tickers.BTC-25DEC26-120000-C-USDT","tickers.BTC-25DEC26-120000-P-USDT"]},"type":"COMMAND_RESP"})");
        QCOMPARE(rig.session.subscriptions().active(), std::size_t(2));
        rig.deliver(
            R"({"id":"tickers.x","topic":"tickers.BTC-25DEC26-120000-C-USDT","ts":1795000000000,"data":{"symbol":"BTC-25DEC26-120000-C-USDT","bidPrice":"5200","bidSize":"1.5","bidIv":"0.48","askPrice":"5300","askSize":"2","askIv":"0.49","lastPrice":"5250","markPrice":"5262.5","indexPrice":"101010.2","markPriceIv":"0.4871","underlyingPrice":"101234.5","openInterest":"12.5","volume24h":"3","turnover24h":"300000","delta":"0.31","gamma":"0.00002","vega":"98.4","theta":"-71.2"},"type":"snapshot"})");
        const auto picture = rig.picture();
        const Quote* option = picture->quote({bybitVenue, "BTC-25DEC26-120000-C-USDT"});
        QVERIFY(close(option->mark, 5262.5)); // USD
        QVERIFY(close(option->markIv, 0.4871));
        QVERIFY(close(option->bidAmount, 1.5)); // coins
        QCOMPARE(picture->index("BTC")->priceUsd, 101010.2);
        const auto row = picture->instruments->find({bybitVenue, "BTC-25DEC26-120000-C-USDT"});
        QCOMPARE((*picture->instruments)[*row].settlement, Settlement::Linear);
        QCOMPARE((*picture->instruments)[*row].tick.base, 5.0);
    }

    void bybit_refusedTopicsAreNamed()
    {
        PublicRig rig(bybitDialect(BybitCategory::Option, {"BTC"}, "https://api.bybit.com"),
                      [](std::string_view name) { return parseBybitName(name, BybitCategory::Option); });
        giveBybitPages(rig.pages);
        rig.connect();
        rig.deliver(
            R"({"success":false,"conn_id":"aa01","data":{"failTopics":["tickers.BTC-25DEC26-120000-C-USDT"],"successTopics":[]},"type":"COMMAND_RESP"})");
        QVERIFY(rig.alarms.front().kind == AlarmKind::ChannelsRefused);
        QCOMPARE(rig.session.subscriptions().active(), std::size_t(0));
    }

    void bybit_bookByItsCountAndGap()
    {
        PublicRig rig(bybitDialect(BybitCategory::Linear, {"BTC"}, "https://api.bybit.com"),
                      [](std::string_view name) { return parseBybitName(name, BybitCategory::Linear); });
        giveBybitPages(rig.pages);
        rig.connect();
        QVERIFY(rig.hasSent("orderbook.50.BTCUSDT"));
        rig.deliver(R"({"success":true,"ret_msg":"","conn_id":"c","req_id":"1","op":"subscribe"})");
        rig.deliver(
            R"({"topic":"orderbook.50.BTCUSDT","type":"snapshot","ts":1795000000000,"data":{"s":"BTCUSDT","b":[["101000","2"]],"a":[["101001","1"]],"u":500,"seq":7961638724},"cts":1795000000000})");
        rig.deliver(
            R"({"topic":"orderbook.50.BTCUSDT","type":"delta","ts":1795000000100,"data":{"s":"BTCUSDT","b":[["101000","0"],["100999","5"]],"a":[],"u":501,"seq":7961638725}})");
        QVERIFY(rig.session.isBookLive("BTCUSDT"));
        QVERIFY(close(rig.picture()->quote({bybitVenue, "BTCUSDT"})->bid, 100999.0));
        rig.deliver(
            R"({"topic":"orderbook.50.BTCUSDT","type":"delta","ts":1795000000200,"data":{"s":"BTCUSDT","b":[["100998","5"]],"a":[],"u":503,"seq":7961638727}})");
        QVERIFY(!rig.session.isBookLive("BTCUSDT"));
        const std::string wanted11 = R"("op":"unsubscribe","args":["orderbook.50.BTCUSDT"])";
        QVERIFY(rig.hasSent(wanted11));
        // A restart of the service: a snapshot in the guise of u = 1.
        rig.deliver(
            R"({"topic":"orderbook.50.BTCUSDT","type":"delta","ts":1795000000300,"data":{"s":"BTCUSDT","b":[["100990","5"]],"a":[["100995","1"]],"u":1,"seq":7961638730}})");
        QVERIFY(rig.session.isBookLive("BTCUSDT"));
    }

    void bybit_pingIsJsonEvery20Seconds()
    {
        PublicRig rig(bybitDialect(BybitCategory::Linear, {"BTC"}, "https://api.bybit.com"),
                      [](std::string_view name) { return parseBybitName(name, BybitCategory::Linear); });
        rig.connect();
        rig.advance(21s);
        const std::string wanted12 = R"({"op":"ping"})";
        QCOMPARE(rig.sentWith(wanted12), std::size_t(1));
        rig.deliver(R"({"args":["1795000020000"],"op":"pong"})");
        rig.deliver(R"({"success":true,"ret_msg":"pong","conn_id":"c","op":"ping"})");
        QCOMPARE(rig.session.figures().badMessages, std::uint64_t(0));
    }

    void binance_pricesComeInOneStreamAnUnderlying()
    {
        PublicRig rig(
            binanceDialect(BinanceLink::Prices, {"BTC"}, {"https://eapi.binance.com", "https://fapi.binance.com"}),
            [](std::string_view name) { return parseBinanceName(name, BinanceMarket::UsdM); });
        giveBinancePages(rig.pages);
        rig.connect();
        QCOMPARE(rig.session.listed(), std::size_t(2)); // no other coin, no dated future
        QVERIFY(rig.hasSent("btcusdt@optionMarkPrice"));
        QVERIFY(rig.hasSent("btcusdt@markPrice@1s"));
        rig.deliver(R"({"result":null,"id":1})");
        rig.deliver(
            R"({"stream":"btcusdt@optionMarkPrice","data":[{"s":"BTC-261225-120000-C","mp":"5262.5","E":1795000000000,"e":"markPrice","i":"101010.2","P":"0","bo":"5200","ao":"5300","bq":"1.5","aq":"2","b":"0.48","a":"-1","hl":"9000","ll":"5","vo":"0.4871","rf":"0.01","d":"0.31","t":"-71.2","g":"0.00002","v":"98.4"}]})");
        rig.deliver(
            R"({"stream":"btcusdt@markPrice@1s","data":{"e":"markPriceUpdate","E":1795000000000,"s":"BTCUSDT","p":"101005.1","i":"101010.2","P":"101000","r":"0.0001","T":1795017600000}})");
        const auto picture = rig.picture();
        const Quote* option = picture->quote({binanceVenue, "BTC-261225-120000-C"});
        QVERIFY(close(option->mark, 5262.5));
        QVERIFY(close(option->markIv, 0.4871));
        QVERIFY(close(option->bidIv, 0.48));
        QVERIFY(!option->askIv); // -1
        QVERIFY(close(picture->quote({binanceVenue, "BTCUSDT"})->fundingRate8h, 0.0001));
        QCOMPARE(picture->index("BTC")->priceUsd, 101010.2);
    }

    void binance_bookStartsFromTheAnswerAndResyncsAfterAGap()
    {
        PublicRig rig(
            binanceDialect(BinanceLink::Books, {"BTC"}, {"https://eapi.binance.com", "https://fapi.binance.com"}),
            [](std::string_view name) { return parseBinanceName(name, BinanceMarket::UsdM); });
        giveBinancePages(rig.pages);
        rig.connect();
        QVERIFY(rig.hasSent("btcusdt@depth@100ms"));
        rig.deliver(binanceDepth(995, 1003, 994, "101000.5"));
        QVERIFY(rig.session.isBookLive("BTCUSDT"));
        QVERIFY(close(rig.picture()->quote({binanceVenue, "BTCUSDT"})->bid, 101000.5));
        rig.deliver(binanceDepth(1004, 1005, 1003, "101000.6"));
        QVERIFY(rig.session.isBookLive("BTCUSDT"));
        rig.pages.erase("/fapi/v1/depth?symbol=BTCUSDT&limit=1000");
        rig.deliver(binanceDepth(1008, 1009, 1007, "101000.7")); // 1006 and 1007 never came
        QVERIFY(!rig.session.isBookLive("BTCUSDT"));
        QVERIFY(rig.picture()->quote({binanceVenue, "BTCUSDT"})->state == QuoteState::Gap);
        QCOMPARE(rig.session.figures().gaps, std::uint64_t(1));
        rig.carryOut(rig.session.answered(
            "book:BTCUSDT",
            Result<std::string>(std::string(
                R"({"lastUpdateId":1009,"E":1795000000300,"bids":[["101000.7","7"]],"asks":[["101001.0","1"]]})")),
            rig.now));
        QVERIFY(rig.session.isBookLive("BTCUSDT"));
        QVERIFY(close(rig.picture()->quote({binanceVenue, "BTCUSDT"})->bid, 101000.7));
    }

    void binance_sendsSevenMessagesASecondAtMostAndRenewsItsLink()
    {
        PublicRig rig(
            binanceDialect(BinanceLink::Books, {"BTC"}, {"https://eapi.binance.com", "https://fapi.binance.com"}),
            [](std::string_view name) { return parseBinanceName(name, BinanceMarket::UsdM); });
        giveBinancePages(rig.pages);
        rig.connect();
        for (int i = 0; i < 40; ++i)
            rig.carryOut(rig.session.watch(
                i % 2 == 0 ? std::set<std::string>{"BTC-261225-120000-C"} : std::set<std::string>{}, rig.now));
        QVERIFY(rig.sent.size() <= 7);
        for (int hour = 0; hour < 24 && !rig.reconnect; ++hour) {
            for (int minute = 0; minute < 60 && !rig.reconnect; ++minute) {
                for (int part = 0; part < 3 && !rig.reconnect; ++part) {
                    rig.deliver(R"({"result":null,"id":999})");
                    rig.advance(20s, 20s);
                }
            }
        }
        QVERIFY(rig.reconnect);
        QCOMPARE(rig.reconnect->reason, std::string("renewed before the venue ends it"));
    }

    // Whatever comes in, the session goes on: errors are counted, and a sound message is read after it.
    void brokenAnswersAndMessages_leaveTheSessionWhole_data()
    {
        QTest::addColumn<int>("venue");
        QTest::newRow("OKX") << 0;
        QTest::newRow("Bybit") << 1;
        QTest::newRow("Binance") << 2;
    }

    void brokenAnswersAndMessages_leaveTheSessionWhole()
    {
        QFETCH(int, venue);
        const auto fresh = [venue] {
            return venue == 0   ? okxDialect({"BTC"}, "https://x")
                   : venue == 1 ? bybitDialect(BybitCategory::Option, {"BTC"}, "https://x")
                                : binanceDialect(BinanceLink::Books, {"BTC"}, {"https://x", "https://x"});
        };
        std::map<std::string, std::string> pages;
        giveOkxPages(pages);
        giveBybitPages(pages);
        giveBinancePages(pages);
        const auto dialect = fresh();
        std::mt19937 random(7);
        for (const auto& [path, page] : pages) {
            for (std::size_t length = 0; length < page.size(); ++length)
                static_cast<void>(dialect->answered("options", page.substr(0, length), {}).ok());
            for (int i = 0; i < 300; ++i) {
                const std::string bad = mutated(page, random);
                for (const char* const subject : {"options", "time", "book:BTCUSDT"})
                    static_cast<void>(dialect->answered(subject, bad, {}).ok());
                static_cast<void>(dialect->decode(bad).ok());
            }
        }
        PublicRig rig(fresh(), [](std::string_view name) { return parseOkxName(name); });
        rig.pages = pages;
        rig.connect();
        const std::vector<std::string> sound{
            okxBook("snapshot", 10, -1, R"([["100","20","0","1"]])", R"([["101","10","0","1"]])"),
            okxGrant("books", "BTC-USD-SWAP"), binanceDepth(995, 1003, 994, "101000.5"),
            R"({"success":true,"ret_msg":"","conn_id":"c","req_id":"1","op":"subscribe"})"};
        for (int i = 0; i < 3'000; ++i)
            rig.deliver(mutated(sound[random() % sound.size()], random));
        QVERIFY(rig.session.figures().badMessages > 0);
        QVERIFY(rig.session.phase() == LinkPhase::Up);
    }

    void recordedLines_passThroughTheSession_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("venue");
        QTest::newRow("OKX") << "okx" << 0;
        QTest::newRow("Bybit") << "bybit" << 1;
        QTest::newRow("Binance") << "binance" << 2;
    }

    void recordedLines_passThroughTheSession()
    {
        QFETCH(QString, file);
        QFETCH(int, venue);
        const auto lines =
            recordedLines("api_json/crypto_msg_parser_raw/" + file.toStdString() + "_raw_messages.jsonl");
        if (lines.empty())
            QSKIP("shared data is absent");
        auto dialect = venue == 0   ? okxDialect({"BTC"}, "https://x")
                       : venue == 1 ? bybitDialect(BybitCategory::Linear, {"BTC"}, "https://x")
                                    : binanceDialect(BinanceLink::Prices, {"BTC"}, {"https://x", "https://y"});
        PublicRig rig(std::move(dialect), [venue](std::string_view name) {
            return venue == 0   ? parseOkxName(name)
                   : venue == 1 ? parseBybitName(name, BybitCategory::Linear)
                                : parseBinanceName(name, BinanceMarket::UsdM);
        });
        rig.connect();
        for (const std::string& line : lines)
            rig.deliver(line);
        QCOMPARE(rig.session.figures().messages, static_cast<std::uint64_t>(lines.size()));
        QCOMPARE(rig.session.figures().badMessages, std::uint64_t(0));
        QVERIFY(countOf<TradeUpdate>(rig.events) > 0);
        QVERIFY(countOf<TickerPatch>(rig.events) + countOf<TickerUpdate>(rig.events) > 0);
        QVERIFY(!rig.picture()->quotes.empty());
    }
};

QTEST_GUILESS_MAIN(PublicSessionTest)
#include "tst_public_session.moc"
