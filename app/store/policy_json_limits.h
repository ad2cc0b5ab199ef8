#pragma once

#include "app/store/json_fields.h"
#include "models/hedging/policy.h"

namespace ballast {

// The parts of a policy that price risk and limit what the hedged book may lose or hold.
void readRiskPrice(const JsonFields& root, HedgePolicy& policy);
void readPnlLimits(JsonFile& file, const JsonFields& root, HedgePolicy& policy); // upside, floor, stress
void readPositionRules(const JsonFields& root, HedgePolicy& policy);
void readRobust(const JsonFields& robust, RobustBox& box);
void readScenarioChoice(const JsonFields& scenarios, ScenarioChoice& choice);

// What they read back, keyed as in the file.
[[nodiscard]] Json riskPriceJson(const HedgePolicy& policy);
[[nodiscard]] Json pnlLimitsJson(const HedgePolicy& policy);
[[nodiscard]] Json positionRulesJson(const PositionRules& rules);
[[nodiscard]] Json robustJson(const RobustBox& box);
[[nodiscard]] Json scenarioChoiceJson(const ScenarioChoice& choice);

[[nodiscard]] const char* objectiveWord(HedgeObjective objective);
[[nodiscard]] const char* deltaWord(DeltaChoice delta);

} // namespace ballast
