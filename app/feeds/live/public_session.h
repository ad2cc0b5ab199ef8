#pragma once

#include "app/feeds/live/binance_depth.h"
#include "app/feeds/live/book_chains.h"
#include "app/feeds/live/clock_skew.h"
#include "app/feeds/live/reconnect_policy.h"
#include "app/feeds/live/session_figures.h"
#include "app/feeds/live/session_step.h"
#include "app/feeds/live/subscription_plan.h"
#include "app/feeds/live/venue_dialect.h"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>

namespace ballast {

struct PublicSessionSettings
{
    Milliseconds patience{10'000};        // for the answer to a subscription
    Milliseconds snapshotPatience{5'000}; // for the first message of a book
    Milliseconds skewLimit{1'000};
    ReconnectLimits reconnect{};
    std::uint64_t seed = 1; // of the jitter
};

// The public data of one link of a venue without a socket: eats messages, answers and time, yields events and what to
// do next. The venue's words come from its dialect; back-off, batches, credits, book chains and patience are the same
// for all. After every call the caller carries out the actions; it calls tick() at nextDeadline(). Owned by one thread.
class PublicSession
{
public:
    PublicSession(std::unique_ptr<VenueDialect> dialect, PublicSessionSettings settings);

    [[nodiscard]] SessionStep connected(Timestamp now);
    [[nodiscard]] SessionStep received(std::string_view text, Timestamp now);
    // What a FetchText led to.
    [[nodiscard]] SessionStep answered(const std::string& subject, const Result<std::string>& body, Timestamp now);
    [[nodiscard]] SessionStep disconnected(Timestamp now, std::string_view reason);
    [[nodiscard]] SessionStep tick(Timestamp now);
    [[nodiscard]] std::optional<Timestamp> nextDeadline(Timestamp now) const;

    [[nodiscard]] SessionStep watch(std::set<std::string> instruments, Timestamp now);
    [[nodiscard]] SessionStep rejectBook(const std::string& instrument, std::string_view reason, Timestamp now);

    [[nodiscard]] LinkPhase phase() const { return m_phase; }
    [[nodiscard]] const ClockSkew& clock() const { return m_clock; }
    [[nodiscard]] const SubscriptionPlan& subscriptions() const { return m_plan; }
    [[nodiscard]] SessionFigures figures() const;
    [[nodiscard]] std::size_t listed() const { return m_listed.size(); }
    [[nodiscard]] bool isBookLive(const std::string& instrument) const;

private:
    struct Question
    {
        RestQuery query;
        Timestamp dueAt{};
        std::optional<Timestamp> askedAt{}; // under way
        int failures = 0;                   // in a row
    };
    struct Batch
    {
        ChannelCall call = ChannelCall::Subscribe;
        std::set<std::string> open; // not answered yet
        Timestamp deadline{};
    };

    // What is sent (public_session.cpp).
    void pump(Timestamp now);
    void ask(Timestamp now);
    [[nodiscard]] bool sendChannels(ChannelCall call, Timestamp now);
    void dropLink(std::string_view reason, Timestamp now);
    void alarm(AlarmKind kind, std::string text, Timestamp now);
    [[nodiscard]] std::optional<std::string_view> whyLinkIsOver(Timestamp now) const;
    void expireBatches(Timestamp now);
    void expireSnapshots(Timestamp now);
    [[nodiscard]] SessionStep finish(Timestamp now);

    // What comes in (public_session_news.cpp).
    void takeMessage(DialectMessage& message, Timestamp now);
    void takeEvents(std::vector<FeedEvent>& events, Timestamp now);
    void takeBook(BookUpdate& update, Timestamp now);
    void takeChainedBook(BookUpdate& update, Timestamp now);
    void takeDepth(const std::string& instrument, BinanceDepth::Step step, Timestamp now);
    std::size_t settleBatches(const DialectMessage& message, bool granted, Timestamp now);
    void takeRefusal(const DialectMessage& message, Timestamp now);
    void settle(const std::string& channel, ChannelCall call, bool granted, Timestamp now);
    void takeListing(const ListingUpdate& listing, Timestamp now);
    void takeAnswer(Question& question, const RestAnswer& answer, Timestamp now);
    void takeTime(Timestamp askedAt, Timestamp venueTime, Timestamp now);
    void failAnswer(Question& question, const std::string& why, Timestamp now);
    void loseBook(const std::string& instrument, std::string reason, Timestamp now);
    void restartBook(const std::string& instrument, Timestamp now);
    void want(const Instrument& instrument);
    void forget(const std::string& instrument);

    std::unique_ptr<VenueDialect> m_dialect;
    PublicSessionSettings m_settings;
    DialectLimits m_limits;
    LinkPhase m_phase = LinkPhase::Down;
    Timestamp m_upSince{};
    Timestamp m_lastHeard{};
    Timestamp m_pingAt{};
    ReconnectPolicy m_reconnect;
    CreditBucket m_messages;
    std::int64_t m_nextId = 1;
    std::map<std::int64_t, Batch> m_batches;
    std::map<std::string, Question> m_questions; // by subject
    SubscriptionPlan m_plan;
    BookChains m_chains;
    std::unordered_map<std::string, std::string> m_bookOf;  // book channel to instrument
    std::unordered_map<std::string, BinanceDepth> m_depths; // of books that start from an answer
    std::unordered_map<std::string, Timestamp> m_awaited;   // instrument whose book waits for its snapshot: until when
    std::unordered_map<std::string, RetryBudget> m_restarts;
    std::map<std::string, Instrument> m_listed;
    std::set<std::string> m_watched;
    ClockSkew m_clock;
    bool m_clockWrong = false;
    std::map<AlarmKind, Timestamp> m_alarmedAt;
    SessionFigures m_figures;
    SessionStep m_step;
};

} // namespace ballast
