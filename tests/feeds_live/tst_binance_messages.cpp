#include "app/feeds/live/binance_messages.h"
#include "tests/feeds_live/live_testing.h"

#include <QtTest>

#include <cmath>

using namespace ballast;
using namespace ballast::test;

namespace {

VenueMessage decoded(const std::string& text, BinanceMarket market = BinanceMarket::UsdM)
{
    BinanceDecoder decoder(market);
    auto message = decoder.decode(text);
    if (!message)
        qFatal("%s", message.error().message.c_str());
    return std::move(*message);
}

} // namespace

class BinanceMessagesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void recordedLines_areMarketDataOrNamed()
    {
        const auto lines = recordedLines("api_json/crypto_msg_parser_raw/binance_raw_messages.jsonl");
        if (lines.empty())
            QSKIP("shared data is absent");
        BinanceDecoder decoder(BinanceMarket::UsdM);
        std::map<std::string, int> kinds;
        std::map<std::string, int> ignored;
        std::size_t unknown = 0;
        for (const std::string& line : lines) {
            const auto message = decoder.decode(line);
            QVERIFY2(message.ok(), line.c_str());
            QVERIFY2(!message->events.empty() || !message->ignored.empty() || message->unknownNames > 0, line.c_str());
            unknown += message->unknownNames;
            ++(message->ignored.empty() ? kinds[message->kind] : ignored[message->ignored]);
        }
        QCOMPARE(lines.size(), std::size_t(51));
        QCOMPARE(kinds["aggTrade"], 5);
        QCOMPARE(kinds["trade_all"], 1);
        QCOMPARE(kinds["markPriceUpdate"], 4);
        QCOMPARE(kinds["depthUpdate"], 10);
        QCOMPARE(kinds["depth"], 3);
        QCOMPARE(kinds["bookTicker"], 5);
        QCOMPARE(kinds["24hrTicker"], 10);
        QCOMPARE(kinds["openInterest"], 4);
        QCOMPARE(ignored["candles"], 5);
        QCOMPARE(ignored["book without an instrument"], 3);
        QCOMPARE(ignored["other event"], 1);
        QCOMPARE(unknown, std::size_t(1)); // ETHBTC
    }

    void coinMTrade_contractsBecomeDollars()
    {
        const auto message = decoded(
            R"({"stream":"btcusd_perp@aggTrade","data":{"e":"aggTrade","E":1616201883458,"a":41045788,"s":"BTCUSD_PERP","p":"58570.1","q":"58","f":91864326,"l":91864327,"T":1616201883304,"m":true}})");
        const auto& trade = *firstOf<TradeUpdate>(message.events);
        QCOMPARE(trade.amount, 5'800.0);
        QCOMPARE(trade.price, 58570.1);
        QCOMPARE(trade.side, Side::Sell); // the buyer was the maker
        QCOMPARE(trade.tradeId, std::string("41045788"));
    }

    void depth_chainsByPu()
    {
        const auto futures = decoded(
            R"({"stream":"btcusd_perp@depth@100ms","data":{"e":"depthUpdate","E":1622370862564,"T":1622370862553,"s":"BTCUSD_PERP","ps":"BTCUSD","U":127559587191,"u":127559588177,"pu":127559587113,"b":[["35365.9","1400"],["35425.8","0"]],"a":[["35817.8","7885"]]}})");
        const auto& book = *firstOf<BookUpdate>(futures.events);
        QCOMPARE(book.kind, BookUpdateKind::Change);
        QCOMPARE(book.changeId, std::int64_t(127559588177));
        QCOMPARE(*book.previousChangeId, std::int64_t(127559587113));
        QCOMPARE(book.bids.front().amount, 140'000.0);
        QCOMPARE(book.bids.back().amount, 0.0);
        const auto spot = decoded(
            R"({"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate","E":1622363903670,"s":"BTCUSDT","U":11294093710,"u":11294093726,"b":[],"a":[]}})",
            BinanceMarket::Spot);
        QCOMPARE(*firstOf<BookUpdate>(spot.events)->previousChangeId, std::int64_t(11294093709));
    }

    void partialDepth_isAnImage()
    {
        const auto futures = decoded(
            R"({"stream":"btcusd_perp@depth20","data":{"e":"depthUpdate","E":1653865197260,"T":1653865197065,"s":"BTCUSD_PERP","ps":"BTCUSD","U":462562184037,"u":462562184258,"pu":462562183567,"b":[["29389.3","6014"]],"a":[["29389.4","3926"]]}})");
        QCOMPARE(firstOf<BookUpdate>(futures.events)->kind, BookUpdateKind::Image);
        const auto spot = decoded(
            R"({"stream":"ethusdt@depth20","data":{"lastUpdateId":17044571457,"bids":[["1782.0","6.483"]],"asks":[["1782.01","15.4608"]]}})",
            BinanceMarket::Spot);
        QCOMPARE(firstOf<BookUpdate>(spot.events)->instrument, std::string("ETHUSDT"));
        QCOMPARE(firstOf<BookUpdate>(spot.events)->bids.front().amount, 6.483);
    }

    void depthAnswer_isASnapshot()
    {
        BinanceDecoder decoder(BinanceMarket::UsdM);
        const auto now = fromUnixMilliseconds(1'654'232'606'999);
        const auto book = decoder.decodeDepthAnswer(
            R"({"lastUpdateId":1570255790655,"E":1654232606707,"T":1654232606695,"bids":[["30430.80","0.482"]],"asks":[["30430.90","1.685"]]})",
            "BTCUSDT", now);
        QVERIFY(book.ok());
        QCOMPARE(book->kind, BookUpdateKind::Snapshot);
        QCOMPARE(book->changeId, std::int64_t(1570255790655));
        QVERIFY(book->at == fromUnixMilliseconds(1'654'232'606'707));
        QVERIFY(!decoder.decodeDepthAnswer("{}", "BTCUSDT", now));
        QVERIFY(!decoder.decodeDepthAnswer("{}", "NONSENSE", now));
    }

    void markPrice_andFunding()
    {
        const auto message = decoded(
            R"({"stream":"btcusdt@markPrice","data":{"e":"markPriceUpdate","E":1617308820003,"s":"BTCUSDT","p":"58940.14924532","P":"58905.14663658","i":"58857.26693664","r":"0.00058455","T":1617321600000}})");
        const auto& patch = *firstOf<TickerPatch>(message.events);
        QCOMPARE(*valueOf(patch, TickerField::Mark), 58940.14924532);
        QCOMPARE(*valueOf(patch, TickerField::Index), 58857.26693664);
        QCOMPARE(*valueOf(patch, TickerField::FundingRate8h), 0.00058455);
        const auto dated = decoded(
            R"({"e":"markPriceUpdate","E":1617308820003,"s":"BTCUSD_210625","p":"58940.1","P":"58905.1","r":"","T":0})");
        QVERIFY(!valueOf(*firstOf<TickerPatch>(dated.events), TickerField::FundingRate8h));
    }

    // The sample of the venue's documentation, with vols that are not there.
    void optionMarks_areFractionsAndMinusOneIsNone()
    {
        const auto message = decoded(
            R"({"stream":"btcusdt@optionMarkPrice","data":[{"e":"markPrice","E":1763689200000,"s":"BTC-251120-126000-C","mp":"770.543","i":"89000.5","P":"0.000","bo":"0.000","ao":"900.000","bq":"0.0000","aq":"0.2000","b":"-1.0","a":"1.01","hl":"4106.554","ll":"5.000","vo":"0.9408","rf":"0.0","d":"0.1111","t":"-164.26","g":"0.00000943","v":"26.35"},{"s":"NONSENSE","mp":"1"}]})",
            BinanceMarket::Options);
        QCOMPARE(message.unknownNames, std::size_t(1));
        const auto& patch = *firstOf<TickerPatch>(message.events);
        QCOMPARE(*valueOf(patch, TickerField::Mark), 770.543);
        QCOMPARE(*valueOf(patch, TickerField::MarkIv), 0.9408);
        QVERIFY(!valueOf(patch, TickerField::BidIv));
        QVERIFY(!valueOf(patch, TickerField::Bid));
        QCOMPARE(*valueOf(patch, TickerField::AskIv), 1.01);
        QCOMPARE(*valueOf(patch, TickerField::Delta), 0.1111);
    }

    void openInterest_ofCoinMIsInDollars()
    {
        const auto message = decoded(
            R"({"symbol":"BTCUSD_PERP","pair":"BTCUSD","openInterest":"5827897","contractType":"PERPETUAL","time":1654336819740})");
        QCOMPARE(*valueOf(*firstOf<TickerPatch>(message.events), TickerField::OpenInterest), 582'789'700.0);
    }

    void dayTicker_volumeOfCoinMIsInCoins()
    {
        const auto message = decoded(
            R"({"e":"24hrTicker","E":1653815020148,"s":"BTCUSD_PERP","ps":"BTCUSD","c":"29031.8","Q":"83","v":"12229247","q":"42252.54497257"})");
        QCOMPARE(*valueOf(*firstOf<TickerPatch>(message.events), TickerField::Volume24h), 42252.54497257);
        QVERIFY(firstOf<TickerPatch>(message.events)->values.size() == 2);
    }

    void reply_isNamed()
    {
        QCOMPARE(decoded(R"({"result":null,"id":1})").ignored, std::string("reply"));
        QCOMPARE(decoded(R"({"code":-1121,"msg":"Invalid symbol."})").ignored, std::string("error"));
    }
};

QTEST_GUILESS_MAIN(BinanceMessagesTest)
#include "tst_binance_messages.moc"
