#pragma once

#include "models/hedging/hedger.h"

#include <span>
#include <string>
#include <vector>

namespace ballast {

// Minimum-variance hedging of the book of the policy's underlying with one instrument alone and with all together.
struct InstrumentRatio
{
    std::string instrument;
    double ratio = 0.0;         // quantity units of the instrument to trade, alone; positive buys
    double effectiveness = 0.0; // share of variance removed, alone
    double jointRatio = 0.0;    // with all others, by ridge regression
    double jointEffectiveness = 0.0;
    double penalty = 0.0; // of the ridge, chosen ahead in time
    bool operator==(const InstrumentRatio&) const = default;
};

// Over the days of inputs.history, book and instruments revalued in full at each day's move. Instruments that are not
// in the policy's universe are left out. BadInput without a history or without instruments.
[[nodiscard]] Result<std::vector<InstrumentRatio>> hedgeRatioStudy(const HedgeInputs& inputs,
                                                                   std::span<const std::string> instruments);

} // namespace ballast
