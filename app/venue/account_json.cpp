#include "app/venue/account_json.h"

#include "app/venue/market_json.h"

#include <cmath>

namespace ballast::venue_json {
namespace {

const char* sideWord(Side side)
{
    return side == Side::Buy ? "buy" : "sell";
}

const char* typeWord(VenueOrderType type)
{
    switch (type) {
    case VenueOrderType::Limit:
        return "limit";
    case VenueOrderType::Market:
        return "market";
    case VenueOrderType::MarketLimit:
        return "market_limit";
    }
    return "limit";
}

const char* forceWord(VenueTimeInForce value)
{
    switch (value) {
    case VenueTimeInForce::GoodTilCancelled:
        return "good_til_cancelled";
    case VenueTimeInForce::GoodTilDay:
        return "good_til_day";
    case VenueTimeInForce::FillOrKill:
        return "fill_or_kill";
    case VenueTimeInForce::ImmediateOrCancel:
        return "immediate_or_cancel";
    }
    return "good_til_cancelled";
}

const Instrument* find(const std::string& name, const MarketSnapshot& market)
{
    const auto row = market.instruments->find({deribitVenue, name});
    return row ? &(*market.instruments)[*row] : nullptr;
}

std::string feeCurrency(const std::string& name, const MarketSnapshot& market)
{
    const Instrument* instrument = find(name, market);
    return instrument != nullptr ? settlementCurrency(*instrument) : name.substr(0, name.find('-'));
}

// Totals of an option position from the venue's Greeks of one coin.
void addGreeks(Json& json, double size, const VenueGreeks& greeks)
{
    const auto total = [size](std::optional<double> one) { return one ? Json(size * *one) : Json(nullptr); };
    json["gamma"] = total(greeks.gamma);
    json["vega"] = total(greeks.vega);
    json["theta"] = total(greeks.theta);
}

} // namespace

Json order(const DeskOrder& order, const MarketSnapshot&)
{
    const OrderTicket& ticket = order.ticket;
    return {{"order_id", order.id},
            {"instrument_name", ticket.instrument},
            {"direction", sideWord(ticket.side)},
            {"order_type", typeWord(ticket.type)},
            {"order_state", order.state},
            {"price", ticket.price ? Json(*ticket.price) : Json("market_price")},
            {"amount", ticket.amount},
            {"filled_amount", order.filled},
            {"average_price", order.filled > 0.0 ? order.paid / order.filled : 0.0},
            {"time_in_force", forceWord(ticket.timeInForce)},
            {"post_only", ticket.postOnly},
            {"reject_post_only", ticket.rejectPostOnly},
            {"reduce_only", ticket.reduceOnly},
            {"label", ticket.label},
            {"cancel_reason", order.cancelReason},
            {"api", true},
            {"web", false},
            {"mmp", false},
            {"replaced", false},
            {"is_liquidation", false},
            {"max_show", ticket.amount},
            {"creation_timestamp", toUnixMilliseconds(order.createdAt)},
            {"last_update_timestamp", toUnixMilliseconds(order.updatedAt)}};
}

Json trade(const DeskTrade& trade, const MarketSnapshot& market)
{
    return {{"trade_id", std::to_string(trade.sequence)},
            {"trade_seq", trade.sequence},
            {"order_id", trade.orderId},
            {"instrument_name", trade.instrument},
            {"direction", sideWord(trade.side)},
            {"price", trade.price},
            {"amount", trade.amount},
            {"fee", trade.fee},
            {"fee_currency", feeCurrency(trade.instrument, market)},
            {"liquidity", trade.maker ? "M" : "T"},
            {"state", "filled"},
            {"profit_loss", trade.profit},
            {"index_price", trade.indexUsd},
            {"mark_price", trade.mark},
            {"iv", trade.iv ? Json(rounded(100.0 * *trade.iv, 2)) : Json(nullptr)},
            {"label", trade.label},
            {"tick_direction", 0},
            {"timestamp", toUnixMilliseconds(trade.at)}};
}

Json position(const std::string& name, const AccountPosition& held, const MarketSnapshot& market)
{
    Json json{{"instrument_name", name},
              {"size", held.size},
              {"direction", held.size > 0.0 ? "buy" : (held.size < 0.0 ? "sell" : "zero")},
              {"average_price", held.averagePrice},
              {"realized_profit_loss", held.realised}};
    const Instrument* instrument = find(name, market);
    const Quote* quote = instrument != nullptr ? market.quote(instrument->id) : nullptr;
    const IndexPrice* index = instrument != nullptr ? market.index(instrument->underlying) : nullptr;
    json["kind"] = instrument != nullptr ? Json(kind(*instrument)) : Json(nullptr);
    json["mark_price"] = quote != nullptr ? orNull(quote->mark) : Json(nullptr);
    json["index_price"] = index != nullptr ? Json(index->priceUsd) : Json(nullptr);
    if (quote == nullptr || !quote->mark)
        return json;
    const HeldMargin margin = positionMargin(*instrument, held.size, market);
    const double open = held.size == 0.0 ? 0.0 : profitBetween(*instrument, held.size, held.averagePrice, *quote->mark);
    const double coins = coinsOf(*instrument, held.size, *quote);
    json["initial_margin"] = margin.initial;
    json["maintenance_margin"] = margin.maintenance;
    json["floating_profit_loss"] = open;
    json["total_profit_loss"] = open;
    json["settlement_price"] = nullptr;
    if (isOption(*instrument)) {
        const auto delta = quote->venueGreeks.delta;
        json["delta"] = delta ? Json(held.size * *delta) : Json(nullptr);
        addGreeks(json, held.size, quote->venueGreeks);
    } else {
        json["delta"] = coins;
        json["size_currency"] = coins;
        json["leverage"] = 50;
    }
    return json;
}

Json portfolio(const std::string& currency, const AccountFigures& f)
{
    return {{"currency", currency},
            {"balance", f.balance},
            {"equity", f.equity},
            {"margin_balance", f.marginBalance},
            {"available_funds", f.availableFunds},
            {"available_withdrawal_funds", std::max(0.0, f.availableFunds)},
            {"initial_margin", f.initialMargin},
            {"maintenance_margin", f.maintenanceMargin},
            {"projected_initial_margin", f.initialMargin},
            {"projected_maintenance_margin", f.maintenanceMargin},
            {"delta_total", f.deltaTotal},
            {"options_delta", f.optionsDelta},
            {"options_gamma", f.optionsGamma},
            {"options_vega", f.optionsVega},
            {"options_theta", f.optionsTheta},
            {"options_value", f.optionsValue},
            {"options_pl", f.optionsOpenPl},
            {"futures_pl", f.futuresOpenPl},
            {"session_upl", f.futuresOpenPl + f.optionsOpenPl},
            {"session_rpl", f.realisedPl},
            {"total_pl", f.futuresOpenPl + f.optionsOpenPl},
            {"margin_model", "segregated_sm"},
            {"portfolio_margining_enabled", false},
            {"cross_collateral_enabled", false}};
}

} // namespace ballast::venue_json
