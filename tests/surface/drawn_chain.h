#pragma once

#include "models/market/snapshot.h"
#include "models/surface/svi.h"

#include <functional>
#include <string>
#include <vector>

namespace ballast::test {

// One expiry to draw: every strike quoted both ways around the vol that the slice gives, on the given forward.
struct DrawnExpiry
{
    std::string label; // "27MAR26"
    double forward = 0.0;
    SviParams slice;
    std::vector<double> strikes;
    double halfWidthVol = 0.005;
};

// Inverse BTC options as of 2026-02-25T08:00Z with exact bid, ask and mark prices and no vols, index 100,000.
[[nodiscard]] MarketSnapshot drawnChain(const std::vector<DrawnExpiry>& expiries);

[[nodiscard]] std::size_t indexOf(const MarketSnapshot& snapshot, const std::string& name);

// Strikes at even k from low to high.
[[nodiscard]] std::vector<double> evenStrikes(double forward, double kLow, double kHigh, int count);

} // namespace ballast::test
