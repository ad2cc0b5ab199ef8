#include "app/feeds/live/okx_messages.h"
#include "tests/feeds_live/live_testing.h"

#include <QtTest>

#include <cmath>

using namespace ballast;
using namespace ballast::test;

namespace {

VenueMessage decoded(const std::string& text)
{
    OkxDecoder decoder;
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

class OkxMessagesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void recordedLines_areMarketDataOrNamed()
    {
        const auto lines = recordedLines("api_json/crypto_msg_parser_raw/okx_raw_messages.jsonl");
        if (lines.empty())
            QSKIP("shared data is absent");
        OkxDecoder decoder;
        std::map<std::string, int> kinds;
        std::map<std::string, int> ignored;
        for (const std::string& line : lines) {
            const auto message = decoder.decode(line);
            QVERIFY2(message.ok(), line.c_str());
            QCOMPARE(message->events.empty(), !message->ignored.empty());
            ++(message->ignored.empty() ? kinds[message->kind] : ignored[message->ignored]);
        }
        QCOMPARE(lines.size(), std::size_t(50));
        QCOMPARE(kinds["trades"], 6);
        QCOMPARE(kinds["funding-rate"], 2);
        QCOMPARE(kinds["books-l2-tbt"], 4);
        QCOMPARE(kinds["books5"], 6);
        QCOMPARE(kinds["bbo-tbt"], 6);
        QCOMPARE(kinds["tickers"], 6);
        QCOMPARE(kinds["open-interest"], 6);
        QCOMPARE(ignored["book update without a sequence"], 1);
        QCOMPARE(ignored["message of the old interface v3"], 1);
        QCOMPARE(ignored["candles"], 6);
        QCOMPARE(ignored["book without an instrument"], 6);
    }

    void optionTrade_contractsBecomeCoins()
    {
        const auto message = decoded(
            R"({"arg":{"channel":"trades","instId":"BTC-USD-220304-32000-P"},"data":[{"instId":"BTC-USD-220304-32000-P","tradeId":"81","px":"0.001","sz":"85","side":"buy","ts":"1646138219181"}]})");
        const auto& trade = *firstOf<TradeUpdate>(message.events);
        QCOMPARE(trade.price, 0.001);
        QVERIFY(close(trade.amount, 0.85));
        QCOMPARE(trade.side, Side::Buy);
        QVERIFY(trade.at == fromUnixMilliseconds(1'646'138'219'181));
    }

    void listing_replacesTheContractSize()
    {
        OkxDecoder decoder;
        const auto listing = decoder.decode(
            R"({"code":"0","data":[{"instType":"OPTION","instId":"BTC-USD-220304-32000-P","ctVal":"1","ctMult":"0.1","ctValCcy":"BTC","tickSz":"0.0005","lotSz":"1","minSz":"1","expTime":"1646380800000"},{"instId":"nonsense","ctVal":"1"}]})");
        QVERIFY(listing.ok());
        QCOMPARE(listing->unknownNames, std::size_t(1));
        const auto& instrument = firstOf<ListingUpdate>(listing->events)->instruments.front();
        QVERIFY(close(instrument.contractSize, 0.1));
        QVERIFY(close(instrument.minTradeAmount, 0.1));
        QCOMPARE(instrument.tick.base, 0.0005);
        const auto trade = decoder.decode(
            R"({"arg":{"channel":"trades","instId":"BTC-USD-220304-32000-P"},"data":[{"instId":"BTC-USD-220304-32000-P","tradeId":"81","px":"0.001","sz":"85","side":"buy","ts":"1646138219181"}]})");
        QVERIFY(close(firstOf<TradeUpdate>(trade->events)->amount, 8.5));
    }

    void inverseSwap_contractsBecomeDollars()
    {
        const auto message = decoded(
            R"({"arg":{"channel":"bbo-tbt","instId":"BTC-USD-SWAP"},"data":[{"asks":[["19920","3","0","1"]],"bids":[["19918.9","34","0","1"]],"ts":"1656633600013"}]})");
        const auto& book = *firstOf<BookUpdate>(message.events);
        QCOMPARE(book.kind, BookUpdateKind::Image);
        QCOMPARE(book.bids.front().price, 19918.9);
        QCOMPARE(book.bids.front().amount, 3'400.0);
        QCOMPARE(book.asks.front().amount, 300.0);
    }

    void books_chainBySequence()
    {
        const auto snapshot = decoded(
            R"({"arg":{"channel":"books","instId":"BTC-USDT-SWAP"},"action":"snapshot","data":[{"asks":[["101","10","0","1"]],"bids":[["100","20","0","1"]],"ts":"1656633600013","checksum":1,"seqId":123456,"prevSeqId":-1}]})");
        const auto& first = *firstOf<BookUpdate>(snapshot.events);
        QCOMPARE(first.kind, BookUpdateKind::Snapshot);
        QCOMPARE(first.changeId, std::int64_t(123456));
        QVERIFY(close(first.bids.front().amount, 0.2));
        const auto update = decoded(
            R"({"arg":{"channel":"books","instId":"BTC-USDT-SWAP"},"action":"update","data":[{"asks":[],"bids":[["100","0","0","0"]],"ts":"1656633600113","checksum":1,"seqId":123458,"prevSeqId":123456}]})");
        const auto& second = *firstOf<BookUpdate>(update.events);
        QCOMPARE(second.kind, BookUpdateKind::Change);
        QCOMPARE(*second.previousChangeId, std::int64_t(123456));
        QCOMPARE(second.bids.front().amount, 0.0);
    }

    void ticker_emptyBidIsNone()
    {
        const auto message = decoded(
            R"({"arg":{"channel":"tickers","instId":"BTC-USD-220624-50000-C"},"data":[{"instType":"OPTION","instId":"BTC-USD-220624-50000-C","last":"0.0005","lastSz":"6","askPx":"0.0015","askSz":"330","bidPx":"","bidSz":"","volCcy24h":"0","vol24h":"0","ts":"1654166283149"}]})");
        const auto& patch = *firstOf<TickerPatch>(message.events);
        QVERIFY(!valueOf(patch, TickerField::Bid));
        QVERIFY(!valueOf(patch, TickerField::BidAmount));
        QCOMPARE(*valueOf(patch, TickerField::Ask), 0.0015);
        QVERIFY(close(valueOf(patch, TickerField::AskAmount), 3.3));
        QCOMPARE(*valueOf(patch, TickerField::Volume24h), 0.0);
    }

    void volume_isInCoins()
    {
        const auto swap = decoded(
            R"({"arg":{"channel":"tickers","instId":"BTC-USD-SWAP"},"data":[{"instId":"BTC-USD-SWAP","last":"29937.6","askPx":"29933","askSz":"34","bidPx":"29932.9","bidSz":"66","volCcy24h":"17799.3208","vol24h":"5412510","ts":"1654166220361"}]})");
        QCOMPARE(*valueOf(*firstOf<TickerPatch>(swap.events), TickerField::Volume24h), 17799.3208);
        QCOMPARE(*valueOf(*firstOf<TickerPatch>(swap.events), TickerField::BidAmount), 6'600.0);
        const auto spot = decoded(
            R"({"arg":{"channel":"tickers","instId":"BTC-USDT"},"data":[{"instId":"BTC-USDT","last":"29934","askPx":"29934.1","askSz":"0.309","bidPx":"29934","bidSz":"0.05","volCcy24h":"302140058","vol24h":"9935.145","ts":"1654166073135"}]})");
        QCOMPARE(*valueOf(*firstOf<TickerPatch>(spot.events), TickerField::Volume24h), 9935.145);
    }

    void optionSummary_isTheBlackScholesSet()
    {
        const auto message = decoded(
            R"({"arg":{"channel":"opt-summary","instFamily":"BTC-USD"},"data":[{"instType":"OPTION","instId":"BTC-USD-261225-120000-C","uly":"BTC-USD","delta":"0.2","gamma":"1","vega":"0.001","theta":"-0.0001","deltaBS":"0.31","gammaBS":"0.00002","vegaBS":"98.4","thetaBS":"-71.2","markVol":"0.487","bidVol":"","askVol":"0.493","realVol":"0","volLv":"0.5","fwdPx":"101234.5","lever":"3","ts":"1795000000000"}]})");
        const auto& patch = *firstOf<TickerPatch>(message.events);
        QCOMPARE(*valueOf(patch, TickerField::Delta), 0.31);
        QCOMPARE(*valueOf(patch, TickerField::Theta), -71.2);
        QCOMPARE(*valueOf(patch, TickerField::MarkIv), 0.487);
        QVERIFY(!valueOf(patch, TickerField::BidIv));
        QCOMPARE(*valueOf(patch, TickerField::UnderlyingPrice), 101234.5);
    }

    void funding_isForEightHours()
    {
        const auto plain = decoded(
            R"({"arg":{"channel":"funding-rate","instId":"BTC-USD-SWAP"},"data":[{"fundingRate":"0.0000734174532791","fundingTime":"1646323200000","instId":"BTC-USD-SWAP","instType":"SWAP","nextFundingRate":"0.0001163723201487"}]})");
        QVERIFY(close(valueOf(*firstOf<TickerPatch>(plain.events), TickerField::FundingRate8h), 0.0000734174532791));
        QVERIFY(firstOf<TickerPatch>(plain.events)->at == Timestamp{}); // the message has no time of its own
        const auto fourHours = decoded(
            R"({"arg":{"channel":"funding-rate","instId":"BTC-USD-SWAP"},"data":[{"fundingRate":"0.0001","fundingTime":"1646323200000","nextFundingTime":"1646337600000","instId":"BTC-USD-SWAP"}]})");
        QVERIFY(close(valueOf(*firstOf<TickerPatch>(fourHours.events), TickerField::FundingRate8h), 0.0002));
    }

    void openInterest_isInTheQuantityUnit()
    {
        const auto message = decoded(
            R"({"code":"0","data":[{"instId":"BTC-USD-SWAP","instType":"SWAP","oi":"4092973","oiCcy":"13840.048827662696883","ts":"1654348683853"},{"instId":"ETH-USD-SWAP","instType":"SWAP","oi":"21795246","oiCcy":"123562.1205163528751467","ts":"1654348683853"}],"msg":""})");
        QCOMPARE(countOf<TickerPatch>(message.events), std::size_t(2));
        QCOMPARE(*valueOf(*firstOf<TickerPatch>(message.events), TickerField::OpenInterest), 409'297'300.0);
        const auto& second = std::get<TickerPatch>(message.events[1]);
        QCOMPARE(*valueOf(second, TickerField::OpenInterest), 217'952'460.0);
    }

    void indexAndMark()
    {
        const auto index = decoded(
            R"({"arg":{"channel":"index-tickers","instId":"BTC-USD"},"data":[{"instId":"BTC-USD","idxPx":"101010.2","ts":"1795000000000"}]})");
        QVERIFY((*firstOf<IndexUpdate>(index.events) ==
                 IndexUpdate{"BTC", 101010.2, fromUnixMilliseconds(1'795'000'000'000)}));
        const auto tether = decoded(
            R"({"arg":{"channel":"index-tickers","instId":"BTC-USDT"},"data":[{"instId":"BTC-USDT","idxPx":"101010.2","ts":"1795000000000"}]})");
        QCOMPARE(tether.ignored, std::string("index in another currency"));
        const auto mark = decoded(
            R"({"arg":{"channel":"mark-price","instId":"BTC-USD-SWAP"},"data":[{"instType":"SWAP","instId":"BTC-USD-SWAP","markPx":"101000.1","ts":"1795000000000"}]})");
        QCOMPARE(*valueOf(*firstOf<TickerPatch>(mark.events), TickerField::Mark), 101000.1);
    }

    void controlMessages_areNamed()
    {
        QCOMPARE(decoded("pong").ignored, std::string("heartbeat"));
        QCOMPARE(decoded(R"({"event":"subscribe","arg":{"channel":"tickers","instId":"BTC-USDT"}})").ignored,
                 std::string("reply"));
        QCOMPARE(decoded(R"({"event":"error","code":"60012","msg":"Invalid request"})").ignored,
                 std::string("error 60012"));
    }
};

QTEST_GUILESS_MAIN(OkxMessagesTest)
#include "tst_okx_messages.moc"
