#pragma once

#include "models/hedging/candidates.h"
#include "models/hedging/hedge_objective.h"
#include "models/hedging/hedge_problem.h"
#include "models/hedging/margin_limit.h"
#include "models/hedging/pnl_limits.h"

#include <optional>
#include <stop_token>
#include <vector>

namespace ballast {

// One hedge question with everything that is known before solving: the book's risk, what may be traded, the bare
// numbers.
struct HedgeCase
{
    RiskReport before;
    Exposure exposureBefore; // of the policy's underlying
    std::vector<double> bandsBefore;
    CandidateChoice choice;
    HedgeProblem problem;
    OneDayMoves moves;
    std::vector<PnlLimit> limits; // their rows come last in the problem
    std::vector<double> pnlBefore;
    std::vector<PnlLimit> cushion;             // the moves that a margin cushion must stand
    std::shared_ptr<const HedgeRisk> risk;     // null: least cost
    std::optional<BookScenarios> scenarios;    // what VaR and ES are shown on
    std::string marginWord;                    // empty: no model is known
    std::optional<MarginLevel> marginBefore;   // nullopt: no model
    std::shared_ptr<const MarginLimit> margin; // null: no limit
    std::vector<std::string> notes; // what the trader must know: lines left out, a vol that had to be assumed
};

// First thing wrong with the inputs, as one sentence; nullopt: they can be worked on.
[[nodiscard]] std::optional<std::string> inputFault(const HedgeInputs& inputs);

[[nodiscard]] Result<HedgeCase> openCase(const HedgeInputs& inputs, const std::stop_token& stop);

// Total of the policy's underlying, zero where it has no line.
[[nodiscard]] Exposure exposureOf(const RiskReport& report, const std::string& underlying);

} // namespace ballast
