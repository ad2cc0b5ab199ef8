#include "models/pricing/greeks.h"

#include <algorithm>

namespace ballast {
namespace {

constexpr double daysPerYear = 365.0;

// One day's theta, or what is left of it: never more than the remaining life brings, never more than the premium.
double thetaUsdPerDay(const BlackValues& v, double years)
{
    const double days = std::min(1.0, years * daysPerYear);
    return -std::min(-v.theta / daysPerYear * days, v.price);
}

} // namespace

Greeks optionGreeks(const BlackTerms& terms, Settlement settlement)
{
    const BlackValues v = blackValues(terms);
    Greeks g;
    g.priceUsd = v.price;
    g.priceCoin = terms.forward > 0.0 ? v.price / terms.forward : 0.0;
    g.delta = v.delta;
    g.netDelta = settlement == Settlement::Inverse ? v.delta - g.priceCoin : v.delta;
    g.gamma = v.gamma;
    g.vega = v.vega / 100.0;
    g.theta = thetaUsdPerDay(v, terms.years);
    g.vanna = v.vanna / 100.0;
    g.volga = v.volga / 1e4;
    g.charm = v.charm / daysPerYear;
    g.speed = v.speed;
    g.rho = v.rho / 100.0;
    return g;
}

Greeks deltaOneGreeks(double price)
{
    Greeks g;
    g.priceUsd = price;
    g.priceCoin = 1.0;
    g.delta = 1.0;
    g.netDelta = 1.0;
    return g;
}

void accumulate(Greeks& sum, const Greeks& unit, double quantity)
{
    sum.priceUsd += quantity * unit.priceUsd;
    sum.priceCoin += quantity * unit.priceCoin;
    sum.delta += quantity * unit.delta;
    sum.netDelta += quantity * unit.netDelta;
    sum.gamma += quantity * unit.gamma;
    sum.vega += quantity * unit.vega;
    sum.theta += quantity * unit.theta;
    sum.vanna += quantity * unit.vanna;
    sum.volga += quantity * unit.volga;
    sum.charm += quantity * unit.charm;
    sum.speed += quantity * unit.speed;
    sum.rho += quantity * unit.rho;
}

} // namespace ballast
