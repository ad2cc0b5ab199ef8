#include "app/venue/order_desk.h"

#include "app/venue/market_json.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ballast {
namespace {

constexpr double nothing = 1e-9;
constexpr std::size_t mostTrades = 1'000; // kept to be asked for

bool isMultiple(double value, double unit)
{
    if (unit <= 0.0)
        return true;
    const double times = value / unit;
    return std::abs(times - std::round(times)) < 1e-6;
}

double signedAmount(Side side, double amount)
{
    return side == Side::Buy ? amount : -amount;
}

Ladder makersLadder(const Quote& quote)
{
    if (quote.ladder)
        return *quote.ladder;
    Ladder ladder;
    if (quote.bid && quote.bidAmount)
        ladder.bids.push_back({*quote.bid, *quote.bidAmount});
    if (quote.ask && quote.askAmount)
        ladder.asks.push_back({*quote.ask, *quote.askAmount});
    return ladder;
}

bool reaches(Side side, std::optional<double> limit, double price)
{
    return !limit || (side == Side::Buy ? price <= *limit : price >= *limit);
}

void addLevel(std::vector<LadderLevel>& levels, Side side, double price, double amount)
{
    const auto better = [side](double a, double b) { return side == Side::Buy ? a > b : a < b; };
    auto at = levels.begin();
    while (at != levels.end() && better(at->price, price))
        ++at;
    if (at != levels.end() && at->price == price)
        at->amount += amount;
    else
        levels.insert(at, {price, amount});
}

// Deribit: options pay a share of the underlying, at most an eighth of their price; futures a share of their value in
// coin, linear ones in dollars (spec A5, fees of the listing).
double feeOf(const Instrument& instrument, double amount, double price, double indexUsd, bool maker)
{
    const double rate = (maker ? instrument.makerFee : instrument.takerFee).value_or(0.0);
    constexpr double mostOfPremium = 0.125;
    const bool inverse = instrument.settlement == Settlement::Inverse;
    if (isOption(instrument))
        return amount * std::min(rate * (inverse ? 1.0 : indexUsd), mostOfPremium * price);
    return rate * (inverse ? amount / price : amount * price);
}

} // namespace

Ladder OrderDesk::makersLeft(const std::string& instrument, const Quote& quote) const
{
    Ladder ladder = makersLadder(quote);
    const auto taken = m_taken.find(instrument);
    if (taken == m_taken.end() || taken->second.from != quote.ladder)
        return ladder;
    for (auto* side : {&ladder.bids, &ladder.asks}) {
        for (LadderLevel& level : *side) {
            const auto gone = taken->second.amounts.find(level.price);
            level.amount -= gone == taken->second.amounts.end() ? 0.0 : gone->second;
        }
        std::erase_if(*side, [](const LadderLevel& level) { return level.amount <= nothing; });
    }
    return ladder;
}

bool OrderDesk::touches(const std::string& instrument) const
{
    return m_taken.contains(instrument) || std::ranges::any_of(m_orders, [&](const auto& entry) {
               return entry.second.isOpen() && entry.second.ticket.instrument == instrument;
           });
}

Ladder OrderDesk::shownLadder(const std::string& instrument, const Quote& quote) const
{
    Ladder ladder = makersLeft(instrument, quote);
    for (const auto& [id, order] : m_orders) {
        if (order.isOpen() && order.ticket.instrument == instrument && order.ticket.price)
            addLevel(order.ticket.side == Side::Buy ? ladder.bids : ladder.asks, order.ticket.side, *order.ticket.price,
                     order.left());
    }
    return ladder;
}

// Cuts a reduce-only amount to the position, as the venue does.
std::optional<RpcFault> OrderDesk::checkAmount(OrderTicket& ticket, const Instrument& instrument) const
{
    const double smallest = instrument.minTradeAmount;
    if (ticket.reduceOnly) {
        const double held = m_account.position(ticket.instrument).size;
        const double toClose = held * signedAmount(ticket.side, 1.0) < 0.0 ? std::abs(held) : 0.0;
        if (toClose <= nothing)
            return rpcFault(rpc_code::otherReject, "reduce_only: there is no position to reduce");
        ticket.amount = std::min(ticket.amount, toClose);
    }
    if (!(ticket.amount > 0.0))
        return rpcFault(rpc_code::invalidAmount);
    if (ticket.amount < smallest - nothing && !ticket.reduceOnly)
        return rpcFault(rpc_code::quantityTooLow);
    if (!isMultiple(ticket.amount, isQuantityInUsd(instrument) ? instrument.contractSize : smallest))
        return rpcFault(rpc_code::invalidAmount, "not a multiple of the contract size");
    return std::nullopt;
}

// Moves a post-only price off the spread, as the venue does.
std::optional<RpcFault> OrderDesk::checkPrice(OrderTicket& ticket, const Instrument& instrument,
                                              const Quote& quote) const
{
    if (!std::isfinite(*ticket.price) || *ticket.price <= 0.0)
        return rpcFault(rpc_code::invalidPrice);
    if (!isMultiple(*ticket.price, instrument.tick.at(*ticket.price)))
        return rpcFault(rpc_code::priceWrongTick);
    const auto band = venue_json::priceBand(instrument, quote);
    if (band && ticket.side == Side::Buy && *ticket.price > band->highest)
        return rpcFault(rpc_code::priceTooHigh);
    if (band && ticket.side == Side::Sell && *ticket.price < band->lowest)
        return rpcFault(rpc_code::priceTooLow);
    const Ladder makers = makersLeft(ticket.instrument, quote);
    const auto& opposite = ticket.side == Side::Buy ? makers.asks : makers.bids;
    if (!ticket.postOnly || opposite.empty() || !reaches(ticket.side, ticket.price, opposite.front().price))
        return std::nullopt;
    const double off = instrument.tick.at(opposite.front().price);
    ticket.price = opposite.front().price + (ticket.side == Side::Buy ? -off : off);
    if (ticket.rejectPostOnly || *ticket.price < 0.5 * off)
        return rpcFault(rpc_code::postOnlyReject);
    return std::nullopt;
}

std::optional<RpcFault> OrderDesk::checkFunds(const OrderTicket& ticket, const Instrument& instrument,
                                              const Quote& quote, const MarketSnapshot& market) const
{
    const double quantity = signedAmount(ticket.side, ticket.amount);
    const AccountFigures figures = m_account.figures(venue_json::settlementCurrency(instrument), market);
    const double premium = isOption(instrument) && ticket.side == Side::Buy
                               ? ticket.amount * ticket.price.value_or(quote.ask.value_or(0.0))
                               : 0.0;
    const double margin = m_account.initialMarginWith(instrument, quantity, market);
    if (margin > figures.initialMargin + nothing && margin + premium > figures.marginBalance)
        return rpcFault(rpc_code::notEnoughFunds);
    if (premium > 0.0 && premium > figures.availableFunds)
        return rpcFault(rpc_code::notEnoughFunds);
    return std::nullopt;
}

std::optional<RpcFault> OrderDesk::check(OrderTicket& ticket, const Instrument& instrument, const Quote& quote,
                                         const MarketSnapshot& market) const
{
    if (const auto fault = checkAmount(ticket, instrument))
        return fault;
    if (ticket.type != VenueOrderType::Limit)
        ticket.price.reset();
    if (ticket.price) {
        if (const auto fault = checkPrice(ticket, instrument, quote))
            return fault;
    }
    return ticket.reduceOnly ? std::nullopt : checkFunds(ticket, instrument, quote, market);
}

void OrderDesk::trade(DeskOrder& order, const Instrument& instrument, const MarketSnapshot& market, double price,
                      double amount, bool maker, DeskChanges& changes, Timestamp at)
{
    const Quote* quote = market.quote(instrument.id);
    const IndexPrice* index = market.index(instrument.underlying);
    const double indexUsd = index != nullptr ? index->priceUsd : 0.0;
    const double before = m_account.position(order.ticket.instrument).realised;
    DeskTrade trade;
    trade.fee = feeOf(instrument, amount, price, indexUsd, maker);
    m_account.fill(instrument, {signedAmount(order.ticket.side, amount), price, trade.fee});
    order.filled += amount;
    order.paid += price * amount;
    order.updatedAt = at;
    trade.sequence = ++m_lastTrade;
    trade.orderId = order.id;
    trade.instrument = order.ticket.instrument;
    trade.label = order.ticket.label;
    trade.side = order.ticket.side;
    trade.price = price;
    trade.amount = amount;
    trade.maker = maker;
    trade.profit = m_account.position(order.ticket.instrument).realised - before;
    trade.indexUsd = indexUsd;
    trade.mark = quote != nullptr ? quote->mark.value_or(0.0) : 0.0;
    trade.iv = quote != nullptr ? quote->markIv : std::nullopt;
    trade.at = at;
    changes.trades.push_back(trade);
    m_trades.push_back(trade);
    if (m_trades.size() > mostTrades)
        m_trades.erase(m_trades.begin());
}

// Fills what the makers' ladder gives within the limit. A resting order trades at its own price.
void OrderDesk::take(DeskOrder& order, const Instrument& instrument, const Quote& quote, const MarketSnapshot& market,
                     bool maker, DeskChanges& changes, Timestamp at)
{
    const Ladder makers = makersLeft(order.ticket.instrument, quote);
    const auto& opposite = order.ticket.side == Side::Buy ? makers.asks : makers.bids;
    for (const LadderLevel& level : opposite) {
        if (order.left() <= nothing || !reaches(order.ticket.side, order.ticket.price, level.price))
            break;
        const double amount = std::min(order.left(), level.amount);
        Taken& taken = m_taken[order.ticket.instrument];
        if (taken.from != quote.ladder)
            taken = {quote.ladder, {}};
        taken.amounts[level.price] += amount;
        trade(order, instrument, market, maker ? *order.ticket.price : level.price, amount, maker, changes, at);
    }
}

void OrderDesk::settle(DeskOrder& order, DeskChanges& changes, Timestamp at)
{
    const bool rests = order.ticket.price && (order.ticket.timeInForce == VenueTimeInForce::GoodTilCancelled ||
                                              order.ticket.timeInForce == VenueTimeInForce::GoodTilDay);
    if (order.left() <= nothing)
        order.state = "filled";
    else if (!rests)
        order.state = "cancelled";
    order.updatedAt = at;
    changes.orders.push_back(order);
}

std::variant<DeskChanges, RpcFault> OrderDesk::place(const OrderTicket& asked, const MarketSnapshot& market,
                                                     std::uint64_t connection, Timestamp at)
{
    const auto row = market.instruments->find({deribitVenue, asked.instrument});
    if (!row)
        return rpcFault(rpc_code::invalidInstrument);
    const Instrument& instrument = (*market.instruments)[*row];
    const Quote& quote = market.quotes[*row];
    OrderTicket ticket = asked;
    if (const auto fault = check(ticket, instrument, quote, market))
        return *fault;
    DeskOrder order;
    order.id = instrument.underlying + "-" + std::to_string(++m_lastOrder);
    order.ticket = ticket;
    order.createdAt = order.updatedAt = at;
    order.connection = connection;
    DeskChanges changes;
    bool takes = true;
    if (ticket.timeInForce == VenueTimeInForce::FillOrKill) {
        const LadderFill fill =
            walkLadder(makersLeft(ticket.instrument, quote), ticket.side, ticket.amount, ticket.price);
        takes = fill.filled >= ticket.amount - nothing;
    }
    if (takes)
        take(order, instrument, quote, market, false, changes, at);
    // What is left of a market-limit order stays at the price of its last fill.
    if (ticket.type == VenueOrderType::MarketLimit && !changes.trades.empty())
        order.ticket.price = changes.trades.back().price;
    settle(order, changes, at);
    m_orders[order.id] = order;
    return changes;
}

std::variant<DeskChanges, RpcFault> OrderDesk::edit(const std::string& id, double amount, std::optional<double> price,
                                                    const MarketSnapshot& market, Timestamp at)
{
    const auto it = m_orders.find(id);
    if (it == m_orders.end())
        return rpcFault(rpc_code::orderNotFound);
    DeskOrder& order = it->second;
    const auto row = market.instruments->find({deribitVenue, order.ticket.instrument});
    if (!order.isOpen() || !row)
        return rpcFault(rpc_code::notOpenOrder);
    OrderTicket ticket = order.ticket;
    ticket.amount = amount - order.filled;
    ticket.price = price ? price : ticket.price;
    ticket.type = VenueOrderType::Limit;
    const Instrument& instrument = (*market.instruments)[*row];
    if (const auto fault = check(ticket, instrument, market.quotes[*row], market))
        return *fault;
    ticket.amount += order.filled;
    order.ticket = ticket;
    DeskChanges changes;
    take(order, instrument, market.quotes[*row], market, false, changes, at);
    settle(order, changes, at);
    return changes;
}

std::variant<DeskChanges, RpcFault> OrderDesk::cancel(const std::string& id, Timestamp at)
{
    const auto it = m_orders.find(id);
    if (it == m_orders.end())
        return rpcFault(rpc_code::orderNotFound);
    if (!it->second.isOpen())
        return rpcFault(rpc_code::notOpenOrder);
    it->second.state = "cancelled";
    it->second.cancelReason = "user_request";
    it->second.updatedAt = at;
    return DeskChanges{{it->second}, {}};
}

DeskChanges OrderDesk::cancelAll(const std::string& instrument, const std::string& currency,
                                 std::optional<std::uint64_t> connection, Timestamp at)
{
    DeskChanges changes;
    for (auto& [id, order] : m_orders) {
        const bool named = (instrument.empty() || order.ticket.instrument == instrument) &&
                           (currency.empty() || order.ticket.instrument.starts_with(currency));
        if (!order.isOpen() || !named || (connection && order.connection != *connection))
            continue;
        order.state = "cancelled";
        order.cancelReason = connection ? "cancel_on_disconnect" : "user_request";
        order.updatedAt = at;
        changes.orders.push_back(order);
    }
    return changes;
}

DeskChanges OrderDesk::match(const MarketSnapshot& market, Timestamp at)
{
    DeskChanges changes;
    for (auto& [id, order] : m_orders) {
        if (!order.isOpen())
            continue;
        const auto row = market.instruments->find({deribitVenue, order.ticket.instrument});
        if (!row) { // expired
            order.state = "cancelled";
            order.cancelReason = "settlement";
            order.updatedAt = at;
            changes.orders.push_back(order);
            continue;
        }
        const std::size_t before = changes.trades.size();
        take(order, (*market.instruments)[*row], market.quotes[*row], market, true, changes, at);
        if (changes.trades.size() > before)
            settle(order, changes, at);
    }
    return changes;
}

const DeskOrder* OrderDesk::find(const std::string& id) const
{
    const auto it = m_orders.find(id);
    return it == m_orders.end() ? nullptr : &it->second;
}

std::vector<const DeskOrder*> OrderDesk::openOrders() const
{
    std::vector<const DeskOrder*> open;
    for (const auto& [id, order] : m_orders) {
        if (order.isOpen())
            open.push_back(&order);
    }
    return open;
}

} // namespace ballast
