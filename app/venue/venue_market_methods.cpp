#include "app/venue/simulated_venue.h"
#include "models/market/instrument_name.h"

#include <algorithm>
#include <cctype>
#include <set>

namespace ballast {
namespace {

std::string textOf(const Json& params, const char* name)
{
    const auto it = params.find(name);
    return it != params.end() && it->is_string() ? it->get<std::string>() : std::string();
}

// "BTC", "any" or, for the settlement of linear contracts, "USDC".
bool isOfCurrency(const Instrument& instrument, const std::string& currency)
{
    return currency == "any" || venue_json::settlementCurrency(instrument) == currency;
}

bool isKnownCurrency(const std::string& currency)
{
    static const std::set<std::string> known{"BTC", "ETH", "USDC", "USDT", "EURR", "any"};
    return known.contains(currency);
}

bool isKnownKind(const std::string& kind)
{
    static const std::set<std::string> known{"", "any", "future", "option", "spot", "future_combo", "option_combo"};
    return known.contains(kind);
}

bool isOfKind(const Instrument& instrument, const std::string& kind)
{
    return kind.empty() || kind == "any" || venue_json::kind(instrument) == kind;
}

// A name that is none is an invalid parameter, a sound one that is not listed is not found.
RpcFault unlisted(const std::string& name)
{
    if (name.empty())
        return badParameter("instrument_name", "value required");
    if (!parseDeribitName(name))
        return badParameter("instrument_name", "wrong format");
    return rpcFault(rpc_code::notFound, "instrument not found");
}

} // namespace

RpcAnswer SimulatedVenue::getTime(VenueConnection&, const Json&)
{
    return Json(toUnixMilliseconds(marketTime(m_now)));
}

RpcAnswer SimulatedVenue::status(VenueConnection&, const Json&)
{
    return Json{{"locked", m_maintenance ? "true" : "false"}, {"locked_indices", Json::array()}};
}

RpcAnswer SimulatedVenue::getCurrencies(VenueConnection&, const Json&)
{
    std::set<std::string> names;
    for (const Instrument& instrument : m_picture->instruments->all())
        names.insert(venue_json::settlementCurrency(instrument));
    Json list = Json::array();
    for (const std::string& name : names)
        list.push_back({{"currency", name}, {"currency_long", name}, {"coin_type", name}, {"fee_precision", 4}});
    return list;
}

RpcAnswer SimulatedVenue::getInstruments(VenueConnection&, const Json& params)
{
    // Without a currency the venue lists all, as public client libraries ask (ccxt 4.5).
    const std::string currency = params.contains("currency") ? textOf(params, "currency") : "any";
    const std::string kind = textOf(params, "kind");
    if (!isKnownCurrency(currency))
        return badParameter("currency", "wrong value");
    if (!isKnownKind(kind))
        return badParameter("kind", "wrong value");
    Json list = Json::array();
    if (const auto expired = params.find("expired"); expired != params.end() && *expired == true)
        return list; // what has expired is forgotten here
    for (const Instrument& instrument : m_picture->instruments->all()) {
        if (isOfCurrency(instrument, currency) && isOfKind(instrument, kind))
            list.push_back(venue_json::instrument(instrument, true));
    }
    return list;
}

RpcAnswer SimulatedVenue::getInstrument(VenueConnection&, const Json& params)
{
    const std::string name = textOf(params, "instrument_name");
    const auto row = rowOf(name);
    return row ? RpcAnswer(venue_json::instrument((*m_picture->instruments)[*row], true)) : RpcAnswer(unlisted(name));
}

RpcAnswer SimulatedVenue::getSummaries(VenueConnection&, const Json& params)
{
    const std::string currency = textOf(params, "currency");
    const std::string kind = textOf(params, "kind");
    if (!isKnownCurrency(currency))
        return badParameter("currency", currency.empty() ? "value required" : "wrong value");
    if (!isKnownKind(kind))
        return badParameter("kind", "wrong value");
    Json list = Json::array();
    for (std::size_t row = 0; row < m_picture->quotes.size(); ++row) {
        const Instrument& instrument = (*m_picture->instruments)[row];
        if (isOfCurrency(instrument, currency) && isOfKind(instrument, kind))
            list.push_back(venue_json::summary(listed(row)));
    }
    return list;
}

RpcAnswer SimulatedVenue::getSummary(VenueConnection&, const Json& params)
{
    const std::string name = textOf(params, "instrument_name");
    const auto row = rowOf(name);
    return row ? RpcAnswer(Json::array({venue_json::summary(listed(*row))})) : RpcAnswer(unlisted(name));
}

RpcAnswer SimulatedVenue::getTicker(VenueConnection&, const Json& params)
{
    const std::string name = textOf(params, "instrument_name");
    const auto row = rowOf(name);
    return row ? RpcAnswer(venue_json::ticker(listed(*row))) : RpcAnswer(unlisted(name));
}

RpcAnswer SimulatedVenue::getOrderBook(VenueConnection&, const Json& params)
{
    const std::string name = textOf(params, "instrument_name");
    const auto row = rowOf(name);
    if (!row)
        return unlisted(name);
    constexpr std::size_t usualDepth = 5;
    const auto depth = params.find("depth");
    const bool sound = depth != params.end() && depth->is_number_unsigned();
    const VenueBooks::Book* book = m_books.find(name);
    return venue_json::orderBook(listed(*row), book != nullptr ? *book : VenueBooks::Book{},
                                 sound ? depth->get<std::size_t>() : usualDepth);
}

RpcAnswer SimulatedVenue::getIndexPrice(VenueConnection&, const Json& params)
{
    const std::string name = textOf(params, "index_name");
    for (const IndexPrice& index : m_picture->indices) {
        if (venue_json::indexName(index.underlying) == name)
            return Json{{"index_price", index.priceUsd}, {"estimated_delivery_price", index.priceUsd}};
    }
    return badParameter("index_name", name.empty() ? "value required" : "wrong value");
}

RpcAnswer SimulatedVenue::getLastTrades(VenueConnection&, const Json& params)
{
    ChannelName scope;
    scope.instrument = textOf(params, "instrument_name");
    scope.currency = textOf(params, "currency");
    scope.contractKind = textOf(params, "kind").empty() ? "any" : textOf(params, "kind");
    if (scope.instrument.empty() && scope.currency.empty())
        return badParameter("instrument_name", "value required");
    if (!scope.instrument.empty() && !rowOf(scope.instrument))
        return unlisted(scope.instrument);
    constexpr std::size_t usualCount = 10;
    const auto asked = params.find("count");
    const std::size_t count =
        asked != params.end() && asked->is_number_unsigned() ? asked->get<std::size_t>() : usualCount;
    const Json all = tradesOf(m_trades, scope);
    Json newest = Json::array();
    for (std::size_t i = 0; i < std::min(count, all.size()); ++i)
        newest.push_back(all[all.size() - 1 - i]);
    return Json{{"trades", std::move(newest)}, {"has_more", all.size() > count}};
}

} // namespace ballast
