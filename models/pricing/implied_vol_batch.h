#pragma once

#include "models/pricing/implied_vol.h"

#include <cstdint>
#include <span>

namespace ballast {

// Structure of arrays: option i is element i of every column. All columns are as long as `forward`.
struct ContractColumns
{
    std::span<const double> forward; // USD
    std::span<const double> strike;  // USD
    std::span<const double> years;   // ACT/365
    std::span<const OptionType> type;
};

enum class QuoteVolStatus : std::uint8_t
{
    Ok,
    BelowIntrinsic,
    AboveMaximum,
    Undetermined,
    NoQuote // the price is NaN: there is none
};

// One side of the market: bids, asks or marks.
struct QuoteColumns
{
    std::span<const double> priceUsd; // NaN: no quote
    std::span<const double> startVol; // warm start, such as the last tick's vols; empty or not positive: none
    std::span<double> vol;            // fraction; NaN unless Ok
    std::span<QuoteVolStatus> status;
};

// Implied vols of all sides at once, by Jaeckel's method ("Let's Be Rational", 2015; spec F3) on the out-of-the-money
// normalised price, several options per instruction. Start: the inverse of Bachelier's formula with the terms between
// normal and lognormal vol, right to 1e-4 for quoted options; then Householder steps of order 4, mostly one, until the
// next is below rounding; the scalar solver where that does not happen. A warm start pays where the vol moved by less
// than a thousandth. Statuses are those of impliedVol: Undetermined where the time value is within 4 roundings of the
// price. Where the price does not determine the vol to the last digit (in the money, near the maximum) the error is
// about price x 2e-16 / vega.
void impliedVols(const ContractColumns& contracts, std::span<const QuoteColumns> sides);

[[nodiscard]] const char* quoteVolStatusWord(QuoteVolStatus status); // "no-quote", else as volStatusWord

} // namespace ballast
