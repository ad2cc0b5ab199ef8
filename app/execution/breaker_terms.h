#pragma once

#include "models/desk/oracle_view.h"
#include "models/hedging/policy.h"
#include "models/market/portfolio.h"
#include "models/market/snapshot.h"

#include <string>
#include <vector>

namespace ballast {

struct BreakerTerms
{
    HedgePolicy policy; // that the hedge is made by
    double marginAddOnUsd = 0.0;
    std::string sentence; // what is different from the trader's policy and why; empty: nothing
};

// The trader's policy as the state of a live index allows it (spec E6): degraded, bands are wider by half and a share
// of the book's notional counts as margin. While the desk goes on with its own last good prices, fees count several
// times and only the matching part of each visible amount is relied upon. Markets that are played change nothing.
[[nodiscard]] BreakerTerms termsUnderBreaker(const HedgePolicy& policy, const std::vector<OracleView>& oracles,
                                             const MarketSnapshot& market, const Portfolio& book);

} // namespace ballast
