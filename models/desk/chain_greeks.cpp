#include "models/desk/chain_greeks.h"

#include "models/market/calendar.h"
#include "models/pricing/implied_vol.h"

#include <algorithm>

namespace ballast {
namespace {

const VolSurface* surfaceOf(const std::vector<VolSurfacePtr>& surfaces, std::string_view underlying)
{
    const auto it = std::ranges::find_if(surfaces, [&](const VolSurfacePtr& s) { return s && s->underlying == underlying; });
    return it == surfaces.end() ? nullptr : it->get();
}

struct VolSolver
{
    const Instrument& instrument;
    double forward = 0.0;
    double years = 0.0;

    [[nodiscard]] std::optional<double> operator()(std::optional<double> price) const
    {
        if (!price || *price <= 0.0)
            return std::nullopt;
        const double usd = instrument.settlement == Settlement::Inverse ? *price * forward : *price;
        return volOrNothing(impliedVol(forward, *instrument.strike, years, *instrument.type, usd));
    }
};

void fillVols(OptionGreeks& row, const Instrument& instrument, const Quote& quote, const VolSurface* surface)
{
    const VolSolver solve{instrument, *row.forward, row.years};
    row.bidVol = solve(quote.bid);
    row.askVol = solve(quote.ask);
    row.markVol = quote.markIv && *quote.markIv > 0.0 ? quote.markIv : solve(quote.mark);
    if (surface != nullptr)
        row.modelVol = surface->vol(*instrument.strike, *instrument.expiry);
}

OptionGreeks rowOf(const MarketSnapshot& market, std::size_t index, VolChoice choice, const VolSurface* surface)
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
    if (!row.forward) {
        row.reason = "no forward: neither the venue's underlying price nor a fitted curve";
        return row;
    }
    if (row.years <= 0.0) {
        row.reason = "expired";
        return row;
    }
    fillVols(row, instrument, quote, surface);
    const auto vol = choice == VolChoice::Mark ? row.markVol : row.modelVol;
    if (!vol) {
        row.reason = choice == VolChoice::Mark ? "no mark vol and no mark price that determines one" : "no fitted slice";
        return row;
    }
    row.greeks = optionGreeks({*row.forward, *instrument.strike, row.years, *vol, *instrument.type}, instrument.settlement);
    return row;
}

} // namespace

std::vector<OptionGreeks> chainGreeks(const MarketSnapshot& market, std::string_view underlying, VolChoice vol,
                                      const std::vector<VolSurfacePtr>& surfaces)
{
    std::vector<OptionGreeks> rows;
    for (std::size_t i = 0; i < market.quotes.size(); ++i) {
        const Instrument& instrument = (*market.instruments)[i];
        if (!isOption(instrument) || (!underlying.empty() && instrument.underlying != underlying))
            continue;
        rows.push_back(rowOf(market, i, vol, surfaceOf(surfaces, instrument.underlying)));
    }
    return rows;
}

} // namespace ballast
