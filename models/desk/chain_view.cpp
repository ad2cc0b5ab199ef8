#include "models/desk/chain_view.h"

#include "models/market/calendar.h"
#include "models/pricing/greeks.h"
#include "models/pricing/implied_vol.h"
#include "models/risk/forward_choice.h"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace ballast {
namespace {

constexpr double daysPerYear = 365.0;

using HeldByInstrument = std::unordered_map<std::size_t, double>;

HeldByInstrument heldIn(const MarketSnapshot& market, const Portfolio& book)
{
    HeldByInstrument held;
    for (const Position& position : book.positions) {
        if (const auto listed = market.instruments->find(position.instrument))
            held[*listed] += position.quantity;
    }
    return held;
}

// One option with what turns its prices into vols.
struct OptionMarket
{
    const Instrument& option;
    const Quote& quote;
    std::optional<double> forward;
    double years;

    [[nodiscard]] std::optional<double> volOf(std::optional<double> venueVol, std::optional<double> price) const
    {
        if (venueVol && *venueVol > 0.0)
            return venueVol;
        if (!price || *price <= 0.0 || !forward)
            return std::nullopt;
        const double priceUsd = option.settlement == Settlement::Inverse ? *price * *forward : *price;
        return volOrNothing(impliedVol(*forward, *option.strike, years, *option.type, priceUsd));
    }
};

std::optional<double> modelVolOf(const Instrument& option, const VolSurface* surface)
{
    if (!surface)
        return std::nullopt;
    if (const SviSlice* slice = surface->slice(*option.expiry))
        return slice->volAtStrike(*option.strike);
    return surface->vol(*option.strike, *option.expiry);
}

// What a chain's deltas are computed with.
struct ChainDelta
{
    const DeltaConvention& convention;
    const VolSurface* surface;

    [[nodiscard]] double of(const Greeks& greeks, const OptionMarket& market) const
    {
        const SmileLean lean =
            smileLean(convention, market.option.underlying, surface, *market.option.strike, *market.option.expiry);
        return (convention.netOfPremium ? greeks.netDelta : greeks.delta) +
               lean.deltaShift(greeks.delta, greeks.vega, *market.forward, market.years);
    }
};

void setGreeks(ChainSide& side, const OptionMarket& market, const ChainDelta& delta)
{
    const auto vol = side.markVol ? side.markVol : side.modelVol;
    if (!vol || !market.forward)
        return;
    const Greeks greeks = optionGreeks(
        {*market.forward, *market.option.strike, market.years, *vol, *market.option.type}, market.option.settlement);
    side.delta = delta.of(greeks, market);
    side.gamma = greeks.gamma;
    side.vega = greeks.vega;
    side.theta = greeks.theta;
}

ChainSide chainSide(const MarketSnapshot& market, std::size_t index, const ChainDelta& delta)
{
    const Instrument& option = (*market.instruments)[index];
    const Quote& quote = market.quotes[index];
    const OptionMarket priced{option, quote, optionForward(market, index, delta.surface),
                              yearsBetween(market.asOf, *option.expiry)};
    const bool crossed = quote.bid && quote.ask && *quote.bid > *quote.ask;

    ChainSide side;
    side.instrument = index;
    side.bid = quote.bid;
    side.ask = quote.ask;
    side.bidAmount = quote.bidAmount;
    side.askAmount = quote.askAmount;
    side.mark = quote.mark;
    side.bidVol = priced.volOf(quote.bidIv, quote.bid);
    side.askVol = priced.volOf(quote.askIv, quote.ask);
    side.markVol = priced.volOf(quote.markIv, quote.mark);
    side.modelVol = modelVolOf(option, delta.surface);
    setGreeks(side, priced, delta);
    side.openInterest = quote.openInterest;
    side.state = crossed && quote.state == QuoteState::Live ? QuoteState::Crossed : quote.state;
    side.quotedAt = quote.at;
    return side;
}

ChainView emptyView(const MarketSnapshot& market, std::string_view underlying, Timestamp expiry,
                    const VolSurface* surface)
{
    ChainView view;
    view.underlying = underlying;
    view.expiry = expiry;
    view.days = yearsBetween(market.asOf, expiry) * daysPerYear;
    if (const IndexPrice* index = market.index(underlying))
        view.indexUsd = index->priceUsd;
    const SviSlice* slice = surface ? surface->slice(expiry) : nullptr;
    if (slice)
        view.atmVol = slice->atmVol;
    return view;
}

// The forward the venue itself prices this expiry on, where any of its options says so.
std::optional<double> viewForward(const MarketSnapshot& market, const ChainView& view, const VolSurface* surface)
{
    for (const ChainRow& row : view.rows) {
        const auto listed = row.call.instrument ? row.call.instrument : row.put.instrument;
        if (const auto forward = market.quotes[*listed].underlyingPrice; forward && *forward > 0.0)
            return forward;
    }
    return expiryForward(market, view.underlying, view.expiry, surface);
}

// Coin- and dollar-settled options of one strike share a row: the coin-settled one, listed first by venues that have
// both.
bool replaces(const MarketSnapshot& market, std::size_t candidate, const ChainSide& shown)
{
    if (!shown.instrument)
        return true;
    const auto& table = *market.instruments;
    return table[*shown.instrument].settlement == Settlement::Linear &&
           table[candidate].settlement == Settlement::Inverse;
}

} // namespace

std::vector<ChainView> chainViews(const MarketSnapshot& market, std::string_view underlying, const VolSurface* surface,
                                  const Portfolio& book, const DeltaConvention& delta)
{
    if (!market.instruments)
        return {};
    const HeldByInstrument held = heldIn(market, book);
    std::map<Timestamp, std::map<double, ChainRow>> byExpiry;
    for (std::size_t i = 0; i < market.instruments->size(); ++i) {
        const Instrument& option = (*market.instruments)[i];
        if (!isOption(option) || option.underlying != underlying || *option.expiry <= market.asOf)
            continue;
        ChainRow& row = byExpiry[*option.expiry][*option.strike];
        row.strike = *option.strike;
        ChainSide& side = *option.type == OptionType::Call ? row.call : row.put;
        if (!replaces(market, i, side))
            continue;
        side = chainSide(market, i, {delta, surface});
        const auto position = held.find(i);
        side.position = position == held.end() ? 0.0 : position->second;
    }

    std::vector<ChainView> views;
    for (auto& [expiry, rows] : byExpiry) {
        ChainView view = emptyView(market, underlying, expiry, surface);
        for (auto& [strike, row] : rows)
            view.rows.push_back(std::move(row));
        view.forward = viewForward(market, view, surface);
        views.push_back(std::move(view));
    }
    return views;
}

} // namespace ballast
