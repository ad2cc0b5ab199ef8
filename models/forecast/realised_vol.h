#pragma once

#include "models/market/price_series.h"

#include <chrono>
#include <span>
#include <vector>

namespace ballast {

inline constexpr double cryptoDaysPerYear = 365.0; // the market never closes (spec F9)

// Variance of one day to vol per year, as a fraction, and back.
[[nodiscard]] double annualVol(double dailyVariance);
[[nodiscard]] double dailyVariance(double annualVol);

// ln(p[i + 1] / p[i]); prices must be positive.
[[nodiscard]] std::vector<double> logReturns(std::span<const double> prices);
[[nodiscard]] std::vector<double> closesOf(const PriceSeries& series);

// Mean square of the returns, mean taken as zero; 0 for none.
[[nodiscard]] double closeCloseVariance(std::span<const double> returns);
// Of one bar, in the bar's own time unit. Parkinson 1980; Garman and Klass 1980.
[[nodiscard]] double parkinsonVariance(const PriceBar& bar);
[[nodiscard]] double garmanKlassVariance(const PriceBar& bar);
// Means over the bars; 0 for none.
[[nodiscard]] double parkinsonVariance(std::span<const PriceBar> bars);
[[nodiscard]] double garmanKlassVariance(std::span<const PriceBar> bars);

// One bar for each UTC day out of finer ones; days of a daily series stay as they are.
[[nodiscard]] PriceSeries dailyBars(const PriceSeries& series);

// Where a day's variance came from.
enum class VarianceSource
{
    SquaredReturns, // sum over the day's finer bars
    Range,          // Garman-Klass on the daily bar
    CloseToClose    // the day's squared return: the source knows closes only
};

struct DayVariance
{
    std::chrono::sys_days day;
    double variance = 0.0;  // of the day, fraction squared
    double logReturn = 0.0; // close to close
    double close = 0.0;
    VarianceSource source = VarianceSource::SquaredReturns;
    bool operator==(const DayVariance&) const = default;
};

// Every UTC day with a day before it: the sum of squared returns of the bars that it holds when these are finer than a
// day, else the daily bar's range, else its squared return. A variance is never below `leastDailyVariance`: logs and
// QLIKE need it positive.
[[nodiscard]] std::vector<DayVariance> dailyVariances(const PriceSeries& series);
inline constexpr double leastDailyVariance = 1e-8; // 0.19 % a year

} // namespace ballast
