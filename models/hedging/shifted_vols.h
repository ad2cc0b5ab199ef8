#pragma once

#include "models/hedging/candidates.h"

#include <span>
#include <vector>

namespace ballast {

// The same lines with every listed option's vol so many points higher, Greeks and exposure anew, forwards and marks as
// they are; never below one point. OTC lines stay as they are.
[[nodiscard]] LineValues atShiftedVol(const Instrument& instrument, const LineValues& values, double quantity,
                                      double volPoints);
[[nodiscard]] RiskReport atShiftedVols(const RiskReport& report, double volPoints); // lines only
[[nodiscard]] std::vector<HedgeCandidate> atShiftedVols(std::span<const HedgeCandidate> candidates, double volPoints);

} // namespace ballast
