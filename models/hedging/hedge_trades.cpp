#include "models/hedging/hedge_trades.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace ballast {
namespace {

CurveFill fillBeyond(const CostCurve& curve, double quantity)
{
    CurveFill fill = fillAlong(curve, quantity);
    const double rest = quantity - fill.filled;
    if (rest <= 0.0)
        return fill;
    const CostSegment& last = curve.segments.back();
    fill.expectedPrice = (fill.expectedPrice * fill.filled + last.quotePrice * rest) / quantity;
    fill.spreadUsd += rest * last.spreadUsd;
    fill.feeUsd += rest * last.feeUsd;
    fill.filled = quantity;
    return fill;
}

// The worst ladder level and the allowance beyond it, on the tick's grid; a sale is never limited below one tick.
double limitBeyond(const Instrument& instrument, bool buys, double worstLevel)
{
    const double tick = instrument.tick.at(worstLevel);
    if (!(tick > 0.0))
        return worstLevel;
    const double ticks = std::round(worstLevel / tick) + (buys ? limitAllowanceTicks : -limitAllowanceTicks);
    return std::max(ticks, 1.0) * tick;
}

} // namespace

Exposure scaled(const Exposure& exposure, double factor)
{
    Exposure result = exposure;
    for (double* const part :
         {&result.valueUsd, &result.deltaCoin, &result.netDeltaCoin, &result.deltaUsd, &result.gammaCoinPerUsd,
          &result.gammaCoin1pct, &result.gammaUsd1pct, &result.vegaUsd, &result.thetaUsdDay, &result.vannaCoin,
          &result.vannaUsd1pct, &result.volgaUsd, &result.charmCoinDay})
        *part *= factor;
    return result;
}

HedgeTrade tradeOf(const HedgeCandidate& candidate, double quantity)
{
    const bool buys = quantity > 0.0;
    const double amount = std::abs(quantity);
    const CurveFill fill = fillBeyond(buys ? candidate.buy : candidate.sell, amount);
    const auto& visible = buys ? candidate.visibleAsk : candidate.visibleBid;
    HedgeTrade trade;
    trade.instrument = candidate.instrument.id;
    trade.index = candidate.index;
    trade.side = buys ? Side::Buy : Side::Sell;
    trade.quantity = amount;
    trade.limitPrice = limitBeyond(candidate.instrument, buys, fill.limitPrice);
    trade.expectedPrice = fill.expectedPrice;
    trade.mark = candidate.mark;
    trade.vol = candidate.unit.vol;
    trade.spreadUsd = fill.spreadUsd;
    trade.feeUsd = fill.feeUsd;
    if (visible && *visible > 0.0)
        trade.depthShare = amount / *visible;
    trade.exposure = scaled(candidate.unit.exposure, quantity);
    const CostCurve& curve = buys ? candidate.buy : candidate.sell;
    trade.depthUsd = std::max(0.0, fill.spreadUsd - amount * curve.segments.front().spreadUsd);
    trade.carryUsd = quantity * candidate.carryUsdPerUnit;
    if (candidate.policyDeltaPerUnit)
        trade.policyDeltaCoin = quantity * *candidate.policyDeltaPerUnit;
    return trade;
}

std::vector<HedgeTrade> tradesFor(std::span<const HedgeCandidate> candidates, std::span<const double> coins)
{
    std::vector<HedgeTrade> trades;
    for (std::size_t j = 0; j < coins.size(); ++j) {
        const HedgeCandidate& candidate = candidates[j];
        double quantity = coins[j] / candidate.coinsPerUnit;
        if (candidate.lot > 0.0) // whole lots exactly, free of the unit's conversion
            quantity = std::round(quantity / candidate.lot) * candidate.lot;
        if (quantity != 0.0)
            trades.push_back(tradeOf(candidate, quantity));
    }
    std::ranges::stable_sort(trades, std::greater{}, &HedgeTrade::costUsd);
    return trades;
}

std::vector<double> coinsOf(std::span<const HedgeCandidate> candidates, std::span<const HedgeTrade> trades)
{
    std::vector<double> coins(candidates.size(), 0.0);
    for (const HedgeTrade& trade : trades) {
        const auto it = std::ranges::find(candidates, trade.index, &HedgeCandidate::index);
        if (it != candidates.end())
            coins[static_cast<std::size_t>(it - candidates.begin())] =
                (trade.side == Side::Buy ? trade.quantity : -trade.quantity) * it->coinsPerUnit;
    }
    return coins;
}

} // namespace ballast
