#pragma once

#include "app/feeds/simulated/market_factors.h"
#include "models/surface/svi.h"

#include <span>
#include <vector>

namespace ballast {

// One expiry of the simulated surface, as marks are priced from it.
struct ModelSlice
{
    Timestamp expiry{};
    double years = 0.0;
    double forwardUsd = 0.0;
    SviParams svi;
    bool operator==(const ModelSlice&) const = default;

    [[nodiscard]] double volAtStrike(double strike) const;
};

// The eSSVI surface (Hendriks, Martini 2019) of one underlying, one slice per expiry. `expiries` rise and lie after
// `asOf`. Adjacent slices satisfy the butterfly and calendar conditions of spec F5: where the factors ask for more, the
// slice is moved to the nearest allowed one.
[[nodiscard]] std::vector<ModelSlice> modelSlices(const FactorState& factors, const UnderlyingSettings& settings,
                                                  Timestamp asOf, std::span<const Timestamp> expiries);

// Outright forward: index grown at the basis curve.
[[nodiscard]] double forwardAt(const FactorState& factors, double years);

} // namespace ballast
