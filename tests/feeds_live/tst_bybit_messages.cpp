#include "app/feeds/live/bybit_messages.h"
#include "tests/feeds_live/live_testing.h"

#include <QtTest>

#include <cmath>

using namespace ballast;
using namespace ballast::test;

namespace {

VenueMessage decoded(const std::string& text, BybitCategory category)
{
    BybitDecoder decoder(category);
    auto message = decoder.decode(text);
    if (!message)
        qFatal("%s", message.error().message.c_str());
    return std::move(*message);
}

bool close(std::optional<double> value, double expected)
{
    return value && std::abs(*value - expected) <= 1e-12 * std::max(1.0, std::abs(expected));
}

} // namespace

class BybitMessagesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void recordedLines_areMarketDataOrNamed()
    {
        const auto lines = recordedLines("api_json/crypto_msg_parser_raw/bybit_raw_messages.jsonl");
        if (lines.empty())
            QSKIP("shared data is absent");
        BybitDecoder decoder(BybitCategory::Linear);
        std::map<std::string, int> kinds;
        std::map<std::string, int> ignored;
        for (const std::string& line : lines) {
            const auto message = decoder.decode(line);
            QVERIFY2(message.ok(), line.c_str());
            QCOMPARE(message->events.empty(), !message->ignored.empty());
            QCOMPARE(message->unknownNames, std::size_t(0));
            ++(message->ignored.empty() ? kinds[message->kind] : ignored[message->ignored]);
        }
        QCOMPARE(lines.size(), std::size_t(24));
        QCOMPARE(kinds["trade"], 3);
        QCOMPARE(kinds["orderBookL2_25"], 3);
        QCOMPARE(kinds["instrument_info"], 6);
        QCOMPARE(kinds["answer"], 6);
        QCOMPARE(ignored["book update without a sequence"], 3);
        QCOMPARE(ignored["candles"], 3);
    }

    void recordedInfo_scaledIntegersAndTexts()
    {
        const auto lines = recordedLines("api_json/crypto_msg_parser_raw/bybit_raw_messages.jsonl");
        if (lines.empty())
            QSKIP("shared data is absent");
        BybitDecoder decoder(BybitCategory::Inverse);
        const auto inverse = decoder.decode(lines.at(14));
        const auto& patch = *firstOf<TickerPatch>(inverse->events);
        QCOMPARE(patch.instrument, std::string("BTCUSD"));
        QCOMPARE(patch.kind, PatchKind::Whole);
        QCOMPARE(*valueOf(patch, TickerField::Bid), 29930.5);
        QCOMPARE(*valueOf(patch, TickerField::Mark), 29946.34);
        QCOMPARE(*valueOf(patch, TickerField::Index), 29946.13);
        QCOMPARE(*valueOf(patch, TickerField::OpenInterest), 654'525'102.0);
        const auto linear = decoder.decode(lines.at(16));
        const auto& linearPatch = *firstOf<TickerPatch>(linear->events);
        QCOMPARE(*valueOf(linearPatch, TickerField::Bid), 29958.5);
        QVERIFY(valueOf(linearPatch, TickerField::OpenInterest) > 1'000.0 &&
                valueOf(linearPatch, TickerField::OpenInterest) < 100'000.0); // coins
    }

    void legacyBook_sidesAndAmounts()
    {
        const auto message = decoded(
            R"({"topic":"orderBookL2_25.BTCUSD","type":"snapshot","data":[{"price":"36409.50","symbol":"BTCUSD","id":364095000,"side":"Buy","size":68602},{"price":"36424.50","symbol":"BTCUSD","id":364245000,"side":"Sell","size":4271363}],"cross_seq":7407067519,"timestamp_e6":1622542809357177})",
            BybitCategory::Inverse);
        const auto& book = *firstOf<BookUpdate>(message.events);
        QCOMPARE(book.kind, BookUpdateKind::Image);
        QCOMPARE(book.bids.front().price, 36409.5);
        QCOMPARE(book.bids.front().amount, 68'602.0);
        QCOMPARE(book.asks.front().amount, 4'271'363.0);
        QVERIFY(book.at == fromUnixMilliseconds(1'622'542'809'357));
    }

    void legacyTrade()
    {
        const auto message = decoded(
            R"({"topic":"trade.BTCUSDT","data":[{"symbol":"BTCUSDT","tick_direction":"ZeroPlusTick","price":"57170.00","size":0.04,"timestamp":"2021-03-21T05:32:17.000Z","trade_time_ms":"1616304737092","side":"Buy","trade_id":"fe9ef57c"}]})",
            BybitCategory::Linear);
        const auto& trade = *firstOf<TradeUpdate>(message.events);
        QCOMPARE(trade.price, 57170.0);
        QCOMPARE(trade.amount, 0.04);
        QVERIFY(trade.at == fromUnixMilliseconds(1'616'304'737'092));
    }

    void legacyOpenInterest_isTheNewest()
    {
        const auto message = decoded(
            R"({"ret_code":0,"ret_msg":"OK","result":[{"open_interest":645245219,"timestamp":1654338300,"symbol":"BTCUSD"},{"open_interest":645240649,"timestamp":1654338000,"symbol":"BTCUSD"}],"time_now":"1654338600.495296"})",
            BybitCategory::Inverse);
        const auto& patch = *firstOf<TickerPatch>(message.events);
        QCOMPARE(*valueOf(patch, TickerField::OpenInterest), 645'245'219.0);
        QVERIFY(patch.at == fromUnixMilliseconds(1'654'338'300'000));
    }

    void optionTicker_isWhole()
    {
        const auto message = decoded(
            R"({"topic":"tickers.BTC-25DEC26-120000-C-USDT","ts":1795000000000,"type":"snapshot","id":"x","data":{"symbol":"BTC-25DEC26-120000-C-USDT","bidPrice":"5200","bidSize":"1.2","bidIv":"0.481","askPrice":"0","askSize":"0","askIv":"0","lastPrice":"5210","markPrice":"5255.5","indexPrice":"101010.2","markPriceIv":"0.487","underlyingPrice":"101234.5","openInterest":"1250.4","turnover24h":"451234","volume24h":"85.2","delta":"0.31","gamma":"0.00002","vega":"98.4","theta":"-71.2","predictedDeliveryPrice":"0","change24h":"0.02"}})",
            BybitCategory::Option);
        const auto& patch = *firstOf<TickerPatch>(message.events);
        QCOMPARE(patch.kind, PatchKind::Whole);
        QCOMPARE(*valueOf(patch, TickerField::BidIv), 0.481);
        QVERIFY(!valueOf(patch, TickerField::Ask));
        QVERIFY(!valueOf(patch, TickerField::AskIv));
        QCOMPARE(*valueOf(patch, TickerField::Volume24h), 85.2);
        QCOMPARE(*valueOf(patch, TickerField::Theta), -71.2);
        QCOMPARE(*valueOf(patch, TickerField::UnderlyingPrice), 101234.5);
    }

    void linearTickerDelta_namesChangesOnly()
    {
        const auto message = decoded(
            R"({"topic":"tickers.BTCUSDT","type":"delta","data":{"symbol":"BTCUSDT","bid1Price":"101000.1","bid1Size":"4.2","fundingRate":"0.0001","fundingIntervalHour":"4"},"cs":24987956059,"ts":1795000000000})",
            BybitCategory::Linear);
        const auto& patch = *firstOf<TickerPatch>(message.events);
        QCOMPARE(patch.kind, PatchKind::Change);
        QCOMPARE(patch.values.size(), std::size_t(3));
        QVERIFY(close(valueOf(patch, TickerField::FundingRate8h), 0.0002));
    }

    void inverseVolume_isTheTurnoverInCoins()
    {
        const std::string text =
            R"({"topic":"tickers.BTCUSD","type":"snapshot","data":{"symbol":"BTCUSD","volume24h":"49337318","turnover24h":"488.3"},"ts":1795000000000})";
        QCOMPARE(*valueOf(*firstOf<TickerPatch>(decoded(text, BybitCategory::Inverse).events), TickerField::Volume24h),
                 488.3);
    }

    void orderbook_countsByU()
    {
        const auto snapshot = decoded(
            R"({"topic":"orderbook.25.BTC-25DEC26-120000-C-USDT","type":"snapshot","ts":1795000000000,"data":{"s":"BTC-25DEC26-120000-C-USDT","b":[["5200","1.2"]],"a":[["5300","0.5"]],"u":18521288,"seq":7961638724}})",
            BybitCategory::Option);
        QCOMPARE(firstOf<BookUpdate>(snapshot.events)->kind, BookUpdateKind::Snapshot);
        const auto delta = decoded(
            R"({"topic":"orderbook.50.BTCUSDT","type":"delta","ts":1795000000020,"data":{"s":"BTCUSDT","b":[["100","0"]],"a":[],"u":177400508,"seq":66544703342}})",
            BybitCategory::Linear);
        QCOMPARE(*firstOf<BookUpdate>(delta.events)->previousChangeId, std::int64_t(177400507));
        const auto restart = decoded(
            R"({"topic":"orderbook.50.BTCUSDT","type":"delta","ts":1795000000020,"data":{"s":"BTCUSDT","b":[["100","1"]],"a":[],"u":1,"seq":1}})",
            BybitCategory::Linear);
        QCOMPARE(firstOf<BookUpdate>(restart.events)->kind, BookUpdateKind::Snapshot);
    }

    void publicTrade_ofAnOption()
    {
        const auto message = decoded(
            R"({"topic":"publicTrade.BTC","type":"snapshot","ts":1795000000000,"data":[{"i":"abc","T":1795000000001,"p":"5210","v":"0.3","S":"Sell","s":"BTC-25DEC26-120000-C-USDT","BT":false,"mP":"5205","iP":"101010.2","mIv":"0.48","iv":"0.486"}]})",
            BybitCategory::Option);
        const auto& trade = *firstOf<TradeUpdate>(message.events);
        QCOMPARE(trade.side, Side::Sell);
        QCOMPARE(*trade.iv, 0.486);
        QCOMPARE(*trade.indexPrice, 101010.2);
    }

    void controlMessages_areNamed()
    {
        QCOMPARE(decoded(R"({"success":true,"ret_msg":"pong","op":"ping"})", BybitCategory::Linear).ignored,
                 std::string("reply"));
        QCOMPARE(decoded(R"({"success":false,"ret_msg":"bad topic","op":"subscribe"})", BybitCategory::Linear).ignored,
                 std::string("error bad topic"));
    }
};

QTEST_GUILESS_MAIN(BybitMessagesTest)
#include "tst_bybit_messages.moc"
