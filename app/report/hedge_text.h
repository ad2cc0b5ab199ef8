#pragma once

#include "models/hedging/proposal.h"

#include <string>

namespace ballast {

// A proposal for people: status, trades, bands before and after, cost, what binds or conflicts.
[[nodiscard]] std::string hedgeText(const HedgeProposal& proposal);

} // namespace ballast
