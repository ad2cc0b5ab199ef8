#include "models/hedging/position_rules.h"

#include <algorithm>

namespace ballast {
namespace {

double heldOf(const Portfolio& book, const InstrumentId& id)
{
    double quantity = 0.0;
    for (const Position& position : book.positions) {
        if (position.instrument == id)
            quantity += position.quantity;
    }
    return quantity;
}

// A position may always be brought back towards its limit, never further away from it.
void limitPosition(HedgeCandidate& candidate, double held, double maxCoins)
{
    const double most = maxCoins / candidate.coinsPerUnit;
    candidate.buyable = std::min(candidate.buyable, std::max(0.0, most - held));
    candidate.sellable = std::min(candidate.sellable, std::max(0.0, most + held));
}

void restrict(HedgeCandidate& candidate, double held, TradeRestriction restriction)
{
    if (restriction == TradeRestriction::None)
        return;
    candidate.sellable = std::min(candidate.sellable, std::max(0.0, held));
    if (restriction == TradeRestriction::CloseOnly)
        candidate.buyable = std::min(candidate.buyable, std::max(0.0, -held));
}

} // namespace

void applyPositionRules(std::vector<HedgeCandidate>& candidates, const Portfolio& book, const HedgePolicy& policy,
                        const MarketSnapshot& market)
{
    const PositionRules& rules = policy.positions;
    for (HedgeCandidate& candidate : candidates) {
        const double held = heldOf(book, candidate.instrument.id);
        restrict(candidate, held, rules.restriction);
        if (rules.maxCoins)
            limitPosition(candidate, held, *rules.maxCoins);
        for (const PositionLimit& limit : rules.instruments) {
            if (limit.instrument == candidate.instrument.id.name)
                limitPosition(candidate, held, limit.maxCoins);
        }
        const auto& openInterest = market.quotes[candidate.index].openInterest;
        if (rules.openInterestShare && openInterest) {
            const double most = *rules.openInterestShare * std::max(0.0, *openInterest);
            candidate.buyable = std::min(candidate.buyable, most);
            candidate.sellable = std::min(candidate.sellable, most);
        }
    }
}

} // namespace ballast
