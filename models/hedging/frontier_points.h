#pragma once

#include "models/hedging/hedge_case.h"
#include "models/hedging/proposal.h"

#include <stop_token>
#include <vector>

namespace ballast {

// The frontier of an opened case with the proposal's own point in it, rising cost; no two points alike.
[[nodiscard]] std::vector<FrontierPoint> frontierPoints(const HedgeProposal& proposal, const HedgeCase& opened,
                                                        const std::stop_token& stop);

} // namespace ballast
