#pragma once

#include "models/hedging/policy.h"

#include <QStringList>

namespace ballast {

// How the policy panel words its choices; each list in the order of its enum.
[[nodiscard]] QStringList objectiveWords();
[[nodiscard]] QStringList deltaWords();
[[nodiscard]] QStringList scenarioWords();
[[nodiscard]] QStringList scopeWords();
[[nodiscard]] QStringList restrictionWords();

[[nodiscard]] QStringList marginRuleWords(); // "not looked at" first
[[nodiscard]] int marginRuleIndex(const std::string& model);
[[nodiscard]] std::string marginRuleAt(int index); // as the policy file writes it; empty: none

// What a folded section holds.
[[nodiscard]] QString marginSummary(const HedgePolicy& policy);
[[nodiscard]] QString robustSummary(const RobustBox& box);
[[nodiscard]] QString universeSummary(const HedgeUniverse& universe);

// What a stress row asks for beside its cells: "in 7 days, Skew, 25Δ +4.0 pt".
[[nodiscard]] QString shapeWords(const StressShape& shape);

// "A, B" and back; blanks and empty parts do not count.
[[nodiscard]] QString listText(const std::vector<std::string>& names);
[[nodiscard]] std::vector<std::string> listOf(const QString& text);

} // namespace ballast
