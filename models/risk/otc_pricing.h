#pragma once

#include "models/risk/risk_engine.h"

namespace ballast {

// A position of the venue "otc": the contract from its name, the forward and the vol at its strike from the desk's own
// surface, price and Greeks by the position's engine. The reason where any of it is missing.
[[nodiscard]] RiskLine priceOtcLine(const RiskInputs& inputs, RiskLine line);

// One contract as of a time, on an index, a forward and a vol: what the book must say of its past is in `holding`.
struct OtcMarket
{
    Timestamp asOf{};
    double indexUsd = 0.0;
    double forwardUsd = 0.0;
    double vol = 0.0; // fraction
};
[[nodiscard]] Result<OtcContract> otcContract(const Instrument& option, const OtcHolding& holding,
                                              const OtcMarket& market);

// Adds what the inputs' delta rule adds to the line's deltas. `unit` stays as it is.
void applyDeltaRule(LineValues& values, const RiskInputs& inputs, const Instrument& option, double quantity);

} // namespace ballast
