#pragma once

#include "models/core/result.h"
#include "models/forecast/forecast_models.h"
#include "models/forecast/forecast_scores.h"
#include "models/market/price_series.h"

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace ballast {

struct VolForecastOptions
{
    int horizonDays = 1;
    int scoredDays = 365; // out of sample, at the end of the history
    int refitEveryDays = 30;
    std::size_t fitWindowDays = 1000;
    const PriceSeries* volIndex = nullptr; // vol points; adds "har-implied"
};

// One model's forecast from the last day on, and how it did over the scored days.
struct ModelForecast
{
    std::string name;
    std::optional<double> vol;   // mean over the horizon, fraction per year; nullopt: could not be fitted
    std::optional<double> qlike; // mean out-of-sample loss; nullopt: nothing was scored
    std::optional<double> meanSquaredError;
    std::optional<MincerZarnowitz> regression;
    std::optional<DieboldMariano> againstBest; // of its QLIKE against the best's; nullopt for the best itself
    int daysScored = 0;
    std::optional<double> combinationWeight; // today's share in "combination"
};

struct VolForecast
{
    std::chrono::sys_days lastDay;
    int horizonDays = 1;
    int days = 0;                      // of history
    std::vector<ModelForecast> models; // with "combination" last
    std::string best;                  // least QLIKE; empty when nothing was scored
    std::optional<double> bestVol;
    double closeClose30d = 0.0; // realised vols of the last 30 days, fraction per year
    double parkinson30d = 0.0;
    double garmanKlass30d = 0.0;
};

// Walks every model through the end of the history, scores it on the mean realised variance of the horizon, and
// combines them by 1 / mean QLIKE over the last 90 scored days (spec F9). Undetermined below 131 days of history.
[[nodiscard]] Result<VolForecast> forecastVol(const PriceSeries& history, const VolForecastOptions& options,
                                              std::stop_token stop);

} // namespace ballast
