#include "models/pricing/black76.h"
#include "models/surface/executable_quotes.h"
#include "models/surface/leave_one_out.h"
#include "models/surface/smile_quotes.h"
#include "models/surface/surface_fit.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ballast {
namespace {

constexpr double minSliceErrorPoints = 0.05; // a z against a smaller error would be noise of the venue's rounding

constexpr double bandDeviations = 2.0;  // standard errors that an edge has to beat
constexpr double usualDeviations = 2.0; // and deviations of the quote's own history

struct Edge
{
    double usd = 0.0;
    double side = 0.0; // 1: the quote is rich, selling gains; -1: cheap
    bool twoSided = false;
};

// What buying at the ask or selling at the bid gains against the model; without a market, what the mark would.
std::optional<Edge> bestEdge(const Instrument& option, const Quote& quote, double forward, double modelUsd)
{
    const auto buying = [&](double price) {
        const double premium = premiumUsd(option, price, forward);
        return modelUsd - premium - optionTakerFeeUsd(option, forward, premium);
    };
    const auto selling = [&](double price) {
        const double premium = premiumUsd(option, price, forward);
        return premium - modelUsd - optionTakerFeeUsd(option, forward, premium);
    };
    const bool marked = !quote.ask && !quote.bid && quote.mark;
    Edge best{-std::numeric_limits<double>::infinity(), 0.0, quote.bid && quote.ask};
    const auto take = [&best](double usd, double side) {
        if (usd > best.usd) {
            best.usd = usd;
            best.side = side;
        }
    };
    if (quote.ask || marked)
        take(buying(quote.ask ? *quote.ask : *quote.mark), -1.0);
    if (quote.bid || marked)
        take(selling(quote.bid ? *quote.bid : *quote.mark), 1.0);
    return std::isfinite(best.usd) ? std::optional(best) : std::nullopt;
}

std::optional<RichCheap> compared(const MarketSnapshot& snapshot, const SviSlice& slice, const SmileQuote& point,
                                  const LeftOutVol& without, const ResidualHistory& history)
{
    if (!point.targetVol || point.instrument >= snapshot.quotes.size())
        return std::nullopt;
    const Quote& quote = snapshot.quotes[point.instrument];
    const Instrument& option = (*snapshot.instruments)[point.instrument];
    if (!quoteProblem(quote, snapshot.asOf).empty())
        return std::nullopt;
    RichCheap row;
    row.instrument = point.instrument;
    row.marketVol = *point.targetVol;
    row.modelVol = slice.volAtK(point.k);
    row.volWithout = without.vol;
    row.errorBandVolPoints = 100.0 * without.errorBand;
    row.residualVolPoints = 100.0 * (row.marketVol - row.volWithout);
    row.z =
        row.residualVolPoints / std::hypot(std::max(slice.rmseVolPoints, minSliceErrorPoints), row.errorBandVolPoints);
    const double forward = believedForward(quote, slice.forward);
    const BlackValues model = blackValues({forward, point.strike, slice.years, row.volWithout, *option.type});
    const auto edge = bestEdge(option, quote, forward, model.price);
    if (!edge)
        return std::nullopt;
    row.edgeUsd = edge->usd;
    row.errorBandUsd = bandDeviations * model.vega * without.errorBand;
    row.usual = history.of(option);
    if (row.usual) {
        const double points = edge->side * row.usual->meanVolPoints + usualDeviations * row.usual->deviationVolPoints;
        row.usualUsd = std::max(0.01 * points * model.vega, 0.0);
    }
    row.executable =
        edge->usd > std::max(row.errorBandUsd, row.usualUsd) && edge->twoSided && quote.state == QuoteState::Live;
    return row;
}

} // namespace

std::vector<RichCheap> richCheap(const MarketSnapshot& snapshot, const VolSurface& surface)
{
    return richCheap(snapshot, surface, {});
}

std::vector<RichCheap> richCheap(const MarketSnapshot& snapshot, const VolSurface& surface,
                                 const ResidualHistory& history)
{
    std::vector<RichCheap> rows;
    if (surface.basis != snapshot.id || !snapshot.instruments)
        return rows; // indices of another market
    for (const SviSlice& slice : surface.slices) {
        const std::vector<LeftOutVol> without = leaveOneOut(slice);
        for (std::size_t i = 0; i < slice.quotes.size(); ++i) {
            if (const auto row = compared(snapshot, slice, slice.quotes[i], without[i], history))
                rows.push_back(*row);
        }
    }
    std::ranges::stable_sort(rows, std::ranges::greater(), [](const RichCheap& row) { return std::abs(row.z); });
    return rows;
}

} // namespace ballast
