#include "models/desk/chain_greeks.h"

#include "models/desk/quote_vols.h"
#include "models/market/calendar.h"

#include <algorithm>

namespace ballast {
namespace {

const VolSurface* surfaceOf(const std::vector<VolSurfacePtr>& surfaces, std::string_view underlying)
{
    const auto it =
        std::ranges::find_if(surfaces, [&](const VolSurfacePtr& s) { return s && s->underlying == underlying; });
    return it == surfaces.end() ? nullptr : it->get();
}

OptionGreeks quotedRow(const MarketSnapshot& market, std::size_t index, const VolSurface* surface)
{
    const Instrument& instrument = (*market.instruments)[index];
    const Quote& quote = market.quotes[index];
    const Timestamp now = quote.at == Timestamp{} ? market.asOf : quote.at;
    OptionGreeks row;
    row.instrument = index;
    row.years = yearsBetween(now, *instrument.expiry);
    row.bid = quote.bid;
    row.ask = quote.ask;
    row.mark = quote.mark;
    row.forward = quote.underlyingPrice;
    if (!row.forward && surface != nullptr)
        row.forward = surface->forwardAt(*instrument.expiry);
    if (!row.forward)
        row.reason = "no forward: neither the venue's underlying price nor a fitted curve";
    else if (row.years <= 0.0)
        row.reason = "expired";
    return row;
}

void fillGreeks(OptionGreeks& row, const Instrument& instrument, VolChoice choice)
{
    const auto vol = choice == VolChoice::Mark ? row.markVol : row.modelVol;
    if (!vol) {
        row.reason =
            choice == VolChoice::Mark ? "no mark vol and no mark price that determines one" : "no fitted slice";
        return;
    }
    row.greeks =
        optionGreeks({*row.forward, *instrument.strike, row.years, *vol, *instrument.type}, instrument.settlement);
}

void applyRule(OptionGreeks& row, const Instrument& option, const DeltaConvention& delta, const VolSurface* surface)
{
    if (!row.greeks)
        return;
    const SmileLean lean = smileLean(delta, option.underlying, surface, *option.strike, *option.expiry);
    row.deltaShift = lean.deltaShift(row.greeks->delta, row.greeks->vega, *row.forward, row.years);
    row.greeks->delta += *row.deltaShift;
    row.greeks->netDelta += *row.deltaShift;
}

} // namespace

std::vector<OptionGreeks> chainGreeks(const MarketSnapshot& market, std::string_view underlying, VolChoice vol,
                                      const std::vector<VolSurfacePtr>& surfaces, const DeltaConvention& delta)
{
    std::vector<OptionGreeks> rows;
    std::vector<std::size_t> solvable; // rows
    QuoteVolBatch batch;
    for (std::size_t i = 0; i < market.quotes.size(); ++i) {
        const Instrument& instrument = (*market.instruments)[i];
        if (!isOption(instrument) || (!underlying.empty() && instrument.underlying != underlying))
            continue;
        rows.push_back(quotedRow(market, i, surfaceOf(surfaces, instrument.underlying)));
        if (!rows.back().reason.empty())
            continue;
        solvable.push_back(rows.size() - 1);
        const OptionGreeks& row = rows.back();
        batch.add(instrument, *row.forward, row.years, {row.bid, row.ask, row.mark});
    }
    const std::vector<SidedVols> vols = batch.solved();
    for (std::size_t n = 0; n < solvable.size(); ++n) {
        OptionGreeks& row = rows[solvable[n]];
        const Instrument& instrument = (*market.instruments)[row.instrument];
        const auto venueVol = market.quotes[row.instrument].markIv;
        row.bidVol = vols[n].bid.vol;
        row.askVol = vols[n].ask.vol;
        row.markVol = venueVol && *venueVol > 0.0 ? venueVol : vols[n].mark.vol;
        if (const VolSurface* surface = surfaceOf(surfaces, instrument.underlying))
            row.modelVol = surface->vol(*instrument.strike, *instrument.expiry);
        fillGreeks(row, instrument, vol);
        applyRule(row, instrument, delta, surfaceOf(surfaces, instrument.underlying));
    }
    return rows;
}

} // namespace ballast
