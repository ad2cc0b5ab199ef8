#pragma once

#include "models/risk/risk_engine.h"

namespace ballast {

// A position of the venue "otc": the contract from its name, the forward and the vol at its strike from the desk's own
// surface, price and Greeks by the position's engine. The reason where any of it is missing.
[[nodiscard]] RiskLine priceOtcLine(const RiskInputs& inputs, RiskLine line);

// Adds what the inputs' delta rule adds to the line's deltas. `unit` stays as it is.
void applyDeltaRule(LineValues& values, const RiskInputs& inputs, const Instrument& option, double quantity);

} // namespace ballast
