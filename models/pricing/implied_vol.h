#pragma once

#include "models/market/instrument.h"

#include <optional>

namespace ballast {

enum class VolStatus
{
    Ok,
    BelowIntrinsic,
    AboveMaximum,
    Undetermined
};

struct ImpliedVol
{
    VolStatus status = VolStatus::Undetermined;
    double vol = 0.0;      // fraction; meaningful only when Ok
    double residual = 0.0; // |price(vol) - price|, USD
    bool operator==(const ImpliedVol&) const = default;
};

// The vol at which undiscounted Black-76 gives `priceUsd`. Solved on the out-of-the-money normalised price (Jaeckel,
// "Let's Be Rational", 2015; spec F3). Undetermined where the price carries no vol in double precision.
[[nodiscard]] ImpliedVol impliedVol(double forward, double strike, double years, OptionType type, double priceUsd);

[[nodiscard]] const char* volStatusWord(VolStatus status); // "ok", "below-intrinsic", "above-maximum", "undetermined"

// The vol where status is Ok.
[[nodiscard]] inline std::optional<double> volOrNothing(const ImpliedVol& result)
{
    return result.status == VolStatus::Ok ? std::optional(result.vol) : std::nullopt;
}

} // namespace ballast
