#pragma once

#include "models/risk/scenario_grid.h"
#include "models/whatif/priced_book.h"

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace ballast {

// P&L over spot after so many days; the rest of the shocks as in the base scenario.
struct SpotCurve
{
    double days = 0.0;
    Timestamp at{};
    std::vector<double> pnlUsd;     // parallel to SpotCurves::spotMoves
    std::vector<double> breakEvens; // spot moves where it crosses zero, rising; by linear interpolation
    bool operator==(const SpotCurve&) const = default;
};

// How likely spot moves are: the risk-neutral density of the fitted smile after so many days.
struct SpotDensity
{
    double days = 0.0;
    std::vector<double> density; // per unit of return, parallel to spotMoves
    double vol = 0.0;            // at the money, fraction per year
    bool operator==(const SpotDensity&) const = default;
};

struct SpotCurves
{
    SnapshotId basis;
    std::string underlying;
    std::optional<double> indexUsd;
    std::vector<double> spotMoves;           // returns, rising
    std::vector<SpotCurve> curves;           // one for each date
    std::optional<SpotDensity> distribution; // nullopt: no surface
    int linesLeftOut = 0;
    OtcEstimates estimates{};
    bool operator==(const SpotCurves&) const = default;
};

// `underlying` moves, the others stay as the base scenario has them; empty: all move alike.
[[nodiscard]] Result<SpotCurves> computeSpotCurves(const PricedBook& book, const std::string& underlying,
                                                   std::vector<double> spotMoves, std::span<const double> days,
                                                   double distributionDays, const Scenario& base,
                                                   const PartRunner& runner, std::stop_token stop);

} // namespace ballast
