#pragma once

#include "models/pricing/black76.h"

namespace ballast {

// Value and Greeks of one unit (one coin of underlying) in the units of the desk: coins, USD, vol points, days.
struct Greeks
{
    double priceUsd = 0.0;
    double priceCoin = 0.0; // priceUsd / forward: what an inverse option is quoted in (spec F2)
    double delta = 0.0;     // coins, undiscounted Black-Scholes delta N(d1)
    double netDelta = 0.0;  // coins; inverse: delta - priceCoin (premium-adjusted, Deribit's net transaction delta)
    double gamma = 0.0;     // coins per USD
    double vega = 0.0;      // USD per vol point
    double theta = 0.0;     // USD per calendar day
    double vanna = 0.0;     // coins per vol point
    double volga = 0.0;     // USD per vol point squared
    double charm = 0.0;     // coins per day
    double speed = 0.0;     // coins per USD squared
    double rho = 0.0;       // USD per 1 % of rate
    bool operator==(const Greeks&) const = default;
};

// Greeks of one option. A linear option's netDelta equals its delta. Theta is what the next day brings: within the last
// day it is the value left, spread over the time left is never more than the premium (Deribit: min of one-day and
// lifetime theta).
[[nodiscard]] Greeks optionGreeks(const BlackTerms& terms, Settlement settlement);

// One coin of a future, perpetual or spot held at `price` (USD): delta 1, nothing else.
[[nodiscard]] Greeks deltaOneGreeks(double price);

// Adds `quantity` times `unit` to `sum`, component by component.
void accumulate(Greeks& sum, const Greeks& unit, double quantity);

} // namespace ballast
