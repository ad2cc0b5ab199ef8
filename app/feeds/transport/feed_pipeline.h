#pragma once

#include "app/feeds/live/feed_health.h"
#include "app/feeds/live/session_figures.h"
#include "app/feeds/live/session_step.h"
#include "models/market/snapshot.h"

#include <optional>
#include <set>
#include <string>
#include <string_view>
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

// A protocol with its conflator behind it, as the loop of a feed drives it. Owned by one thread.
class FeedPipeline
{
public:
    virtual ~FeedPipeline() = default;

    [[nodiscard]] virtual FeedWork connected(Timestamp now) = 0;
    [[nodiscard]] virtual FeedWork received(std::string_view text, Timestamp now) = 0;
    // What a FetchText led to.
    [[nodiscard]] virtual FeedWork answered(const std::string&, const Result<std::string>&, Timestamp) { return {}; }
    [[nodiscard]] virtual FeedWork disconnected(Timestamp now, std::string_view reason) = 0;
    [[nodiscard]] virtual FeedWork tick(Timestamp now) = 0;
    [[nodiscard]] virtual FeedWork watch(std::set<std::string> instruments, Timestamp now) = 0;
    // One picture, due or not.
    [[nodiscard]] virtual FeedWork publish(Timestamp now) = 0;

    [[nodiscard]] virtual bool isPictureDue(Timestamp now) const = 0;
    [[nodiscard]] virtual std::optional<Timestamp> nextDeadline(Timestamp now) const = 0;
    [[nodiscard]] virtual FeedStatus status(Timestamp now) const = 0;
};

} // namespace ballast
