#pragma once

#include "models/surface/option_groups.h"
#include "models/surface/svi_box_fit.h"
#include "models/surface/vol_surface.h"

#include <chrono>
#include <span>
#include <string>
#include <vector>

namespace ballast {

inline constexpr std::chrono::minutes maxQuoteAge{10}; // against the snapshot's time
inline constexpr double volWidthFloor = 0.005;         // of half a bid-ask: tighter quotes weigh no more than this

// The quotes of one expiry as fit points, by strike. Target: mid vol of a sane two-sided market, else mark vol. Weight:
// vega over the squared half-width of the market in vol, 1 for a tight quote at the money. Out-of-the-money side where
// it is usable, both sides near the money. What is left out keeps weight 0 and says why.
[[nodiscard]] std::vector<SmileQuote> smileQuotes(const MarketSnapshot& snapshot, const OptionGroup& group,
                                                  const ForwardPoint& forward);

// Why a quote of any kind cannot be used at this time (stale, crossed, down, gap, old); empty: it can.
[[nodiscard]] std::string quoteProblem(const Quote& quote, Timestamp asOf);

// The forward that the venue priced this option on, where it says one near the slice's; else the slice's.
[[nodiscard]] double believedForward(const Quote& quote, double sliceForward);

// What the calibration takes: quotes of positive weight as total variances, weights turned from vol into variance.
[[nodiscard]] std::vector<SviSample> sviSamples(std::span<const SmileQuote> quotes, double years);

// Leaves out quotes that stand alone against both the fit and their neighbours' residuals; how many it left out.
int leaveOutOutliers(std::vector<SmileQuote>& quotes, const SviParams& fit, double years);

} // namespace ballast
