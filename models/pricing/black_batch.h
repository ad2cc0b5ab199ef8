#pragma once

#include "models/pricing/black76.h"
#include "models/pricing/greeks.h"

#include <cstdint>
#include <span>

namespace ballast {

// Structure of arrays: option i is element i of every column. All columns are as long as `forward`.
struct BlackColumns
{
    std::span<const double> forward; // USD
    std::span<const double> strike;  // USD
    std::span<const double> years;   // ACT/365; zero or negative: expired, the limit value
    std::span<const double> vol;     // fraction; zero or negative: the limit value
    std::span<const OptionType> type;
};

enum class PriceStatus : std::uint8_t
{
    Ok,
    BadInput,        // not a number, infinite, or a negative forward or strike
    NotRepresentable // a value beyond double precision's range
};

// Outputs of an option whose status is not Ok are NaN.
struct BlackValueColumns
{
    std::span<double> price, delta, gamma, vega, theta, vanna, volga, charm, speed, rho; // units of BlackValues
    std::span<PriceStatus> status;
};

// Units of Greeks, and the derivatives of the value in coin, c = V / F (spec F2).
struct GreekColumns
{
    std::span<double> priceUsd, priceCoin, delta, netDelta, gamma, vega, theta, vanna, volga, charm, speed, rho;
    std::span<double> coinDelta; // dc/dF, coins per USD
    std::span<double> coinGamma; // d2c/dF2, coins per USD squared
    std::span<PriceStatus> status;
};

// Kernels for the widest vectors that the processor has, chosen at run time; agree with blackPrice, blackValues and
// optionGreeks to rounding. Safe to call from several threads.
void blackPrices(const BlackColumns& options, std::span<double> price, std::span<PriceStatus> status);
void blackValues(const BlackColumns& options, const BlackValueColumns& values);
void optionGreeks(const BlackColumns& options, std::span<const Settlement> settlement, const GreekColumns& greeks);

[[nodiscard]] const char* priceStatusWord(PriceStatus status); // "ok", "bad-input", "not-representable"

} // namespace ballast
