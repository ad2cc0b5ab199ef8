#include "app/feeds/live/binance_messages.h"

#include "app/feeds/live/binance_reading.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace ballast {
namespace {

using namespace venue;
using namespace binance;

std::optional<double> scaled(std::optional<double> value, double scale)
{
    return value ? std::optional(*value * scale) : std::nullopt;
}

Status readTrade(const Object& data, Reading& reading)
{
    const auto name = text(data, "s");
    const auto price = positive(data, "p");
    const auto amount = positive(data, "q");
    const auto at = milliseconds(data, "T");
    bool buyerIsMaker = false;
    if (!name || !price || !amount || !at || data.at_key("m").get_bool().get(buyerIsMaker) != simdjson::SUCCESS)
        return lacks("a whole trade");
    const auto instrument = known(reading, *name);
    if (!instrument)
        return Done{};
    const auto id = integer(data, has(data, "a") ? "a" : "t");
    reading.message.events.emplace_back(TradeUpdate{instrument->id.name,
                                                    id ? std::to_string(*id) : std::string(),
                                                    *at,
                                                    *price,
                                                    *amount * binanceAmountScale(*instrument),
                                                    buyerIsMaker ? Side::Sell : Side::Buy,
                                                    {},
                                                    {}});
    return Done{};
}

// The first option interface: every trade of an underlying; s is -1 where the taker sold.
Status readOptionTrades(const Object& data, Reading& reading)
{
    const auto rows = array(data, "t");
    if (!rows)
        return lacks("its list of trades");
    for (const Object& row : objects(*rows)) {
        const auto name = text(row, "S");
        const auto price = positive(row, "p");
        const auto amount = positive(row, "q");
        const auto at = milliseconds(row, "T");
        const auto side = number(row, "s");
        if (!name || !price || !amount || !at || !side)
            return lacks("a whole trade");
        if (const auto instrument = known(reading, *name))
            reading.message.events.emplace_back(TradeUpdate{instrument->id.name,
                                                            std::string(text(row, "t").value_or("")),
                                                            *at,
                                                            *price,
                                                            *amount,
                                                            *side < 0.0 ? Side::Sell : Side::Buy,
                                                            {},
                                                            {}});
    }
    return Done{};
}

struct StartedPatch
{
    Instrument instrument;
    TickerPatch patch;
};

// The patch of the message's symbol; nothing for one that is not traded here.
Result<std::optional<StartedPatch>> startPatch(const Object& data, Reading& reading)
{
    const auto name = text(data, "s");
    if (!name)
        return lacks("a symbol");
    auto instrument = known(reading, *name);
    if (!instrument)
        return std::optional<StartedPatch>();
    TickerPatch patch{instrument->id.name, PatchKind::Part, timeOf(data, "E"), {}};
    return std::optional(StartedPatch{std::move(*instrument), std::move(patch)});
}

void setTop(const Object& data, const Instrument& instrument, TickerPatch& patch)
{
    const double scale = binanceAmountScale(instrument);
    const auto bid = positive(data, "b");
    const auto ask = positive(data, "a");
    patch.set(TickerField::Bid, bid);
    patch.set(TickerField::BidAmount, bid ? scaled(positive(data, "B"), scale) : std::nullopt);
    patch.set(TickerField::Ask, ask);
    patch.set(TickerField::AskAmount, ask ? scaled(positive(data, "A"), scale) : std::nullopt);
}

Status readTop(const Object& data, Reading& reading)
{
    const auto start = startPatch(data, reading);
    if (!start)
        return start.error();
    if (!*start)
        return Done{};
    auto [instrument, patch] = **start;
    setTop(data, instrument, patch);
    reading.message.events.emplace_back(std::move(patch));
    return Done{};
}

// 24 hours: v is the volume in coins, but contracts for COIN-M, where q is coins. Spot has the best prices too.
Status readDay(const Object& data, Reading& reading)
{
    const auto start = startPatch(data, reading);
    if (!start)
        return start.error();
    if (!*start)
        return Done{};
    auto [instrument, patch] = **start;
    patch.set(TickerField::Last, positive(data, "c"));
    patch.set(TickerField::Volume24h, number(data, isQuantityInUsd(instrument) ? "q" : "v"));
    if (has(data, "b"))
        setTop(data, instrument, patch);
    reading.message.events.emplace_back(std::move(patch));
    return Done{};
}

// Rates are for eight hours; dated futures have "" for theirs.
Status readMark(const Object& data, Reading& reading)
{
    const auto mark = positive(data, "p");
    if (!mark)
        return lacks("a mark price");
    const auto start = startPatch(data, reading);
    if (!start)
        return start.error();
    if (!*start)
        return Done{};
    auto [instrument, patch] = **start;
    patch.set(TickerField::Mark, mark);
    patch.set(TickerField::FundingRate8h, number(data, "r"));
    if (has(data, "i"))
        patch.set(TickerField::Index, positive(data, "i"));
    reading.message.events.emplace_back(std::move(patch));
    return Done{};
}

struct ColumnOf
{
    std::string_view key;
    TickerField field;
    bool mustBePositive = true; // vols are -1 where there is none
};

constexpr std::array<ColumnOf, 13> optionColumns{{{"mp", TickerField::Mark, false},
                                                  {"i", TickerField::Index},
                                                  {"bo", TickerField::Bid},
                                                  {"ao", TickerField::Ask},
                                                  {"bq", TickerField::BidAmount},
                                                  {"aq", TickerField::AskAmount},
                                                  {"b", TickerField::BidIv},
                                                  {"a", TickerField::AskIv},
                                                  {"vo", TickerField::MarkIv},
                                                  {"d", TickerField::Delta, false},
                                                  {"g", TickerField::Gamma, false},
                                                  {"v", TickerField::Vega, false},
                                                  {"t", TickerField::Theta, false}}};

Status readOptionMark(const Object& data, Reading& reading)
{
    const auto start = startPatch(data, reading);
    if (!start)
        return start.error();
    if (!*start)
        return Done{};
    auto [instrument, patch] = **start;
    for (const ColumnOf& column : optionColumns) {
        if (has(data, column.key))
            patch.set(column.field, column.mustBePositive ? positive(data, column.key) : number(data, column.key));
    }
    reading.message.events.emplace_back(std::move(patch));
    return Done{};
}

Status readOpenInterest(const Object& data, Reading& reading)
{
    const auto name = text(data, "symbol");
    const auto contracts = number(data, "openInterest");
    const auto at = milliseconds(data, "time");
    if (!name || !contracts || !at)
        return lacks("symbol, open interest and time");
    reading.message.kind = "openInterest";
    const auto instrument = known(reading, *name);
    if (!instrument)
        return Done{};
    TickerPatch patch{instrument->id.name, PatchKind::Part, *at, {}};
    patch.set(TickerField::OpenInterest, *contracts * binanceAmountScale(*instrument));
    reading.message.events.emplace_back(std::move(patch));
    return Done{};
}

Status readEvent(const Object& data, std::string_view event, Reading& reading)
{
    reading.message.kind = event;
    if (event == "aggTrade" || event == "trade")
        return readTrade(data, reading);
    if (event == "trade_all")
        return readOptionTrades(data, reading);
    if (event == "depthUpdate")
        return readDepth(data, reading);
    if (event == "bookTicker")
        return readTop(data, reading);
    if (event == "24hrTicker")
        return readDay(data, reading);
    if (event == "markPriceUpdate")
        return readMark(data, reading);
    if (has(data, "mp"))
        return readOptionMark(data, reading);
    reading.message.ignored = event == "kline" ? "candles" : "other event";
    return Done{};
}

// Some messages have no event word: what they are follows from their fields.
Status readObject(const Object& data, Reading& reading)
{
    if (const auto event = text(data, "e"))
        return readEvent(data, *event, reading);
    if (has(data, "lastUpdateId")) {
        reading.message.kind = "depth";
        return readImage(data, reading);
    }
    if (has(data, "mp"))
        return readEvent(data, "optionMarkPrice", reading);
    if (has(data, "s") && has(data, "B"))
        return readEvent(data, "bookTicker", reading);
    if (has(data, "openInterest"))
        return readOpenInterest(data, reading);
    if (has(data, "result") || has(data, "error") || has(data, "code")) {
        reading.message.kind = "reply";
        reading.message.ignored = has(data, "result") ? "reply" : "error";
        return Done{};
    }
    return lacks("an event of any known kind");
}

Status readElement(const Element& element, Reading& reading)
{
    Object object;
    if (element.get_object().get(object) == simdjson::SUCCESS)
        return readObject(object, reading);
    simdjson::dom::array items;
    if (element.get_array().get(items) != simdjson::SUCCESS)
        return lacks("an object or a list");
    for (const Object& item : objects(items)) {
        if (auto status = readObject(item, reading); !status)
            return status;
    }
    return Done{};
}

} // namespace

struct BinanceDecoder::Impl
{
    BinanceMarket market = BinanceMarket::UsdM;
    simdjson::dom::parser parser{};

    Result<Element> parse(std::string_view json)
    {
        Element root;
        if (const auto failure = parser.parse(json.data(), json.size(), true).get(root); failure)
            return Error{Errc::BadInput, fmt::format("broken JSON ({})", simdjson::error_message(failure))};
        return root;
    }
};

BinanceDecoder::BinanceDecoder(BinanceMarket market) : m_impl(std::make_unique<Impl>())
{
    m_impl->market = market;
}
BinanceDecoder::~BinanceDecoder() = default;
BinanceDecoder::BinanceDecoder(BinanceDecoder&&) noexcept = default;
BinanceDecoder& BinanceDecoder::operator=(BinanceDecoder&&) noexcept = default;

Result<VenueMessage> BinanceDecoder::decode(std::string_view json)
{
    const auto root = m_impl->parse(json);
    if (!root)
        return root.error();
    VenueMessage message;
    Reading reading{m_impl->market, {}, message};
    Element data = *root;
    Object combined;
    if (root->get_object().get(combined) == simdjson::SUCCESS) {
        if (const auto stream = text(combined, "stream")) {
            reading.stream = *stream;
            if (combined.at_key("data").get(data) != simdjson::SUCCESS)
                return lacks("data");
        }
    }
    if (const Status status = readElement(data, reading); !status)
        return status.error();
    return message;
}

Result<BookUpdate> BinanceDecoder::decodeDepthAnswer(std::string_view json, std::string_view symbol, Timestamp now)
{
    const auto instrument = parseBinanceName(symbol, m_impl->market);
    if (!instrument)
        return instrument.error();
    const auto root = m_impl->parse(json);
    if (!root)
        return root.error();
    Object object;
    if (root->get_object().get(object) != simdjson::SUCCESS)
        return lacks("an object");
    auto book = bookOf(object, *instrument, "bids", "asks", "lastUpdateId");
    if (!book)
        return book;
    book->kind = BookUpdateKind::Snapshot;
    if (book->at == Timestamp{})
        book->at = now;
    return book;
}

} // namespace ballast
