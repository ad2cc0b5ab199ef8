#include "app/feeds/live/deribit_wire.h"

#include "app/feeds/live/deribit_account.h"

#include <fmt/format.h>

#include <array>

namespace ballast {
namespace {

using namespace deribit;
using Kind = DeribitWireKind;

Error lacks(std::string_view what)
{
    return {Errc::BadInput, fmt::format("a Deribit message without {}", what)};
}

struct FieldName
{
    std::string_view key;
    TickerField field;
    double scale = 1.0;
    bool mustBePositive = false;
};

// docs.deribit.com incremental_ticker: the fields of public/ticker; vols in percent, zero prices mean none.
constexpr std::array<FieldName, 13> tickerFields{{
    {"best_bid_price", TickerField::Bid, 1.0, true},
    {"best_ask_price", TickerField::Ask, 1.0, true},
    {"best_bid_amount", TickerField::BidAmount, 1.0, true},
    {"best_ask_amount", TickerField::AskAmount, 1.0, true},
    {"mark_price", TickerField::Mark},
    {"last_price", TickerField::Last, 1.0, true},
    {"bid_iv", TickerField::BidIv, 0.01, true},
    {"ask_iv", TickerField::AskIv, 0.01, true},
    {"mark_iv", TickerField::MarkIv, 0.01, true},
    {"underlying_price", TickerField::UnderlyingPrice, 1.0, true},
    {"open_interest", TickerField::OpenInterest},
    {"funding_8h", TickerField::FundingRate8h},
    {"index_price", TickerField::Index, 1.0, true},
}};
constexpr std::array<FieldName, 5> greekFields{{
    {"delta", TickerField::Delta},
    {"gamma", TickerField::Gamma},
    {"vega", TickerField::Vega},
    {"theta", TickerField::Theta},
    {"rho", TickerField::Rho},
}};

template <std::size_t size>
void takeFields(const Object& object, const std::array<FieldName, size>& names, TickerPatch& patch)
{
    for (const FieldName& name : names) {
        if (!has(object, name.key))
            continue;
        auto value = name.mustBePositive ? positive(object, name.key) : number(object, name.key);
        patch.set(name.field, value ? std::optional(*value * name.scale) : std::nullopt);
    }
}

Result<Kind> readIncremental(const Object& data, DeribitWireMessage& message)
{
    const auto name = text(data, "instrument_name");
    const auto at = milliseconds(data, "timestamp");
    if (!name || !at)
        return lacks("instrument name and time");
    const auto type = text(data, "type");
    TickerPatch patch{std::string(*name), type == "change" ? PatchKind::Change : PatchKind::Whole, *at, {}};
    takeFields(data, tickerFields, patch);
    if (const auto greeks = child(data, "greeks"))
        takeFields(*greeks, greekFields, patch);
    if (const auto stats = child(data, "stats"); stats && has(*stats, "volume"))
        patch.set(TickerField::Volume24h, number(*stats, "volume"));
    message.events.emplace_back(std::move(patch));
    return Kind::Market;
}

Result<Kind> readTrades(const Element& data, DeribitWireMessage& message)
{
    simdjson::dom::array items;
    if (data.get_array().get(items) != simdjson::SUCCESS)
        return lacks("its list of trades");
    for (const Element item : items) {
        Object object;
        if (item.get_object().get(object) != simdjson::SUCCESS)
            return lacks("a trade");
        const auto name = text(object, "instrument_name");
        const auto at = milliseconds(object, "timestamp");
        const auto price = positive(object, "price");
        const auto amount = positive(object, "amount");
        const auto side = text(object, "direction");
        if (!name || !at || !price || !amount || (side != "buy" && side != "sell"))
            return lacks("a whole trade");
        message.events.emplace_back(TradeUpdate{std::string(*name), std::string(text(object, "trade_id").value_or("")),
                                                *at, *price, *amount, side == "buy" ? Side::Buy : Side::Sell,
                                                percent(object, "iv"), positive(object, "index_price")});
    }
    return Kind::Market;
}

Result<Kind> readVolIndex(const Object& data, DeribitWireMessage& message)
{
    const auto name = text(data, "index_name");
    const auto vol = percent(data, "volatility");
    const auto at = milliseconds(data, "timestamp");
    if (!name || !vol || !at)
        return lacks("vol index, value and time");
    message.events.emplace_back(VolIndexUpdate{underlyingOfIndex(*name), *vol, *at});
    return Kind::Market;
}

// perpetual.{instrument}.{interval}: the interest is the funding rate for 8 hours as a fraction.
Result<Kind> readPerpetual(std::string_view channel, const Object& data, DeribitWireMessage& message)
{
    const auto rest = channel.substr(std::string_view("perpetual.").size());
    const auto at = milliseconds(data, "timestamp");
    const auto interest = number(data, "interest");
    if (!at || !interest)
        return lacks("interest and time");
    TickerPatch patch{std::string(rest.substr(0, rest.find('.'))), PatchKind::Part, *at, {}};
    patch.set(TickerField::FundingRate8h, *interest);
    if (const auto index = positive(data, "index_price"))
        patch.set(TickerField::Index, *index);
    message.events.emplace_back(std::move(patch));
    return Kind::Market;
}

Result<Kind> readState(const Object& data, DeribitWireMessage& message)
{
    const auto name = text(data, "instrument_name");
    const auto state = text(data, "state");
    if (!name || !state)
        return lacks("instrument name and state");
    message.events.emplace_back(InstrumentStateUpdate{std::string(*name), std::string(*state),
                                                      milliseconds(data, "timestamp").value_or(Timestamp{})});
    return Kind::Market;
}

Result<Kind> readPlatform(const Object& data, DeribitWireMessage& message)
{
    bool flag = false;
    if (data.at_key("locked").get_bool().get(flag) != simdjson::SUCCESS &&
        data.at_key("maintenance").get_bool().get(flag) != simdjson::SUCCESS)
        return lacks("the state of the platform");
    message.events.emplace_back(PlatformUpdate{flag, std::string(text(data, "price_index").value_or(""))});
    return Kind::Market;
}

// What the file decoder knows too: tickers, quotes, books, index, mark prices.
Result<Kind> readShared(const Element& root, DeribitWireMessage& message)
{
    auto decoded = messageOf(root);
    if (!decoded)
        return decoded.error();
    for (TickerUpdate& ticker : decoded->tickers)
        message.events.emplace_back(std::move(ticker));
    for (BookUpdate& book : decoded->books)
        message.events.emplace_back(std::move(book));
    for (IndexUpdate& index : decoded->indices)
        message.events.emplace_back(std::move(index));
    if (!decoded->instruments.empty())
        message.events.emplace_back(ListingUpdate{std::move(decoded->instruments)});
    if (!message.events.empty())
        return Kind::Market;
    message.ignored = deribitMessageWord(decoded->kind);
    return Kind::Ignored;
}

Result<Kind> readUser(std::string_view channel, const Object& data, DeribitWireMessage& message)
{
    if (channel.starts_with("user.portfolio.")) {
        auto portfolio = portfolioOf(data);
        if (!portfolio)
            return lacks("currency and equity");
        message.events.emplace_back(std::move(*portfolio));
        return Kind::Market;
    }
    if (channel.starts_with("user.changes."))
        readChanges(data, message.events);
    if (!message.events.empty())
        return Kind::Market;
    message.ignored = "other private channel";
    return Kind::Ignored;
}

Result<Kind> readChannel(const Element& root, const Object& params, DeribitWireMessage& message)
{
    const auto channel = text(params, "channel");
    if (!channel)
        return lacks("a channel");
    message.channel = *channel;
    Element data;
    if (params.at_key("data").get(data) != simdjson::SUCCESS)
        return lacks("data");
    if (channel->starts_with("trades."))
        return readTrades(data, message);
    Object object;
    if (data.get_object().get(object) != simdjson::SUCCESS)
        return readShared(root, message);
    if (channel->starts_with("incremental_ticker."))
        return readIncremental(object, message);
    if (channel->starts_with("deribit_volatility_index."))
        return readVolIndex(object, message);
    if (channel->starts_with("perpetual."))
        return readPerpetual(*channel, object, message);
    if (channel->starts_with("instrument.state."))
        return readState(object, message);
    if (*channel == "platform_state")
        return readPlatform(object, message);
    if (channel->starts_with("user."))
        return readUser(*channel, object, message);
    return readShared(root, message);
}

Result<Kind> readFault(const Element& error, DeribitWireMessage& message)
{
    Object object;
    if (error.get_object().get(object) != simdjson::SUCCESS)
        return lacks("an error object");
    DeribitFault fault;
    fault.code = integer(object, "code").value_or(0);
    fault.message = text(object, "message").value_or("");
    if (const auto details = child(object, "data"))
        fault.reason = text(*details, "reason").value_or("");
    message.fault = std::move(fault);
    return Kind::Fault;
}

Result<Kind> readGrant(const Element& result, DeribitWireMessage& message)
{
    Object object;
    if (result.get_object().get(object) != simdjson::SUCCESS)
        return lacks("a grant");
    const auto refreshToken = text(object, "refresh_token");
    const auto expiresIn = integer(object, "expires_in");
    if (!refreshToken || !expiresIn || *expiresIn <= 0)
        return lacks("refresh_token and expires_in");
    constexpr std::int64_t tenYears = 315'360'000;
    message.grant = DeribitGrant{std::string(*refreshToken), std::min(*expiresIn, tenYears),
                                 std::string(text(object, "scope").value_or(""))};
    return Kind::Reply;
}

Result<Kind> readGranted(const Element& result, DeribitWireMessage& message)
{
    simdjson::dom::array items;
    if (result.get_array().get(items) != simdjson::SUCCESS)
        return lacks("the list of channels");
    for (const Element item : items) {
        std::string_view name;
        if (item.get_string().get(name) != simdjson::SUCCESS)
            return lacks("names of channels");
        message.channels.emplace_back(name);
    }
    return Kind::Reply;
}

Result<Kind> readReply(const Element& root, const Element& result, RequestKind asked, DeribitWireMessage& message)
{
    bool sound = true;
    switch (asked) {
    case RequestKind::Authenticate:
    case RequestKind::RefreshToken:
        return readGrant(result, message);
    case RequestKind::Subscribe:
    case RequestKind::Unsubscribe:
        return readGranted(result, message);
    case RequestKind::Positions:
        sound = readPositions(result, message.events);
        break;
    case RequestKind::OpenOrders:
        sound = readOrders(result, message.events);
        break;
    case RequestKind::AccountSummary:
        sound = readPortfolio(result, message.events);
        break;
    case RequestKind::Instruments:
    case RequestKind::Summary:
        if (const auto shared = readShared(root, message); !shared)
            return shared.error();
        break;
    case RequestKind::Hello:
    case RequestKind::SetHeartbeat:
    case RequestKind::Test:
        break;
    }
    if (!sound)
        return lacks(fmt::format("the answer to {}", requestWord(asked)));
    return Kind::Reply;
}

Result<Kind> readRoot(const Element& root, const RequestLedger& pending, DeribitWireMessage& message)
{
    Object object;
    if (root.get_object().get(object) != simdjson::SUCCESS)
        return lacks("an object");
    message.id = integer(object, "id");
    message.venueInUs = integer(object, "usIn");
    message.venueOutUs = integer(object, "usOut");
    if (const auto method = text(object, "method")) {
        const auto params = child(object, "params");
        if (!params)
            return lacks("params");
        if (*method == "subscription")
            return readChannel(root, *params, message);
        if (*method == "heartbeat")
            return text(*params, "type") == "test_request" ? Kind::TestRequest : Kind::Heartbeat;
        message.ignored = "other notification";
        return Kind::Ignored;
    }
    Element part;
    if (object.at_key("error").get(part) == simdjson::SUCCESS)
        return readFault(part, message);
    if (object.at_key("result").get(part) != simdjson::SUCCESS)
        return lacks("method, result and error");
    const PendingRequest* asked = message.id ? pending.find(*message.id) : nullptr;
    if (asked != nullptr)
        return readReply(root, part, asked->kind, message);
    message.ignored = "answer to nothing asked";
    return Kind::Ignored;
}

} // namespace

struct DeribitWire::Impl
{
    simdjson::dom::parser parser;
};

DeribitWire::DeribitWire() : m_impl(std::make_unique<Impl>()) {}
DeribitWire::~DeribitWire() = default;
DeribitWire::DeribitWire(DeribitWire&&) noexcept = default;
DeribitWire& DeribitWire::operator=(DeribitWire&&) noexcept = default;

Result<DeribitWireMessage> DeribitWire::decode(std::string_view json, const RequestLedger& pending)
{
    Element root;
    if (const auto failure = m_impl->parser.parse(json.data(), json.size(), true).get(root); failure)
        return Error{Errc::BadInput, fmt::format("broken JSON ({})", simdjson::error_message(failure))};
    DeribitWireMessage message;
    const auto kind = readRoot(root, pending, message);
    if (!kind)
        return kind.error();
    message.kind = *kind;
    return message;
}

} // namespace ballast
