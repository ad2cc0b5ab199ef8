#pragma once

#include "models/hedging/candidates.h"

#include <span>
#include <vector>

namespace ballast {

// Narrows what may be bought and sold of each candidate to what the policy's position rules leave of the book's
// holdings: close-only, no new shorts, position limits, the share of open interest.
void applyPositionRules(std::vector<HedgeCandidate>& candidates, const Portfolio& book, const HedgePolicy& policy,
                        const MarketSnapshot& market);

} // namespace ballast
