#pragma once

#include "models/hedging/delta_rule.h"
#include "models/hedging/no_trade_band.h"
#include "models/hedging/policy.h"
#include "models/risk/risk_report.h"

#include <optional>
#include <span>

namespace ballast {

// Where the delta of a position leaves the policy's delta band when spot moves, all else equal.
struct DeltaBreak
{
    double spotUsd = 0.0;
    double orderCoins = 0.0; // what brings it back to the edge a lot beyond the break; positive buys
    bool operator==(const DeltaBreak&) const = default;
};

struct DeltaOutlook
{
    double indexUsd = 0.0;
    double deltaNow = 0.0;           // coins, as the policy means it
    double orderNow = 0.0;           // to the nearer edge; 0: inside the band
    std::optional<DeltaBreak> below; // nullopt: no break within half of spot
    std::optional<DeltaBreak> above;
    std::optional<BandOutlook> whalleyWilmott; // nullopt: the policy's risk aversion or costs determine no band
};

struct OutlookInputs
{
    std::span<const RiskReport* const> reports; // whose lines add up to the position
    const HedgePolicy& policy;
    std::span<const VolSurfacePtr> surfaces;
    double indexUsd = 0.0;
    std::optional<double> vol; // at the money, fraction; for the Whalley-Wilmott band
    double lotCoins = 0.1;     // of what the delta is traded with: the perpetual
};

// nullopt: the policy limits no delta. The delta now is the policy's; on the way its change is that of Black-76, by
// full revaluation.
[[nodiscard]] std::optional<DeltaOutlook> deltaOutlook(const OutlookInputs& inputs);

} // namespace ballast
