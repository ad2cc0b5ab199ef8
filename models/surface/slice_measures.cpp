#include "models/surface/slice_measures.h"
#include "models/surface/svi_bands.h"

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

void measureResiduals(SviSlice& slice)
{
    double squares = 0.0;
    double weights = 0.0;
    int judging = 0;
    int held = 0;
    slice.points = 0;
    for (const SmileQuote& quote : slice.quotes) {
        const double vol = slice.volAtK(quote.k);
        if (judgesTheFit(quote, slice.years)) {
            ++judging;
            held += distanceFromMarket(quote, vol) == 0.0 ? 1 : 0;
        }
        if (quote.weight <= 0.0)
            continue;
        const double error = vol - *quote.targetVol;
        ++slice.points;
        squares += quote.weight * error * error;
        weights += quote.weight;
    }
    slice.rmseVolPoints = weights > 0.0 ? 100.0 * std::sqrt(squares / weights) : 0.0;
    slice.insideBidAsk = judging > 0 ? static_cast<double>(held) / judging : 0.0;
}

void measureSmile(SviSlice& slice)
{
    slice.atmVol = slice.volAtK(0.0);
    const auto put = strikeAtDelta(slice, OptionType::Put, 0.25);
    const auto call = strikeAtDelta(slice, OptionType::Call, 0.25);
    if (!put || !call)
        return;
    const double putVol = slice.volAtStrike(*put);
    const double callVol = slice.volAtStrike(*call);
    slice.skew25d = putVol - callVol;
    slice.butterfly25d = 0.5 * (putVol + callVol) - slice.atmVol;
}

} // namespace

bool judgesTheFit(const SmileQuote& quote, double years)
{
    const auto vol = quote.markVol ? quote.markVol : quote.targetVol;
    return quote.bounds && vol && inCore(quote.k, *vol, years);
}

double distanceFromMarket(const SmileQuote& quote, double vol)
{
    if (!quote.bounds || !quote.askVol)
        return quote.targetVol ? vol - *quote.targetVol : 0.0;
    return vol - std::clamp(vol, std::min(quote.bidVol.value_or(0.0), *quote.askVol), *quote.askVol);
}

void measureSlice(SviSlice& slice)
{
    measureResiduals(slice);
    measureSmile(slice);
}

} // namespace ballast
