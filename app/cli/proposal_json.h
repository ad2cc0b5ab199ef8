#pragma once

#include "app/cli/output.h"
#include "models/hedging/proposal.h"

namespace ballast {

// The contract's JSON of a proposal.
[[nodiscard]] Json proposalJson(const HedgeProposal& proposal);

} // namespace ballast
