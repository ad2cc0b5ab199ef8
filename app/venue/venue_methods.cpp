#include "app/venue/simulated_venue.h"

namespace ballast {

// Every method that the venue knows, what it costs and what the key must be allowed.
const std::unordered_map<std::string_view, SimulatedVenue::Method>& SimulatedVenue::methods()
{
    using V = SimulatedVenue;
    using Cost = Method::Cost;
    constexpr auto read = KeyRight::Read;
    constexpr auto write = KeyRight::ReadWrite;
    constexpr auto none = KeyRight::None;
    static const std::unordered_map<std::string_view, Method> known{
        {"public/hello", {&V::hello}},
        {"public/test", {&V::test}},
        {"public/auth", {&V::auth}},
        {"public/set_heartbeat", {&V::setHeartbeat}},
        {"public/disable_heartbeat", {&V::disableHeartbeat}},
        {"public/get_time", {&V::getTime}},
        {"public/status", {&V::status}},
        {"public/get_currencies", {&V::getCurrencies}},
        {"public/get_instruments", {&V::getInstruments}},
        {"public/get_instrument", {&V::getInstrument}},
        {"public/get_book_summary_by_currency", {&V::getSummaries}},
        {"public/get_book_summary_by_instrument", {&V::getSummary}},
        {"public/ticker", {&V::getTicker}},
        {"public/get_order_book", {&V::getOrderBook}},
        {"public/get_index_price", {&V::getIndexPrice}},
        {"public/get_last_trades_by_instrument", {&V::getLastTrades}},
        {"public/get_last_trades_by_currency", {&V::getLastTrades}},
        {"public/subscribe", {&V::subscribe, Cost::Subscribe}},
        {"public/unsubscribe", {&V::unsubscribe, Cost::Subscribe}},
        {"public/unsubscribe_all", {&V::unsubscribeAll, Cost::Subscribe}},
        {"private/subscribe", {&V::subscribePrivate, Cost::Subscribe, none, read}},
        {"private/unsubscribe", {&V::unsubscribe, Cost::Subscribe, none, read}},
        {"private/unsubscribe_all", {&V::unsubscribeAll, Cost::Subscribe, none, read}},
        {"private/logout", {&V::logout}},
        {"private/enable_cancel_on_disconnect", {&V::enableCancelOnDisconnect, Cost::Ordinary, none, read}},
        {"private/disable_cancel_on_disconnect", {&V::disableCancelOnDisconnect, Cost::Ordinary, none, read}},
        {"private/get_cancel_on_disconnect", {&V::getCancelOnDisconnect, Cost::Ordinary, none, read}},
        {"private/get_positions", {&V::getPositions, Cost::Ordinary, read}},
        {"private/get_position", {&V::getPosition, Cost::Ordinary, read}},
        {"private/get_account_summary", {&V::getAccountSummary, Cost::Ordinary, none, read}},
        {"private/get_account_summaries", {&V::getAccountSummaries, Cost::Ordinary, none, read}},
        {"private/get_open_orders", {&V::getOpenOrders, Cost::Ordinary, read}},
        {"private/get_open_orders_by_currency", {&V::getOpenOrders, Cost::Ordinary, read}},
        {"private/get_open_orders_by_instrument", {&V::getOpenOrders, Cost::Ordinary, read}},
        {"private/get_order_state", {&V::getOrderState, Cost::Ordinary, read}},
        {"private/get_user_trades_by_instrument", {&V::getUserTrades, Cost::Ordinary, read}},
        {"private/get_user_trades_by_currency", {&V::getUserTrades, Cost::Ordinary, read}},
        {"private/get_user_trades_by_order", {&V::getUserTrades, Cost::Ordinary, read}},
        {"private/buy", {&V::buy, Cost::Matching, write}},
        {"private/sell", {&V::sell, Cost::Matching, write}},
        {"private/edit", {&V::edit, Cost::Matching, write}},
        {"private/cancel", {&V::cancel, Cost::Matching, write}},
        {"private/cancel_all", {&V::cancelAll, Cost::Matching, write}},
        {"private/cancel_all_by_instrument", {&V::cancelAll, Cost::Matching, write}},
        {"private/cancel_all_by_currency", {&V::cancelAll, Cost::Matching, write}},
    };
    return known;
}

} // namespace ballast
