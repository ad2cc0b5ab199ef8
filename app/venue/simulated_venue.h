#pragma once

#include "app/venue/market_json.h"
#include "app/venue/order_desk.h"
#include "app/venue/venue_connection.h"
#include "app/venue/venue_http.h"
#include "app/venue/venue_market.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace ballast {

struct SimulatedVenueSettings
{
    std::vector<VenueKey> keys = venueTestKeys();
    std::map<std::string, double> balances{{"BTC", 50.0}, {"ETH", 500.0}, {"USDC", 1'000'000.0}};
    Milliseconds shortestHeartbeat{10'000};
    Milliseconds clockOffset{0}; // the venue's clock goes wrong by so much
    Milliseconds tokenLife{900'000};
};

// One message to one client; or the end of its connection.
struct VenueOutput
{
    std::uint64_t connection = 0;
    std::string text;
    std::string channel; // of a notification; empty: an answer or a heartbeat
    bool close = false;  // after the text, if any
};

// A venue that speaks Deribit's JSON-RPC, without a socket: bytes and time in, bytes out. Deterministic: the same
// market and the same inputs give the same outputs. Owned by one thread.
class SimulatedVenue
{
public:
    SimulatedVenue(SimulatedVenueSettings settings, std::unique_ptr<VenueMarket> market, Timestamp now);
    ~SimulatedVenue();

    // From the transport. Ids are the transport's.
    void opened(std::uint64_t connection, Timestamp now);
    void received(std::uint64_t connection, std::string_view text, Timestamp now);
    void closed(std::uint64_t connection, Timestamp now);
    // The same methods over HTTP, but for what needs a connection that stays. Faults of the script leave it alone.
    [[nodiscard]] VenueHttpAnswer answerHttp(const VenueHttpRequest& request, Timestamp now);
    // Lets the market move to `now`; the news go out. Ten times a second.
    void tick(Timestamp now);
    [[nodiscard]] std::vector<VenueOutput> takeOutput();

    // Faults of the whole venue.
    void setMaintenance(bool on, Timestamp now);
    void throttle(std::uint64_t connection); // its next request is one too many
    void setClockOffset(Milliseconds offset) { m_settings.clockOffset = offset; }

    [[nodiscard]] const VenueBooks& books() const { return m_books; }
    [[nodiscard]] SnapshotPtr picture() const { return m_picture; }
    [[nodiscard]] const VenueAccount& account() const { return m_account; }
    [[nodiscard]] std::size_t connections() const { return m_connections.size(); }

private:
    using Handler = RpcAnswer (SimulatedVenue::*)(VenueConnection&, const Json&);

    struct Method
    {
        Handler handler = nullptr;
        enum class Cost
        {
            Ordinary,
            Subscribe,
            Matching
        } cost = Cost::Ordinary;
        KeyRight trade = KeyRight::None; // needed of the key
        KeyRight account = KeyRight::None;
    };
    struct PublicTrade
    {
        std::string instrument;
        std::uint64_t sequence = 0;
        double price = 0.0;
        double amount = 0.0;
        Side side = Side::Buy;
        std::optional<double> iv;
        double mark = 0.0;
        double indexUsd = 0.0;
        Timestamp at{};
    };

    // simulated_venue.cpp
    static const std::unordered_map<std::string_view, Method>& methods();
    [[nodiscard]] RpcAnswer call(VenueConnection& connection, const std::string& method, const Json& params);
    [[nodiscard]] std::optional<RpcFault> refusal(const VenueConnection& connection, const std::string& method,
                                                  const Method& known) const;
    [[nodiscard]] bool affords(VenueConnection& connection, const Method& method);
    void answer(VenueConnection& connection, const Json& id, const RpcAnswer& result);
    void send(VenueConnection& connection, std::string text, std::string channel = {});
    void end(VenueConnection& connection);
    void beat(VenueConnection& connection);
    [[nodiscard]] Timestamp marketTime(Timestamp now) const; // as the venue prints it
    [[nodiscard]] std::int64_t venueMicroseconds(Timestamp now) const;
    [[nodiscard]] std::optional<std::size_t> rowOf(std::string_view instrument) const;
    [[nodiscard]] venue_json::Listed listed(std::size_t row) const;

    // venue_http_methods.cpp
    [[nodiscard]] VenueConnection& httpConnection(const std::string& clientId);
    [[nodiscard]] std::optional<RpcFault> loginHttp(const VenueHttpRequest& request, VenueConnection*& connection);
    [[nodiscard]] RpcAnswer callHttp(const VenueHttpRequest& request, const VenueHttpCall& asked);

    // venue_login.cpp
    RpcAnswer hello(VenueConnection&, const Json&);
    RpcAnswer test(VenueConnection&, const Json&);
    RpcAnswer auth(VenueConnection&, const Json&);
    RpcAnswer logout(VenueConnection&, const Json&);
    RpcAnswer setHeartbeat(VenueConnection&, const Json&);
    RpcAnswer disableHeartbeat(VenueConnection&, const Json&);
    RpcAnswer enableCancelOnDisconnect(VenueConnection&, const Json&);
    RpcAnswer disableCancelOnDisconnect(VenueConnection&, const Json&);
    RpcAnswer getCancelOnDisconnect(VenueConnection&, const Json&);
    [[nodiscard]] RpcAnswer grant(VenueConnection&, const VenueKey&, const Json& params);

    // venue_market_methods.cpp
    RpcAnswer getTime(VenueConnection&, const Json&);
    RpcAnswer status(VenueConnection&, const Json&);
    RpcAnswer getCurrencies(VenueConnection&, const Json&);
    RpcAnswer getInstruments(VenueConnection&, const Json&);
    RpcAnswer getInstrument(VenueConnection&, const Json&);
    RpcAnswer getSummaries(VenueConnection&, const Json&);
    RpcAnswer getSummary(VenueConnection&, const Json&);
    RpcAnswer getTicker(VenueConnection&, const Json&);
    RpcAnswer getOrderBook(VenueConnection&, const Json&);
    RpcAnswer getIndexPrice(VenueConnection&, const Json&);
    RpcAnswer getLastTrades(VenueConnection&, const Json&);

    // venue_order_methods.cpp
    RpcAnswer buy(VenueConnection&, const Json&);
    RpcAnswer sell(VenueConnection&, const Json&);
    RpcAnswer edit(VenueConnection&, const Json&);
    RpcAnswer cancel(VenueConnection&, const Json&);
    RpcAnswer cancelAll(VenueConnection&, const Json&);
    RpcAnswer getOpenOrders(VenueConnection&, const Json&);
    RpcAnswer getOrderState(VenueConnection&, const Json&);
    RpcAnswer getPositions(VenueConnection&, const Json&);
    RpcAnswer getPosition(VenueConnection&, const Json&);
    RpcAnswer getAccountSummary(VenueConnection&, const Json&);
    RpcAnswer getAccountSummaries(VenueConnection&, const Json&);
    RpcAnswer getUserTrades(VenueConnection&, const Json&);
    [[nodiscard]] RpcAnswer placeOrder(VenueConnection&, const Json&, Side side);
    [[nodiscard]] Json changesJson(const DeskChanges& changes) const;

    // venue_channels.cpp
    RpcAnswer subscribe(VenueConnection&, const Json&);
    RpcAnswer subscribePrivate(VenueConnection&, const Json&);
    RpcAnswer unsubscribe(VenueConnection&, const Json&);
    RpcAnswer unsubscribeAll(VenueConnection&, const Json&);
    [[nodiscard]] RpcAnswer enter(VenueConnection&, const Json& params, bool isPrivate);
    void greet(VenueConnection& connection, const std::string& text, const ChannelName& channel);
    void refreshBooks();
    void refreshBook(std::size_t row);
    void noteTrades(const MarketSnapshot& before);
    void noteListing(const MarketSnapshot& before);
    void noteVolIndices();
    void tellMarket(); // the tick's news, books left out
    void tellBooks();
    void noteTickers();
    [[nodiscard]] std::optional<Json> newsOf(const ChannelName& channel) const;
    [[nodiscard]] std::optional<Json> rowNewsOf(const ChannelName& channel, std::size_t row) const;
    [[nodiscard]] Json tradesOf(const std::vector<PublicTrade>& trades, const ChannelName& channel) const;
    [[nodiscard]] Json allMarks(const std::string& currency) const;
    [[nodiscard]] bool covers(const ChannelName& channel, const Instrument& instrument) const;
    void tellAccount(const DeskChanges& changes);
    void tellPortfolio(const std::string& currency);

    SimulatedVenueSettings m_settings;
    std::unique_ptr<VenueMarket> m_market;
    VenueAccount m_account;
    OrderDesk m_desk{m_account};
    VenueBooks m_books;
    SnapshotPtr m_picture;
    Timestamp m_now{};    // of the input that is being worked on
    Timestamp m_tickAt{}; // ours, of the last tick
    bool m_maintenance = false;
    std::map<std::uint64_t, VenueConnection> m_connections;
    std::map<std::string, VenueConnection> m_http; // by key; without one under ""
    std::set<std::uint64_t> m_throttled;
    std::vector<VenueOutput> m_output;
    // Of the tick that is being told.
    std::vector<bool> m_changed;                           // rows with news
    std::vector<std::pair<std::string, BookStep>> m_steps; // of books, not yet told
    std::unordered_map<std::size_t, Quote> m_touched;      // rows whose best prices the account's orders change
    std::unordered_map<std::string, Json> m_tickers;       // last said, for incremental tickers
    std::unordered_map<std::string, Json> m_tickerChanges; // this tick's
    std::vector<PublicTrade> m_freshTrades;
    std::vector<PublicTrade> m_trades;                         // the newest of them
    std::vector<std::pair<std::string, std::string>> m_states; // instrument, state
    std::map<std::string, double> m_volIndices;
    Timestamp m_volIndicesAt{};
    std::uint64_t m_lastTrade = 0;
    std::uint64_t m_lastToken = 0;
};

} // namespace ballast
