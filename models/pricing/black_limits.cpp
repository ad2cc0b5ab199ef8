#include "models/pricing/black_limits.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ballast {
namespace {

bool sound(const BlackTerms& t)
{
    return std::isfinite(t.forward) && std::isfinite(t.strike) && std::isfinite(t.years) && std::isfinite(t.vol) &&
           t.forward >= 0.0 && t.strike >= 0.0;
}

template <std::size_t N>
CheckedRow<N> without(PriceStatus status)
{
    CheckedRow<N> row{status, {}};
    row.columns.fill(std::numeric_limits<double>::quiet_NaN());
    return row;
}

template <std::size_t N>
CheckedRow<N> representable(const std::array<double, N>& columns)
{
    if (!std::ranges::all_of(columns, [](double v) { return std::isfinite(v); }))
        return without<N>(PriceStatus::NotRepresentable);
    return {PriceStatus::Ok, columns};
}

} // namespace

CheckedRow<1> checkedPrice(const BlackTerms& terms)
{
    return sound(terms) ? representable<1>({blackPrice(terms)}) : without<1>(PriceStatus::BadInput);
}

CheckedRow<valueColumnCount> checkedValues(const BlackTerms& terms)
{
    if (!sound(terms))
        return without<valueColumnCount>(PriceStatus::BadInput);
    const BlackValues v = blackValues(terms);
    return representable<valueColumnCount>(
        {v.price, v.delta, v.gamma, v.vega, v.theta, v.vanna, v.volga, v.charm, v.speed, v.rho});
}

// dc/dF and d2c/dF2 of c = V / F (spec F2).
CheckedRow<greekColumnCount> checkedGreeks(const BlackTerms& terms, Settlement settlement)
{
    if (!sound(terms))
        return without<greekColumnCount>(PriceStatus::BadInput);
    const Greeks g = optionGreeks(terms, settlement);
    const double f = terms.forward;
    const double coinDelta = (g.delta - g.priceCoin) / f;
    const double coinGamma = g.gamma / f - 2.0 * coinDelta / f;
    return representable<greekColumnCount>({g.priceUsd, g.priceCoin, g.delta, g.netDelta, g.gamma, g.vega, g.theta,
                                            g.vanna, g.volga, g.charm, g.speed, g.rho, coinDelta, coinGamma});
}

const char* priceStatusWord(PriceStatus status)
{
    switch (status) {
    case PriceStatus::Ok:
        return "ok";
    case PriceStatus::BadInput:
        return "bad-input";
    case PriceStatus::NotRepresentable:
        return "not-representable";
    }
    return "bad-input";
}

} // namespace ballast
