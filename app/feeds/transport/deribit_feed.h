#pragma once

#include "app/feeds/transport/deribit_pipeline.h"
#include "app/feeds/transport/endpoint.h"
#include "app/feeds/transport/feed_loop.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>

namespace ballast {

struct DeribitFeedSettings
{
    VenueEndpoint endpoint;
    std::optional<std::filesystem::path>
        authorities{}; // certificates trusted instead of the system's; this machine only
    DeribitSettings session{};
    ConflationLimits conflation{};
    std::string source = "Deribit";
    Environment environment = processEnvironment; // of the proxy
};

using DeribitFeedHandlers = FeedHandlers;

// A live link to Deribit or to a venue that speaks as Deribit does, on a thread of its own: connects, keeps the
// session's promises, comes back after every break, publishes. Construction starts it, destruction ends it.
class DeribitFeed
{
public:
    DeribitFeed(const DeribitFeedSettings& settings, DeribitFeedHandlers handlers, FeedInputSink* recorder = nullptr);

    // From any thread: the instruments that are held or shown have books.
    void watch(std::set<std::string> instruments);
    // From any thread: breaks the link as a fault would.
    void breakLink();

private:
    FeedLoop m_loop;
};

} // namespace ballast
