#pragma once

#include "models/forecast/ewma.h"
#include "models/risk/value_at_risk.h"
#include "models/risk/var_backtest.h"

#include <functional>
#include <span>
#include <stop_token>
#include <vector>

namespace ballast {

enum class VolFilter
{
    Ewma,
    Garch // refitted along the way; a factor that cannot be fitted is filtered by EWMA
};

struct FilterOptions
{
    VolFilter filter = VolFilter::Ewma;
    int horizonDays = 1;
    double decay = riskMetricsDecay;
};

// One factor filtered: the variance forecast before each day, and after the last (one more than moves).
struct FilteredFactor
{
    std::vector<double> variances;
    double omega = 0.0; // of the recursion s2 <- omega + alpha r2 + beta s2, as it stands on the last day
    double alpha = 0.0;
    double beta = 0.0;
};
[[nodiscard]] FilteredFactor filterFactor(std::span<const double> moves, const FilterOptions& options);

// Filtered historical simulation (Barone-Adesi, Giannopoulos and Vosper 1999; spec F11): each day's moves over the
// volatility of their time, times today's. Over several days the standardised moves of consecutive days follow each
// other and the variance is updated along the path; all factors keep their common dates. The first 30 days only warm
// the filter up. Undetermined with fewer than 60 moves more than the horizon.
[[nodiscard]] Result<MoveScenarios> filteredScenarios(const FactorHistory& daily, const FilterOptions& options);

struct WalkVarOptions
{
    VarMethod method = VarMethod::FilteredHistorical;
    FilterOptions filter; // its horizon must be one day
    double confidence = 0.99;
    std::size_t window = 500; // days that a forecast looks back
    std::size_t fewest = 0;   // days that the first forecast looks back, growing to the window; 0: the window
    std::stop_token stop{};
};

// The day-ahead VaR and ES of a fixed book for every day after the window (after the fewest days), from nothing but
// what was known the evening before, and the P&L that the day then brought. `pnlUsd` takes one day's log moves.
// Parametric: normal with the EWMA deviation of the book's own P&L. Undetermined when the history is not longer than
// that.
[[nodiscard]] Result<std::vector<VarDay>> walkVar(const FactorHistory& daily,
                                                  const std::function<double(std::span<const double>)>& pnlUsd,
                                                  const WalkVarOptions& options);

} // namespace ballast
