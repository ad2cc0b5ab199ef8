#pragma once

#include "models/risk/book_revaluer.h"
#include "models/risk/tail_risk.h"

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace ballast {

enum class VarMethod
{
    Parametric,         // normal moves, delta and vega
    Historical,         // the moves as they were
    FilteredHistorical, // scaled to today's vol (spec F11): the scenarios come from models/forecast/filtered_moves.h
    Simulated           // drawn from a covariance: models/risk/simulated_moves.h
};
[[nodiscard]] const char* varMethodWord(VarMethod method); // "historical"

// Moves over the horizon, one row a scenario, named by what a trader remembers: the day that it ended on.
struct MoveScenarios
{
    std::vector<RiskFactor> factors;
    std::vector<std::string> names;
    std::vector<std::vector<double>> logMoves; // [scenario][factor]
    std::vector<double> weights;               // empty: all alike
};

// The days of a history as scenarios.
[[nodiscard]] MoveScenarios scenariosOf(const FactorHistory& overHorizon);

// Adds stress moves with a weight of their own each; the others weigh 1.
void addStress(MoveScenarios& scenarios, const std::string& name, std::vector<double> logMoves, double weight);

struct VarSettings
{
    double confidence = 0.99;
    int horizonDays = 1;
    VolDynamics dynamics = VolDynamics::StickyStrike;
    std::size_t worstShown = 10;
    BootstrapOptions bootstrap;
};

// What one line or one underlying adds. Components sum to the totals; marginal is what VaR would fall by without it.
struct VarContribution
{
    std::string name;
    double componentVarUsd = 0.0;
    double componentEsUsd = 0.0;
    double marginalVarUsd = 0.0;
    double marginalEsUsd = 0.0;
};

struct WorstMove
{
    std::string name;
    double pnlUsd = 0.0;
    std::vector<double> logMoves;
};

struct VarReport
{
    VarMethod method = VarMethod::Historical;
    double confidence = 0.99;
    int horizonDays = 1;
    TailMeasure risk; // USD
    std::vector<RiskFactor> factors;
    std::vector<double> pnlUsd; // of each scenario, in their order; empty for parametric
    std::vector<WorstMove> worst;
    std::vector<VarContribution> byUnderlying;
    std::vector<VarContribution> byLine; // in the report's order, priced lines only
    std::optional<TailErrors> errors;    // nullopt for parametric
    int linesLeftOut = 0;
    std::vector<std::string> notes; // lines that no factor moves, or that are estimated
    OtcEstimates estimates{};       // in the scenarios
};

// Full revaluation of every line in every scenario, at once: no time passes within it. Cancelled between
// lines, and between the draws of its error bars.
[[nodiscard]] Result<VarReport> simulatedVar(const ScenarioInputs& inputs, const MoveScenarios& scenarios,
                                             VarMethod method, const VarSettings& settings, std::stop_token stop);

// sqrt(w' S w h) with w the USD per unit log move of spot (delta) and of vol (vega times the line's vol).
[[nodiscard]] Result<VarReport> parametricVar(const ScenarioInputs& inputs, const FactorModel& model,
                                              const VarSettings& settings);

} // namespace ballast
