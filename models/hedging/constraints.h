#pragma once

#include "models/hedging/candidates.h"
#include "models/hedging/delta_rule.h"
#include "models/hedging/hedge_problem.h"

#include <span>
#include <string>
#include <vector>

namespace ballast {

// The part of an exposure that a band is about.
[[nodiscard]] double bandExposure(const Exposure& exposure, BandKind kind, DeltaChoice delta);

// Whether a line with this many days to expiry counts in a band; perpetuals and spot have none left.
[[nodiscard]] bool countsIn(const Band& band, double days);

// What the priced lines of the policy's underlying add up to, per band.
[[nodiscard]] std::vector<double> bandValues(const RiskReport& report, const HedgePolicy& policy,
                                             const DeltaRule& delta);
// The same by the Greeks alone.
[[nodiscard]] std::vector<double> bandValues(const RiskReport& report, const HedgePolicy& policy);

// Branch and cut may miss a row by rowTolerance: the bounds move in by as much, so that the limit itself is kept.
void moveInBySolverTolerance(HedgeRow& row);

// `before` sets the size of what floating point may miss.
[[nodiscard]] bool insideBand(const Band& band, double value, double before);

// "BTC per USD" for gamma of BTC.
[[nodiscard]] std::string unitOf(BandKind kind, const std::string& underlying);

// Legs in coin equivalents, parallel to the candidates; rows: the bands in the policy's order, less what the book
// holds, then the notional limits.
[[nodiscard]] HedgeProblem hedgeProblem(const HedgePolicy& policy, std::span<const HedgeCandidate> candidates,
                                        std::span<const double> bandsBefore, const DeltaRule& delta);

} // namespace ballast
