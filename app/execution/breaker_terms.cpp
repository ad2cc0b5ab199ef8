#include "app/execution/breaker_terms.h"

#include "app/execution/pre_trade_checks.h"
#include "models/core/number_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

// Both bounds away from the middle; a lone bound away from zero risk, by the same share of itself.
void widen(Band& band, double factor)
{
    if (band.lower && band.upper) {
        const double middle = 0.5 * (*band.lower + *band.upper);
        const double half = 0.5 * (*band.upper - *band.lower) * factor;
        band.lower = middle - half;
        band.upper = middle + half;
        return;
    }
    if (band.upper)
        *band.upper += (factor - 1.0) * std::abs(*band.upper);
    if (band.lower)
        *band.lower -= (factor - 1.0) * std::abs(*band.lower);
}

double notionalOf(const Portfolio& book, const std::string& underlying, const MarketSnapshot& market)
{
    double usd = 0.0;
    for (const Position& position : book.positions) {
        const auto row = market.instruments ? market.instruments->find(position.instrument) : std::nullopt;
        if (!row || (*market.instruments)[*row].underlying != underlying)
            continue;
        usd += std::abs(notionalUsd((*market.instruments)[*row], std::abs(position.quantity), market).value_or(0.0));
    }
    return usd;
}

void raiseCosts(HedgePolicy& policy, double factor)
{
    policy.fees.takerFeeOption *= factor;
    policy.fees.takerFeeFuture *= factor;
    policy.fees.feeCapOfPremium *= factor;
    policy.fixedPerLegUsd *= factor;
    policy.depthShare /= factor;
}

} // namespace

BreakerTerms termsUnderBreaker(const HedgePolicy& policy, const std::vector<OracleView>& oracles,
                               const MarketSnapshot& market, const Portfolio& book)
{
    BreakerTerms terms{policy, 0.0, {}};
    const auto view = std::ranges::find(oracles, policy.underlying, &OracleView::underlying);
    if (market.mode != MarketMode::Live || view == oracles.end())
        return terms;
    std::vector<std::string> changes;
    if (view->effects.hedgeBandFactor > 1.0) {
        for (Band& band : terms.policy.bands)
            widen(band, view->effects.hedgeBandFactor);
        changes.push_back(fmt::format("bands × {}", view->effects.hedgeBandFactor));
    }
    if (view->effects.marginAddOn > 0.0) {
        terms.marginAddOnUsd = view->effects.marginAddOn * notionalOf(book, policy.underlying, market);
        if (auto& most = terms.policy.margin.maxInitialUsd)
            *most = std::max(0.0, *most - terms.marginAddOnUsd);
        changes.push_back(fmt::format("margin + {} USD", groupedWhole(terms.marginAddOnUsd)));
    }
    if (view->deskPrice && view->deskPrice->costFactor > 1.0) {
        raiseCosts(terms.policy, view->deskPrice->costFactor);
        changes.push_back(
            fmt::format("costs × {:.1f} on the desk's own last good prices", view->deskPrice->costFactor));
    }
    if (!changes.empty())
        terms.sentence =
            fmt::format("{} index {}: {}", policy.underlying, breakerWord(view->state), fmt::join(changes, ", "));
    return terms;
}

} // namespace ballast
