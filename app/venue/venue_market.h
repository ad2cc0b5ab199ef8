#pragma once

#include "app/feeds/simulated/simulation_settings.h"
#include "models/market/snapshot.h"

#include <memory>

namespace ballast {

// The market that a simulated venue trades. Owned by the venue's thread.
class VenueMarket
{
public:
    virtual ~VenueMarket() = default;
    [[nodiscard]] virtual SnapshotPtr picture() const = 0;
    virtual void advance(Milliseconds elapsed) = 0; // time of the one who asks
    [[nodiscard]] virtual double speed() const = 0; // market time for one second of that
};

struct VenueMarketPace
{
    double speed = 1.0;
    double ticksPerSecond = 0.0; // quotes that are touched beyond what the market does by itself
    std::uint64_t seed = 1;
};

// Moves as the simulated market moves.
[[nodiscard]] std::unique_ptr<VenueMarket> simulatedVenueMarket(const SimulationSettings& settings,
                                                                const VenueMarketPace& pace);

// A recorded chain: marks and vols stand still, best prices tick to and fro around where they were, time goes on.
[[nodiscard]] std::unique_ptr<VenueMarket> recordedVenueMarket(SnapshotPtr recorded, const VenueMarketPace& pace);

} // namespace ballast
