#include "app/feeds/deribit_messages.h"
#include "tests/support/shared_data.h"

#include <QtTest>

#include <fstream>
#include <sstream>

using namespace ballast;

namespace {

// The ticker of the venue's documentation, with bids and asks as quoted there.
const std::string ticker =
    R"({"jsonrpc":"2.0","method":"subscription","params":{"channel":"ticker.BTC-25DEC26-120000-C.100ms","data":{
 "instrument_name":"BTC-25DEC26-120000-C","timestamp":1795000000000,"state":"open","mark_price":0.0521,"mark_iv":48.7,
 "bid_iv":48.1,"ask_iv":49.3,"best_bid_price":0.0515,"best_bid_amount":12.0,"best_ask_price":0.0525,"best_ask_amount":7.5,
 "underlying_price":101234.5,"underlying_index":"BTC-25DEC26","index_price":101010.2,"interest_rate":0.0,
 "open_interest":1250.4,"last_price":0.052,"settlement_price":0.0509,"min_price":0.0251,"max_price":0.0935,
 "estimated_delivery_price":101010.2,"greeks":{"delta":0.31,"gamma":0.00002,"vega":98.4,"theta":-71.2,"rho":21.7},
 "stats":{"volume":85.2,"volume_usd":451234.0,"high":0.056,"low":0.049,"price_change":2.1}}}})";

Result<DeribitMessage> decode(const std::string& json)
{
    DeribitDecoder decoder;
    return decoder.decode(json);
}

std::string fileText(const std::filesystem::path& path)
{
    std::stringstream content;
    content << std::ifstream(path).rdbuf();
    return content.str();
}

} // namespace

class DeribitMessagesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ticker_isTypedInOurUnits()
    {
        const auto message = decode(ticker);
        QVERIFY(message.ok());
        QCOMPARE(message->kind, DeribitMessageKind::Tickers);
        QCOMPARE(message->channel, std::string("ticker.BTC-25DEC26-120000-C.100ms"));
        const TickerUpdate& update = message->tickers.at(0);
        QCOMPARE(update.instrument, std::string("BTC-25DEC26-120000-C"));
        QCOMPARE(update.scope, TickerScope::Full);
        QCOMPARE(*update.quote.bid, 0.0515);
        QCOMPARE(*update.quote.askAmount, 7.5);
        QCOMPARE(*update.quote.mark, 0.0521);
        QCOMPARE(*update.quote.last, 0.052);
        QCOMPARE(*update.quote.markIv, 48.7 / 100.0);
        QCOMPARE(*update.quote.bidIv, 48.1 / 100.0);
        QCOMPARE(*update.quote.underlyingPrice, 101234.5);
        QCOMPARE(*update.indexPrice, 101010.2);
        QCOMPARE(*update.quote.volume24h, 85.2);
        QCOMPARE(*update.quote.venueGreeks.gamma, 0.00002);
        QCOMPARE(*update.quote.venueGreeks.rho, 21.7);
        QCOMPARE(toUnixMilliseconds(update.quote.at), qint64(1795000000000));
    }

    void emptySide_isMissing_data()
    {
        QTest::addColumn<QString>("value");
        QTest::newRow("null") << "null";
        QTest::newRow("zero") << "0.0";
    }

    void emptySide_isMissing()
    {
        QFETCH(QString, value);
        std::string text = ticker;
        text.replace(text.find("0.0515"), 6, value.toStdString());
        const auto message = decode(text);
        QVERIFY(!message->tickers.at(0).quote.bid);
        QVERIFY(!message->tickers.at(0).quote.bidAmount);
        QVERIFY(message->tickers.at(0).quote.ask.has_value());
    }

    void incrementalBook_hasItsChain()
    {
        const auto message = decode(
            R"({"jsonrpc":"2.0","method":"subscription","params":{"channel":"book.BTC-PERPETUAL.100ms","data":{"type":"change","timestamp":1795000000123,"instrument_name":"BTC-PERPETUAL","prev_change_id":9001,"change_id":9002,"bids":[["change",101000.0,250000.0]],"asks":[["delete",101010.5,0.0],["new",101011.0,40000.0]]}}})");
        QVERIFY(message.ok());
        const BookUpdate& book = message->books.at(0);
        QCOMPARE(book.kind, BookUpdateKind::Change);
        QCOMPARE(*book.previousChangeId, std::int64_t(9001));
        QCOMPARE(book.changeId, std::int64_t(9002));
        QVERIFY(book.bids == (std::vector<LadderLevel>{{101000.0, 250000.0}}));
        QVERIFY(book.asks == (std::vector<LadderLevel>{{101010.5, 0.0}, {101011.0, 40000.0}}));
    }

    void groupedBook_isAnImage()
    {
        const auto message = decode(
            R"({"jsonrpc":"2.0","method":"subscription","params":{"channel":"book.BTC-PERPETUAL.none.10.100ms","data":{"timestamp":1795000000123,"instrument_name":"BTC-PERPETUAL","change_id":7,"bids":[[1.5,2.0]],"asks":[]}}})");
        QCOMPARE(message->books.at(0).kind, BookUpdateKind::Image);
        QVERIFY(!message->books.at(0).previousChangeId);
    }

    void markPrices_areFractionsAlready()
    {
        const auto message = decode(
            R"({"jsonrpc":"2.0","method":"subscription","params":{"channel":"markprice.options.btc_usd","data":[{"instrument_name":"BTC-25DEC26-120000-C","mark_price":0.05,"iv":0.9,"timestamp":1795000000000}]}})");
        QCOMPARE(message->tickers.at(0).scope, TickerScope::Mark);
        QCOMPARE(*message->tickers.at(0).quote.markIv, 0.9);
    }

    void priceIndex_isOfItsUnderlying()
    {
        const auto message = decode(
            R"({"jsonrpc":"2.0","method":"subscription","params":{"channel":"deribit_price_index.eth_usd","data":{"index_name":"eth_usd","price":2000.5,"timestamp":1795000000000}}})");
        QVERIFY(message->indices.at(0) == (IndexUpdate{"ETH", 2000.5, fromUnixMilliseconds(1795000000000)}));
    }

    void listing_hasTheVenuesTerms()
    {
        const auto message = decode(
            R"({"jsonrpc":"2.0","id":3,"result":[{"instrument_name":"BTC-23MAY26-68000-C","kind":"option","tick_size":0.0002,"tick_size_steps":[{"above_price":0.005,"tick_size":0.0007}],"min_trade_amount":0.3,"contract_size":2.0,"taker_commission":0.0004,"maker_commission":0.0001,"expiration_timestamp":1779523200000,"strike":68000.0},{"instrument_name":"BTC-FS-19MAY26_PERP","kind":"future_combo","tick_size":0.5,"expiration_timestamp":1}],"usOut":1779460435582531})");
        QCOMPARE(message->kind, DeribitMessageKind::Instruments);
        QCOMPARE(*message->id, std::int64_t(3));
        const Instrument& option = message->instruments.at(0);
        QVERIFY(option.tick == (TickSchedule{0.0002, {{0.005, 0.0007}}}));
        QCOMPARE(option.minTradeAmount, 0.3);
        QCOMPARE(option.contractSize, 2.0);
        QCOMPARE(*option.takerFee, 0.0004);
        QVERIFY(message->rejects.at(0) == (DeribitItemReject{"BTC-FS-19MAY26_PERP", "combo"}));
        QCOMPARE(toUnixMilliseconds(*message->serverTime), qint64(1779460435582));
    }

    void otherMessages_areNamed_data()
    {
        QTest::addColumn<QString>("json");
        QTest::addColumn<int>("kind");
        const auto row = [](const char* name, const char* json, DeribitMessageKind kind) {
            QTest::newRow(name) << json << static_cast<int>(kind);
        };
        row("test request", R"({"jsonrpc":"2.0","method":"heartbeat","params":{"type":"test_request"}})",
            DeribitMessageKind::TestRequest);
        row("heartbeat", R"({"jsonrpc":"2.0","method":"heartbeat","params":{"type":"heartbeat"}})",
            DeribitMessageKind::Heartbeat);
        row("request", R"({"jsonrpc":"2.0","id":0,"method":"public/subscribe","params":{"channels":["a"]}})",
            DeribitMessageKind::Request);
        row("reply", R"({"jsonrpc":"2.0","id":0,"result":["ticker.BTC-PERPETUAL.raw"]})", DeribitMessageKind::Reply);
        row("ok", R"({"jsonrpc":"2.0","id":0,"result":"ok"})", DeribitMessageKind::Reply);
        row("error", R"({"jsonrpc":"2.0","id":1,"error":{"code":10028,"message":"too_many_requests"}})",
            DeribitMessageKind::RpcError);
        row("trades", R"({"method":"subscription","params":{"channel":"trades.BTC-PERPETUAL.raw","data":[]}})",
            DeribitMessageKind::Trades);
        row("chart", R"({"method":"subscription","params":{"channel":"chart.trades.BTC-PERPETUAL.1","data":{}}})",
            DeribitMessageKind::Other);
        row("number", "7", DeribitMessageKind::Reply);
    }

    void otherMessages_areNamed()
    {
        QFETCH(QString, json);
        QFETCH(int, kind);
        const auto message = decode(json.toStdString());
        QVERIFY(message.ok());
        QCOMPARE(static_cast<int>(message->kind), kind);
        QVERIFY(message->tickers.empty() && message->books.empty());
    }

    void rpcError_keepsCodeAndText()
    {
        const auto message = decode(R"({"jsonrpc":"2.0","id":1,"error":{"code":10028,"message":"too_many_requests"}})");
        QCOMPARE(*message->errorCode, std::int64_t(10028));
        QCOMPARE(message->errorText, std::string("too_many_requests"));
    }

    void unfitMessages_areErrors_data()
    {
        QTest::addColumn<QString>("json");
        QTest::newRow("empty") << "";
        QTest::newRow("no JSON") << "hello";
        QTest::newRow("subscription without channel") << R"({"method":"subscription","params":{"data":{}}})";
        QTest::newRow("subscription without params") << R"({"method":"subscription"})";
        QTest::newRow("ticker without name")
            << R"({"method":"subscription","params":{"channel":"ticker.X.raw","data":{}}})";
        QTest::newRow("book without levels")
            << R"({"method":"subscription","params":{"channel":"book.X.raw","data":{"instrument_name":"X","timestamp":1,"change_id":1}}})";
        QTest::newRow("book with a broken level")
            << R"({"method":"subscription","params":{"channel":"book.X.raw","data":{"instrument_name":"X","timestamp":1,"change_id":1,"bids":[["new",1]],"asks":["x"]}}})";
        QTest::newRow("book with a negative amount")
            << R"({"method":"subscription","params":{"channel":"book.X.raw","data":{"instrument_name":"X","timestamp":1,"change_id":1,"bids":[["new",1,-2]],"asks":[]}}})";
        QTest::newRow("index without price")
            << R"({"method":"subscription","params":{"channel":"deribit_price_index.btc_usd","data":{"index_name":"btc_usd"}}})";
    }

    void unfitMessages_areErrors()
    {
        QFETCH(QString, json);
        const auto message = decode(json.toStdString());
        QVERIFY(!message.ok());
        QCOMPARE(message.error().code, Errc::BadInput);
    }

    void everyTruncation_isAnError()
    {
        DeribitDecoder decoder;
        for (std::size_t size = 0; size < ticker.size(); ++size)
            QVERIFY(!decoder.decode(std::string_view(ticker).substr(0, size)).ok());
        QVERIFY(decoder.decode(ticker).ok());
    }

    void everyRecordedMessage_decodes_data()
    {
        QTest::addColumn<QString>("file");
        const auto folder = test::sharedData("api_json/nautilus_deribit_json");
        if (!folder) {
            QTest::newRow("absent") << QString();
            return;
        }
        for (const auto& entry : std::filesystem::directory_iterator(*folder))
            QTest::newRow(entry.path().filename().c_str()) << QString::fromStdString(entry.path().string());
    }

    void everyRecordedMessage_decodes()
    {
        QFETCH(QString, file);
        if (file.isEmpty())
            QSKIP("no shared data");
        const auto message = decode(fileText(file.toStdString()));
        QVERIFY2(message.ok(), message.ok() ? "" : message.error().message.c_str());
        for (const BookUpdate& book : message->books)
            QVERIFY(!book.bids.empty() && !book.asks.empty());
        for (const TickerUpdate& update : message->tickers)
            QVERIFY(update.quote.at > Timestamp{} && update.quote.bid && update.quote.ask);
    }
};

QTEST_GUILESS_MAIN(DeribitMessagesTest)
#include "tst_deribit_messages.moc"
