#include "models/desk/chain_view.h"

#include "models/market/calendar.h"
#include "models/pricing/greeks.h"
#include "models/pricing/settlement_window.h"
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

    // The venue's own vol where it prints one, else the one solved from the price.
    [[nodiscard]] static std::optional<double> volOf(const std::optional<double>& venueVol, const SolvedVol& solved)
    {
        return venueVol && *venueVol > 0.0 ? venueVol : solved.vol;
    }
};

OptionMarket optionMarket(const MarketSnapshot& market, std::size_t index, const VolSurface* surface)
{
    const Instrument& option = (*market.instruments)[index];
    return {option, market.quotes[index], optionForward(market, index, surface),
            yearsBetween(market.asOf, *option.expiry)};
}

// Vols of every listed option from its prices, by index into the table.
using VolsByInstrument = std::unordered_map<std::size_t, SidedVols>;

VolsByInstrument volsOf(const std::vector<ChainView>* views)
{
    VolsByInstrument vols;
    if (views == nullptr)
        return vols;
    for (const ChainView& view : *views) {
        for (const ChainRow& row : view.rows) {
            for (const ChainSide* side : {&row.call, &row.put}) {
                if (side->instrument)
                    vols[*side->instrument] = side->solvedVols;
            }
        }
    }
    return vols;
}

VolsByInstrument solvedVols(const MarketSnapshot& market, const std::vector<std::size_t>& options,
                            const VolSurface* surface, const std::vector<ChainView>* before)
{
    const VolsByInstrument starts = volsOf(before);
    QuoteVolBatch batch;
    std::vector<std::size_t> solvable;
    for (const std::size_t index : options) {
        const OptionMarket priced = optionMarket(market, index, surface);
        if (!priced.forward)
            continue;
        const auto start = starts.find(index);
        batch.add(priced.option, *priced.forward, priced.years, {priced.quote.bid, priced.quote.ask, priced.quote.mark},
                  start == starts.end() ? SidedVols{} : start->second);
        solvable.push_back(index);
    }
    const std::vector<SidedVols> solved = batch.solved();
    VolsByInstrument vols;
    for (std::size_t i = 0; i < solvable.size(); ++i)
        vols[solvable[i]] = solved[i];
    return vols;
}

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
    const BlackTerms terms{*market.forward, *market.option.strike, market.years, *vol, *market.option.type};
    const Greeks greeks = decayedGreeks(optionGreeks(terms, market.option.settlement), market.years * minutesPerYear);
    side.delta = delta.of(greeks, market);
    side.gamma = greeks.gamma;
    side.vega = greeks.vega;
    side.theta = greeks.theta;
}

ChainSide chainSide(const MarketSnapshot& market, std::size_t index, const SidedVols& vols, const ChainDelta& delta)
{
    const OptionMarket priced = optionMarket(market, index, delta.surface);
    const Quote& quote = priced.quote;
    const bool crossed = quote.bid && quote.ask && *quote.bid > *quote.ask;

    ChainSide side;
    side.instrument = index;
    side.bid = quote.bid;
    side.ask = quote.ask;
    side.bidAmount = quote.bidAmount;
    side.askAmount = quote.askAmount;
    side.mark = quote.mark;
    side.solvedVols = vols;
    side.bidVol = OptionMarket::volOf(quote.bidIv, vols.bid);
    side.askVol = OptionMarket::volOf(quote.askIv, vols.ask);
    side.markVol = OptionMarket::volOf(quote.markIv, vols.mark);
    side.modelVol = modelVolOf(priced.option, delta.surface);
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

std::vector<std::size_t> liveOptions(const MarketSnapshot& market, std::string_view underlying)
{
    std::vector<std::size_t> options;
    for (std::size_t i = 0; i < market.instruments->size(); ++i) {
        const Instrument& option = (*market.instruments)[i];
        if (isOption(option) && option.underlying == underlying && *option.expiry > market.asOf)
            options.push_back(i);
    }
    return options;
}

} // namespace

std::vector<ChainView> chainViews(const MarketSnapshot& market, std::string_view underlying, const VolSurface* surface,
                                  const Portfolio& book, const DeltaConvention& delta,
                                  const std::vector<ChainView>* before)
{
    if (!market.instruments)
        return {};
    const HeldByInstrument held = heldIn(market, book);
    const std::vector<std::size_t> options = liveOptions(market, underlying);
    const VolsByInstrument vols = solvedVols(market, options, surface, before);
    std::map<Timestamp, std::map<double, ChainRow>> byExpiry;
    for (const std::size_t i : options) {
        const Instrument& option = (*market.instruments)[i];
        ChainRow& row = byExpiry[*option.expiry][*option.strike];
        row.strike = *option.strike;
        ChainSide& side = *option.type == OptionType::Call ? row.call : row.put;
        if (!replaces(market, i, side))
            continue;
        const auto solved = vols.find(i);
        side = chainSide(market, i, solved == vols.end() ? SidedVols{} : solved->second, {delta, surface});
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
