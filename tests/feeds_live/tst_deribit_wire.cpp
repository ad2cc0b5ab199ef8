#include "app/feeds/live/book_chains.h"
#include "app/feeds/live/deribit_errors.h"
#include "app/feeds/live/deribit_wire.h"
#include "tests/feeds_live/live_testing.h"

#include <QtTest>

#include <cmath>
#include <iterator>

using namespace ballast;
using namespace ballast::test;

namespace {

DeribitWireMessage decoded(const std::string& text, const RequestLedger& pending = {})
{
    DeribitWire wire;
    auto message = wire.decode(text, pending);
    if (!message)
        qFatal("%s", message.error().message.c_str());
    return std::move(*message);
}

std::string subscription(const std::string& channel, const std::string& data)
{
    return R"({"jsonrpc":"2.0","method":"subscription","params":{"channel":")" + channel + R"(","data":)" + data + "}}";
}

std::optional<std::string> sampleFile(const std::string& name)
{
    const auto path = sharedData("api_json/nautilus_deribit_json/" + name);
    if (!path)
        return std::nullopt;
    std::ifstream in(*path);
    return std::string(std::istreambuf_iterator<char>(in), {});
}

bool close(std::optional<double> value, double expected)
{
    return value && std::abs(*value - expected) <= 1e-12 * std::max(1.0, std::abs(expected));
}

} // namespace

class DeribitWireTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void incrementalTicker_patchesNamedFieldsOnly()
    {
        const auto message = decoded(subscription(
            "incremental_ticker.BTC-25DEC26-120000-C",
            R"({"type":"change","timestamp":1795000000000,"instrument_name":"BTC-25DEC26-120000-C","mark_iv":48.7,"best_bid_price":null,"greeks":{"delta":0.31},"stats":{"volume":85.2}})"));

        const auto& patch = *firstOf<TickerPatch>(message.events);
        QCOMPARE(patch.kind, PatchKind::Change);
        QCOMPARE(patch.values.size(), std::size_t(4));
        QVERIFY(close(valueOf(patch, TickerField::MarkIv), 0.487));
        QVERIFY(close(valueOf(patch, TickerField::Delta), 0.31));
        QVERIFY(!valueOf(patch, TickerField::Bid));
    }

    void merger_buildsWholeTickers()
    {
        TickerMerger merger;
        TickerPatch change{"X", PatchKind::Change, fromUnixMilliseconds(2'000), {}};
        change.set(TickerField::Bid, 2.0);
        QVERIFY(!merger.apply(change)); // without a base
        TickerPatch whole{"X", PatchKind::Whole, fromUnixMilliseconds(1'000), {}};
        whole.set(TickerField::Bid, 1.0);
        whole.set(TickerField::Mark, 1.5);
        QVERIFY(merger.apply(whole).has_value());
        const auto merged = merger.apply(change);
        QCOMPARE(*merged->quote.bid, 2.0);
        QCOMPARE(*merged->quote.mark, 1.5);
        QVERIFY(!merger.apply(whole)); // older
        merger.dropBases();
        QVERIFY(!merger.apply(change));
    }

    void markPrices_areFractions()
    {
        const auto message = decoded(subscription(
            "markprice.options.btc_usd",
            R"([{"instrument_name":"BTC-25DEC26-120000-C","mark_price":0.05,"iv":0.9,"timestamp":1795000000000},{"instrument_name":"BTC-25DEC26-120000-P","mark_price":0.06,"iv":0.8,"timestamp":1795000000000}])"));

        QCOMPARE(countOf<TickerUpdate>(message.events), std::size_t(2));
        const auto* first = firstOf<TickerUpdate>(message.events);
        QCOMPARE(first->scope, TickerScope::Mark);
        QCOMPARE(*first->quote.markIv, 0.9);
    }

    void perpetual_isTheFunding()
    {
        const auto message =
            decoded(subscription("perpetual.BTC-PERPETUAL.100ms",
                                 R"({"interest":0.00012,"index_price":101010.2,"timestamp":1795000000000})"));
        const auto& patch = *firstOf<TickerPatch>(message.events);
        QCOMPARE(patch.instrument, std::string("BTC-PERPETUAL"));
        QVERIFY(close(valueOf(patch, TickerField::FundingRate8h), 0.00012));
        QVERIFY(close(valueOf(patch, TickerField::Index), 101010.2));
    }

    void statesAndPlatform()
    {
        const auto state =
            decoded(subscription("instrument.state.any.BTC",
                                 R"({"instrument_name":"BTC-25DEC26","state":"halted","timestamp":1795000000000})"));
        QCOMPARE(firstOf<InstrumentStateUpdate>(state.events)->state, std::string("halted"));
        const auto platform = decoded(subscription("platform_state", R"({"price_index":"btc_usdc","locked":true})"));
        QVERIFY(firstOf<PlatformUpdate>(platform.events)->locked);
        QCOMPARE(firstOf<PlatformUpdate>(platform.events)->scope, std::string("btc_usdc"));
    }

    void recordedVolIndex()
    {
        const auto text = sampleFile("ws_volatility_index.json");
        if (!text)
            QSKIP("shared data is absent");
        const auto message = decoded(*text);
        QCOMPARE(firstOf<VolIndexUpdate>(message.events)->underlying, std::string("BTC"));
        QVERIFY(close(firstOf<VolIndexUpdate>(message.events)->vol, 1.2936));
    }

    void recordedTrades()
    {
        const auto text = sampleFile("ws_trades.json");
        if (!text)
            QSKIP("shared data is absent");
        const auto message = decoded(*text);
        QCOMPARE(countOf<TradeUpdate>(message.events), std::size_t(2));
        const auto& trade = *firstOf<TradeUpdate>(message.events);
        QCOMPARE(trade.tradeId, std::string("403691824"));
        QCOMPARE(trade.price, 92294.5);
        QCOMPARE(trade.amount, 10.0);
        QCOMPARE(trade.side, Side::Sell);
        QCOMPARE(*trade.indexPrice, 92276.75);
    }

    void recordedPortfolio()
    {
        const auto text = sampleFile("ws_portfolio.json");
        if (!text)
            QSKIP("shared data is absent");
        const auto message = decoded(*text);
        const auto& portfolio = *firstOf<PortfolioUpdate>(message.events);
        QCOMPARE(portfolio.currency, std::string("USDT"));
        QVERIFY(close(portfolio.equity, 55.00055));
        QVERIFY(close(portfolio.initialMargin, 1.100011));
        QVERIFY(close(portfolio.marginBalance, 54.968258));
        QCOMPARE(portfolio.marginModel, std::string("cross_sm"));
    }

    void everyRecordedFile_decodes()
    {
        const auto folder = sharedData("api_json/nautilus_deribit_json");
        if (!folder)
            QSKIP("shared data is absent");
        DeribitWire wire;
        int files = 0;
        for (const auto& entry : std::filesystem::directory_iterator(*folder)) {
            std::ifstream in(entry.path());
            const std::string text(std::istreambuf_iterator<char>(in), {});
            const auto message = wire.decode(text, {});
            QVERIFY2(message.ok(), entry.path().filename().c_str());
            QVERIFY(message->kind != DeribitWireKind::Ignored || !message->ignored.empty());
            ++files;
        }
        QCOMPARE(files, 38);
    }

    void recordedLines_areMarketDataOrNamed()
    {
        const auto lines = recordedLines("api_json/crypto_msg_parser_raw/deribit_raw_messages.jsonl");
        if (lines.empty())
            QSKIP("shared data is absent");
        DeribitWire wire;
        std::map<std::string, int> ignored;
        int market = 0;
        for (const std::string& line : lines) {
            const auto message = wire.decode(line, {});
            QVERIFY(message.ok());
            if (message->kind == DeribitWireKind::Market)
                ++market;
            else
                ++ignored[message->ignored];
        }
        // 3 trades, 8 books, 2 quotes, 3 tickers are streams; answers to nothing asked are not taken.
        QCOMPARE(market, 16);
        QCOMPARE(ignored["other channel"], 3);
        QCOMPARE(ignored["answer to nothing asked"], 7);
        QCOMPARE(lines.size(), std::size_t(26));
    }

    void recordedHalfMinute_keepsItsChains()
    {
        const auto lines = recordedLines("api_json/cryptofeed_ws_recordings/DERIBIT.ws.1.0");
        if (lines.empty())
            QSKIP("shared data is absent");
        DeribitWire wire;
        BookChains chains;
        int tickers = 0;
        int books = 0;
        for (const std::string& line : lines) {
            const auto start = line.find('{');
            if (start == std::string::npos || line.find("\"method\":\"public/subscribe\"") != std::string::npos)
                continue;
            const auto message = wire.decode(std::string_view(line).substr(start), {});
            QVERIFY(message.ok());
            for (const FeedEvent& event : message->events) {
                tickers += std::holds_alternative<TickerUpdate>(event) ? 1 : 0;
                if (const auto* book = std::get_if<BookUpdate>(&event)) {
                    ++books;
                    QCOMPARE(chains.judge(message->channel, *book), BookChainVerdict::Pass);
                }
            }
        }
        QCOMPARE(tickers, 89);
        QCOMPARE(books, 46);
        QCOMPARE(chains.gaps(), std::size_t(0));
    }

    void answers_areReadByWhatWasAsked()
    {
        RequestLedger pending;
        PendingRequest request;
        request.kind = RequestKind::Positions;
        const auto id = pending.open(request, {}, {});
        const std::string text =
            R"({"jsonrpc":"2.0","id":)" + std::to_string(id) +
            R"(,"result":[{"instrument_name":"BTC-PERPETUAL","kind":"future","direction":"sell","size":-5000.0,"mark_price":101000.0,"delta":-0.0495,"estimated_liquidation_price":250000.0}]})";

        const auto message = decoded(text, pending);
        QCOMPARE(countOf<TickerUpdate>(message.events), std::size_t(0));
        const auto& position = firstOf<PositionsUpdate>(message.events)->positions.front();
        QCOMPARE(position.size, -5000.0);
        QCOMPARE(*position.estimatedLiquidationPrice, 250000.0);
        QCOMPARE(decoded(text).kind, DeribitWireKind::Ignored);
    }

    void userChanges_bringPositionsAndOrders()
    {
        const auto message = decoded(subscription(
            "user.changes.any.any.100ms",
            R"({"instrument_name":"BTC-PERPETUAL","trades":[],"positions":[{"instrument_name":"BTC-PERPETUAL","size":10.0,"direction":"buy"}],"orders":[{"order_id":"1","instrument_name":"BTC-PERPETUAL","direction":"buy","amount":10.0,"price":"market_price","order_state":"filled","filled_amount":10.0}]})"));
        QCOMPARE(firstOf<PositionsUpdate>(message.events)->scope, AccountScope::Changes);
        QVERIFY(!firstOf<OrdersUpdate>(message.events)->orders.front().price);
        QCOMPARE(firstOf<OrdersUpdate>(message.events)->orders.front().filledAmount, 10.0);
    }

    void errorReply_keepsItsReason()
    {
        const auto message = decoded(
            R"({"jsonrpc":"2.0","id":42,"error":{"code":13009,"message":"unauthorized","data":{"reason":"token has expired"}},"usIn":0,"usOut":0})");
        QCOMPARE(message.kind, DeribitWireKind::Fault);
        QCOMPARE(message.fault->code, std::int64_t(13009));
        QCOMPARE(message.fault->reason, std::string("token has expired"));
    }

    void errorCodes_haveTheirClass_data()
    {
        QTest::addColumn<qint64>("code");
        QTest::addColumn<QString>("word");
        const auto rows = [](const char* word, std::initializer_list<qint64> codes) {
            for (const qint64 code : codes)
                QTest::addRow("%lld", static_cast<long long>(code)) << code << QString::fromLatin1(word);
        };
        rows("throttled", {10028});
        rows("retry", {10040, 10041, 10047, 10066, 11051, 11094, 13028, 13503, 13888, -32603});
        rows("login", {10000, 13004, 13009, 13021, 13403, 13778});
        rows("request", {10030, 11042, 11043, 11049, 11050, 11052, 13010, 13016, 13018, 13020, 13025, -32700, -32600,
                         -32601, -32602});
        rows("order", {10001, 10009, 10017, 10043, 11044, 11054, 13030, 13777});
        rows("unknown", {0, 1, 99999, -1});
    }

    void errorCodes_haveTheirClass()
    {
        QFETCH(qint64, code);
        QFETCH(QString, word);
        QCOMPARE(QString::fromLatin1(deribitErrorClassWord(deribitErrorClass(code))), word);
    }
};

QTEST_GUILESS_MAIN(DeribitWireTest)
#include "tst_deribit_wire.moc"
