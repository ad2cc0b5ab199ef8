#pragma once

#include "app/feeds/transport/endpoint.h"
#include "app/feeds/transport/feed_pipeline.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace ballast {

struct FeedLoopSettings
{
    VenueEndpoint endpoint;
    std::optional<std::filesystem::path> authorities{}; // instead of the system's; this machine only
    std::string userAgent = "ballast/1";
    Environment environment = processEnvironment; // of the proxy
};

// All called on the feed's thread; each must return soon. Unset ones are left out.
struct FeedHandlers
{
    std::function<void(const SnapshotPtr&)> picture;         // one per 100 ms while anything is new
    std::function<void(const FeedStatus&)> status;           // twice a second, and at every change of the link
    std::function<void(const Alarm&)> alarm;                 // one sentence for the trader
    std::function<void(const std::vector<FeedEvent>&)> news; // account, vol index, platform
};

// One live link on a thread of its own: connects, carries out what the pipeline asks for, comes back after every break,
// publishes. Construction starts it, destruction ends it.
class FeedLoop
{
public:
    FeedLoop(FeedLoopSettings settings, FeedHandlers handlers, std::unique_ptr<FeedPipeline> pipeline);
    ~FeedLoop();
    FeedLoop(const FeedLoop&) = delete;
    FeedLoop& operator=(const FeedLoop&) = delete;

    // From any thread: the instruments that are held or shown have books.
    void watch(std::set<std::string> instruments);
    // From any thread: breaks the link as a fault would.
    void breakLink();

private:
    class Loop;
    std::unique_ptr<Loop> m_loop;
};

} // namespace ballast
