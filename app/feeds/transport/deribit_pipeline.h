#pragma once

#include "app/feeds/live/conflation.h"
#include "app/feeds/live/deribit_session.h"
#include "app/feeds/transport/feed_inputs.h"

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace ballast {

// How a live venue stands, for the lights and the health panel.
struct FeedStatus
{
    std::string source;
    LinkPhase phase = LinkPhase::Down;
    bool loggedIn = false;
    std::string scope; // that the venue granted; empty: not logged in
    VenueFigures figures;
    SessionFigures session;
    std::optional<Milliseconds> clockSkew; // venue minus ours
    std::optional<Milliseconds> roundTrip;
    std::size_t channels = 0; // subscribed
    std::size_t channelsWanted = 0;
    std::size_t listed = 0;           // instruments in the picture
    std::size_t priced = 0;           // of these, with a mark or a side
    std::optional<Timestamp> nextTry; // while the link is down
    std::string lastReason;           // why it broke last; empty: it never did
    bool operator==(const FeedStatus&) const = default;
};

// What one input led to: work for the transport, and news that are no quotes.
struct FeedWork
{
    std::vector<SessionAction> actions;
    std::vector<FeedEvent> news; // account, vol index, platform, trades
    SnapshotPtr picture;         // of publish()
};

// Deribit's session with the conflator behind it: whatever feeds it - socket or recording - the same inputs at the same
// times give the same pictures. Owned by one thread.
class DeribitPipeline
{
public:
    DeribitPipeline(DeribitSettings settings, std::string source, MarketMode mode, ConflationLimits limits = {});

    // Told of every input from now on; null: nobody.
    void recordInto(FeedInputSink* sink) { m_sink = sink; }

    [[nodiscard]] FeedWork connected(Timestamp now);
    [[nodiscard]] FeedWork received(std::string_view text, Timestamp now);
    [[nodiscard]] FeedWork disconnected(Timestamp now, std::string_view reason);
    [[nodiscard]] FeedWork tick(Timestamp now);
    [[nodiscard]] FeedWork watch(std::set<std::string> instruments, Timestamp now);
    // One picture, due or not.
    [[nodiscard]] FeedWork publish(Timestamp now);

    [[nodiscard]] bool isPictureDue(Timestamp now) const { return m_conflator.isDue(now); }
    [[nodiscard]] std::optional<Timestamp> nextDeadline(Timestamp now) const { return m_session.nextDeadline(now); }
    [[nodiscard]] FeedStatus status(Timestamp now) const;
    [[nodiscard]] const DeribitSession& session() const { return m_session; }
    [[nodiscard]] const Conflator& conflator() const { return m_conflator; }

private:
    void note(FeedInputKind kind, Timestamp now, std::string_view text = {});
    [[nodiscard]] FeedWork take(SessionStep step, Timestamp now);

    DeribitSession m_session;
    Conflator m_conflator;
    MarketMode m_mode;
    std::string m_source;
    FeedInputSink* m_sink = nullptr; // not owned
    SnapshotId m_lastPicture{};
    std::size_t m_listed = 0;
    std::size_t m_priced = 0;
    std::string m_lastReason;
};

} // namespace ballast
