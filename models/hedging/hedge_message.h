#pragma once

#include "models/hedging/proposal.h"

#include <span>
#include <string>
#include <vector>

namespace ballast {

// What the proposal says in one sentence, by its status.
[[nodiscard]] std::string sentenceFor(const HedgeProposal& proposal);

// For a proposal whose quantities the trader changed: inside the bands or not, beyond the visible depth.
[[nodiscard]] std::string sentenceForEdited(const HedgeProposal& proposal);

// Bands that the trades leave broken, with the distance.
[[nodiscard]] std::vector<ConstraintConflict> missedBands(const HedgeProposal& proposal);

[[nodiscard]] std::string withNotes(std::string sentence, std::span<const std::string> notes);

} // namespace ballast
