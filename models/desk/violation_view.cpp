#include "models/desk/violation_view.h"

#include "models/desk/surface_sampling.h"

#include <algorithm>

namespace ballast {
namespace {

double shownVol(const SviSlice& slice, std::size_t instrument, double strike)
{
    const auto quote = std::ranges::find(slice.quotes, instrument, &SmileQuote::instrument);
    if (quote != slice.quotes.end() && quote->targetVol)
        return *quote->targetVol;
    return slice.volAtStrike(strike);
}

std::vector<ViolationMark> marksOf(const MarketSnapshot& market, const VolSurface& surface, const QuoteArbitrage& found)
{
    std::vector<ViolationMark> marks;
    for (const ArbitrageLeg& leg : found.legs) {
        const Instrument& instrument = (*market.instruments)[leg.instrument];
        const SviSlice* const slice = instrument.expiry ? surface.slice(*instrument.expiry) : nullptr;
        if (!slice || !instrument.strike)
            continue;
        marks.push_back({leg.instrument, slice->expiry, *instrument.strike,
                         acrossOf(*slice, SmileAxis::Delta, *instrument.strike), slice->years,
                         shownVol(*slice, leg.instrument, *instrument.strike)});
    }
    return marks;
}

} // namespace

std::vector<ShownViolation> shownViolations(const MarketSnapshot& market, const VolSurface& surface)
{
    std::vector<ShownViolation> shown;
    if (surface.basis != market.id || !market.instruments)
        return shown; // indices of another market
    for (QuoteArbitrage& found : quoteArbitrages(market, surface.underlying, surface.forwards)) {
        auto marks = marksOf(market, surface, found);
        shown.push_back({std::move(found), std::move(marks)});
    }
    std::ranges::stable_sort(shown, std::ranges::greater(),
                             [](const ShownViolation& each) { return each.found.totalUsd().value_or(-1.0); });
    return shown;
}

} // namespace ballast
