#pragma once

#include "models/market/instrument.h"

namespace ballast {

// One European option on a forward, undiscounted (Black 1976). Forward and strike in USD, years ACT/365, vol a
// fraction.
struct BlackTerms
{
    double forward = 0.0;
    double strike = 0.0;
    double years = 0.0;
    double vol = 0.0;
    OptionType type = OptionType::Call;
    bool operator==(const BlackTerms&) const = default;
};

// Black-76 value and derivatives in the formulas' own units (spec F1): per 1.00 of vol, per year of time.
struct BlackValues
{
    double price = 0.0; // USD per coin of underlying
    double delta = 0.0; // dV/dF
    double gamma = 0.0; // d2V/dF2
    double vega = 0.0;  // dV/dvol, per 1.00
    double theta = 0.0; // dV/dt = -dV/dT at constant forward, per year
    double vanna = 0.0; // d2V/dFdvol, per 1.00
    double volga = 0.0; // d2V/dvol2, per 1.00 squared
    double charm = 0.0; // d(delta)/dt, per year
    double speed = 0.0; // d3V/dF3
    double rho = 0.0;   // K T N(+-d2) with the option's sign, per 1.00 of rate, as Deribit prints it times 100
    bool operator==(const BlackValues&) const = default;
};

// Never NaN for finite input: at zero time or zero vol the limit (intrinsic value, delta 0, 1/2 or 1, no gamma).
[[nodiscard]] double blackPrice(const BlackTerms& terms);
[[nodiscard]] BlackValues blackValues(const BlackTerms& terms);

} // namespace ballast
