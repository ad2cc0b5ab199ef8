#pragma once

#include "models/forecast/realised_vol.h"

#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace ballast {

// The past as the models see it: everything up to and with one day.
struct VarianceHistory
{
    std::vector<double> logReturns; // close to close, per day
    std::vector<double> variances;  // realised, per day
    std::vector<double> implied;    // empty, or implied variance per day, parallel to variances
};

[[nodiscard]] VarianceHistory varianceHistory(std::span<const DayVariance> days);

// How a walk through the past refits.
struct WalkOptions
{
    int horizonDays = 1;
    std::size_t firstDay = 0; // first day after whose close a forecast is made
    int refitEveryDays = 30;
    std::size_t fitWindowDays = 1000;
    std::stop_token stop{};
};

// Mean daily variance over the horizon, forecast at the close of each day from firstDay to the last; nullopt where the
// model could not be fitted. Nothing after that close is looked at.
using WalkForward =
    std::function<std::vector<std::optional<double>>(const VarianceHistory& history, const WalkOptions& options)>;

struct ForecastModel
{
    std::string name;
    WalkForward walk;
};

// "close-close-30d", "realised-30d", "ewma", "garch", "garch-t", "egarch", "har", "har-log", and "har-implied" where
// the history has implied variances.
[[nodiscard]] std::vector<ForecastModel> forecastModels(bool withImplied);

} // namespace ballast
