#include "models/surface/quote_arbitrage.h"
#include "models/surface/executable_quotes.h"

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

constexpr double defaultFutureTakerFee = 0.0005; // of the notional (Deribit's futures, spec A)
constexpr double leastProfit = 1e-9;             // of the forward: less is rounding

using MaybeSide = std::optional<ExecutableSide>;

// A package that is being put together: buys add cost, sales take it off.
class Package
{
public:
    Package(QuoteArbitrageKind kind, Timestamp expiry)
    {
        m_found.kind = kind;
        m_found.expiry = expiry;
    }

    Package& buy(const MaybeSide& side, double quantity = 1.0) { return add(side, quantity); }
    Package& sell(const MaybeSide& side, double quantity = 1.0) { return add(side, -quantity); }

    // What it locks in, where every leg can be had and its sure worth beats the cost.
    [[nodiscard]] std::optional<QuoteArbitrage> worth(double sureUsd, double forward) const
    {
        if (!m_complete || sureUsd - m_cost <= leastProfit * forward)
            return std::nullopt;
        QuoteArbitrage found = m_found;
        found.profitUsd = sureUsd - m_cost;
        if (m_sized)
            found.sizeCoins = m_size;
        return found;
    }

private:
    Package& add(const MaybeSide& side, double quantity)
    {
        if (!side) {
            m_complete = false;
            return *this;
        }
        m_cost += quantity * side->usd;
        m_found.legs.push_back({side->instrument, quantity});
        if (!side->coins)
            m_sized = false;
        else
            m_size = std::min(m_size.value_or(*side->coins / std::abs(quantity)), *side->coins / std::abs(quantity));
        return *this;
    }

    QuoteArbitrage m_found;
    double m_cost = 0.0;
    std::optional<double> m_size;
    bool m_complete = true;
    bool m_sized = true;
};

struct FutureSides
{
    MaybeSide ask;
    MaybeSide bid;
};

FutureSides futureOf(const MarketSnapshot& snapshot, std::string_view underlying, Timestamp expiry)
{
    FutureSides sides;
    for (std::size_t i = 0; i < snapshot.instruments->size() && i < snapshot.quotes.size(); ++i) {
        const Instrument& future = (*snapshot.instruments)[i];
        const Quote& quote = snapshot.quotes[i];
        if (future.kind != InstrumentKind::Future || future.underlying != underlying || future.expiry != expiry ||
            quote.state != QuoteState::Live)
            continue;
        const double fee = future.takerFee.value_or(defaultFutureTakerFee);
        const auto coins = [&](const std::optional<double>& amount, double price) {
            return amount ? std::optional(isQuantityInUsd(future) ? *amount / price : *amount) : std::nullopt;
        };
        if (quote.ask && *quote.ask > 0.0)
            sides.ask = {i, *quote.ask * (1.0 + fee), coins(quote.askAmount, *quote.ask)};
        if (quote.bid && *quote.bid > 0.0)
            sides.bid = {i, *quote.bid * (1.0 - fee), coins(quote.bidAmount, *quote.bid)};
    }
    return sides;
}

// One expiry and settlement as the checks see it.
struct ExpiryMarket
{
    Timestamp expiry{};
    double forward = 0.0;
    std::vector<StrikeSides> strikes;
    FutureSides future;
};

class Finder
{
public:
    void keep(const std::optional<QuoteArbitrage>& found)
    {
        if (found)
            m_found.push_back(*found);
    }

    // C - P = F - K (inverse options as their value in USD, spec F2).
    void parity(const ExpiryMarket& market)
    {
        for (const StrikeSides& at : market.strikes) {
            keep(Package(QuoteArbitrageKind::Parity, market.expiry)
                     .buy(at.callAsk)
                     .sell(at.putBid)
                     .sell(market.future.bid)
                     .worth(-at.strike, market.forward));
            keep(Package(QuoteArbitrageKind::Parity, market.expiry)
                     .sell(at.callBid)
                     .buy(at.putAsk)
                     .buy(market.future.ask)
                     .worth(at.strike, market.forward));
        }
    }

    // Long call and short put of one strike against the other strike's: pays the difference of the strikes whatever
    // comes.
    void boxes(const ExpiryMarket& market)
    {
        for (std::size_t i = 1; i < market.strikes.size(); ++i) {
            const StrikeSides& low = market.strikes[i - 1];
            const StrikeSides& high = market.strikes[i];
            const double width = high.strike - low.strike;
            keep(Package(QuoteArbitrageKind::Box, market.expiry)
                     .buy(low.callAsk)
                     .sell(high.callBid)
                     .sell(low.putBid)
                     .buy(high.putAsk)
                     .worth(width, market.forward));
            keep(Package(QuoteArbitrageKind::Box, market.expiry)
                     .sell(low.callBid)
                     .buy(high.callAsk)
                     .buy(low.putAsk)
                     .sell(high.putBid)
                     .worth(-width, market.forward));
        }
    }

    // Prices are convex in the strike: the middle one costs no more than the mean of its neighbours.
    void butterflies(const ExpiryMarket& market)
    {
        const auto check = [&](MaybeSide StrikeSides::*ask, MaybeSide StrikeSides::*bid) {
            const StrikeSides* low = nullptr;
            for (std::size_t i = 0; i < market.strikes.size(); ++i) {
                const StrikeSides& middle = market.strikes[i];
                const auto high = std::find_if(market.strikes.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                                               market.strikes.end(), [&](const StrikeSides& s) { return s.*ask; });
                if (low != nullptr && middle.*bid && high != market.strikes.end()) {
                    const double share = (high->strike - middle.strike) / (high->strike - low->strike);
                    keep(Package(QuoteArbitrageKind::Butterfly, market.expiry)
                             .buy(low->*ask, share)
                             .sell(middle.*bid)
                             .buy((*high).*ask, 1.0 - share)
                             .worth(0.0, market.forward));
                }
                if (middle.*ask)
                    low = &middle;
            }
        };
        check(&StrikeSides::callAsk, &StrikeSides::callBid);
        check(&StrikeSides::putAsk, &StrikeSides::putBid);
    }

    // At equal moneyness an option costs no less in units of its forward when it lives longer. The later call may lie
    // lower in moneyness, the later put higher: worth more still.
    void calendars(const ExpiryMarket& earlier, const ExpiryMarket& later)
    {
        const double ratio = earlier.forward / later.forward;
        for (const StrikeSides& early : earlier.strikes) {
            const double same = early.strike / ratio;
            const auto above = std::ranges::upper_bound(later.strikes, same, {}, &StrikeSides::strike);
            if (above != later.strikes.begin())
                keep(Package(QuoteArbitrageKind::Calendar, earlier.expiry)
                         .sell(early.callBid)
                         .buy(scaled(std::prev(above)->callAsk, ratio), 1.0)
                         .worth(0.0, earlier.forward));
            if (above != later.strikes.end())
                keep(Package(QuoteArbitrageKind::Calendar, earlier.expiry)
                         .sell(early.putBid)
                         .buy(scaled(above->putAsk, ratio), 1.0)
                         .worth(0.0, earlier.forward));
        }
    }

    [[nodiscard]] std::vector<QuoteArbitrage> take()
    {
        std::ranges::stable_sort(m_found, std::ranges::greater(), &QuoteArbitrage::profitUsd);
        return std::move(m_found);
    }

private:
    // A price of the later forward in money of the earlier one.
    static MaybeSide scaled(MaybeSide side, double ratio)
    {
        if (side)
            side->usd *= ratio;
        return side;
    }

    std::vector<QuoteArbitrage> m_found;
};

} // namespace

const char* arbitrageWord(QuoteArbitrageKind kind)
{
    switch (kind) {
    case QuoteArbitrageKind::Parity:
        return "parity";
    case QuoteArbitrageKind::Box:
        return "box";
    case QuoteArbitrageKind::Butterfly:
        return "butterfly";
    case QuoteArbitrageKind::Calendar:
        return "calendar";
    }
    return "parity";
}

std::vector<QuoteArbitrage> quoteArbitrages(const MarketSnapshot& snapshot, std::string_view underlying,
                                            const std::vector<ForwardPoint>& forwards)
{
    Finder finder;
    const std::vector<OptionGroup> groups = optionGroups(snapshot, underlying);
    for (const Settlement settlement : {Settlement::Inverse, Settlement::Linear}) {
        std::optional<ExpiryMarket> earlier;
        for (const OptionGroup& group : groups) {
            const auto point = std::ranges::find(forwards, group.expiry, &ForwardPoint::expiry);
            if (point == forwards.end() || !(point->forwardUsd > 0.0))
                continue;
            ExpiryMarket market{group.expiry, point->forwardUsd,
                                executableStrikes(snapshot, group, point->forwardUsd, settlement),
                                futureOf(snapshot, underlying, group.expiry)};
            if (market.strikes.empty())
                continue;
            finder.parity(market);
            finder.boxes(market);
            finder.butterflies(market);
            if (earlier)
                finder.calendars(*earlier, market);
            earlier = std::move(market);
        }
    }
    return finder.take();
}

} // namespace ballast
