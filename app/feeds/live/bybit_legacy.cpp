#include "app/feeds/live/bybit_legacy.h"

#include "app/feeds/live/venue_names.h"
#include "models/core/number_text.h"

#include <fmt/format.h>

#include <array>

namespace ballast::bybit {
namespace {

using namespace venue;

Error lacks(std::string_view what)
{
    return {Errc::BadInput, fmt::format("a Bybit v2 message without {}", what)};
}

// Names of v2 tell their category: "BTCUSDT" is linear, "BTCUSD" and "BTCUSDM22" inverse.
Result<Instrument> instrumentOf(std::string_view name)
{
    const bool linear = name.ends_with("USDT") || name.ends_with("PERP");
    return parseBybitName(name, linear ? BybitCategory::Linear : BybitCategory::Inverse);
}

std::optional<Timestamp> microseconds(const Object& object, std::string_view key)
{
    const auto value = integer(object, key);
    constexpr std::int64_t year9999Us = 253'402'300'799'999'000;
    if (!value || *value <= 0 || *value > year9999Us)
        return std::nullopt;
    return fromUnixMilliseconds(*value / 1000);
}

Result<VenueMessage> readTrades(const Object& root, VenueMessage message)
{
    const auto rows = array(root, "data");
    if (!rows)
        return lacks("its list of trades");
    for (const Object& row : objects(*rows)) {
        const auto name = text(row, "symbol");
        const auto at = milliseconds(row, "trade_time_ms");
        const auto price = positive(row, "price");
        const auto amount = positive(row, "size");
        const auto side = text(row, "side");
        if (!name || !at || !price || !amount || (side != "Buy" && side != "Sell"))
            return lacks("a whole trade");
        message.events.emplace_back(TradeUpdate{std::string(*name),
                                                std::string(text(row, "trade_id").value_or("")),
                                                *at,
                                                *price,
                                                *amount,
                                                side == "Buy" ? Side::Buy : Side::Sell,
                                                {},
                                                {}});
    }
    return message;
}

// One level of either side; false where a field is missing.
bool addLevel(const Object& row, BookUpdate& book)
{
    const auto price = positive(row, "price");
    const auto amount = number(row, "size");
    const auto side = text(row, "side");
    if (!price || !amount || *amount < 0.0 || (side != "Buy" && side != "Sell"))
        return false;
    (side == "Buy" ? book.bids : book.asks).push_back({*price, *amount});
    return true;
}

Result<VenueMessage> readBook(const Object& root, VenueMessage message)
{
    const auto at = microseconds(root, "timestamp_e6");
    const auto sequence = integer(root, "cross_seq");
    if (!at || !sequence)
        return lacks("time and cross_seq");
    if (text(root, "type") == "delta") {
        message.ignored = "book update without a sequence"; // cross_seq grows, but does not count
        return message;
    }
    auto rows = array(root, "data");
    if (!rows) {
        const auto data = child(root, "data");
        rows = data ? array(*data, "order_book") : std::nullopt;
    }
    if (!rows)
        return lacks("a book");
    BookUpdate book;
    book.kind = BookUpdateKind::Image;
    book.at = *at;
    book.changeId = *sequence;
    for (const Object& row : objects(*rows)) {
        book.instrument = text(row, "symbol").value_or("");
        if (!addLevel(row, book))
            return lacks("a whole level");
    }
    if (!instrumentOf(book.instrument)) {
        message.unknownNames = 1;
        return message;
    }
    message.events.emplace_back(std::move(book));
    return message;
}

struct ColumnOf
{
    std::string_view key;
    TickerField field;
    double scale = 1.0;
};

// v2 prints some numbers as integers times a power of ten: _e6, _e8.
constexpr std::array<ColumnOf, 12> columns{{{"bid1_price", TickerField::Bid},
                                            {"ask1_price", TickerField::Ask},
                                            {"last_price", TickerField::Last},
                                            {"mark_price", TickerField::Mark},
                                            {"index_price", TickerField::Index},
                                            {"open_interest", TickerField::OpenInterest},
                                            {"open_interest_e8", TickerField::OpenInterest, 1e-8},
                                            {"funding_rate_e6", TickerField::FundingRate8h, 1e-6},
                                            {"turnover_24h_e8", TickerField::Volume24h, 1e-8},
                                            {"volume_24h_e8", TickerField::Volume24h, 1e-8},
                                            {"bid1_size", TickerField::BidAmount},
                                            {"ask1_size", TickerField::AskAmount}}};

bool mayBeNegative(TickerField field)
{
    return field == TickerField::FundingRate8h;
}

TickerPatch patchOf(const Object& row, const Instrument& instrument, PatchKind kind, Timestamp at)
{
    TickerPatch patch{instrument.id.name, kind, at, {}};
    const bool inverse = instrument.settlement == Settlement::Inverse;
    for (const ColumnOf& column : columns) {
        // Volume in coins: turnover of inverse contracts, volume of linear ones.
        const bool otherVolume = column.key == (inverse ? "volume_24h_e8" : "turnover_24h_e8");
        if (otherVolume || !has(row, column.key))
            continue;
        const auto value = mayBeNegative(column.field) ? number(row, column.key) : positive(row, column.key);
        patch.set(column.field, value ? std::optional(*value * column.scale) : std::nullopt);
    }
    return patch;
}

Result<VenueMessage> readInfo(const Object& root, VenueMessage message)
{
    const auto at = microseconds(root, "timestamp_e6");
    const auto data = child(root, "data");
    if (!at || !data)
        return lacks("time and data");
    const bool delta = text(root, "type") == "delta";
    std::vector<Object> rows{*data};
    if (delta) {
        const auto updates = array(*data, "update");
        if (!updates)
            return lacks("its updates");
        rows = objects(*updates);
    }
    for (const Object& row : rows) {
        const auto instrument = instrumentOf(text(row, "symbol").value_or(""));
        if (!instrument) {
            ++message.unknownNames;
            continue;
        }
        auto patch = patchOf(row, *instrument, delta ? PatchKind::Change : PatchKind::Whole, *at);
        if (!patch.values.empty())
            message.events.emplace_back(std::move(patch));
    }
    if (message.events.empty() && message.unknownNames == 0)
        message.ignored = "no field of interest changed";
    return message;
}

} // namespace

bool isLegacyTopic(std::string_view topic)
{
    return topic.starts_with("trade.") || topic.starts_with("orderBookL2") || topic.starts_with("instrument_info.") ||
           topic.starts_with("klineV2.") || topic.starts_with("candle.");
}

Result<VenueMessage> readLegacyTopic(const Object& root, std::string_view topic)
{
    VenueMessage message;
    message.kind = topic.substr(0, topic.find('.'));
    if (topic.starts_with("trade."))
        return readTrades(root, std::move(message));
    if (topic.starts_with("orderBookL2"))
        return readBook(root, std::move(message));
    if (topic.starts_with("instrument_info."))
        return readInfo(root, std::move(message));
    message.ignored = "candles";
    return message;
}

// Answers of v2: a book as a list of levels, or open interest with the newest first.
Result<VenueMessage> readLegacyAnswer(const Object& root)
{
    VenueMessage message;
    message.kind = "answer";
    const auto rows = array(root, "result");
    const auto seconds = number(root, "time_now");
    if (!rows || !seconds || *seconds <= 0.0 || *seconds > 253'402'300'799.0)
        return lacks("result and time");
    BookUpdate book;
    book.at = fromUnixMilliseconds(static_cast<std::int64_t>(*seconds * 1000.0));
    book.changeId = toUnixMilliseconds(book.at);
    for (const Object& row : objects(*rows)) {
        const auto instrument = instrumentOf(text(row, "symbol").value_or(""));
        if (!instrument) {
            ++message.unknownNames;
            continue;
        }
        book.instrument = instrument->id.name;
        if (const auto interest = number(row, "open_interest")) {
            const auto at = positive(row, "timestamp");
            if (!at || *at > 253'402'300'799.0)
                return lacks("the time of an open interest");
            TickerPatch patch{
                book.instrument, PatchKind::Part, fromUnixMilliseconds(static_cast<std::int64_t>(*at) * 1000), {}};
            patch.set(TickerField::OpenInterest, *interest);
            message.events.emplace_back(std::move(patch));
            return message;
        }
        if (!addLevel(row, book))
            return lacks("a whole level");
    }
    if (!book.instrument.empty())
        message.events.emplace_back(std::move(book));
    else if (message.unknownNames == 0)
        message.ignored = "empty answer";
    return message;
}

} // namespace ballast::bybit
