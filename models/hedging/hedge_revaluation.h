#pragma once

#include "models/hedging/hedge_case.h"
#include "models/hedging/hedger.h"

#include <stop_token>
#include <string>

namespace ballast {

// Id, basis and policy, nothing else.
[[nodiscard]] HedgeProposal emptyProposal(const HedgeInputs& inputs);
[[nodiscard]] HedgeProposal refusedProposal(const HedgeInputs& inputs, std::string why);

// The book as it is: what every answer without trades shows.
void setUntouched(HedgeProposal& proposal, const HedgeCase& opened);

// Full revaluation of the book with the proposal's trades in it. False: stopped.
bool setAfter(HedgeProposal& proposal, const HedgeInputs& inputs, const HedgeCase& opened, const std::stop_token& stop);

} // namespace ballast
