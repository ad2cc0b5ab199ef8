#include "app/feeds/live/deribit_account.h"

#include <cmath>
#include <utility>

namespace ballast::deribit {
namespace {

template <class Value, class Read>
std::vector<Value> readAll(const simdjson::dom::array& items, Read read)
{
    std::vector<Value> values;
    for (const Element item : items) {
        Object object;
        if (item.get_object().get(object) != simdjson::SUCCESS)
            continue;
        if (auto value = read(object))
            values.push_back(std::move(*value));
    }
    return values;
}

template <class Value, class Read>
std::vector<Value> readAll(const Object& object, std::string_view key, Read read)
{
    simdjson::dom::array items;
    if (object.at_key(key).get_array().get(items) != simdjson::SUCCESS)
        return {};
    return readAll<Value>(items, read);
}

} // namespace

// Names: docs.deribit.com user.portfolio.{currency} and private/get_account_summary.
std::optional<PortfolioUpdate> portfolioOf(const Object& object)
{
    const auto currency = text(object, "currency");
    if (!currency || !has(object, "equity"))
        return std::nullopt;
    PortfolioUpdate update;
    update.currency = *currency;
    update.balance = number(object, "balance");
    update.equity = number(object, "equity");
    update.marginBalance = number(object, "margin_balance");
    update.availableFunds = number(object, "available_funds");
    update.initialMargin = number(object, "initial_margin");
    update.maintenanceMargin = number(object, "maintenance_margin");
    update.projectedInitialMargin = number(object, "projected_initial_margin");
    update.projectedMaintenanceMargin = number(object, "projected_maintenance_margin");
    update.deltaTotal = number(object, "delta_total");
    update.optionsDelta = number(object, "options_delta");
    update.optionsGamma = number(object, "options_gamma");
    update.optionsVega = number(object, "options_vega");
    update.optionsTheta = number(object, "options_theta");
    update.optionsValue = number(object, "options_value");
    update.totalPl = number(object, "total_pl");
    update.marginModel = text(object, "margin_model").value_or("");
    return update;
}

// `size` is signed in practice; where it is not, the direction says so.
std::optional<VenuePosition> positionOf(const Object& object)
{
    const auto name = text(object, "instrument_name");
    const auto size = number(object, "size");
    if (!name || !size)
        return std::nullopt;
    VenuePosition position;
    position.instrument = *name;
    const auto direction = text(object, "direction").value_or("");
    position.size = direction == "sell" ? -std::abs(*size) : *size;
    position.averagePrice = number(object, "average_price");
    position.markPrice = number(object, "mark_price");
    position.delta = number(object, "delta");
    position.gamma = number(object, "gamma");
    position.vega = number(object, "vega");
    position.theta = number(object, "theta");
    position.initialMargin = number(object, "initial_margin");
    position.maintenanceMargin = number(object, "maintenance_margin");
    position.floatingProfitLoss = number(object, "floating_profit_loss");
    position.estimatedLiquidationPrice = number(object, "estimated_liquidation_price");
    return position;
}

std::optional<VenueOrder> orderOf(const Object& object)
{
    const auto id = text(object, "order_id");
    const auto name = text(object, "instrument_name");
    const auto direction = text(object, "direction");
    const auto amount = number(object, "amount");
    if (!id || !name || !amount || (direction != "buy" && direction != "sell"))
        return std::nullopt;
    VenueOrder order;
    order.orderId = *id;
    order.instrument = *name;
    order.label = text(object, "label").value_or("");
    order.state = text(object, "order_state").value_or("");
    order.side = direction == "buy" ? Side::Buy : Side::Sell;
    order.price = number(object, "price"); // the word "market_price" for market orders
    order.amount = *amount;
    order.filledAmount = number(object, "filled_amount").value_or(0.0); // left out while untriggered
    order.at = milliseconds(object, "last_update_timestamp").value_or(Timestamp{});
    return order;
}

void readChanges(const Object& data, std::vector<FeedEvent>& events)
{
    auto positions = readAll<VenuePosition>(data, "positions", positionOf);
    if (!positions.empty())
        events.emplace_back(PositionsUpdate{AccountScope::Changes, std::move(positions)});
    auto orders = readAll<VenueOrder>(data, "orders", orderOf);
    if (!orders.empty())
        events.emplace_back(OrdersUpdate{AccountScope::Changes, std::move(orders)});
}

bool readPositions(const Element& result, std::vector<FeedEvent>& events)
{
    simdjson::dom::array items;
    if (result.get_array().get(items) != simdjson::SUCCESS)
        return false;
    events.emplace_back(PositionsUpdate{AccountScope::Whole, readAll<VenuePosition>(items, positionOf)});
    return true;
}

bool readOrders(const Element& result, std::vector<FeedEvent>& events)
{
    simdjson::dom::array items;
    if (result.get_array().get(items) != simdjson::SUCCESS)
        return false;
    events.emplace_back(OrdersUpdate{AccountScope::Whole, readAll<VenueOrder>(items, orderOf)});
    return true;
}

bool readPortfolio(const Element& result, std::vector<FeedEvent>& events)
{
    Object object;
    if (result.get_object().get(object) != simdjson::SUCCESS)
        return false;
    auto portfolio = portfolioOf(object);
    if (!portfolio)
        return false;
    events.emplace_back(std::move(*portfolio));
    return true;
}

} // namespace ballast::deribit
