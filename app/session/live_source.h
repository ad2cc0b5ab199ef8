#pragma once

#include "app/feeds/transport/deribit_feed.h"
#include "app/session/market_source.h"

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace ballast {

// A live venue as a source: its feed runs on a thread of its own, this takes the newest picture when asked. Pause and
// speed mean nothing to it.
class LiveSource final : public MarketSource
{
public:
    LiveSource(const VenueChoice& choice, const VenueEndpoint& endpoint, std::optional<deribit::Credentials> key);
    ~LiveSource() override;

    [[nodiscard]] std::string name() const override { return m_choice.name; }
    [[nodiscard]] MarketMode mode() const override { return MarketMode::Live; }
    [[nodiscard]] SnapshotPtr current() const override;
    [[nodiscard]] SnapshotPtr advance(Milliseconds) override { return takeNew(); }
    [[nodiscard]] SnapshotPtr step() override { return takeNew(); }
    [[nodiscard]] std::string progress() const override;
    [[nodiscard]] std::vector<VenueHealth> venues() const override;
    void wakeWith(std::function<void()> wake) override;

private:
    [[nodiscard]] DeribitFeedHandlers handlers();
    [[nodiscard]] SnapshotPtr takeNew();
    void takePicture(const SnapshotPtr& picture);
    [[nodiscard]] bool isWorthShowing(const MarketSnapshot& picture);

    VenueChoice m_choice;
    VenueEndpoint m_endpoint;
    mutable std::mutex m_mutex;
    SnapshotPtr m_newest;         // guarded by m_mutex
    bool m_isNew = false;         // guarded by m_mutex
    FeedStatus m_status;          // guarded by m_mutex
    std::string m_lastAlarm;      // guarded by m_mutex
    std::function<void()> m_wake; // guarded by m_mutex
    // Feed's thread.
    bool m_shown = false;
    std::optional<Timestamp> m_firstListedAt;
    std::unique_ptr<DeribitFeed> m_feed;
};

// Errors: an address that is none, or not encrypted and not on this machine.
[[nodiscard]] Result<std::unique_ptr<LiveSource>> openLiveSource(const VenueChoice& choice,
                                                                 std::optional<deribit::Credentials> key);

} // namespace ballast
