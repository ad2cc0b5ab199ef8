#include "app/feeds/live/binance_messages.h"
#include "app/feeds/live/bybit_messages.h"
#include "app/feeds/live/conflation.h"
#include "app/feeds/live/eth_rpc.h"
#include "app/feeds/live/okx_messages.h"
#include "tests/feeds_live/session_rig.h"

#include <QtTest>

#include <cmath>

using namespace ballast;
using namespace ballast::test;

namespace {

constexpr int roundsASample = 3'000;

const std::vector<std::string> deribitSamples{
    R"({"jsonrpc":"2.0","method":"subscription","params":{"channel":"book.BTC-PERPETUAL.100ms","data":{"type":"change","timestamp":1795000000123,"instrument_name":"BTC-PERPETUAL","prev_change_id":9001,"change_id":9002,"bids":[["change",101000.0,250000.0]],"asks":[["delete",101010.5,0.0],["new",101011.0,40000.0]]}}})",
    R"({"jsonrpc":"2.0","method":"subscription","params":{"channel":"incremental_ticker.BTC-27MAR26-70000-C","data":{"type":"snapshot","timestamp":1795000000000,"instrument_name":"BTC-27MAR26-70000-C","mark_iv":48.7,"best_bid_price":0.05,"greeks":{"delta":0.31}}}})",
    R"({"jsonrpc":"2.0","method":"subscription","params":{"channel":"markprice.options.btc_usd","data":[{"instrument_name":"BTC-27MAR26-70000-C","mark_price":0.05,"iv":0.9,"timestamp":1795000000000}]}})",
    R"({"jsonrpc":"2.0","method":"subscription","params":{"channel":"trades.option.BTC.100ms","data":[{"trade_seq":1706,"trade_id":"137488100","timestamp":1616321732986,"price":0.007,"iv":78.44,"instrument_name":"BTC-26MAR21-62000-C","index_price":56151.63,"direction":"buy","amount":0.1}]}})",
    R"({"jsonrpc":"2.0","method":"subscription","params":{"channel":"user.changes.any.any.100ms","data":{"instrument_name":"BTC-PERPETUAL","positions":[{"instrument_name":"BTC-PERPETUAL","size":10.0,"direction":"buy"}],"orders":[{"order_id":"1","instrument_name":"BTC-PERPETUAL","direction":"buy","amount":10.0,"order_state":"filled"}]}}})",
    R"({"jsonrpc":"2.0","id":1,"result":{"access_token":"a","expires_in":900,"refresh_token":"b","scope":"connection"},"usIn":1770285600000000,"usOut":1770285600000001})",
    R"({"jsonrpc":"2.0","id":4,"error":{"code":13009,"message":"unauthorized","data":{"reason":"expired"}}})",
    R"({"jsonrpc":"2.0","id":3,"result":[{"instrument_name":"BTC-27MAR26-70000-C","kind":"option","tick_size":0.0001,"expiration_timestamp":1795000000000}]})",
    R"({"jsonrpc":"2.0","method":"heartbeat","params":{"type":"test_request"}})"};

const std::vector<std::string> okxSamples{
    R"({"arg":{"channel":"books","instId":"BTC-USDT-SWAP"},"action":"update","data":[{"asks":[["101","1","0","1"]],"bids":[["100","0","0","0"]],"ts":"1656633600113","seqId":123458,"prevSeqId":123456}]})",
    R"({"arg":{"channel":"opt-summary","instFamily":"BTC-USD"},"data":[{"instId":"BTC-USD-261225-120000-C","deltaBS":"0.31","markVol":"0.487","fwdPx":"101234.5","ts":"1795000000000"}]})",
    R"({"code":"0","data":[{"instType":"OPTION","instId":"BTC-USD-261225-120000-C","ctVal":"1","ctMult":"0.1","tickSz":"0.0005","minSz":"1","expTime":"1646380800000"}]})",
    R"({"arg":{"channel":"funding-rate","instId":"BTC-USD-SWAP"},"data":[{"fundingRate":"0.0001","fundingTime":"1646323200000","nextFundingTime":"1646337600000","instId":"BTC-USD-SWAP"}]})"};

const std::vector<std::string> bybitSamples{
    R"({"topic":"orderbook.50.BTCUSDT","type":"delta","ts":1795000000020,"data":{"s":"BTCUSDT","b":[["100","0"]],"a":[["101","2"]],"u":177400508,"seq":66544703342}})",
    R"({"topic":"tickers.BTCUSDT","type":"snapshot","data":{"symbol":"BTCUSDT","bid1Price":"101000.1","bid1Size":"4.2","fundingRate":"0.0001","fundingIntervalHour":"4"},"ts":1795000000000})",
    R"({"topic":"orderBookL2_25.BTCUSDT","type":"snapshot","data":{"order_book":[{"price":"36385.50","symbol":"BTCUSDT","side":"Buy","size":6.457}]},"cross_seq":"5737626212","timestamp_e6":"1622543529282954"})",
    R"({"ret_code":0,"result":[{"symbol":"BTCUSDT","price":"30453.5","size":16.872,"side":"Buy"}],"time_now":"1654245012.731544"})"};

const std::vector<std::string> binanceSamples{
    R"({"stream":"btcusd_perp@depth@100ms","data":{"e":"depthUpdate","E":1622370862564,"s":"BTCUSD_PERP","U":127559587191,"u":127559588177,"pu":127559587113,"b":[["35365.9","1400"]],"a":[["35817.8","7885"]]}})",
    R"({"stream":"btcusdt@optionMarkPrice","data":[{"E":1763689200000,"s":"BTC-251120-126000-C","mp":"770.543","i":"89000.5","bo":"0.000","b":"-1.0","vo":"0.9408","d":"0.1111"}]})",
    R"({"stream":"ethusdt@depth20","data":{"lastUpdateId":17044571457,"bids":[["1782.0","6.483"]],"asks":[["1782.01","15.4608"]]}})",
    R"({"stream":"!bookTicker","data":{"u":19575390521,"s":"BTCUSDT","b":"29010.9","B":"13.9","a":"29010.91","A":"3.9"}})"};

bool isSound(const LadderLevel& level)
{
    return std::isfinite(level.price) && level.price > 0.0 && std::isfinite(level.amount) && level.amount >= 0.0;
}

bool isSound(const FeedEvent& event)
{
    if (const auto* book = std::get_if<BookUpdate>(&event))
        return std::ranges::all_of(book->bids, [](const auto& l) { return isSound(l); }) &&
               std::ranges::all_of(book->asks, [](const auto& l) { return isSound(l); });
    if (const auto* trade = std::get_if<TradeUpdate>(&event))
        return std::isfinite(trade->price) && trade->price > 0.0 && trade->amount > 0.0;
    if (const auto* patch = std::get_if<TickerPatch>(&event))
        return std::ranges::all_of(patch->values, [](const auto& v) { return !v.second || std::isfinite(*v.second); });
    if (const auto* index = std::get_if<IndexUpdate>(&event))
        return index->priceUsd > 0.0;
    return true;
}

// A decoder and a conflator must survive any text; what is decoded is sound.
template <class Decoder>
void survive(Decoder& decoder, const std::vector<std::string>& samples, std::uint32_t seed)
{
    std::mt19937 random(seed);
    Conflator conflator(parseDeribitName, "fuzz");
    int sound = 0;
    const auto feed = [&](const std::string& text) {
        const auto message = decoder.decode(text);
        if (!message) {
            QVERIFY(!message.error().message.empty());
            return;
        }
        ++sound;
        for (const FeedEvent& event : message->events) {
            QVERIFY2(isSound(event), text.c_str());
            conflator.apply(event, fromUnixMilliseconds(1'795'000'000'000));
        }
    };
    for (const std::string& sample : samples) {
        feed(sample);
        for (std::size_t size = 0; size < sample.size(); ++size)
            feed(sample.substr(0, size));
        for (int round = 0; round < roundsASample; ++round)
            feed(mutated(sample, random));
    }
    QVERIFY(sound > static_cast<int>(samples.size()));
}

} // namespace

class LiveMutationsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everySample_isSound()
    {
        OkxDecoder okx;
        for (const std::string& sample : okxSamples)
            QVERIFY2(!okx.decode(sample)->events.empty(), sample.c_str());
        BybitDecoder bybit(BybitCategory::Linear);
        for (const std::string& sample : bybitSamples)
            QVERIFY2(!bybit.decode(sample)->events.empty(), sample.c_str());
        BinanceDecoder binance(BinanceMarket::UsdM);
        for (const std::string& sample : binanceSamples)
            QVERIFY2(!binance.decode(sample)->events.empty(), sample.c_str());
    }

    void okx_survivesAnyText()
    {
        OkxDecoder decoder;
        survive(decoder, okxSamples, 1);
    }

    void bybit_survivesAnyText()
    {
        for (const auto category :
             {BybitCategory::Linear, BybitCategory::Inverse, BybitCategory::Option, BybitCategory::Spot}) {
            BybitDecoder decoder(category);
            survive(decoder, bybitSamples, 2);
        }
    }

    void binance_survivesAnyText()
    {
        BinanceDecoder decoder(BinanceMarket::UsdM);
        survive(decoder, binanceSamples, 3);
    }

    void recordedMessages_cutAtEveryByte()
    {
        OkxDecoder okx;
        BybitDecoder bybit(BybitCategory::Linear);
        BinanceDecoder binance(BinanceMarket::UsdM);
        int cut = 0;
        const auto each = [&cut](auto& decoder, std::string_view file) {
            for (const std::string& line : recordedLines(file)) {
                for (std::size_t size = 1; size < line.size(); ++size, ++cut)
                    QVERIFY(!decoder.decode(std::string_view(line).substr(0, size)));
            }
        };
        each(okx, "api_json/crypto_msg_parser_raw/okx_raw_messages.jsonl");
        each(bybit, "api_json/crypto_msg_parser_raw/bybit_raw_messages.jsonl");
        each(binance, "api_json/crypto_msg_parser_raw/binance_raw_messages.jsonl");
        if (cut == 0)
            QSKIP("shared data is absent");
        QVERIFY(cut > 30'000);
    }

    void session_survivesAnyText()
    {
        std::mt19937 random(4);
        DeribitSettings settings;
        settings.credentials = deribit::Credentials{"id", "CANARY"};
        SessionRig rig(settings);
        rig.connect();
        int reconnects = 0;
        for (int round = 0; round < 60'000; ++round) {
            const std::string& sample = deribitSamples[random() % deribitSamples.size()];
            const auto text = random() % 4 == 0 ? sample : mutated(sample, random);
            const auto step = rig.session.received(text, rig.now);
            for (const FeedEvent& event : step.events)
                QVERIFY2(isSound(event), text.c_str());
            for (const SessionAction& action : step.actions) {
                if (const auto* send = std::get_if<SendText>(&action))
                    QVERIFY(send->text.find("CANARY") == std::string::npos);
            }
            rig.carryOut(step);
            rig.settle();
            rig.now += Milliseconds(random() % 50);
            rig.carryOut(rig.session.tick(rig.now));
            rig.settle();
            if (rig.session.phase() == LinkPhase::Down) {
                ++reconnects;
                rig.connect();
            }
            rig.events.clear();
            rig.sent.clear();
            rig.venue.requests.clear();
        }
        QVERIFY(rig.session.figures().badMessages > 1'000);
        QVERIFY(reconnects < 1'000);
        rig.advance(std::chrono::seconds(5));
        QCOMPARE(rig.session.phase(), LinkPhase::Up);
    }

    void deribitMessages_cutAtEveryByte()
    {
        DeribitWire wire;
        for (const std::string& sample : deribitSamples) {
            QVERIFY(wire.decode(sample, {}).ok());
            for (std::size_t size = 0; size < sample.size(); ++size)
                QVERIFY(!wire.decode(std::string_view(sample).substr(0, size), {}));
        }
    }

    void ethAnswers_surviveAnyText()
    {
        const std::string sample = R"({"jsonrpc":"2.0","id":5,"result":"0x0123456789abcdef"})";
        std::mt19937 random(5);
        for (std::size_t size = 0; size < sample.size(); ++size)
            QVERIFY(!ethCallAnswer(std::string_view(sample).substr(0, size), 5));
        int sound = 0;
        for (int round = 0; round < 5'000; ++round) {
            const auto result = ethCallAnswer(mutated(sample, random), 5);
            sound += result.ok() ? 1 : 0;
            QVERIFY(result.ok() || !result.error().message.empty());
        }
        QVERIFY(sound > 10);
    }
};

QTEST_GUILESS_MAIN(LiveMutationsTest)
#include "tst_live_mutations.moc"
