#pragma once

#include "models/desk/scenario_picture.h"

#include <functional>
#include <stop_token>
#include <vector>

namespace ballast {

// The parts of a scenario picture that may take a second and more: value at risk, reverse stress, P&L explain. Each
// says in its `problem` why there is nothing.

[[nodiscard]] std::vector<VolSurfacePtr> surfacesOf(const DeskPicture& picture);

// How factors move together: the open history, else implied vols.
[[nodiscard]] FactorModel factorModelFor(const ScenarioRequest& request);

[[nodiscard]] VarPicture scenarioVar(const ScenarioRequest& request, const std::vector<PricedBookPtr>& books,
                                     const FactorModel& model, const std::stop_token& stop,
                                     const std::function<void(std::size_t)>& begins = {}); // the n-th book, from 0

// The nearest of what can break: every limit on the book, every loss limit, the margin where the account's equity is
// stated.
[[nodiscard]] StressPicture scenarioStress(const ScenarioRequest& request, const PricedBook& book,
                                           const FactorModel& model, const MarginModel* margin,
                                           const std::stop_token& stop);

// The scenario as the first blow on the chosen underlying; turnover and open interest are those of its futures and
// perpetuals.
[[nodiscard]] FeedbackPicture scenarioFeedback(const ScenarioRequest& request, const PricedBook& book,
                                               const Scenario& applied);

// The book as it was held at the first moment, priced at both; trades between the two on top.
[[nodiscard]] ExplainPicture explainBetween(const ExplainChoice& choice, const std::stop_token& stop);

} // namespace ballast
