#include "app/execution/breaker_rules.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace ballast {
namespace {

const OracleView* oracleOf(const std::vector<OracleView>& oracles, std::string_view underlying)
{
    const auto found = std::ranges::find(oracles, underlying, &OracleView::underlying);
    return found == oracles.end() ? nullptr : &*found;
}

std::set<std::string> underlyingsOf(const HedgeProposal& proposal, const MarketSnapshot& market)
{
    std::set<std::string> underlyings{proposal.policy.underlying};
    for (const HedgeTrade& trade : proposal.trades) {
        if (const auto row = market.instruments ? market.instruments->find(trade.instrument) : std::nullopt)
            underlyings.insert((*market.instruments)[*row].underlying);
    }
    return underlyings;
}

std::string causeOf(const OracleView& view)
{
    return fmt::format("{} index {}: {}", view.underlying, breakerWord(view.state), fmt::join(view.reasons, "; "));
}

// What the proposal would add; empty: it only takes risk away.
std::string riskAdded(const HedgeProposal& proposal)
{
    struct Figure
    {
        const char* name;
        double before;
        double after;
    };
    const bool net = proposal.policy.delta == DeltaChoice::Net;
    const auto delta = [net](const Exposure& book) { return net ? book.netDeltaCoin : book.deltaCoin; };
    const Figure figures[] = {{"delta", delta(proposal.before), delta(proposal.after)},
                              {"gamma", proposal.before.gammaCoin1pct, proposal.after.gammaCoin1pct},
                              {"vega", proposal.before.vegaUsd, proposal.after.vegaUsd}};
    for (const Figure& figure : figures) {
        const double most = std::abs(figure.before) * (1.0 + 1e-9) + 1e-9; // rounding of the two revaluations
        if (!(std::abs(figure.after) <= most))
            return fmt::format("{} would go from {:.4g} to {:.4g}", figure.name, figure.before, figure.after);
    }
    return {};
}

ApprovalCheck judged(const OracleView& view, const HedgeProposal& proposal)
{
    ApprovalCheck check{"Circuit breaker", true, causeOf(view)};
    if (!view.effects.mayOrder) {
        check.passed = false;
        check.measured += "; resume by hand in Index sources";
    } else if (!view.effects.mayIncreaseRisk) {
        const std::string added = riskAdded(proposal);
        check.passed = added.empty();
        if (!check.passed)
            check.measured += "; only orders that take risk away, " + added;
    }
    return check;
}

std::string staleness(std::string_view name, Milliseconds age, Milliseconds limit)
{
    if (age <= limit)
        return {};
    return fmt::format("{} is {:.1f} s old, limit {:.0f} s: no proposal on stale prices", name,
                       std::chrono::duration<double>(age).count(), std::chrono::duration<double>(limit).count());
}

} // namespace

std::optional<ApprovalCheck> breakerCheck(const HedgeProposal& proposal, const ApprovalInputs& newest)
{
    if (!newest.market || newest.market->mode != MarketMode::Live)
        return std::nullopt;
    const bool isRechecked = newest.recheck && newest.recheck->id == proposal.id;
    std::optional<ApprovalCheck> worst;
    for (const std::string& underlying : underlyingsOf(proposal, *newest.market)) {
        const OracleView* view = oracleOf(newest.oracles, underlying);
        if (view == nullptr || view->state == BreakerState::Normal)
            continue;
        ApprovalCheck check = judged(*view, isRechecked ? *newest.recheck : proposal);
        if (!worst || (worst->passed && !check.passed))
            worst = std::move(check);
    }
    return worst;
}

std::string whyNoProposal(const MarketSnapshot& market, const std::vector<OracleView>& oracles,
                          std::string_view underlying, const ApprovalRules& rules, Timestamp now)
{
    if (market.mode != MarketMode::Live)
        return {};
    const OracleView* view = oracleOf(oracles, underlying);
    if (view != nullptr && !view->effects.mayOrder)
        return causeOf(*view) + "; resume by hand in Index sources";
    const Timestamp at = std::max(market.asOf, now);
    const IndexPrice* index = market.index(std::string(underlying));
    if (index == nullptr || !(index->priceUsd > 0.0))
        return fmt::format("there is no index price of {}", underlying);
    std::string stale = staleness(fmt::format("{} index", underlying), at - index->at, rules.linearStale);
    const auto row = perpetualOf(market, std::string(underlying));
    if (!stale.empty() || !row || (*market.instruments)[*row].kind != InstrumentKind::Perpetual)
        return stale;
    return staleness((*market.instruments)[*row].id.name, at - market.quotes[*row].at, rules.linearStale);
}

} // namespace ballast
