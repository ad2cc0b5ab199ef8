#pragma once

#include "models/hedging/hedger.h"
#include "models/liquidity/cost_curve.h"

#include <optional>
#include <stop_token>
#include <vector>

namespace ballast {

// One instrument that a hedge may trade, with what one quantity unit costs and does.
struct HedgeCandidate
{
    std::size_t index = 0; // in the snapshot's table
    Instrument instrument;
    LineValues unit;            // a holding of one quantity unit
    std::optional<double> mark; // quote unit, the venue's
    CostCurve buy;
    CostCurve sell;
    std::optional<double> visibleAsk; // quantity units; nullopt: not known
    std::optional<double> visibleBid;
    double buyable = 0.0; // quantity units: the policy's share of what is visible, finite
    double sellable = 0.0;
    double lot = 0.0;                // quantity units; 0: any
    double coinsPerUnit = 1.0;       // coin equivalents of one quantity unit
    double notionalUsdPerUnit = 0.0; // at the underlying's price
    double carryUsdPerUnit = 0.0;    // what a long unit pays over the policy's horizon; a short one receives it
    std::optional<double> policyDeltaPerUnit{}; // coins, as the policy's bands count delta
};

struct CandidateChoice
{
    std::vector<HedgeCandidate> candidates;
    std::vector<RefusedInstrument> refused; // of the policy's underlying only
};

// No leg is ever proposed above this, where the market does not say how deep it is.
inline constexpr double leastCapCoins = 10000.0;

// Applies the policy's universe to the snapshot. Unknown depth is capped at `capCoins` coin equivalents. Stopped:
// whatever was found so far, the caller looks at the token.
[[nodiscard]] CandidateChoice chooseCandidates(const HedgeInputs& inputs, double capCoins, const std::stop_token& stop);

} // namespace ballast
