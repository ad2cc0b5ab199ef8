#pragma once

#include "models/market/snapshot.h"
#include "models/surface/vol_surface.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ballast {

// One expiry's forward against the spot price.
struct BasisPoint
{
    Timestamp expiry{};
    double years = 0.0;
    double forwardUsd = 0.0;
    ForwardSource source = ForwardSource::Venue;
    double basisUsd = 0.0;             // forward less spot
    double impliedRate = 0.0;          // ln(F / S) / T, a year, continuous
    std::optional<double> forwardRate; // between the expiry before and this one
    bool operator==(const BasisPoint&) const = default;
};

// Implied rate and basis of one underlying: what the forwards say carrying the coin earns or costs in dollars.
struct BasisCurve
{
    std::string underlying;
    double spotUsd = 0.0;
    std::vector<BasisPoint> points; // rising expiry; interpolated forwards are left out

    // Continuous rate for a horizon: ln F linear between the points, the ends' rates beyond; nullopt without points.
    [[nodiscard]] std::optional<double> rateAt(double years) const;
};

// nullopt without an index price or perpetual, or without forwards.
[[nodiscard]] std::optional<BasisCurve> basisCurve(const MarketSnapshot& snapshot, std::string_view underlying,
                                                   const std::vector<ForwardPoint>& forwards);

} // namespace ballast
