#include "app/venue/account_json.h"
#include "app/venue/simulated_venue.h"

#include <algorithm>
#include <array>
#include <utility>

namespace ballast {
namespace {

constexpr std::size_t longestLabel = 64;

std::string textOf(const Json& params, const char* name)
{
    const auto it = params.find(name);
    return it != params.end() && it->is_string() ? it->get<std::string>() : std::string();
}

std::optional<double> numberOf(const Json& params, const char* name)
{
    const auto it = params.find(name);
    return it != params.end() && it->is_number() ? std::optional(it->get<double>()) : std::nullopt;
}

bool flagOf(const Json& params, const char* name)
{
    const auto it = params.find(name);
    return it != params.end() && it->is_boolean() && it->get<bool>();
}

template <class Value, std::size_t size>
std::optional<Value> wordOf(const std::string& word, const std::array<std::pair<const char*, Value>, size>& words)
{
    for (const auto& [text, value] : words) {
        if (word == text)
            return value;
    }
    return std::nullopt;
}

// An order as the request has it; the first thing wrong with it.
std::variant<OrderTicket, RpcFault> ticketOf(const Json& params, Side side, const Instrument& instrument)
{
    static constexpr std::array<std::pair<const char*, VenueOrderType>, 4> types{
        {{"", VenueOrderType::Limit},
         {"limit", VenueOrderType::Limit},
         {"market", VenueOrderType::Market},
         {"market_limit", VenueOrderType::MarketLimit}}};
    static constexpr std::array<std::pair<const char*, VenueTimeInForce>, 5> forces{
        {{"", VenueTimeInForce::GoodTilCancelled},
         {"good_til_cancelled", VenueTimeInForce::GoodTilCancelled},
         {"good_til_day", VenueTimeInForce::GoodTilDay},
         {"fill_or_kill", VenueTimeInForce::FillOrKill},
         {"immediate_or_cancel", VenueTimeInForce::ImmediateOrCancel}}};
    OrderTicket ticket;
    ticket.instrument = instrument.id.name;
    ticket.side = side;
    const auto type = wordOf(textOf(params, "type"), types);
    const auto force = wordOf(textOf(params, "time_in_force"), forces);
    if (!type)
        return badParameter("type", "not traded here");
    if (!force)
        return badParameter("time_in_force", "wrong value");
    ticket.type = *type;
    ticket.timeInForce = *force;
    const auto amount = numberOf(params, "amount");
    const auto contracts = numberOf(params, "contracts");
    if (!amount && !contracts)
        return badParameter("amount", "value required");
    ticket.amount = amount ? *amount : *contracts * instrument.contractSize;
    ticket.price = numberOf(params, "price");
    if (ticket.type == VenueOrderType::Limit && !ticket.price)
        return badParameter("price", "value required");
    ticket.label = textOf(params, "label");
    if (ticket.label.size() > longestLabel)
        return badParameter("label", "longer than 64 characters");
    ticket.postOnly = flagOf(params, "post_only");
    ticket.rejectPostOnly = flagOf(params, "reject_post_only");
    ticket.reduceOnly = flagOf(params, "reduce_only");
    return ticket;
}

} // namespace

RpcAnswer SimulatedVenue::buy(VenueConnection& connection, const Json& params)
{
    return placeOrder(connection, params, Side::Buy);
}

RpcAnswer SimulatedVenue::sell(VenueConnection& connection, const Json& params)
{
    return placeOrder(connection, params, Side::Sell);
}

RpcAnswer SimulatedVenue::placeOrder(VenueConnection& connection, const Json& params, Side side)
{
    const std::string name = textOf(params, "instrument_name");
    if (name.empty())
        return badParameter("instrument_name", "value required");
    const auto row = rowOf(name);
    if (!row)
        return rpcFault(rpc_code::invalidInstrument);
    const auto ticket = ticketOf(params, side, (*m_picture->instruments)[*row]);
    if (const auto* fault = std::get_if<RpcFault>(&ticket))
        return *fault;
    const auto placed = m_desk.place(std::get<OrderTicket>(ticket), *m_picture, connection.id, marketTime(m_now));
    if (const auto* fault = std::get_if<RpcFault>(&placed))
        return *fault;
    const auto& changes = std::get<DeskChanges>(placed);
    refreshBook(*row);
    tellBooks();
    tellAccount(changes);
    return changesJson(changes);
}

Json SimulatedVenue::changesJson(const DeskChanges& changes) const
{
    Json trades = Json::array();
    for (const DeskTrade& trade : changes.trades)
        trades.push_back(venue_json::trade(trade, *m_picture));
    return {{"order", venue_json::order(changes.orders.front(), *m_picture)}, {"trades", std::move(trades)}};
}

RpcAnswer SimulatedVenue::edit(VenueConnection&, const Json& params)
{
    const std::string id = textOf(params, "order_id");
    const DeskOrder* known = m_desk.find(id);
    if (known == nullptr)
        return rpcFault(rpc_code::orderNotFound);
    const std::string name = known->ticket.instrument;
    const auto edited = m_desk.edit(id, numberOf(params, "amount").value_or(known->ticket.amount),
                                    numberOf(params, "price"), *m_picture, marketTime(m_now));
    if (const auto* fault = std::get_if<RpcFault>(&edited))
        return *fault;
    const auto& changes = std::get<DeskChanges>(edited);
    if (const auto row = rowOf(name))
        refreshBook(*row);
    tellBooks();
    tellAccount(changes);
    return changesJson(changes);
}

RpcAnswer SimulatedVenue::cancel(VenueConnection&, const Json& params)
{
    const auto cancelled = m_desk.cancel(textOf(params, "order_id"), marketTime(m_now));
    if (const auto* fault = std::get_if<RpcFault>(&cancelled))
        return *fault;
    const auto& changes = std::get<DeskChanges>(cancelled);
    if (const auto row = rowOf(changes.orders.front().ticket.instrument))
        refreshBook(*row);
    tellBooks();
    tellAccount(changes);
    return venue_json::order(changes.orders.front(), *m_picture);
}

RpcAnswer SimulatedVenue::cancelAll(VenueConnection&, const Json& params)
{
    const DeskChanges changes = m_desk.cancelAll(textOf(params, "instrument_name"), textOf(params, "currency"),
                                                 std::nullopt, marketTime(m_now));
    refreshBooks();
    tellBooks();
    tellAccount(changes);
    return Json(changes.orders.size());
}

RpcAnswer SimulatedVenue::getOpenOrders(VenueConnection&, const Json& params)
{
    const std::string name = textOf(params, "instrument_name");
    const std::string currency = textOf(params, "currency");
    Json list = Json::array();
    for (const DeskOrder* order : m_desk.openOrders()) {
        const bool named = (name.empty() || order->ticket.instrument == name) &&
                           (currency.empty() || currency == "any" || order->ticket.instrument.starts_with(currency));
        if (named)
            list.push_back(venue_json::order(*order, *m_picture));
    }
    return list;
}

RpcAnswer SimulatedVenue::getOrderState(VenueConnection&, const Json& params)
{
    const DeskOrder* order = m_desk.find(textOf(params, "order_id"));
    return order != nullptr ? RpcAnswer(venue_json::order(*order, *m_picture))
                            : RpcAnswer(rpcFault(rpc_code::orderNotFound));
}

RpcAnswer SimulatedVenue::getPositions(VenueConnection&, const Json& params)
{
    const std::string currency = textOf(params, "currency");
    const std::string kind = textOf(params, "kind");
    Json list = Json::array();
    for (const auto& [name, held] : m_account.positions()) {
        const auto row = rowOf(name);
        if (!row)
            continue;
        const Instrument& instrument = (*m_picture->instruments)[*row];
        const bool wanted =
            (currency.empty() || currency == "any" || venue_json::settlementCurrency(instrument) == currency) &&
            (kind.empty() || kind == "any" || venue_json::kind(instrument) == kind);
        if (wanted)
            list.push_back(venue_json::position(name, held, *m_picture));
    }
    return list;
}

RpcAnswer SimulatedVenue::getPosition(VenueConnection&, const Json& params)
{
    const std::string name = textOf(params, "instrument_name");
    if (!rowOf(name))
        return badParameter("instrument_name", name.empty() ? "value required" : "wrong value");
    return venue_json::position(name, m_account.position(name), *m_picture);
}

RpcAnswer SimulatedVenue::getAccountSummary(VenueConnection& connection, const Json& params)
{
    const std::string currency = textOf(params, "currency");
    const auto known = m_account.currencies();
    if (std::ranges::find(known, currency) == known.end())
        return badParameter("currency", currency.empty() ? "value required" : "wrong value");
    Json json = venue_json::portfolio(currency, m_account.figures(currency, *m_picture));
    if (flagOf(params, "extended")) {
        json["id"] = 1;
        json["type"] = "main";
        json["username"] = connection.key ? connection.key->clientId : "";
        json["system_name"] = "simulated";
        json["limits"] = {{"non_matching_engine", {{"rate", 20}, {"burst", 100}}},
                          {"matching_engine", {{"trading", {{"total", {{"rate", 5}, {"burst", 20}}}}}}}};
    }
    return json;
}

RpcAnswer SimulatedVenue::getAccountSummaries(VenueConnection&, const Json&)
{
    Json list = Json::array();
    for (const std::string& currency : m_account.currencies())
        list.push_back(venue_json::portfolio(currency, m_account.figures(currency, *m_picture)));
    return Json{{"summaries", std::move(list)}};
}

RpcAnswer SimulatedVenue::getUserTrades(VenueConnection&, const Json& params)
{
    const std::string name = textOf(params, "instrument_name");
    const std::string currency = textOf(params, "currency");
    const std::string order = textOf(params, "order_id");
    Json list = Json::array();
    for (const DeskTrade& trade : m_desk.trades()) {
        if ((name.empty() || trade.instrument == name) && (order.empty() || trade.orderId == order) &&
            (currency.empty() || trade.instrument.starts_with(currency)))
            list.push_back(venue_json::trade(trade, *m_picture));
    }
    if (!order.empty())
        return list; // as the venue: by order a bare list
    return Json{{"trades", std::move(list)}, {"has_more", false}};
}

} // namespace ballast
