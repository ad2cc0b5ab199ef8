#include "models/pricing/black76.h"

#include "models/pricing/normal.h"
#include "models/pricing/normalised_black.h"

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

double signOf(OptionType type)
{
    return type == OptionType::Call ? 1.0 : -1.0;
}

double intrinsic(const BlackTerms& t)
{
    return std::max(signOf(t.type) * (t.forward - t.strike), 0.0);
}

// sqrt of total variance; 0 where the option has no time value left or the inputs have no logarithm.
double totalDeviation(const BlackTerms& t)
{
    if (!(t.forward > 0.0) || !(t.strike > 0.0) || !(t.years > 0.0) || !(t.vol > 0.0))
        return 0.0;
    return t.vol * std::sqrt(t.years);
}

BlackValues limitValues(const BlackTerms& t)
{
    BlackValues values;
    values.price = intrinsic(t);
    const double money = signOf(t.type) * (t.forward - t.strike);
    values.delta = signOf(t.type) * (money > 0.0 ? 1.0 : (money < 0.0 ? 0.0 : 0.5));
    if (money > 0.0)
        values.rho = signOf(t.type) * t.strike * std::max(t.years, 0.0);
    return values;
}

} // namespace

double blackPrice(const BlackTerms& t)
{
    const double s = totalDeviation(t);
    if (s == 0.0)
        return intrinsic(t);
    const double x = std::log(t.forward / t.strike);
    return intrinsic(t) + std::sqrt(t.forward * t.strike) * normalisedBlack(-std::abs(x), s);
}

// Formulas of spec F1 (Black 1976).
BlackValues blackValues(const BlackTerms& t)
{
    const double s = totalDeviation(t);
    if (s == 0.0)
        return limitValues(t);

    const double rootT = std::sqrt(t.years);
    const double d1 = std::log(t.forward / t.strike) / s + 0.5 * s;
    const double d2 = d1 - s;
    const double density = normalPdf(d1);
    const double sign = signOf(t.type);

    BlackValues v;
    v.price = blackPrice(t);
    v.delta = sign * normalCdf(sign * d1);
    v.gamma = density / (t.forward * s);
    v.vega = t.forward * density * rootT;
    v.theta = -t.forward * density * t.vol / (2.0 * rootT);
    v.vanna = -density * d2 / t.vol;
    v.volga = v.vega * d1 * d2 / t.vol;
    v.charm = density * d2 / (2.0 * t.years);
    v.speed = -v.gamma / t.forward * (d1 / s + 1.0);
    v.rho = sign * t.strike * t.years * normalCdf(sign * d2);
    return v;
}

} // namespace ballast
