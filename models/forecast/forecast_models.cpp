#include "models/forecast/forecast_models.h"

#include "models/forecast/egarch.h"
#include "models/forecast/ewma.h"
#include "models/forecast/garch.h"
#include "models/forecast/har.h"

#include <algorithm>
#include <numeric>

namespace ballast {
namespace {

using Forecasts = std::vector<std::optional<double>>;

constexpr std::size_t monthDays = 30;

std::span<const double> lastOf(std::span<const double> values, std::size_t count)
{
    return values.last(std::min(count, values.size()));
}

// Days 0..day of a column, cut to the window.
std::span<const double> window(const std::vector<double>& values, std::size_t day, std::size_t days)
{
    return lastOf(std::span(values).first(day + 1), days);
}

// One forecast for each day; `fit` runs at the first day and every refitEveryDays from there.
template <class Fit, class Forecast>
Forecasts walkWith(std::size_t days, const WalkOptions& options, Fit fit, Forecast forecast)
{
    Forecasts forecasts;
    decltype(fit(std::size_t{0})) fitted;
    const auto refit = static_cast<std::size_t>(std::max(options.refitEveryDays, 1));
    for (std::size_t day = options.firstDay; day < days; ++day) {
        if (options.stop.stop_requested())
            break;
        if ((day - options.firstDay) % refit == 0) {
            if (auto fresh = fit(day))
                fitted = std::move(fresh);
        }
        forecasts.push_back(fitted ? std::optional(forecast(*fitted, day)) : std::nullopt);
    }
    return forecasts;
}

template <class OfDay>
Forecasts walkWithout(std::size_t days, const WalkOptions& options, OfDay ofDay)
{
    Forecasts forecasts;
    for (std::size_t day = options.firstDay; day < days; ++day)
        forecasts.push_back(ofDay(day));
    return forecasts;
}

Forecasts closeClose30d(const VarianceHistory& h, const WalkOptions& options)
{
    return walkWithout(h.logReturns.size(), options, [&](std::size_t day) {
        return std::max(closeCloseVariance(window(h.logReturns, day, monthDays)), leastDailyVariance);
    });
}

Forecasts realised30d(const VarianceHistory& h, const WalkOptions& options)
{
    return walkWithout(h.variances.size(), options, [&](std::size_t day) {
        const auto last = window(h.variances, day, monthDays);
        return std::accumulate(last.begin(), last.end(), 0.0) / static_cast<double>(last.size());
    });
}

// Flat over any horizon: the EWMA's long run is where it stands.
Forecasts ewma(const VarianceHistory& h, const WalkOptions& options)
{
    const auto start =
        closeCloseVariance(lastOf(std::span(h.logReturns).first(std::min(monthDays, h.logReturns.size())), monthDays));
    const auto path = ewmaPath(h.logReturns, std::max(start, leastDailyVariance));
    return walkWithout(h.logReturns.size(), options, [&](std::size_t day) { return path[day + 1]; });
}

Forecasts garchWalk(const VarianceHistory& h, const WalkOptions& options, Innovations innovations)
{
    const auto fit = [&](std::size_t day) -> std::optional<GarchFit> {
        const auto fitted =
            fitGarch(window(h.logReturns, day, options.fitWindowDays), {innovations, LongRun::SampleVariance});
        return fitted ? std::optional(*fitted) : std::nullopt;
    };
    return walkWith(h.logReturns.size(), options, fit, [&](const GarchFit& fitted, std::size_t day) {
        const double next =
            garchVariance(fitted.params, window(h.logReturns, day, options.fitWindowDays), fitted.startVariance);
        return std::max(garchMeanVariance(fitted.params, next, options.horizonDays), leastDailyVariance);
    });
}

Forecasts egarchWalk(const VarianceHistory& h, const WalkOptions& options)
{
    const auto fit = [&](std::size_t day) -> std::optional<EgarchFit> {
        const auto fitted = fitEgarch(window(h.logReturns, day, options.fitWindowDays));
        return fitted ? std::optional(*fitted) : std::nullopt;
    };
    return walkWith(h.logReturns.size(), options, fit, [&](const EgarchFit& fitted, std::size_t day) {
        const double next =
            egarchVariance(fitted.params, window(h.logReturns, day, options.fitWindowDays), fitted.startVariance);
        return std::max(egarchMeanVariance(fitted.params, next, options.horizonDays), leastDailyVariance);
    });
}

Forecasts harWalk(const VarianceHistory& h, const WalkOptions& options, HarForm form, bool implied)
{
    const auto fit = [&](std::size_t day) -> std::optional<HarFit> {
        HarFitOptions o{form, {}, options.horizonDays, {}};
        if (implied)
            o.implied = window(h.implied, day, options.fitWindowDays);
        const auto fitted = fitHar(window(h.variances, day, options.fitWindowDays), o);
        return fitted ? std::optional(*fitted) : std::nullopt;
    };
    return walkWith(h.variances.size(), options, fit, [&](const HarFit& fitted, std::size_t day) {
        HarState state = *harState(window(h.variances, day, options.fitWindowDays), fitted.windows);
        if (implied)
            state.implied = h.implied[day];
        return fitted.forecast(state);
    });
}

} // namespace

VarianceHistory varianceHistory(std::span<const DayVariance> days)
{
    VarianceHistory history;
    for (const DayVariance& day : days) {
        history.logReturns.push_back(day.logReturn);
        history.variances.push_back(day.variance);
    }
    return history;
}

std::vector<ForecastModel> forecastModels(bool withImplied)
{
    using H = VarianceHistory;
    using O = WalkOptions;
    std::vector<ForecastModel> models{
        {"close-close-30d", closeClose30d},
        {"realised-30d", realised30d},
        {"ewma", ewma},
        {"garch", [](const H& h, const O& o) { return garchWalk(h, o, Innovations::Normal); }},
        {"garch-t", [](const H& h, const O& o) { return garchWalk(h, o, Innovations::StudentT); }},
        {"egarch", egarchWalk},
        {"har", [](const H& h, const O& o) { return harWalk(h, o, HarForm::Levels, false); }},
        {"har-log", [](const H& h, const O& o) { return harWalk(h, o, HarForm::Logs, false); }}};
    if (withImplied)
        models.push_back({"har-implied", [](const H& h, const O& o) { return harWalk(h, o, HarForm::Logs, true); }});
    return models;
}

} // namespace ballast
