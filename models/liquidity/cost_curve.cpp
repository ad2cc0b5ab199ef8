#include "models/liquidity/cost_curve.h"

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

struct BestPrices
{
    double bid = 0.0;
    double ask = 0.0;
};

bool usesLadder(const Quote& quote, DepthUse depth)
{
    return depth == DepthUse::Ladder && quote.ladder && !quote.ladder->bids.empty() && !quote.ladder->asks.empty();
}

// Of the ladder when it is what the curve walks, so that no level can lie on the wrong side of mid.
std::optional<BestPrices> bestPrices(const Quote& quote, DepthUse depth)
{
    if (usesLadder(quote, depth))
        return BestPrices{quote.ladder->bids.front().price, quote.ladder->asks.front().price};
    if (!quote.bid || !quote.ask)
        return std::nullopt;
    return BestPrices{*quote.bid, *quote.ask};
}

std::vector<LadderLevel> levelsOf(const Quote& quote, Side side, DepthUse depth, const BestPrices& best)
{
    if (usesLadder(quote, depth))
        return side == Side::Buy ? quote.ladder->asks : quote.ladder->bids;
    const auto& visible = side == Side::Buy ? quote.askAmount : quote.bidAmount;
    const bool known = depth == DepthUse::Ladder && visible.has_value();
    return {{side == Side::Buy ? best.ask : best.bid, known ? *visible : unlimitedQuantity}};
}

// Loss against mid of one quantity unit. An inverse future of 1 USD bought at p instead of mid m gives 1/m - 1/p coins
// less; at the mid that is (p - m) / p USD, to first order |p - m| / m.
double spreadUsdPerUnit(const Instrument& instrument, double price, double mid, double underlyingUsd)
{
    const double distance = std::abs(price - mid);
    if (isQuantityInUsd(instrument))
        return distance / mid;
    const bool coinPremium = isOption(instrument) && instrument.settlement == Settlement::Inverse;
    return coinPremium ? distance * underlyingUsd : distance;
}

// Deribit's fee rules: options a share of the underlying, capped by a share of the premium; the rest a share of
// notional.
double feeUsdPerUnit(const Instrument& instrument, double price, double underlyingUsd, const FeeSchedule& fees)
{
    if (isOption(instrument)) {
        const double rate = instrument.takerFee.value_or(fees.takerFeeOption);
        const double premiumUsd = instrument.settlement == Settlement::Inverse ? price * underlyingUsd : price;
        return std::min(rate * underlyingUsd, fees.feeCapOfPremium * premiumUsd);
    }
    const double rate = instrument.takerFee.value_or(fees.takerFeeFuture);
    return isQuantityInUsd(instrument) ? rate : rate * price;
}

void appendLevel(std::vector<CostSegment>& segments, const CostSegment& level)
{
    if (!segments.empty() && segments.back().quotePrice == level.quotePrice)
        segments.back().quantity += level.quantity;
    else
        segments.push_back(level);
}

} // namespace

double CostCurve::capacity() const
{
    double sum = 0.0;
    for (const CostSegment& segment : segments)
        sum += segment.quantity;
    return sum;
}

std::optional<CostCurve> costCurve(const Instrument& instrument, const Quote& quote, Side side, double underlyingUsd,
                                   const FeeSchedule& fees, DepthUse depth)
{
    const auto best = bestPrices(quote, depth);
    if (!best || best->bid > best->ask || best->bid <= 0.0)
        return std::nullopt;
    CostCurve curve{side, 0.5 * (best->bid + best->ask), {}};
    for (const LadderLevel& level : levelsOf(quote, side, depth, *best)) {
        if (level.amount <= 0.0)
            continue;
        appendLevel(curve.segments,
                    {level.amount, level.price, spreadUsdPerUnit(instrument, level.price, curve.mid, underlyingUsd),
                     feeUsdPerUnit(instrument, level.price, underlyingUsd, fees)});
    }
    if (curve.segments.empty())
        return std::nullopt;
    return curve;
}

CurveFill fillAlong(const CostCurve& curve, double quantity)
{
    CurveFill fill;
    double priced = 0.0;
    for (const CostSegment& segment : curve.segments) {
        const double take = std::min(segment.quantity, quantity - fill.filled);
        if (take <= 0.0)
            break;
        fill.filled += take;
        fill.limitPrice = segment.quotePrice;
        fill.spreadUsd += take * segment.spreadUsd;
        fill.feeUsd += take * segment.feeUsd;
        priced += take * segment.quotePrice;
    }
    if (fill.filled > 0.0)
        fill.expectedPrice = priced / fill.filled;
    return fill;
}

} // namespace ballast
