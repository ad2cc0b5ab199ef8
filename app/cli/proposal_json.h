#pragma once

#include "app/cli/output.h"
#include "models/hedging/proposal.h"

#include <vector>

namespace ballast {

// The contract's JSON of a proposal.
[[nodiscard]] Json proposalJson(const HedgeProposal& proposal);
[[nodiscard]] Json hedgeTradesJson(const std::vector<HedgeTrade>& trades);

} // namespace ballast
