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

// ln(F/K), also where the quotient leaves the range of normal numbers.
double logMoneyness(const BlackTerms& t)
{
    const double ratio = t.forward / t.strike;
    return std::isnormal(ratio) ? std::log(ratio) : std::log(t.forward) - std::log(t.strike);
}

// Beyond these Jaeckel's form overflows, and the plain one has all the digits that there are.
constexpr double largestLogMoneyness = 600.0;
constexpr double largestDeviation = 1e3;

double outOfTheMoneyPrice(const BlackTerms& t, double s)
{
    const double x = -std::abs(logMoneyness(t));
    if (-x < largestLogMoneyness && s < largestDeviation)
        return std::sqrt(t.forward) * std::sqrt(t.strike) * normalisedBlack(x, s);
    const double low = std::min(t.forward, t.strike);
    const double high = std::max(t.forward, t.strike);
    return std::max(low * normalCdf(x / s + 0.5 * s) - high * normalCdf(x / s - 0.5 * s), 0.0);
}

} // namespace

double blackPrice(const BlackTerms& t)
{
    const double s = totalDeviation(t);
    return s == 0.0 ? intrinsic(t) : intrinsic(t) + outOfTheMoneyPrice(t, s);
}

// Formulas of spec F1 (Black 1976).
BlackValues blackValues(const BlackTerms& t)
{
    const double s = totalDeviation(t);
    if (s == 0.0)
        return limitValues(t);

    const double rootT = std::sqrt(t.years);
    const double h = logMoneyness(t) / s;
    const double d1 = h + 0.5 * s;
    const double d2 = h - 0.5 * s;
    const double density = normalPdf(d1);
    const double sign = signOf(t.type);

    BlackValues v;
    v.price = blackPrice(t);
    v.delta = sign * normalCdf(sign * d1);
    v.rho = sign * t.strike * t.years * normalCdf(sign * d2);
    // Nothing but the two above is left of an option this far from the money or this certain.
    if (density == 0.0)
        return v;
    v.gamma = density / (t.forward * s);
    v.vega = t.forward * density * rootT;
    v.theta = -t.forward * density * t.vol / (2.0 * rootT);
    v.vanna = -density * d2 / t.vol;
    v.volga = v.vega * d1 * d2 / t.vol;
    v.charm = density * d2 / (2.0 * t.years);
    v.speed = -v.gamma / t.forward * (d1 / s + 1.0);
    return v;
}

} // namespace ballast
