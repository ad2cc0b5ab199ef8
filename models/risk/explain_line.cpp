#include "models/risk/explain_line.h"

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

constexpr double riskTenorYears = 30.0 / 365.0;
constexpr double quarterDeltaDeviation = 0.6744897501960817; // N^-1(0.75)
constexpr double widestMoneyness = 2.5;

std::optional<double> atmVol(const VolSurface& surface, double years)
{
    const auto variance = surface.totalVariance(0.0, years);
    return variance && *variance > 0.0 ? std::optional(std::sqrt(*variance / years)) : std::nullopt;
}

// Slope that the 25-delta skew stands for, at the strike's moneyness before.
double skewMove(const OptionMove& move, const SviSlice& before, const SviSlice& after)
{
    const double deviation = before.atmVol * std::sqrt(before.years) * quarterDeltaDeviation;
    if (!(deviation > 0.0))
        return 0.0;
    const double x =
        std::clamp(std::log(move.before.strike / move.before.forward) / deviation, -widestMoneyness, widestMoneyness);
    const double slope = -0.5 * (after.skew25d - before.skew25d) * x;
    // The strike has another moneyness now: what the old smile says there.
    const double ride = before.volAtK(std::log(move.after.strike / move.after.forward)) -
                        before.volAtK(std::log(move.before.strike / move.before.forward));
    return slope + ride;
}

// Black-76 with some of the three factors moved already.
double valueAt(const OptionMove& move, bool spot, bool vol, bool time)
{
    BlackTerms terms = move.before;
    if (spot)
        terms.forward = move.after.forward;
    if (vol)
        terms.vol = move.after.vol;
    if (time)
        terms.years = move.after.years;
    return blackPrice(terms);
}

} // namespace

VolMoveParts splitVolMove(const OptionMove& move, Timestamp expiry, const VolSurface* before, const VolSurface* after)
{
    const double whole = move.after.vol - move.before.vol;
    VolMoveParts parts{whole, 0.0, 0.0, 0.0};
    if (whole == 0.0 || !before || !after)
        return parts;
    const auto levelBefore = atmVol(*before, riskTenorYears);
    const auto levelAfter = atmVol(*after, riskTenorYears);
    const SviSlice* sliceBefore = before->slice(expiry);
    const SviSlice* sliceAfter = after->slice(expiry);
    if (!levelBefore || !levelAfter || !sliceBefore || !sliceAfter)
        return parts;
    parts.level = *levelAfter - *levelBefore;
    parts.term = sliceAfter->atmVol - sliceBefore->atmVol - parts.level;
    parts.skew = skewMove(move, *sliceBefore, *sliceAfter);
    parts.curvature = whole - parts.level - parts.term - parts.skew;
    return parts;
}

PnlParts explainOption(const OptionMove& move, const VolMoveParts& vol)
{
    const BlackValues start = blackValues(move.before);
    const double spot = valueAt(move, true, false, false) - start.price;
    const double vols = valueAt(move, false, true, false) - start.price;
    const double time = valueAt(move, false, false, true) - start.price;
    const double volMove = move.after.vol - move.before.vol;
    PnlParts p;
    p.delta = start.delta * (move.after.forward - move.before.forward);
    p.gamma = spot - p.delta;
    p.theta = time;
    p.vegaLevel = start.vega * vol.level;
    p.vegaTerm = start.vega * vol.term;
    p.vegaSkew = start.vega * vol.skew;
    p.vegaCurvature = start.vega * vol.curvature;
    p.volga = vols - start.vega * volMove;
    p.vanna = valueAt(move, true, true, false) - start.price - spot - vols;
    p.charm = valueAt(move, true, false, true) - start.price - spot - time;
    p.timeVol = valueAt(move, false, true, true) - start.price - vols - time;
    p.unexplained = (move.markUsdAfter - move.markUsdBefore) - p.total();
    return p;
}

void scale(PnlParts& p, double quantity)
{
    for (double* part :
         {&p.delta, &p.gamma, &p.theta, &p.vegaLevel, &p.vegaTerm, &p.vegaSkew, &p.vegaCurvature, &p.vanna, &p.volga,
          &p.charm, &p.timeVol, &p.funding, &p.fees, &p.trades, &p.newDeals, &p.unexplained})
        *part *= quantity;
}

} // namespace ballast
