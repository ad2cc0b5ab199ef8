#pragma once

#include "app/feeds/live/credit_bucket.h"
#include "app/feeds/live/feed_events.h"
#include "models/core/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ballast {

// What a link of a venue may do, as the venue's documents say.
struct DialectLimits
{
    std::string venue;                    // for sentences: "OKX"
    std::size_t channelsPerMessage = 100; // of one subscribe call
    std::size_t channelsPerLink = 10'000;
    CreditBucket messages{100.0, 10.0, 1.0};   // that we send
    Milliseconds pingAfter{0};                 // between two pings of ours; 0: the venue asks, below messages
    Milliseconds silence{30'000};              // nothing heard for so long: the link is dead
    std::optional<Milliseconds> longestLife{}; // of a link; the venue ends it then
};

// A question to the venue's HTTPS interface.
struct RestQuery
{
    std::string subject;
    std::string url;
    std::optional<Milliseconds> every{}; // asked again so often; nullopt: once a link
};

enum class DialectKind
{
    Market,  // events
    Granted, // subscriptions that stand
    Refused, // subscriptions that do not, or a request that cannot be read
    Ignored, // pongs, replies of no use
};

struct DialectMessage
{
    DialectKind kind = DialectKind::Ignored;
    std::vector<FeedEvent> events;
    std::optional<std::int64_t> id;    // of the request answered
    std::vector<std::string> channels; // granted or refused; empty: all of the request
    std::string reason;                // of a refusal
};

// What an HTTPS answer held.
struct RestAnswer
{
    std::vector<FeedEvent> events;
    std::vector<RestQuery> more;        // further pages
    std::optional<Timestamp> venueTime; // for the clock skew
};

enum class ChannelCall
{
    Subscribe,
    Unsubscribe
};

// How one public link of a venue is spoken: words only, no state but the decoder's. PublicSession does the rest.
class VenueDialect
{
public:
    virtual ~VenueDialect() = default;

    [[nodiscard]] virtual DialectLimits limits() const = 0;
    [[nodiscard]] virtual std::vector<RestQuery> queries() const = 0;
    [[nodiscard]] virtual std::vector<std::string> standingChannels() const = 0;
    // Best prices and marks of every instrument, the book of those that are held or shown.
    [[nodiscard]] virtual std::vector<std::string> channelsOf(const Instrument& instrument, bool watched) const = 0;
    [[nodiscard]] virtual std::string bookChannel(const std::string& instrument) const = 0;
    [[nodiscard]] virtual std::string channelsRequest(std::int64_t id, ChannelCall call,
                                                      const std::vector<std::string>& channels) const = 0;
    [[nodiscard]] virtual std::string ping() const { return {}; }
    // Venues whose books start from an answer over HTTPS; nullopt: from the channel's own snapshot.
    [[nodiscard]] virtual std::optional<RestQuery> bookQuery(const std::string&) const { return std::nullopt; }

    // Errors: BadInput for what cannot be read.
    [[nodiscard]] virtual Result<DialectMessage> decode(std::string_view text) = 0;
    [[nodiscard]] virtual Result<RestAnswer> answered(std::string_view subject, std::string_view body,
                                                      Timestamp now) = 0;
};

} // namespace ballast
