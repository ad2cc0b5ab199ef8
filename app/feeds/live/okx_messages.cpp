#include "app/feeds/live/okx_messages.h"

#include "app/feeds/live/venue_json.h"
#include "app/feeds/live/venue_names.h"

#include <fmt/format.h>

#include <array>
#include <unordered_map>

namespace ballast {
namespace {

using namespace venue;
using Contracts = std::unordered_map<std::string, Instrument>; // as the venue listed them

Error lacks(std::string_view what)
{
    return {Errc::BadInput, fmt::format("an OKX message without {}", what)};
}

struct Row
{
    Object fields;
    Instrument instrument;
    Timestamp at{};
};

struct ColumnOf
{
    std::string_view key;
    TickerField field;
    bool mustBePositive = true;
};

template <std::size_t size>
void take(const Object& object, const std::array<ColumnOf, size>& columns, TickerPatch& patch)
{
    for (const ColumnOf& column : columns) {
        if (has(object, column.key))
            patch.set(column.field, column.mustBePositive ? positive(object, column.key) : number(object, column.key));
    }
}

TickerPatch patchOf(const Row& row)
{
    return {row.instrument.id.name, PatchKind::Part, row.at, {}};
}

bool readTrade(const Row& row, VenueMessage& message)
{
    const auto price = positive(row.fields, "px");
    const auto size = positive(row.fields, "sz");
    const auto side = text(row.fields, "side");
    if (!price || !size || (side != "buy" && side != "sell"))
        return false;
    message.events.emplace_back(TradeUpdate{row.instrument.id.name,
                                            std::string(text(row.fields, "tradeId").value_or("")),
                                            row.at,
                                            *price,
                                            *size * okxAmountScale(row.instrument),
                                            side == "buy" ? Side::Buy : Side::Sell,
                                            {},
                                            {}});
    return true;
}

bool readTicker(const Row& row, VenueMessage& message)
{
    TickerPatch patch = patchOf(row);
    const double scale = okxAmountScale(row.instrument);
    const auto bid = positive(row.fields, "bidPx");
    const auto ask = positive(row.fields, "askPx");
    const auto amount = [&](std::string_view key) {
        const auto value = positive(row.fields, key);
        return value ? std::optional(*value * scale) : std::nullopt;
    };
    patch.set(TickerField::Bid, bid);
    patch.set(TickerField::BidAmount, bid ? amount("bidSz") : std::nullopt);
    patch.set(TickerField::Ask, ask);
    patch.set(TickerField::AskAmount, ask ? amount("askSz") : std::nullopt);
    patch.set(TickerField::Last, positive(row.fields, "last"));
    // Derivatives: volCcy24h in coins, vol24h in contracts; spot: vol24h in coins, volCcy24h in dollars.
    patch.set(TickerField::Volume24h,
              number(row.fields, row.instrument.kind == InstrumentKind::Spot ? "vol24h" : "volCcy24h"));
    message.events.emplace_back(std::move(patch));
    return true;
}

bool readMark(const Row& row, VenueMessage& message)
{
    const auto mark = positive(row.fields, "markPx");
    if (!mark)
        return false;
    TickerPatch patch = patchOf(row);
    patch.set(TickerField::Mark, mark);
    message.events.emplace_back(std::move(patch));
    return true;
}

// opt-summary: the Black-Scholes set, as Deribit's; the other one is adjusted for the premium in coin.
bool readOptionSummary(const Row& row, VenueMessage& message)
{
    constexpr std::array<ColumnOf, 8> columns{{{"markVol", TickerField::MarkIv},
                                               {"bidVol", TickerField::BidIv},
                                               {"askVol", TickerField::AskIv},
                                               {"fwdPx", TickerField::UnderlyingPrice},
                                               {"deltaBS", TickerField::Delta, false},
                                               {"gammaBS", TickerField::Gamma, false},
                                               {"vegaBS", TickerField::Vega, false},
                                               {"thetaBS", TickerField::Theta, false}}};
    TickerPatch patch = patchOf(row);
    take(row.fields, columns, patch);
    message.events.emplace_back(std::move(patch));
    return true;
}

// The rate is for the time from one funding to the next; 8 hours where the message does not say.
bool readFunding(const Row& row, VenueMessage& message)
{
    const auto rate = number(row.fields, "fundingRate");
    if (!rate)
        return false;
    const auto from = number(row.fields, "fundingTime");
    const auto to = number(row.fields, "nextFundingTime");
    constexpr double eightHoursMs = 8.0 * 3600.0 * 1000.0;
    const double span = from && to && *to > *from ? *to - *from : eightHoursMs;
    TickerPatch patch = patchOf(row);
    patch.set(TickerField::FundingRate8h, *rate * eightHoursMs / span);
    message.events.emplace_back(std::move(patch));
    return true;
}

bool readOpenInterest(const Row& row, VenueMessage& message)
{
    const bool usd = isQuantityInUsd(row.instrument);
    const auto contracts = number(row.fields, "oi");
    const auto coins = number(row.fields, "oiCcy");
    if (!contracts || !coins)
        return false;
    TickerPatch patch = patchOf(row);
    patch.set(TickerField::OpenInterest, usd ? *contracts * row.instrument.contractSize : *coins);
    message.events.emplace_back(std::move(patch));
    return true;
}

// Books: images, or a chain by prevSeqId and seqId. Without them nothing can be checked.
Result<std::string> readBook(const Row& row, std::string_view action, VenueMessage& message)
{
    const double scale = okxAmountScale(row.instrument);
    auto bids = levels(row.fields, "bids", scale);
    auto asks = levels(row.fields, "asks", scale);
    if (!bids || !asks || row.at == Timestamp{})
        return lacks("a whole book");
    BookUpdate book{row.instrument.id.name, BookUpdateKind::Image, row.at, 0, {}, std::move(*bids), std::move(*asks)};
    const auto sequence = integer(row.fields, "seqId");
    const auto previous = integer(row.fields, "prevSeqId");
    if (action == "update" && (!sequence || !previous))
        return std::string("book update without a sequence");
    book.changeId = sequence.value_or(toUnixMilliseconds(row.at));
    if (action == "update") {
        book.kind = BookUpdateKind::Change;
        book.previousChangeId = previous;
    } else if (action == "snapshot" && sequence) {
        book.kind = BookUpdateKind::Snapshot;
    }
    message.events.emplace_back(std::move(book));
    return std::string();
}

// Terms: ctVal times ctMult is the contract, in USD for inverse futures and swaps, else in coins.
Result<Instrument> listedInstrument(const Object& object)
{
    const auto name = text(object, "instId");
    if (!name)
        return lacks("instId");
    auto instrument = parseOkxName(*name);
    if (!instrument)
        return instrument;
    const auto value = positive(object, "ctVal");
    if (value)
        instrument->contractSize = *value * positive(object, "ctMult").value_or(1.0);
    if (const auto tick = positive(object, "tickSz"))
        instrument->tick = {*tick, {}};
    if (const auto lot = positive(object, "minSz"))
        instrument->minTradeAmount = *lot * okxAmountScale(*instrument);
    if (const auto expiry = milliseconds(object, "expTime"); expiry && instrument->expiry)
        instrument->expiry = expiry;
    return instrument;
}

void readListing(const std::vector<Object>& rows, Contracts& contracts, VenueMessage& message)
{
    ListingUpdate listing;
    for (const Object& object : rows) {
        auto instrument = listedInstrument(object);
        if (!instrument) {
            ++message.unknownNames;
            continue;
        }
        contracts.insert_or_assign(instrument->id.name, *instrument);
        listing.instruments.push_back(std::move(*instrument));
    }
    if (!listing.instruments.empty())
        message.events.emplace_back(std::move(listing));
}

// "BTC-USD": the coin's index in dollars. Those in USDT belong to the linear contracts.
bool readIndex(const Object& object, VenueMessage& message)
{
    const auto name = text(object, "instId").value_or("");
    const auto price = positive(object, "idxPx");
    const auto at = milliseconds(object, "ts");
    if (!price || !at)
        return false;
    if (name.ends_with("-USD"))
        message.events.emplace_back(IndexUpdate{std::string(name.substr(0, name.size() - 4)), *price, *at});
    else
        message.ignored = "index in another currency";
    return true;
}

bool isBook(std::string_view channel)
{
    return channel.starts_with("books") || channel == "bbo-tbt";
}

// What a row of a REST answer is follows from its fields.
std::string channelOfRow(const Object& row)
{
    if (has(row, "bids"))
        return "books";
    if (has(row, "oi"))
        return "open-interest";
    if (has(row, "ctVal"))
        return "instruments";
    if (has(row, "markPx"))
        return "mark-price";
    if (has(row, "bidPx"))
        return "tickers";
    if (has(row, "fundingRate"))
        return "funding-rate";
    return has(row, "deltaBS") ? "opt-summary" : "other answer";
}

Result<bool> readRow(std::string_view channel, std::string_view action, const Row& row, VenueMessage& message)
{
    if (isBook(channel)) {
        const auto why = readBook(row, action, message);
        if (!why)
            return why.error();
        message.ignored = *why;
        return true;
    }
    if (channel == "trades")
        return readTrade(row, message);
    if (channel == "tickers")
        return readTicker(row, message);
    if (channel == "mark-price")
        return readMark(row, message);
    if (channel == "opt-summary")
        return readOptionSummary(row, message);
    if (channel == "funding-rate")
        return readFunding(row, message);
    return readOpenInterest(row, message);
}

bool isKnown(std::string_view channel)
{
    constexpr std::array<std::string_view, 6> known{"trades",      "tickers",      "mark-price",
                                                    "opt-summary", "funding-rate", "open-interest"};
    return isBook(channel) || std::find(known.begin(), known.end(), channel) != known.end();
}

Result<VenueMessage> readRows(std::string channel, std::string_view action, std::string_view instId,
                              const std::vector<Object>& rows, Contracts& contracts)
{
    VenueMessage message;
    message.kind = channel;
    if (channel == "instruments") {
        readListing(rows, contracts, message);
        return message;
    }
    for (const Object& object : rows) {
        if (channel == "index-tickers") {
            if (!readIndex(object, message))
                return lacks("index, price and time");
            continue;
        }
        if (!isKnown(channel)) {
            message.ignored = "other channel";
            break;
        }
        const std::string name(text(object, "instId").value_or(instId));
        if (name.empty()) {
            message.ignored = "book without an instrument";
            break;
        }
        const auto listed = contracts.find(name);
        auto instrument = listed != contracts.end() ? Result<Instrument>(listed->second) : parseOkxName(name);
        if (!instrument) {
            ++message.unknownNames;
            continue;
        }
        const Row row{object, std::move(*instrument), milliseconds(object, "ts").value_or(Timestamp{})};
        const auto read = readRow(channel, action, row, message);
        if (!read)
            return read.error();
        if (!*read)
            return lacks(fmt::format("the fields of {}", channel));
    }
    return message;
}

Result<VenueMessage> readRoot(const Object& root, Contracts& contracts)
{
    VenueMessage message;
    if (const auto event = text(root, "event")) {
        message.kind = *event;
        message.ignored = *event == "error" ? fmt::format("error {}", text(root, "code").value_or("")) : "reply";
        return message;
    }
    if (has(root, "table")) {
        message.kind = "v3";
        message.ignored = "message of the old interface v3";
        return message;
    }
    const auto data = array(root, "data");
    if (!data)
        return lacks("data");
    const auto arg = child(root, "arg");
    if (!arg) {
        const auto rows = objects(*data);
        return readRows(rows.empty() ? "empty answer" : channelOfRow(rows.front()), "", "", rows, contracts);
    }
    const auto channel = text(*arg, "channel");
    if (!channel)
        return lacks("a channel");
    if (channel->starts_with("candle")) {
        message.kind = "candle";
        message.ignored = "candles";
        return message;
    }
    return readRows(std::string(*channel), text(root, "action").value_or(""), text(*arg, "instId").value_or(""),
                    objects(*data), contracts);
}

} // namespace

struct OkxDecoder::Impl
{
    simdjson::dom::parser parser;
    Contracts contracts;
};

OkxDecoder::OkxDecoder() : m_impl(std::make_unique<Impl>()) {}
OkxDecoder::~OkxDecoder() = default;
OkxDecoder::OkxDecoder(OkxDecoder&&) noexcept = default;
OkxDecoder& OkxDecoder::operator=(OkxDecoder&&) noexcept = default;

Result<VenueMessage> OkxDecoder::decode(std::string_view json)
{
    if (json == "pong")
        return VenueMessage{"pong", {}, "heartbeat", 0};
    Element root;
    if (const auto failure = m_impl->parser.parse(json.data(), json.size(), true).get(root); failure)
        return Error{Errc::BadInput, fmt::format("broken JSON ({})", simdjson::error_message(failure))};
    Object object;
    if (root.get_object().get(object) != simdjson::SUCCESS)
        return lacks("an object");
    return readRoot(object, m_impl->contracts);
}

} // namespace ballast
