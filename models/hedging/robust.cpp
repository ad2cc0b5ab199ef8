#include "models/hedging/robust.h"

#include "models/hedging/constraints.h"
#include "models/hedging/hedge_objective.h"
#include "models/hedging/hedge_trades.h"
#include "models/hedging/infeasibility.h"
#include "models/hedging/shifted_vols.h"
#include "models/hedging/worst_risk.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

struct VolCorner
{
    std::string name;
    double volPoints = 0.0;
};

std::vector<VolCorner> volCorners(const RobustBox& box)
{
    std::vector<VolCorner> corners;
    if (box.volPoints > 0.0) {
        corners.push_back({fmt::format("vols {:+g} points", box.volPoints), box.volPoints});
        corners.push_back({fmt::format("vols {:+g} points", -box.volPoints), -box.volPoints});
    }
    return corners;
}

void appendCornerRows(HedgeCase& opened, const HedgePolicy& policy, const DeltaRule& delta, const VolCorner& corner,
                      const RiskReport& report, std::span<const HedgeCandidate> candidates)
{
    const auto append = [&](HedgeRow row) {
        row.name += " at " + corner.name;
        opened.problem.rows.push_back(std::move(row));
    };
    HedgeProblem bands = hedgeProblem(policy, candidates, bandValues(report, policy, delta), delta);
    for (std::size_t i = 0; i < policy.bands.size(); ++i)
        append(std::move(bands.rows[i]));
    const auto pnl = pnlAtLimits(report, opened.limits, policy.underlying);
    for (HedgeRow& row : pnlRows(opened.limits, pnl, candidates)) {
        if (policy.respectLots || policy.maxLegs)
            moveInBySolverTolerance(row);
        append(std::move(row));
    }
}

Result<WorstRisk::Corner> cornerRisk(const HedgeCase& opened, const HedgeInputs& inputs, const VolCorner& corner,
                                     double correlationShift, const std::stop_token& stop)
{
    const RiskReport report = atShiftedVols(opened.before, corner.volPoints);
    const auto candidates = atShiftedVols(opened.choice.candidates, corner.volPoints);
    OneDayMoves moves = opened.moves;
    const double vol = moves.spotReturn * std::sqrt(365.0);
    const double ratio = vol > 0.0 ? std::max(vol + 0.01 * corner.volPoints, 0.01) / vol : 1.0;
    moves.spotReturn *= ratio;
    moves.volPoints *= ratio;
    const auto scenarios = bookScenarios(inputs, report, moves, stop);
    if (stop.stop_requested())
        return Error{Errc::Cancelled, "The hedge was cancelled."};
    auto risk = riskFor(inputs, report, candidates, moves, scenarios, {ratio, correlationShift}, stop);
    if (!risk)
        return risk.error();
    std::string name = corner.name;
    if (correlationShift != 0.0)
        name += fmt::format("{}correlations {:+g}", name.empty() ? "" : ", ", correlationShift);
    return WorstRisk::Corner{name.empty() ? "the numbers as they are" : name, std::move(risk).value()};
}

Result<Done> makeRiskRobust(HedgeCase& opened, const HedgeInputs& inputs, const std::stop_token& stop)
{
    const RobustBox& box = inputs.policy.robust;
    std::vector<VolCorner> vols = volCorners(box);
    vols.insert(vols.begin(), VolCorner{});
    std::vector<double> correlations{0.0};
    if (box.correlation > 0.0 && inputs.policy.objective == HedgeObjective::Variance)
        correlations = {0.0, box.correlation, -box.correlation};
    std::vector<WorstRisk::Corner> corners;
    for (const VolCorner& vol : vols) {
        for (const double correlation : correlations) {
            auto corner = cornerRisk(opened, inputs, vol, correlation, stop);
            if (!corner)
                return corner.error();
            corners.push_back(std::move(corner).value());
        }
    }
    opened.risk = std::make_shared<const WorstRisk>(std::move(corners));
    return Done{};
}

// Room to the nearer bound in units of the row's scale, and which bound that is.
std::pair<double, bool> roomOf(const HedgeRow& row, std::span<const double> coins)
{
    const double activity = activityOf(row, coins);
    const double below = (activity - row.lower) / rowScale(row);
    const double above = (row.upper - activity) / rowScale(row);
    return below < above ? std::pair(below, true) : std::pair(above, false);
}

bool isCornerRow(const HedgeRow& row)
{
    return row.name.find(" at vols ") != std::string::npos;
}

} // namespace

std::vector<HedgeCandidate> thinned(std::vector<HedgeCandidate> candidates, const RobustBox& box)
{
    const double left = 1.0 - box.depthLoss;
    for (HedgeCandidate& candidate : candidates) {
        candidate.buyable *= left;
        candidate.sellable *= left;
        for (CostCurve* curve : {&candidate.buy, &candidate.sell}) {
            for (CostSegment& segment : curve->segments)
                segment.quantity *= left;
        }
    }
    return candidates;
}

Result<Done> makeRobust(HedgeCase& opened, const HedgeInputs& inputs, const DeltaRule& delta,
                        const std::stop_token& stop)
{
    for (const VolCorner& corner : volCorners(inputs.policy.robust))
        appendCornerRows(opened, inputs.policy, delta, corner, atShiftedVols(opened.before, corner.volPoints),
                         atShiftedVols(opened.choice.candidates, corner.volPoints));
    const RobustBox& box = inputs.policy.robust;
    const bool riskMoves =
        box.volPoints > 0.0 || (box.correlation > 0.0 && inputs.policy.objective == HedgeObjective::Variance);
    return opened.risk && riskMoves ? makeRiskRobust(opened, inputs, stop) : Result<Done>(Done{});
}

RobustOutcome robustOutcome(const HedgeCase& opened, const HedgeProposal& robust, const HedgeProposal& nominal)
{
    RobustOutcome outcome;
    outcome.box = robust.policy.robust;
    outcome.nominalCostUsd = nominal.costUsd();
    outcome.robustCostUsd = robust.costUsd();
    outcome.nominalRiskUsd = nominal.riskAfterUsd;
    outcome.robustRiskUsd = robust.riskAfterUsd;
    const auto coins = coinsOf(opened.choice.candidates, robust.trades);
    const auto trusting = coinsOf(opened.choice.candidates, nominal.trades);
    double least = lpInfinity;
    for (const HedgeRow& row : opened.problem.rows) {
        if (!isCornerRow(row))
            continue;
        if (const auto [room, lower] = roomOf(row, coins); room < least) {
            least = room;
            outcome.worstCorner = sideName(row, lower);
        }
        if (const auto [room, lower] = roomOf(row, trusting); room < -rowTolerance)
            outcome.nominalMisses.push_back(sideName(row, lower));
    }
    if (const auto* worst = dynamic_cast<const WorstRisk*>(opened.risk.get()))
        outcome.worstCorner = worst->worstAt(coins).name;
    return outcome;
}

} // namespace ballast
