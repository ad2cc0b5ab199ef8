#pragma once

#include "app/cli/output.h"
#include "models/hedging/alternatives.h"
#include "models/hedging/ratio_study.h"
#include "models/hedging/theta_structures.h"

#include <optional>
#include <string>
#include <vector>

namespace ballast {

// What `hedge` shows beside the proposal when asked for.
struct HedgeExtras
{
    std::optional<HedgeAlternatives> alternatives;
    std::optional<std::vector<ThetaStructure>> theta;
    std::optional<std::vector<InstrumentRatio>> ratios;
};

// As "alternatives", "thetaStructures" and "ratios".
void addExtras(Json& document, const HedgeExtras& extras, const HedgeProposal& proposal);
[[nodiscard]] std::string extrasText(const HedgeExtras& extras, const HedgeProposal& proposal);

} // namespace ballast
