#pragma once

#include "models/core/result.h"

#include <optional>
#include <span>
#include <vector>

namespace ballast {

// Heterogeneous autoregression of realised variance (Corsi 2009; spec F9).
struct HarWindows
{
    int week = 7; // a crypto week; 5 in Corsi's paper
    int month = 30;
    bool operator==(const HarWindows&) const = default;
};

enum class HarForm
{
    Levels, // weighted by 1 / fitted variance squared: a crash does not rule the fit
    Logs    // on ln RV; the forecast carries half the residual variance
};

struct HarParams
{
    double constant = 0.0;
    double day = 0.0;
    double week = 0.0;
    double month = 0.0;
    std::optional<double> implied; // on the extra regressor (implied variance per day) where one was given
    bool operator==(const HarParams&) const = default;
};

// What the forecast is made from.
struct HarState
{
    double day = 0.0;   // RV of the last day
    double week = 0.0;  // mean over the week
    double month = 0.0; // mean over the month
    std::optional<double> implied;
};

// constant + day RV + week RVw + month RVm (+ implied).
[[nodiscard]] double harForecast(const HarParams& p, const HarState& state);

struct HarFit
{
    HarForm form = HarForm::Logs;
    HarWindows windows;
    int horizonDays = 1;
    HarParams params;
    double residualVariance = 0.0; // of the regression, in its own unit
    double rSquared = 0.0;
    double leastVariance = 0.0; // of the sample: forecasts are floored here
    int observations = 0;

    // Mean daily variance over the horizon.
    [[nodiscard]] double forecast(const HarState& state) const;
};

struct HarFitOptions
{
    HarForm form = HarForm::Logs;
    HarWindows windows;
    int horizonDays = 1;               // regresses the mean of the next `horizonDays` days directly
    std::span<const double> implied{}; // empty, or one implied daily variance for each variance
};

// The state after the last of the variances; nullopt when they are fewer than a month's window.
[[nodiscard]] std::optional<HarState> harState(std::span<const double> variances, const HarWindows& windows);

// Least squares. Undetermined with fewer than 60 observations or a singular design.
[[nodiscard]] Result<HarFit> fitHar(std::span<const double> variances, const HarFitOptions& options);

} // namespace ballast
