#include "models/hedging/frontier_points.h"

#include "models/hedging/constraints.h"
#include "models/hedging/frontier.h"
#include "models/hedging/hedge_trades.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace ballast {
namespace {

constexpr double secondsForAll = 2.0;

void setOutcome(FrontierPoint& point, const HedgeCase& opened)
{
    point.after = opened.exposureBefore;
    for (const HedgeTrade& trade : point.trades) {
        add(point.after, trade.exposure);
        point.spreadUsd += trade.spreadUsd;
        point.feesUsd += trade.feeUsd;
    }
    point.costUsd = point.spreadUsd + point.feesUsd;
    point.riskUsd = oneDayRiskUsd(point.after, opened.moves);
    point.legs = static_cast<int>(point.trades.size());
}

FrontierPoint pointOf(const HedgePolicy& policy, const HedgeCase& opened, std::span<const double> coins)
{
    FrontierPoint point;
    point.trades = tradesFor(opened.choice.candidates, coins);
    setOutcome(point, opened);
    for (std::size_t i = 0; i < policy.bands.size(); ++i) {
        const double before = opened.bandsBefore[i];
        const double after = before + activityOf(opened.problem.rows[i], coins);
        point.bands.push_back({policy.bands[i], before, after, insideBand(policy.bands[i], before, before),
                               insideBand(policy.bands[i], after, before)});
    }
    point.keepsBands = std::ranges::all_of(point.bands, &BandOutcome::insideAfter);
    return point;
}

FrontierPoint pointOf(const HedgeProposal& proposal, const HedgeCase& opened)
{
    FrontierPoint point;
    point.trades = proposal.trades;
    setOutcome(point, opened);
    point.bands = proposal.bands;
    point.keepsBands = std::ranges::all_of(point.bands, &BandOutcome::insideAfter);
    point.isProposal = true;
    return point;
}

} // namespace

std::vector<FrontierPoint> frontierPoints(const HedgeProposal& proposal, const HedgeCase& opened,
                                          const std::stop_token& stop)
{
    const FrontierCase frontier{opened.problem, opened.bandsBefore, opened.risk.get(), opened.margin.get()};
    std::vector<FrontierPoint> points;
    const bool answered = proposal.status == HedgeStatus::Optimal || proposal.status == HedgeStatus::Feasible ||
                          proposal.status == HedgeStatus::NothingToDo;
    if (answered)
        points.push_back(pointOf(proposal, opened));
    for (const std::vector<double>& coins : frontierHedges(frontier, secondsForAll, stop)) {
        FrontierPoint point = pointOf(proposal.policy, opened, coins);
        const bool known =
            std::ranges::any_of(points, [&](const FrontierPoint& other) { return other.trades == point.trades; });
        if (!known)
            points.push_back(std::move(point));
    }
    std::ranges::stable_sort(points, {}, &FrontierPoint::costUsd);
    return points;
}

std::vector<FrontierPoint> hedgeFrontier(const HedgeInputs& inputs, const HedgeProposal& proposal, std::stop_token stop)
{
    if (inputFault(inputs) || proposal.status == HedgeStatus::Unbounded)
        return {};
    const auto opened = openCase(inputs, stop);
    return opened ? frontierPoints(proposal, *opened, stop) : std::vector<FrontierPoint>{};
}

} // namespace ballast
