#pragma once

#include "models/core/result.h"
#include "models/risk/otc_estimates.h"
#include "models/risk/risk_report.h"
#include "models/risk/scenario.h"
#include "models/risk/shocked_line.h"

#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace ballast {

// The book as it was priced, and the market that it was priced on. Surfaces matter to sticky moneyness only.
struct ScenarioInputs
{
    const RiskReport* report = nullptr;
    SnapshotPtr market;
    std::span<const VolSurfacePtr> surfaces{};
};

struct ScenarioLine
{
    std::size_t position = 0;
    std::string instrument;
    std::optional<double> pnlUsd; // nullopt: the line has no price
    std::string reason;           // why not, or why the P&L is an estimate
    bool operator==(const ScenarioLine&) const = default;
};

// A leg that settled on the way: from then on it covers nothing.
struct ExpiredLeg
{
    std::size_t position = 0;
    std::string instrument;
    Timestamp expiry{};
    double settlementPriceUsd = 0.0;
    double valueUsd = 0.0;
    double pnlUsd = 0.0;
    bool operator==(const ExpiredLeg&) const = default;
};

struct UnderlyingOutcome
{
    std::string underlying;
    double pnlUsd = 0.0;
    Exposure after;
    bool operator==(const UnderlyingOutcome&) const = default;
};

// What leaving the whole book would lose against mid, as in exit_cost.h.
struct ExitCost
{
    double nowUsd = 0.0;
    double thenUsd = 0.0;
    int linesWithoutQuote = 0; // not counted in either
    bool operator==(const ExitCost&) const = default;
};

struct ScenarioResult
{
    std::string name;
    SnapshotId basis;
    Timestamp asOf{};
    double horizonDays = 0.0;
    double pnlUsd = 0.0;
    std::vector<ScenarioLine> lines; // in the report's order
    std::vector<ExpiredLeg> expired;
    Exposure totalsBefore;
    Exposure totalsAfter; // without what expired
    std::vector<UnderlyingOutcome> byUnderlying;
    std::optional<std::size_t> worstLine; // index into lines
    ExitCost exitCost;
    std::vector<std::string> halted; // instruments that cannot be traded then
    std::vector<std::string> notes;  // what the scenario asks for and this market cannot answer
    int linesLeftOut = 0;
    std::vector<std::string> estimates{}; // lines of the book that an engine refused to revalue, each with its reason
};

// BadInput: a spot move of -100 % or less, a shock that is no number, a negative horizon, multiple or peg.
[[nodiscard]] Status checkScenario(const Scenario& scenario);

// Cancelled between lines.
[[nodiscard]] Result<ScenarioResult> runScenario(const ScenarioInputs& inputs, const Scenario& scenario,
                                                 std::stop_token stop);

// The P&L alone, over the priced lines: for searches and grids.
[[nodiscard]] double scenarioPnlUsd(const ScenarioInputs& inputs, const Scenario& scenario);

// The same of many scenarios at once, on the batch kernels: agrees to rounding, and what moves nothing is exactly zero.
struct ScenarioPnls
{
    std::vector<double> usd; // one for each scenario
    OtcEstimates estimates{};
};
[[nodiscard]] ScenarioPnls scenarioPnls(const ScenarioInputs& inputs, std::span<const Scenario> scenarios);

// The cases of the priced lines, in the report's order.
[[nodiscard]] std::vector<LineCase> lineCases(const ScenarioInputs& inputs);

} // namespace ballast
