#pragma once

#include "app/feeds/live/book_chains.h"
#include "app/feeds/live/clock_skew.h"
#include "app/feeds/live/credit_bucket.h"
#include "app/feeds/live/deribit_channels.h"
#include "app/feeds/live/deribit_requests.h"
#include "app/feeds/live/deribit_wire.h"
#include "app/feeds/live/reconnect_policy.h"
#include "app/feeds/live/request_ledger.h"
#include "app/feeds/live/session_figures.h"
#include "app/feeds/live/session_step.h"
#include "app/feeds/live/subscription_plan.h"

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace ballast {

struct DeribitSettings
{
    std::string clientName = "ballast";
    std::string clientVersion = "1";
    std::optional<deribit::Credentials> credentials{}; // none: public data only
    DeribitChannelChoice channels{};
    int heartbeatSeconds = 10;            // the venue's minimum; silence for twice as long is a dead link
    Milliseconds patience{10'000};        // for an answer
    Milliseconds snapshotPatience{3'000}; // for the first message of a book
    Milliseconds skewLimit{1'000};
    ReconnectLimits reconnect{};
    std::uint64_t seed = 1; // of jitter and nonces
    std::int64_t firstRequestId = 1;
};

// Deribit's protocol without a socket: eats messages and time, yields events and what to do next. After every call the
// caller carries out the actions; it calls tick() at nextDeadline(). Owned by one thread.
class DeribitSession
{
public:
    explicit DeribitSession(DeribitSettings settings);

    // From the transport.
    [[nodiscard]] SessionStep connected(Timestamp now);
    [[nodiscard]] SessionStep received(std::string_view text, Timestamp now);
    // The link broke, or could not be made. Not for a link that the session gave up itself by Reconnect.
    [[nodiscard]] SessionStep disconnected(Timestamp now, std::string_view reason);
    [[nodiscard]] SessionStep tick(Timestamp now);
    [[nodiscard]] std::optional<Timestamp> nextDeadline(Timestamp now) const;

    // From the desk: which instruments are held or shown; a book that proved wrong (crossed).
    [[nodiscard]] SessionStep watch(std::set<std::string> instruments, Timestamp now);
    [[nodiscard]] SessionStep rejectBook(const std::string& instrument, std::string_view reason, Timestamp now);

    [[nodiscard]] LinkPhase phase() const { return m_phase; }
    [[nodiscard]] bool isLoggedIn() const { return m_granted; }
    [[nodiscard]] const std::string& grantedScope() const { return m_scope; } // empty: not logged in
    [[nodiscard]] const ClockSkew& clock() const { return m_clock; }
    [[nodiscard]] const SubscriptionPlan& subscriptions() const { return m_plan; }
    [[nodiscard]] SessionFigures figures() const;
    // Last change_id of an instrument's book; nullopt while it has none that may be used.
    [[nodiscard]] std::optional<std::int64_t> bookChangeId(const std::string& instrument) const;

private:
    struct Job
    {
        RequestKind kind = RequestKind::Hello;
        std::string subject;
        int tries = 0;
        Timestamp notBefore{};
    };

    // What is sent (deribit_session.cpp).
    void beginMarket();
    void beginPrivate();
    void queue(RequestKind kind, std::string subject = {});
    void pump(Timestamp now);
    [[nodiscard]] bool affords(RequestKind kind, Timestamp now);
    void sendJob(const Job& job, Timestamp now);
    bool sendChannels(RequestKind kind, ChannelScope scope, Timestamp now);
    void send(std::string text, SendOrder order = SendOrder::Queued);
    [[nodiscard]] std::string requestText(const PendingRequest& request, std::int64_t id, Timestamp now);
    void dropLink(std::string_view reason, Timestamp now, Milliseconds atLeast);
    void alarm(AlarmKind kind, std::string text, Timestamp now);
    void expireRequests(Timestamp now);
    void expireSnapshots(Timestamp now);
    [[nodiscard]] SessionStep finish(Timestamp now);

    // What comes in (deribit_session_replies.cpp).
    void answerTest(Timestamp now);
    void takeEvents(DeribitWireMessage& message, Timestamp now);
    void takeBook(const std::string& channel, BookUpdate& update, Timestamp now);
    void takePatch(const std::string& channel, TickerPatch& patch, Timestamp now);
    void takeReply(DeribitWireMessage& message, Timestamp now);
    void takeGrant(const DeribitGrant& grant, Timestamp now);
    void takeListing(const std::string& currency, const std::vector<FeedEvent>& events, Timestamp now);
    void takeState(const InstrumentStateUpdate& state, Timestamp now);
    void takeFault(const DeribitWireMessage& message, Timestamp now);
    void takeLoginFault(const PendingRequest& request, const DeribitFault& fault, Timestamp now);
    void retry(const PendingRequest& request, Timestamp now);
    void refuse(const PendingRequest& request, const DeribitFault& fault, Timestamp now);
    void measureClock(const DeribitWireMessage& message, Timestamp now);
    void restartChannel(const std::string& channel, Timestamp now);
    void loseBook(const std::string& channel, const std::string& instrument, std::string reason, Timestamp now);
    [[nodiscard]] std::vector<std::string> channelsOf(const Instrument& instrument) const;

    DeribitSettings m_settings;
    DeribitWire m_wire;
    LinkPhase m_phase = LinkPhase::Down;
    bool m_granted = false;
    Login m_channelLogin = Login::None; // that the channels of the plan are made for
    int m_channelFailures = 0;          // of subscribe calls in a row
    std::string m_refreshToken;
    std::string m_scope;
    std::optional<Timestamp> m_refreshAt;
    Timestamp m_lastHeard{};
    Timestamp m_restUntil{};
    ReconnectPolicy m_reconnect;
    std::mt19937_64 m_nonces;
    CreditBucket m_requests = deribit_limits::requests();
    CreditBucket m_subscribes = deribit_limits::subscribes();
    CreditBucket m_listings = deribit_limits::listings();
    RequestLedger m_pending{m_settings.firstRequestId};
    std::deque<Job> m_jobs;
    SubscriptionPlan m_plan;
    BookChains m_chains;
    ClockSkew m_clock;
    bool m_clockWrong = false;
    std::map<std::string, Instrument> m_listed;
    std::unordered_map<std::string, Timestamp> m_awaitedSnapshots; // channel to deadline
    std::unordered_map<std::string, Timestamp> m_patchAt;          // channel to time of the last incremental ticker
    std::unordered_map<std::string, RetryBudget> m_restarts;       // by channel
    std::map<std::string, Timestamp> m_listedAt;                   // by currency: last time the listing was asked for
    std::map<AlarmKind, Timestamp> m_alarmedAt;
    SessionFigures m_figures;
    SessionStep m_step;
};

} // namespace ballast
