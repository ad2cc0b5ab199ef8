#pragma once

#include "app/feeds/transport/chainlink_feed.h"
#include "app/feeds/transport/deribit_feed.h"
#include "app/feeds/transport/venue_links.h"
#include "app/session/account_book.h"
#include "app/session/market_source.h"
#include "app/session/market_union.h"

#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace ballast {

// The live venues of the trader's choice as one source: each link runs on a thread of its own, this takes their newest
// pictures when asked and joins them to one market. Pause and speed mean nothing to it.
class LiveSource final : public MarketSource
{
public:
    explicit LiveSource(const VenueChoice& choice);
    ~LiveSource() override;

    // Before the first use: each starts at once.
    void addDeribit(const VenueEndpoint& endpoint, std::optional<deribit::Credentials> key);
    void addPublic(std::vector<PublicLink> links);
    void addChainlink(ChainlinkSettings settings);

    [[nodiscard]] std::string name() const override { return m_choice.name; }
    [[nodiscard]] MarketMode mode() const override { return MarketMode::Live; }
    [[nodiscard]] SnapshotPtr current() const override { return m_shownPicture; }
    [[nodiscard]] SnapshotPtr advance(Milliseconds) override { return takeNew(); }
    [[nodiscard]] SnapshotPtr step() override { return takeNew(); }
    [[nodiscard]] std::string progress() const override;
    [[nodiscard]] std::vector<VenueHealth> venues() const override;
    [[nodiscard]] std::vector<UnderlyingReading> priceReadings() const override;
    [[nodiscard]] PortfolioPtr account() const override;
    void watch(const std::set<std::string>& instruments) override;
    void wakeWith(std::function<void()> wake) override;

private:
    // One link. Its feed writes, under the mutex of the source.
    struct Lane
    {
        std::string name;
        std::string address;
        SnapshotPtr newest;
        FeedStatus status;
        std::string lastAlarm;
        std::unique_ptr<DeribitFeed> deribit;
        std::unique_ptr<FeedLoop> loop;
    };

    [[nodiscard]] Lane& addLane(std::string name, std::string address);
    [[nodiscard]] FeedHandlers handlersFor(Lane& lane);
    [[nodiscard]] SnapshotPtr takeNew();
    [[nodiscard]] bool isWorthShowing(const MarketSnapshot& picture, std::size_t lanesSpeaking);
    [[nodiscard]] static VenueHealth healthOf(const Lane& lane);
    [[nodiscard]] static VenueHealth healthOf(const ChainlinkStatus& status);
    void wake(bool isNews);

    VenueChoice m_choice;
    mutable std::mutex m_mutex;
    std::deque<Lane> m_lanes;                          // their news guarded by m_mutex; their places never move
    bool m_isNew = false;                              // guarded by m_mutex
    ChainlinkStatus m_chainlink;                       // guarded by m_mutex
    AccountBook m_account{"Deribit"}; // guarded by m_mutex; the only venue that is read with a key
    std::function<void()> m_wake;                      // guarded by m_mutex
    std::chrono::steady_clock::time_point m_wokenAt{}; // guarded by m_mutex
    // Thread of the player.
    MarketUnion m_union;
    std::vector<const Lane*> m_speaking; // of the last union
    SnapshotPtr m_shownPicture;
    std::optional<Timestamp> m_firstListedAt;
    bool m_shown = false;
    std::unique_ptr<ChainlinkReader> m_reader;
};

// Errors: an address that is none, or not encrypted and not on this machine; nothing chosen.
[[nodiscard]] Result<std::unique_ptr<LiveSource>> openLiveSource(const VenueChoice& choice,
                                                                 std::optional<deribit::Credentials> key);

} // namespace ballast
