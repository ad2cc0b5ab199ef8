#pragma once

#include "models/hedging/hedge_scenarios.h"
#include "models/risk/factor_history.h"

#include <string>
#include <vector>

namespace ballast {

// Vol level that relative vol moves are read at, fraction.
struct AtmLevel
{
    std::string underlying;
    double atmVol = 0.0;
};

// The risk module's aligned factor history as days of moves for the hedge: spot as return, vol in points at today's
// level, skew from the 25-delta difference (which lies 2 x 0.6745 deviations apart), term from the log ratio of the
// vols at 7 and 90 days. Factors that the history lacks stand still; underlyings without a spot factor are left out.
[[nodiscard]] MoveHistory moveHistoryOf(const FactorHistory& history, const std::vector<AtmLevel>& levels);

} // namespace ballast
