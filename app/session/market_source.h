#pragma once

#include "app/feeds/live/chainlink_poll.h"
#include "models/core/time.h"
#include "models/desk/venue_health.h"
#include "models/market/portfolio.h"
#include "models/market/snapshot.h"

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace ballast {

struct TapePosition
{
    Timestamp begin{};
    Timestamp at{};
    Timestamp end{};
    bool operator==(const TapePosition&) const = default;
};

// Where snapshots come from: the simulated market, a recording or a live venue.
class MarketSource
{
public:
    virtual ~MarketSource() = default;

    [[nodiscard]] virtual std::string name() const = 0;
    [[nodiscard]] virtual MarketMode mode() const = 0;
    [[nodiscard]] virtual SnapshotPtr current() const = 0;
    // Moves on by `marketTime`. Null: nothing new came in that time.
    [[nodiscard]] virtual SnapshotPtr advance(Milliseconds marketTime) = 0;
    // The next picture, however far away it is. Null: there is none.
    [[nodiscard]] virtual SnapshotPtr step() = 0;
    [[nodiscard]] virtual bool atEnd() const { return false; }
    // "3 of 10", or what is going on in the market; empty: nothing to say.
    [[nodiscard]] virtual std::string progress() const { return {}; }

    // Live venues behind it; empty for what is played.
    [[nodiscard]] virtual std::vector<VenueHealth> venues() const { return {}; }
    // Index prices beside the picture's own: of further venues, on chain.
    [[nodiscard]] virtual std::vector<UnderlyingReading> priceReadings() const { return {}; }
    // The account behind a key, as the venue has it; null: no key, or nothing said yet.
    [[nodiscard]] virtual PortfolioPtr account() const { return nullptr; }
    // What is held or shown, by the venue's names: its order books are wanted.
    virtual void watch(const std::set<std::string>&) {}
    // Called from any thread whenever there is a new picture, by sources that do not wait to be asked.
    virtual void wakeWith(std::function<void()>) {}
    // Where a recording is and how long it is; nullopt: it cannot be told.
    [[nodiscard]] virtual std::optional<TapePosition> tape() const { return std::nullopt; }
    // Goes to that time of a recording.
    virtual void seek(Timestamp) {}
};

} // namespace ballast
