#include "app/feeds/deribit_messages.h"

#include "app/feeds/deribit_fields.h"

#include <fmt/format.h>

namespace ballast {
namespace {

using namespace deribit;
using Kind = DeribitMessageKind;

Error lacks(std::string_view what)
{
    return {Errc::BadInput, fmt::format("a Deribit message without {}", what)};
}

Result<Kind> readTicker(const Object& object, TickerScope scope, DeribitMessage& message)
{
    auto update = tickerOf(object);
    if (!update)
        return lacks("instrument_name");
    update->scope = scope;
    message.tickers.push_back(std::move(*update));
    return Kind::Tickers;
}

// markprice.options: the only channel whose vols are fractions.
Result<Kind> readMarkPrices(const Element& data, DeribitMessage& message)
{
    simdjson::dom::array items;
    if (data.get_array().get(items) != simdjson::SUCCESS)
        return lacks("its list of mark prices");
    for (const Element item : items) {
        Object object;
        const bool isObject = item.get_object().get(object) == simdjson::SUCCESS;
        const auto name = isObject ? text(object, "instrument_name") : std::nullopt;
        if (!name)
            return lacks("instrument_name");
        TickerUpdate update{std::string(*name), TickerScope::Mark, {}, {}};
        update.quote.mark = number(object, "mark_price");
        update.quote.markIv = positive(object, "iv");
        update.quote.at = milliseconds(object, "timestamp").value_or(Timestamp{});
        message.tickers.push_back(std::move(update));
    }
    return Kind::Tickers;
}

Result<Kind> readIndex(const Object& data, DeribitMessage& message)
{
    const auto name = text(data, "index_name");
    const auto price = positive(data, "price");
    const auto at = milliseconds(data, "timestamp");
    if (!name || !price || !at)
        return lacks("index name, price and time");
    message.indices.push_back({underlyingOfIndex(*name), *price, *at});
    return Kind::Index;
}

Result<Kind> readBook(const Object& data, DeribitMessage& message)
{
    auto book = bookOf(data);
    if (!book)
        return lacks("a whole book");
    message.books.push_back(std::move(*book));
    return Kind::Book;
}

Result<Kind> readSubscription(const Object& params, DeribitMessage& message)
{
    const auto channel = text(params, "channel");
    if (!channel)
        return lacks("a channel");
    message.channel = *channel;
    if (channel->starts_with("trades."))
        return Kind::Trades;
    Element data;
    if (params.at_key("data").get(data) != simdjson::SUCCESS)
        return lacks("data");
    if (channel->starts_with("markprice.options."))
        return readMarkPrices(data, message);
    Object object;
    if (data.get_object().get(object) != simdjson::SUCCESS)
        return Kind::Other;
    if (channel->starts_with("ticker."))
        return readTicker(object, TickerScope::Full, message);
    if (channel->starts_with("quote."))
        return readTicker(object, TickerScope::Top, message);
    if (channel->starts_with("book."))
        return readBook(object, message);
    if (channel->starts_with("deribit_price_index."))
        return readIndex(object, message);
    return Kind::Other;
}

bool isTrade(const Object& object)
{
    return has(object, "trade_id") || has(object, "order_id");
}

// An item of an answer: what it is follows from its fields.
Kind readItem(const Object& object, DeribitMessage& message)
{
    const auto name = text(object, "instrument_name");
    if (!name || isTrade(object))
        return name ? Kind::Trades : Kind::Reply;
    if (has(object, "mark_price") || has(object, "bids")) {
        message.tickers.push_back(*tickerOf(object));
        return Kind::Tickers;
    }
    if (!has(object, "tick_size") && !has(object, "expiration_timestamp"))
        return Kind::Other;
    auto instrument = instrumentOf(object);
    if (instrument)
        message.instruments.push_back(std::move(*instrument));
    else
        message.rejects.push_back({std::string(*name), instrument.error().message});
    return Kind::Instruments;
}

Kind readResult(const Element& result, DeribitMessage& message)
{
    Object object;
    if (result.get_object().get(object) == simdjson::SUCCESS)
        return has(object, "trades") ? Kind::Trades : readItem(object, message);
    simdjson::dom::array items;
    if (result.get_array().get(items) != simdjson::SUCCESS)
        return Kind::Reply;
    Kind kind = Kind::Reply;
    for (const Element item : items) {
        if (item.get_object().get(object) == simdjson::SUCCESS)
            kind = readItem(object, message);
    }
    if (!message.tickers.empty())
        return Kind::Tickers;
    return message.instruments.empty() && message.rejects.empty() ? kind : Kind::Instruments;
}

Kind readRpcError(const Element& error, DeribitMessage& message)
{
    Object object;
    if (error.get_object().get(object) == simdjson::SUCCESS) {
        message.errorText = text(object, "message").value_or("");
        message.errorCode = integer(object, "code");
    }
    return Kind::RpcError;
}

Result<Kind> readNotification(const Object& root, std::string_view method, DeribitMessage& message)
{
    if (method.starts_with("public/") || method.starts_with("private/"))
        return Kind::Request;
    const auto params = child(root, "params");
    if (!params)
        return lacks("params");
    if (method == "subscription")
        return readSubscription(*params, message);
    if (method == "heartbeat")
        return text(*params, "type") == "test_request" ? Kind::TestRequest : Kind::Heartbeat;
    return Kind::Other;
}

Result<Kind> readRoot(const Element& root, DeribitMessage& message)
{
    Object object;
    if (root.get_object().get(object) != simdjson::SUCCESS)
        return readResult(root, message);
    message.id = integer(object, "id");
    if (const auto microseconds = integer(object, "usOut"); microseconds && *microseconds > 0)
        message.serverTime = fromUnixMilliseconds(*microseconds / 1000);
    if (const auto method = text(object, "method"))
        return readNotification(object, *method, message);
    Element part;
    if (object.at_key("error").get(part) == simdjson::SUCCESS)
        return readRpcError(part, message);
    if (object.at_key("result").get(part) == simdjson::SUCCESS)
        return readResult(part, message);
    return readResult(root, message); // the bare result, as some tools save it
}

} // namespace

Result<DeribitMessage> deribit::messageOf(const Element& root)
{
    DeribitMessage message;
    const auto kind = readRoot(root, message);
    if (!kind)
        return kind.error();
    message.kind = *kind;
    return message;
}

struct DeribitDecoder::Impl
{
    simdjson::dom::parser parser;
};

DeribitDecoder::DeribitDecoder() : m_impl(std::make_unique<Impl>()) {}
DeribitDecoder::~DeribitDecoder() = default;
DeribitDecoder::DeribitDecoder(DeribitDecoder&&) noexcept = default;
DeribitDecoder& DeribitDecoder::operator=(DeribitDecoder&&) noexcept = default;

Result<DeribitMessage> DeribitDecoder::decode(std::string_view json)
{
    Element root;
    if (const auto failure = m_impl->parser.parse(json.data(), json.size(), true).get(root); failure)
        return Error{Errc::BadInput, fmt::format("broken JSON ({})", simdjson::error_message(failure))};
    return deribit::messageOf(root);
}

const char* deribitMessageWord(DeribitMessageKind kind)
{
    switch (kind) {
    case Kind::Tickers:
        return "tickers";
    case Kind::Book:
        return "book";
    case Kind::Index:
        return "index";
    case Kind::Instruments:
        return "instruments";
    case Kind::Trades:
        return "trades";
    case Kind::TestRequest:
        return "heartbeat";
    case Kind::Heartbeat:
        return "heartbeat";
    case Kind::Reply:
        return "reply";
    case Kind::Request:
        return "request";
    case Kind::RpcError:
        return "error reply";
    case Kind::Other:
        return "other channel";
    }
    return "unknown";
}

} // namespace ballast
