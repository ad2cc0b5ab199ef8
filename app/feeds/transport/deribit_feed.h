#pragma once

#include "app/feeds/transport/deribit_pipeline.h"
#include "app/feeds/transport/endpoint.h"

#include <filesystem>
#include <functional>
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

// All called on the feed's thread; each must return soon. Unset ones are left out.
struct DeribitFeedHandlers
{
    std::function<void(const SnapshotPtr&)> picture;         // one per 100 ms while anything is new
    std::function<void(const FeedStatus&)> status;           // twice a second, and at every change of the link
    std::function<void(const Alarm&)> alarm;                 // one sentence for the trader
    std::function<void(const std::vector<FeedEvent>&)> news; // account, vol index, platform
};

// A live link to Deribit or to a venue that speaks as Deribit does, on a thread of its own: connects, keeps the
// session's promises, comes back after every break, publishes. Construction starts it, destruction ends it.
class DeribitFeed
{
public:
    DeribitFeed(const DeribitFeedSettings& settings, DeribitFeedHandlers handlers, FeedInputSink* recorder = nullptr);
    ~DeribitFeed();
    DeribitFeed(const DeribitFeed&) = delete;
    DeribitFeed& operator=(const DeribitFeed&) = delete;

    // From any thread: the instruments that are held or shown have books.
    void watch(std::set<std::string> instruments);
    // From any thread: breaks the link as a fault would.
    void breakLink();

private:
    class Loop;
    std::unique_ptr<Loop> m_loop;
};

} // namespace ballast
