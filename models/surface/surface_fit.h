#pragma once

#include "models/core/result.h"
#include "models/market/snapshot.h"
#include "models/surface/residual_history.h"
#include "models/surface/vol_surface.h"

#include <stop_token>
#include <string_view>

namespace ballast {

// Forward of every listed option expiry: the venue's own underlying price, else the listed future, else put-call
// parity, else interpolated between neighbours.
[[nodiscard]] std::vector<ForwardPoint> impliedForwards(const MarketSnapshot& snapshot, std::string_view underlying);

// Fits the surface of one underlying: raw SVI slices (spec F4), jointly inside the quotes' markets and free of
// butterfly and calendar arbitrage, or eSSVI (spec F5) where that is closer to the markets; `method` says which. Slices
// that cannot be fitted are listed with their reason. Cancelled between slices: Error Cancelled.
[[nodiscard]] Result<VolSurface> fitSurface(const MarketSnapshot& snapshot, std::string_view underlying,
                                            std::stop_token stop);

// The same from an earlier surface of the same underlying and instrument table: slices whose quotes have not moved stay
// as they were, the others are fitted among them; all again where that leaves arbitrage.
[[nodiscard]] Result<VolSurface> fitSurface(const MarketSnapshot& snapshot, std::string_view underlying,
                                            const VolSurface& before, std::stop_token stop);

// 30-day (or other) volatility index from the fitted surface: square root of the fair variance of a log contract
// (Demeterfi, Derman, Kamal, Zou 1999), annualised, as a fraction; nullopt outside the fitted expiries.
[[nodiscard]] std::optional<double> volIndex(const VolSurface& surface, double days);

// Quote against the fit without that quote: residual in vol points, z against the slice's own error, edge after
// half-spread and fee.
struct RichCheap
{
    std::size_t instrument = 0;     // index into the snapshot's table
    double marketVol = 0.0;         // fraction
    double modelVol = 0.0;          // fraction; the surface's
    double residualVolPoints = 0.0; // market less the vol without this quote
    double z = 0.0;
    double edgeUsd = 0.0;            // per coin; what the executable side gains against the model after the taker fee
    bool executable = false;         // edgeUsd beats the fit's error band and its history, on a live two-sided quote
    double volWithout = 0.0;         // fraction; of the surface fitted without this quote
    double errorBandVolPoints = 0.0; // standard error of that vol
    double errorBandUsd = 0.0;       // what that is worth, two standard errors
    std::optional<UsualResidual> usual{}; // of this quote's last minutes; nullopt: not seen long enough
    double usualUsd = 0.0;                // what the quote's usual distance plus two deviations is worth on that side
};

// Largest |z| first.
[[nodiscard]] std::vector<RichCheap> richCheap(const MarketSnapshot& snapshot, const VolSurface& surface);
// Each quote also against its own history.
[[nodiscard]] std::vector<RichCheap> richCheap(const MarketSnapshot& snapshot, const VolSurface& surface,
                                               const ResidualHistory& history);

} // namespace ballast
