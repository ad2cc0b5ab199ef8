#pragma once

#include "models/market/snapshot.h"
#include "models/risk/factor_history.h"
#include "models/surface/vol_surface.h"

#include <span>
#include <vector>

namespace ballast {

// Where a factor stands: USD, vol points, vol points of skew, log of the term ratio.
struct FactorLevel
{
    RiskFactor factor;
    double level = 0.0;
    bool operator==(const FactorLevel&) const = default;
};

// What a market says of every underlying: its index, and of its surface the 30-day vol at the money, the 25-delta skew
// at 30 days and the term ratio. What it does not say is left out.
[[nodiscard]] std::vector<FactorLevel> factorLevels(const MarketSnapshot& market,
                                                    std::span<const VolSurfacePtr> surfaces);

} // namespace ballast
