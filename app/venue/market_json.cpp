#include "app/venue/market_json.h"

#include "models/market/instrument_name.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>

namespace ballast::venue_json {
namespace {

std::string baseCurrency(const Instrument& instrument)
{
    return instrument.underlying;
}

Json percentOf(std::optional<double> fraction)
{
    return fraction ? Json(rounded(100.0 * *fraction, 2)) : Json(0.0);
}

std::string settlementPeriod(const Instrument& instrument)
{
    if (!instrument.expiry)
        return "perpetual";
    const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(*instrument.expiry)};
    const bool isFriday = std::chrono::weekday{std::chrono::sys_days(day)} == std::chrono::Friday;
    const bool isLastFriday = isFriday && (std::chrono::sys_days(day) + std::chrono::days(7)) >
                                              std::chrono::sys_days(day.year() / day.month() / std::chrono::last);
    return isLastFriday ? "month" : (isFriday ? "week" : "day");
}

Json stats(const Listed& listed)
{
    const double volume = listed.quote.volume24h.value_or(0.0);
    return {{"volume", volume},
            {"volume_usd", rounded(volume * listed.indexUsd.value_or(0.0), 2)},
            {"high", orNull(listed.quote.last)},
            {"low", orNull(listed.quote.last)},
            {"price_change", nullptr}};
}

std::string underlyingIndex(const Instrument& instrument)
{
    return instrument.expiry ? "SYN." + instrument.underlying + "-" + expiryLabel(*instrument.expiry)
                             : std::string("index_price");
}

void addOptionFields(Json& json, const Listed& listed)
{
    const Quote& quote = listed.quote;
    const VenueGreeks& greeks = quote.venueGreeks;
    json["underlying_price"] = orNull(quote.underlyingPrice);
    json["underlying_index"] = underlyingIndex(listed.instrument);
    json["mark_iv"] = percentOf(quote.markIv);
    json["bid_iv"] = percentOf(quote.bidIv);
    json["ask_iv"] = percentOf(quote.askIv);
    json["interest_rate"] = 0.0;
    const auto said = [](std::optional<double> value) { return value ? Json(rounded(*value, 5)) : Json(nullptr); };
    json["greeks"] = {{"delta", said(greeks.delta)},
                      {"gamma", said(greeks.gamma)},
                      {"vega", said(greeks.vega)},
                      {"theta", said(greeks.theta)},
                      {"rho", said(greeks.rho)}};
}

Json levels(const std::vector<LadderLevel>& side, std::size_t depth)
{
    Json list = Json::array();
    for (std::size_t i = 0; i < std::min(depth, side.size()); ++i)
        list.push_back(Json::array({side[i].price, side[i].amount}));
    return list;
}

const char* actionWord(LevelAction action)
{
    switch (action) {
    case LevelAction::New:
        return "new";
    case LevelAction::Change:
        return "change";
    case LevelAction::Delete:
        return "delete";
    }
    return "new";
}

Json changes(const std::vector<LevelChange>& side)
{
    Json list = Json::array();
    for (const LevelChange& level : side)
        list.push_back(Json::array({actionWord(level.action), level.price, level.amount}));
    return list;
}

Json asNew(const std::vector<LadderLevel>& side)
{
    Json list = Json::array();
    for (const LadderLevel& level : side)
        list.push_back(Json::array({"new", level.price, level.amount}));
    return list;
}

// Bids fall to the step below, asks rise to the step above.
std::vector<LadderLevel> grouped(const std::vector<LadderLevel>& side, double group, Side which)
{
    if (group <= 0.0)
        return side;
    std::vector<LadderLevel> result;
    for (const LadderLevel& level : side) {
        const double steps = level.price / group;
        const double price = group * (which == Side::Buy ? std::floor(steps) : std::ceil(steps));
        if (!result.empty() && result.back().price == price)
            result.back().amount += level.amount;
        else
            result.push_back({price, level.amount});
    }
    return result;
}

} // namespace

double rounded(double value, int decimals)
{
    const double scale = std::pow(10.0, decimals);
    return std::round(value * scale) / scale;
}

Json orNull(std::optional<double> value)
{
    return value && std::isfinite(*value) ? Json(*value) : Json(nullptr);
}

std::string kind(const Instrument& instrument)
{
    if (instrument.kind == InstrumentKind::Spot)
        return "spot";
    return isOption(instrument) ? "option" : "future";
}

std::string settlementCurrency(const Instrument& instrument)
{
    return instrument.settlement == Settlement::Inverse ? instrument.underlying : std::string("USDC");
}

std::string indexName(std::string_view underlying)
{
    std::string name(underlying);
    std::ranges::transform(name, name.begin(),
                           [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
    return name + "_usd";
}

// Futures within 1.5 % of the mark; options from nothing to the mark and a quarter of the underlying on top.
std::optional<PriceBand> priceBand(const Instrument& instrument, const Quote& quote)
{
    if (!quote.mark)
        return std::nullopt;
    if (!isOption(instrument))
        return PriceBand{0.985 * *quote.mark, 1.015 * *quote.mark};
    const double underlying = instrument.settlement == Settlement::Inverse ? 1.0 : quote.underlyingPrice.value_or(0.0);
    return PriceBand{0.0, *quote.mark + 0.25 * underlying};
}

Json instrument(const Instrument& listed, bool isActive)
{
    Json steps = Json::array();
    for (const TickSchedule::Step& step : listed.tick.steps)
        steps.push_back({{"above_price", step.above}, {"tick_size", step.tick}});
    const std::string base = baseCurrency(listed);
    const bool inverse = listed.settlement == Settlement::Inverse;
    Json json{{"instrument_name", listed.id.name},
              {"kind", kind(listed)},
              {"base_currency", base},
              {"quote_currency", isOption(listed) && inverse ? base : std::string(inverse ? "USD" : "USDC")},
              {"counter_currency", inverse ? "USD" : "USDC"},
              {"settlement_currency", settlementCurrency(listed)},
              {"settlement_period", settlementPeriod(listed)},
              {"instrument_type", inverse ? "reversed" : "linear"},
              {"price_index", indexName(base)},
              {"tick_size", listed.tick.base},
              {"tick_size_steps", std::move(steps)},
              {"min_trade_amount", listed.minTradeAmount},
              {"contract_size", listed.contractSize},
              {"maker_commission", orNull(listed.makerFee)},
              {"taker_commission", orNull(listed.takerFee)},
              {"is_active", isActive},
              {"state", isActive ? "open" : "inactive"}};
    // Deribit's far end of time for what never expires.
    json["expiration_timestamp"] = listed.expiry ? toUnixMilliseconds(*listed.expiry) : 32'503'708'800'000;
    if (isOption(listed)) {
        json["option_type"] = listed.type == OptionType::Call ? "call" : "put";
        json["strike"] = orNull(listed.strike);
    }
    return json;
}

Json ticker(const Listed& listed)
{
    const Quote& q = listed.quote;
    const auto band = priceBand(listed.instrument, q);
    Json json{{"instrument_name", listed.instrument.id.name},
              {"timestamp", toUnixMilliseconds(q.at)},
              {"state", "open"},
              {"best_bid_price", orNull(q.bid)},
              {"best_bid_amount", q.bidAmount.value_or(0.0)},
              {"best_ask_price", orNull(q.ask)},
              {"best_ask_amount", q.askAmount.value_or(0.0)},
              {"last_price", orNull(q.last)},
              {"mark_price", orNull(q.mark)},
              {"index_price", orNull(listed.indexUsd)},
              {"settlement_price", nullptr},
              {"min_price", band ? Json(band->lowest) : Json(nullptr)},
              {"max_price", band ? Json(band->highest) : Json(nullptr)},
              {"estimated_delivery_price", orNull(listed.indexUsd)},
              {"open_interest", orNull(q.openInterest)},
              {"stats", stats(listed)}};
    if (isOption(listed.instrument))
        addOptionFields(json, listed);
    if (listed.instrument.kind == InstrumentKind::Perpetual) {
        json["funding_8h"] = orNull(q.fundingRate8h);
        json["current_funding"] = orNull(q.fundingRate8h);
        json["interest_value"] = orNull(q.fundingRate8h);
    }
    return json;
}

Json summary(const Listed& listed)
{
    const Quote& q = listed.quote;
    Json json{{"instrument_name", listed.instrument.id.name},
              {"base_currency", baseCurrency(listed.instrument)},
              {"quote_currency", isOption(listed.instrument) ? settlementCurrency(listed.instrument) : "USD"},
              {"bid_price", orNull(q.bid)},
              {"ask_price", orNull(q.ask)},
              {"mid_price", orNull(midPrice(q))},
              {"mark_price", orNull(q.mark)},
              {"last", orNull(q.last)},
              {"high", orNull(q.last)},
              {"low", orNull(q.last)},
              {"volume", q.volume24h.value_or(0.0)},
              {"volume_usd", rounded(q.volume24h.value_or(0.0) * listed.indexUsd.value_or(0.0), 2)},
              {"open_interest", orNull(q.openInterest)},
              {"price_change", nullptr},
              {"creation_timestamp", toUnixMilliseconds(listed.at)},
              {"estimated_delivery_price", orNull(listed.indexUsd)}};
    if (isOption(listed.instrument)) {
        json["mark_iv"] = percentOf(q.markIv);
        json["interest_rate"] = 0.0;
        json["underlying_price"] = orNull(q.underlyingPrice);
        json["underlying_index"] = underlyingIndex(listed.instrument);
    }
    if (listed.instrument.kind == InstrumentKind::Perpetual) {
        json["funding_8h"] = orNull(q.fundingRate8h);
        json["current_funding"] = orNull(q.fundingRate8h);
    }
    return json;
}

Json quote(const Listed& listed)
{
    const Quote& q = listed.quote;
    return {{"instrument_name", listed.instrument.id.name},
            {"timestamp", toUnixMilliseconds(q.at)},
            {"best_bid_price", orNull(q.bid)},
            {"best_bid_amount", q.bidAmount.value_or(0.0)},
            {"best_ask_price", orNull(q.ask)},
            {"best_ask_amount", q.askAmount.value_or(0.0)}};
}

Json orderBook(const Listed& listed, const VenueBooks::Book& book, std::size_t depth)
{
    Json json = ticker(listed);
    json["change_id"] = book.changeId;
    json["bids"] = levels(book.ladder.bids, depth);
    json["asks"] = levels(book.ladder.asks, depth);
    return json;
}

Json markPrice(const Listed& listed)
{
    return {{"instrument_name", listed.instrument.id.name},
            {"mark_price", orNull(listed.quote.mark)},
            {"iv", listed.quote.markIv ? Json(rounded(*listed.quote.markIv, 4)) : Json(nullptr)},
            {"timestamp", toUnixMilliseconds(listed.quote.at)}};
}

Json perpetual(const Listed& listed)
{
    return {{"interest", orNull(listed.quote.fundingRate8h)},
            {"index_price", orNull(listed.indexUsd)},
            {"timestamp", toUnixMilliseconds(listed.quote.at)}};
}

Json bookSnapshot(const std::string& name, const VenueBooks::Book& book, Timestamp at)
{
    return {{"type", "snapshot"},         {"timestamp", toUnixMilliseconds(at)}, {"instrument_name", name},
            {"change_id", book.changeId}, {"bids", asNew(book.ladder.bids)},     {"asks", asNew(book.ladder.asks)}};
}

Json bookChange(const std::string& name, const BookStep& step, Timestamp at)
{
    return {{"type", "change"},          {"timestamp", toUnixMilliseconds(at)}, {"prev_change_id", step.previousId},
            {"instrument_name", name},   {"change_id", step.changeId},          {"bids", changes(step.bids)},
            {"asks", changes(step.asks)}};
}

Json groupedBook(const std::string& name, const VenueBooks::Book& book, double group, std::size_t depth, Timestamp at)
{
    return {{"timestamp", toUnixMilliseconds(at)},
            {"instrument_name", name},
            {"change_id", book.changeId},
            {"bids", levels(grouped(book.ladder.bids, group, Side::Buy), depth)},
            {"asks", levels(grouped(book.ladder.asks, group, Side::Sell), depth)}};
}

} // namespace ballast::venue_json
