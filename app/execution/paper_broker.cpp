#include "app/execution/paper_broker.h"

#include "models/core/number_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace ballast {
namespace {

constexpr double roundingOfSum = 1e-12; // relative, of adding up ladder levels

// The side that a trade takes from, as levels: the ladder, else the best price.
Ladder visibleDepth(const Quote& quote, Side side)
{
    if (quote.ladder && !(side == Side::Buy ? quote.ladder->asks : quote.ladder->bids).empty())
        return *quote.ladder;
    const auto& price = side == Side::Buy ? quote.ask : quote.bid;
    const auto& amount = side == Side::Buy ? quote.askAmount : quote.bidAmount;
    if (!price)
        return {};
    const LadderLevel best{*price, amount.value_or(std::numeric_limits<double>::infinity())};
    return side == Side::Buy ? Ladder{{}, {best}} : Ladder{{best}, {}};
}

const char* blockedWord(QuoteState state)
{
    switch (state) {
    case QuoteState::Live:
    case QuoteState::Late:
        return nullptr;
    case QuoteState::Stale:
        return "its price is stale";
    case QuoteState::Down:
        return "its feed is down";
    case QuoteState::Crossed:
        return "its market is crossed";
    case QuoteState::Gap:
        return "its order book has a gap";
    }
    return "its price cannot be used";
}

std::string shortfall(const TradeFill& fill, const HedgeTrade& trade, bool anyDepth)
{
    if (fill.quantity >= fill.wanted)
        return {};
    const std::string_view side = trade.side == Side::Buy ? "offered" : "bid";
    if (!anyDepth)
        return fmt::format("nothing is {}", side);
    if (fill.quantity <= 0.0)
        return fmt::format("nothing is {} within the limit {}", side, shortestNumber(trade.limitPrice));
    return fmt::format("only {} of {} is {} within the limit {}", shortestNumber(fill.quantity),
                       shortestNumber(fill.wanted), side, shortestNumber(trade.limitPrice));
}

TradeFill fillLeg(const HedgeTrade& trade, const FeeSchedule& fees, const MarketSnapshot& market)
{
    TradeFill fill{trade.instrument, trade.side, trade.quantity, 0.0, 0.0, 0.0, {}};
    const auto at = market.instruments ? market.instruments->find(trade.instrument) : std::nullopt;
    if (!at) {
        fill.unfilledReason = "not listed in the newest market";
        return fill;
    }
    const Instrument& instrument = (*market.instruments)[*at];
    const Quote& quote = market.quotes[*at];
    const IndexPrice* index = market.index(instrument.underlying);
    if (instrument.expiry && *instrument.expiry <= market.asOf)
        fill.unfilledReason = "expired";
    else if (const char* blocked = blockedWord(quote.state))
        fill.unfilledReason = blocked;
    else if (index == nullptr)
        fill.unfilledReason = "no index price of " + instrument.underlying + " to convert its fee";
    else if (!(trade.quantity > 0.0) || !(trade.limitPrice > 0.0))
        fill.unfilledReason = "no positive quantity and limit price";
    if (!fill.unfilledReason.empty())
        return fill;

    const Ladder depth = visibleDepth(quote, trade.side);
    const LadderFill taken = walkLadder(depth, trade.side, trade.quantity, trade.limitPrice);
    const bool whole = taken.filled >= trade.quantity * (1.0 - roundingOfSum);
    fill.quantity = whole ? trade.quantity : taken.filled;
    fill.price = taken.averagePrice;
    fill.feeUsd = takerFeeUsd(instrument, fill.quantity, fill.price, index->priceUsd, fees);
    fill.unfilledReason = shortfall(fill, trade, !depth.asks.empty() || !depth.bids.empty());
    return fill;
}

} // namespace

std::vector<TradeFill> fillOnPaper(std::span<const HedgeTrade> trades, const FeeSchedule& fees,
                                   const MarketSnapshot& market)
{
    std::vector<TradeFill> fills;
    fills.reserve(trades.size());
    for (const HedgeTrade& trade : trades)
        fills.push_back(fillLeg(trade, fees, market));
    return fills;
}

double takerFeeUsd(const Instrument& instrument, double quantity, double price, double indexUsd,
                   const FeeSchedule& fees)
{
    if (quantity <= 0.0)
        return 0.0;
    if (isOption(instrument)) {
        const double rate = instrument.takerFee.value_or(fees.takerFeeOption);
        const double premiumUsd = instrument.settlement == Settlement::Inverse ? price * indexUsd : price;
        return quantity * std::min(rate * indexUsd, fees.feeCapOfPremium * premiumUsd);
    }
    const double rate = instrument.takerFee.value_or(fees.takerFeeFuture);
    return rate * (isQuantityInUsd(instrument) ? quantity : quantity * price);
}

} // namespace ballast
