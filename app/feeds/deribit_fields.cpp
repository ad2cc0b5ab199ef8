#include "app/feeds/deribit_fields.h"

#include "models/market/instrument_name.h"

#include <algorithm>
#include <cctype>
#include <cmath>

namespace ballast::deribit {
namespace {

std::optional<double> asNumber(const Element& value)
{
    double result = 0.0;
    if (value.get_double().get(result) != simdjson::SUCCESS)
        return std::nullopt;
    return result;
}

std::optional<double> firstPositive(const Object& object, std::string_view key, std::string_view otherKey)
{
    const auto value = positive(object, key);
    return value ? value : positive(object, otherKey);
}

// [price, amount], or [action, price, amount] where a "delete" has amount 0.
std::optional<LadderLevel> levelOf(const simdjson::dom::array& cells)
{
    const std::size_t size = cells.size();
    if (size != 2 && size != 3)
        return std::nullopt;
    const std::size_t at = size - 2;
    Element first;
    Element second;
    if (cells.at(at).get(first) != simdjson::SUCCESS || cells.at(at + 1).get(second) != simdjson::SUCCESS)
        return std::nullopt;
    const auto price = asNumber(first);
    const auto amount = asNumber(second);
    if (!price || !amount || *price <= 0.0 || *amount < 0.0)
        return std::nullopt;
    std::string_view action;
    if (size == 3 && cells.at(0).get_string().get(action) != simdjson::SUCCESS)
        return std::nullopt;
    return LadderLevel{*price, action == "delete" ? 0.0 : *amount};
}

std::optional<std::vector<LadderLevel>> levelsOf(const Object& object, std::string_view key)
{
    simdjson::dom::array array;
    if (object.at_key(key).get_array().get(array) != simdjson::SUCCESS)
        return std::nullopt;
    std::vector<LadderLevel> levels;
    for (const Element item : array) {
        simdjson::dom::array cells;
        if (item.get_array().get(cells) != simdjson::SUCCESS)
            return std::nullopt;
        const auto level = levelOf(cells);
        if (!level)
            return std::nullopt;
        levels.push_back(*level);
    }
    return levels;
}

VenueGreeks greeksOf(const Object& object)
{
    const auto greeks = child(object, "greeks");
    if (!greeks)
        return {};
    return {number(*greeks, "delta"), number(*greeks, "gamma"), number(*greeks, "vega"), number(*greeks, "theta"),
            number(*greeks, "rho")};
}

std::shared_ptr<const Ladder> ladderOf(const Object& object)
{
    const auto bids = levelsOf(object, "bids");
    const auto asks = levelsOf(object, "asks");
    if (!bids || !asks || (bids->empty() && asks->empty()))
        return nullptr;
    return std::make_shared<const Ladder>(Ladder{*bids, *asks});
}

TickSchedule ticksOf(const Object& object, const TickSchedule& published)
{
    const auto base = positive(object, "tick_size");
    if (!base)
        return published;
    TickSchedule ticks{*base, {}};
    simdjson::dom::array steps;
    if (object.at_key("tick_size_steps").get_array().get(steps) != simdjson::SUCCESS)
        return ticks;
    for (const Element item : steps) {
        Object step;
        if (item.get_object().get(step) != simdjson::SUCCESS)
            continue;
        const auto above = number(step, "above_price");
        const auto tick = positive(step, "tick_size");
        if (above && tick)
            ticks.steps.push_back({*above, *tick});
    }
    return ticks;
}

} // namespace

bool has(const Object& object, std::string_view key)
{
    return object.at_key(key).error() == simdjson::SUCCESS;
}

std::optional<double> number(const Object& object, std::string_view key)
{
    Element value;
    return object.at_key(key).get(value) == simdjson::SUCCESS ? asNumber(value) : std::nullopt;
}

std::optional<double> positive(const Object& object, std::string_view key)
{
    const auto value = number(object, key);
    return value && *value > 0.0 ? value : std::nullopt;
}

std::optional<double> percent(const Object& object, std::string_view key)
{
    const auto value = positive(object, key);
    return value ? std::optional(*value / 100.0) : std::nullopt;
}

std::optional<std::int64_t> integer(const Object& object, std::string_view key)
{
    std::int64_t value = 0;
    if (object.at_key(key).get_int64().get(value) != simdjson::SUCCESS)
        return std::nullopt;
    return value;
}

std::optional<std::string_view> text(const Object& object, std::string_view key)
{
    std::string_view value;
    if (object.at_key(key).get_string().get(value) != simdjson::SUCCESS)
        return std::nullopt;
    return value;
}

std::optional<Timestamp> milliseconds(const Object& object, std::string_view key)
{
    const auto value = number(object, key);
    // Up to the year 9999: more is no time, and would not fit every calendar.
    if (!value || *value <= 0.0 || *value > 253'402'300'799'999.0)
        return std::nullopt;
    return fromUnixMilliseconds(static_cast<std::int64_t>(*value));
}

std::optional<Object> child(const Object& object, std::string_view key)
{
    Object value;
    if (object.at_key(key).get_object().get(value) != simdjson::SUCCESS)
        return std::nullopt;
    return value;
}

// Fields and units: docs.deribit.com public/ticker, get_book_summary_by_currency, get_order_book. Vols in percent.
std::optional<TickerUpdate> tickerOf(const Object& object)
{
    const auto name = text(object, "instrument_name");
    if (!name)
        return std::nullopt;
    TickerUpdate update;
    update.instrument = *name;
    Quote& quote = update.quote;
    quote.bid = firstPositive(object, "best_bid_price", "bid_price");
    quote.ask = firstPositive(object, "best_ask_price", "ask_price");
    quote.bidAmount = quote.bid ? positive(object, "best_bid_amount") : std::nullopt;
    quote.askAmount = quote.ask ? positive(object, "best_ask_amount") : std::nullopt;
    quote.mark = number(object, "mark_price");
    quote.last = firstPositive(object, "last_price", "last");
    quote.bidIv = percent(object, "bid_iv");
    quote.askIv = percent(object, "ask_iv");
    quote.markIv = percent(object, "mark_iv");
    quote.underlyingPrice = positive(object, "underlying_price");
    quote.openInterest = number(object, "open_interest");
    const auto stats = child(object, "stats");
    quote.volume24h = stats ? number(*stats, "volume") : number(object, "volume");
    quote.fundingRate8h = number(object, "funding_8h");
    quote.venueGreeks = greeksOf(object);
    quote.ladder = ladderOf(object);
    update.indexPrice = firstPositive(object, "index_price", "estimated_delivery_price");
    auto at = milliseconds(object, "timestamp");
    if (!at)
        at = milliseconds(object, "creation_timestamp");
    quote.at = at.value_or(Timestamp{});
    return update;
}

std::optional<BookUpdate> bookOf(const Object& object)
{
    const auto name = text(object, "instrument_name");
    const auto at = milliseconds(object, "timestamp");
    const auto changeId = integer(object, "change_id");
    auto bids = levelsOf(object, "bids");
    auto asks = levelsOf(object, "asks");
    if (!name || !at || !changeId || !bids || !asks)
        return std::nullopt;
    const auto type = text(object, "type");
    BookUpdate update;
    update.instrument = *name;
    update.kind =
        !type ? BookUpdateKind::Image : (*type == "snapshot" ? BookUpdateKind::Snapshot : BookUpdateKind::Change);
    update.at = *at;
    update.changeId = *changeId;
    update.previousChangeId = integer(object, "prev_change_id");
    update.bids = std::move(*bids);
    update.asks = std::move(*asks);
    return update;
}

Result<Instrument> instrumentOf(const Object& object)
{
    const auto name = text(object, "instrument_name");
    if (!name)
        return Error{Errc::BadInput, "no instrument name"};
    if (text(object, "kind").value_or("").ends_with("_combo"))
        return Error{Errc::Unsupported, "combo"};
    auto instrument = parseDeribitName(*name);
    if (!instrument)
        return Error{Errc::NotFound, "unknown instrument name"};
    instrument->tick = ticksOf(object, instrument->tick);
    instrument->minTradeAmount = positive(object, "min_trade_amount").value_or(instrument->minTradeAmount);
    instrument->contractSize = positive(object, "contract_size").value_or(instrument->contractSize);
    if (const auto fee = number(object, "taker_commission"))
        instrument->takerFee = fee;
    if (const auto fee = number(object, "maker_commission"))
        instrument->makerFee = fee;
    if (const auto expiry = milliseconds(object, "expiration_timestamp"); expiry && instrument->expiry)
        instrument->expiry = expiry;
    return instrument;
}

std::string underlyingOfIndex(std::string_view indexName)
{
    std::string underlying(indexName.substr(0, indexName.find('_')));
    std::ranges::transform(underlying, underlying.begin(),
                           [](char c) { return static_cast<char>(std::toupper(static_cast<unsigned char>(c))); });
    return underlying;
}

} // namespace ballast::deribit
