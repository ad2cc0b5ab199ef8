#pragma once

#include "app/venue/rpc.h"
#include "app/venue/venue_account.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace ballast {

enum class VenueOrderType
{
    Limit,
    Market,
    MarketLimit
};
enum class VenueTimeInForce
{
    GoodTilCancelled,
    GoodTilDay,
    FillOrKill,
    ImmediateOrCancel
};

struct OrderTicket
{
    std::string instrument;
    Side side = Side::Buy;
    double amount = 0.0;
    VenueOrderType type = VenueOrderType::Limit;
    VenueTimeInForce timeInForce = VenueTimeInForce::GoodTilCancelled;
    std::optional<double> price;
    std::string label;
    bool postOnly = false;
    bool rejectPostOnly = false;
    bool reduceOnly = false;
};

struct DeskOrder
{
    std::string id;
    OrderTicket ticket;
    double filled = 0.0;
    double paid = 0.0; // sum of price x amount
    std::string state = "open";
    std::string cancelReason;
    Timestamp createdAt{};
    Timestamp updatedAt{};
    std::uint64_t connection = 0; // that it came by

    [[nodiscard]] double left() const { return ticket.amount - filled; }
    [[nodiscard]] bool isOpen() const { return state == "open"; }
};

struct DeskTrade
{
    std::uint64_t sequence = 0;
    std::string orderId;
    std::string instrument;
    std::string label;
    Side side = Side::Buy;
    double price = 0.0;
    double amount = 0.0;
    double fee = 0.0; // settlement currency
    bool maker = false;
    double profit = 0.0; // of what it closed
    double indexUsd = 0.0;
    double mark = 0.0;
    std::optional<double> iv;
    Timestamp at{};
};

// What an action of the desk or of the market did to orders.
struct DeskChanges
{
    std::vector<DeskOrder> orders;
    std::vector<DeskTrade> trades;
    [[nodiscard]] bool isEmpty() const { return orders.empty() && trades.empty(); }
};

// The matching engine for the account's orders: they meet the market's makers, and rest in its books when they do not.
class OrderDesk
{
public:
    explicit OrderDesk(VenueAccount& account) : m_account(account) {}

    // The first order of the result is the one placed.
    [[nodiscard]] std::variant<DeskChanges, RpcFault> place(const OrderTicket& ticket, const MarketSnapshot& market,
                                                            std::uint64_t connection, Timestamp at);
    [[nodiscard]] std::variant<DeskChanges, RpcFault>
    edit(const std::string& id, double amount, std::optional<double> price, const MarketSnapshot& market, Timestamp at);
    [[nodiscard]] std::variant<DeskChanges, RpcFault> cancel(const std::string& id, Timestamp at);
    // All that match; empty words and nullopt match all.
    [[nodiscard]] DeskChanges cancelAll(const std::string& instrument, const std::string& currency,
                                        std::optional<std::uint64_t> connection, Timestamp at);
    // The market moved: resting orders that it reached are filled.
    [[nodiscard]] DeskChanges match(const MarketSnapshot& market, Timestamp at);

    [[nodiscard]] const DeskOrder* find(const std::string& id) const;
    [[nodiscard]] std::vector<const DeskOrder*> openOrders() const;
    [[nodiscard]] const std::vector<DeskTrade>& trades() const { return m_trades; }
    // The makers' depth without what was taken from it, with the account's own orders.
    // Orders of the account rest there, or took from the makers.
    [[nodiscard]] bool touches(const std::string& instrument) const;
    [[nodiscard]] Ladder shownLadder(const std::string& instrument, const Quote& quote) const;

private:
    // What was taken from one maker's ladder; void once he quotes anew.
    struct Taken
    {
        std::shared_ptr<const Ladder> from;
        std::map<double, double> amounts; // by price
    };

    [[nodiscard]] std::optional<RpcFault> check(OrderTicket& ticket, const Instrument& instrument, const Quote& quote,
                                                const MarketSnapshot& market) const;
    [[nodiscard]] std::optional<RpcFault> checkAmount(OrderTicket& ticket, const Instrument& instrument) const;
    [[nodiscard]] std::optional<RpcFault> checkPrice(OrderTicket& ticket, const Instrument& instrument,
                                                     const Quote& quote) const;
    [[nodiscard]] std::optional<RpcFault> checkFunds(const OrderTicket& ticket, const Instrument& instrument,
                                                     const Quote& quote, const MarketSnapshot& market) const;
    [[nodiscard]] Ladder makersLeft(const std::string& instrument, const Quote& quote) const;
    void take(DeskOrder& order, const Instrument& instrument, const Quote& quote, const MarketSnapshot& market,
              bool maker, DeskChanges& changes, Timestamp at);
    void settle(DeskOrder& order, DeskChanges& changes, Timestamp at);
    void trade(DeskOrder& order, const Instrument& instrument, const MarketSnapshot& market, double price,
               double amount, bool maker, DeskChanges& changes, Timestamp at);

    VenueAccount& m_account;
    std::map<std::string, DeskOrder> m_orders;
    std::vector<DeskTrade> m_trades; // the newest of them
    std::map<std::string, Taken> m_taken;
    std::uint64_t m_lastOrder = 4'000'000;
    std::uint64_t m_lastTrade = 9'000'000;
};

} // namespace ballast
