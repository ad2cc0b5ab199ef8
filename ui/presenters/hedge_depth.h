#pragma once

#include "models/desk/relax_policy.h"
#include "ui/presenters/hedge_content.h"

#include <variant>

namespace ballast {

// The parts of the explanation that come after the proposal, and what their buttons ask for.

[[nodiscard]] FactSection conflictSection(const HedgeScreen& screen);
// How far from the best it may be, once a search without hurry has told.
[[nodiscard]] FactSection proofSection(const HedgeScreen& screen);
[[nodiscard]] FactSection structureSection(const HedgeProposal& proposal);
[[nodiscard]] FactSection legSection(const HedgeScreen& screen);
[[nodiscard]] FactSection leftOutSection(const HedgeScreen& screen);
[[nodiscard]] FactSection twinSection(const HedgeScreen& screen);
[[nodiscard]] FactSection thetaSection(const HedgeScreen& screen); // with a button that asks for it
[[nodiscard]] FactSection robustSection(const RobustOutcome& robust);
[[nodiscard]] FactSection outlookSection(const HedgeScreen& screen);

// Legs instead of those on the screen, a policy to propose with, or a part to work out.
using HedgeAsk = std::variant<std::vector<WishedLeg>, HedgePolicy, HedgeStudyPart>;

// nullopt: the screen has moved on and the button means nothing any more.
[[nodiscard]] std::optional<HedgeAsk> hedgeAsk(const HedgeScreen& screen, const QString& actionId);

} // namespace ballast
