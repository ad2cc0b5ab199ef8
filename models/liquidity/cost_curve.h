#pragma once

#include "models/market/instrument.h"
#include "models/market/quote.h"

#include <limits>
#include <optional>
#include <vector>

namespace ballast {

// Capacity of a price whose amount the venue does not say: nothing in the market bounds it, the caller must.
inline constexpr double unlimitedQuantity = std::numeric_limits<double>::infinity();

// Fees as the policy states them; a venue's published taker fee of an instrument replaces the default.
struct FeeSchedule
{
    double takerFeeOption = 0.0003; // fraction of the underlying's value
    double takerFeeFuture = 0.0005; // fraction of the notional
    double feeCapOfPremium = 0.125; // options: never more than this share of the premium
    bool operator==(const FeeSchedule&) const = default;
};

// A piece of constant price. `quantity` is in the instrument's quantity unit, `priceUsd` and `costUsd` per quantity
// unit: costUsd is what one unit loses against mid, fee included.
struct CostSegment
{
    double quantity = 0.0;
    double quotePrice = 0.0; // instrument's quote unit: the limit that reaches this far
    double spreadUsd = 0.0;  // against mid, per quantity unit
    double feeUsd = 0.0;     // per quantity unit
    [[nodiscard]] double costUsd() const { return spreadUsd + feeUsd; }
    bool operator==(const CostSegment&) const = default;
};

// Convex, piecewise-linear cost of one side: segments best price first.
struct CostCurve
{
    Side side = Side::Buy;
    double mid = 0.0; // quote unit
    std::vector<CostSegment> segments;

    [[nodiscard]] double capacity() const;
    bool operator==(const CostCurve&) const = default;
};

// Fill of `quantity` along the curve.
struct CurveFill
{
    double filled = 0.0;
    double limitPrice = 0.0;    // quote unit, worst level touched
    double expectedPrice = 0.0; // quote unit, average weighted by quantity
    double spreadUsd = 0.0;     // against mid
    double feeUsd = 0.0;
    bool operator==(const CurveFill&) const = default;
};

enum class DepthUse
{
    Ladder,
    BestOnly
}; // BestOnly: unlimited size at the best price

// nullopt where that side has no price, the quote is crossed, or no mid can be formed. `underlyingUsd` is what a coin
// is worth: it turns coin premiums and fees of inverse options into USD and is the base of a linear option's fee.
// DepthUse::Ladder takes the ladder's levels; without a ladder the best price with its amount; without an amount the
// best price for unlimitedQuantity, as DepthUse::BestOnly always does.
[[nodiscard]] std::optional<CostCurve> costCurve(const Instrument& instrument, const Quote& quote, Side side,
                                                 double underlyingUsd, const FeeSchedule& fees, DepthUse depth);

[[nodiscard]] CurveFill fillAlong(const CostCurve& curve, double quantity);

} // namespace ballast
