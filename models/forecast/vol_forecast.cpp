#include "models/forecast/vol_forecast.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>

namespace ballast {
namespace {

using Forecasts = std::vector<std::optional<double>>;

constexpr std::size_t leastDays = 131; // 100 to fit, 30 of the longest window, and one to forecast
constexpr std::size_t combinationDays = 90;
constexpr std::size_t estimatorDays = 30;

// Forecasts of one model over the walk: element i is made at the close of day first + i.
struct Walked
{
    std::string name;
    Forecasts forecasts;
};

struct Walk
{
    std::size_t first = 0;
    std::size_t horizon = 1;
    std::vector<std::optional<double>> realised; // mean variance of the horizon after day first + i; nullopt: not over
};

Walk walkOf(const VarianceHistory& history, std::size_t first, std::size_t horizon)
{
    Walk walk{first, horizon, {}};
    const std::span<const double> variances = history.variances;
    for (std::size_t day = first; day < variances.size(); ++day) {
        if (day + horizon >= variances.size()) {
            walk.realised.push_back(std::nullopt);
            continue;
        }
        const auto ahead = variances.subspan(day + 1, horizon);
        walk.realised.push_back(std::accumulate(ahead.begin(), ahead.end(), 0.0) / static_cast<double>(horizon));
    }
    return walk;
}

// Losses of the forecasts whose horizon was over at the close of step `now`, the last `combinationDays` of them.
std::optional<double> recentLoss(const Walk& walk, const Forecasts& forecasts, std::size_t now)
{
    double sum = 0.0;
    std::size_t counted = 0;
    for (std::size_t made = now + 1; made-- > 0 && counted < combinationDays;) {
        if (made + walk.horizon > now)
            continue;
        if (!forecasts[made] || !walk.realised[made])
            return std::nullopt;
        sum += qlike(*walk.realised[made], *forecasts[made]);
        ++counted;
    }
    return counted == combinationDays ? std::optional(sum / static_cast<double>(counted)) : std::nullopt;
}

// Shares of the models at one step; empty until all that take part have been scored for long enough.
std::map<std::string, double> weightsAt(const Walk& walk, const std::vector<Walked>& models, std::size_t now)
{
    std::vector<std::string> names;
    std::vector<double> losses;
    for (const Walked& model : models) {
        if (const auto loss = recentLoss(walk, model.forecasts, now); loss && model.forecasts[now]) {
            names.push_back(model.name);
            losses.push_back(*loss);
        }
    }
    const auto shares = inverseLossWeights(losses);
    std::map<std::string, double> weights;
    for (std::size_t i = 0; i < names.size(); ++i)
        weights[names[i]] = shares[i];
    return weights;
}

Walked combined(const Walk& walk, const std::vector<Walked>& models)
{
    Walked combination{"combination", {}};
    for (std::size_t step = 0; step < walk.realised.size(); ++step) {
        const auto weights = weightsAt(walk, models, step);
        std::optional<double> sum;
        for (const Walked& model : models) {
            if (const auto weight = weights.find(model.name); weight != weights.end())
                sum = sum.value_or(0.0) + weight->second * *model.forecasts[step];
        }
        combination.forecasts.push_back(sum);
    }
    return combination;
}

// The steps that every model forecast and that are over: scores are only compared on these.
std::vector<std::size_t> commonSteps(const Walk& walk, const std::vector<Walked>& models)
{
    std::vector<std::size_t> steps;
    for (std::size_t i = 0; i < walk.realised.size(); ++i) {
        const bool all = std::ranges::all_of(models, [i](const Walked& m) {
            return m.forecasts[i] || std::ranges::none_of(m.forecasts, [](const auto& f) { return f.has_value(); });
        });
        if (walk.realised[i] && all)
            steps.push_back(i);
    }
    return steps;
}

struct Scored
{
    ModelForecast forecast;
    std::vector<double> losses;
};

Scored scoreOf(const Walk& walk, const Walked& model, const std::vector<std::size_t>& steps)
{
    Scored scored;
    ModelForecast& f = scored.forecast;
    f.name = model.name;
    if (!model.forecasts.empty() && model.forecasts.back())
        f.vol = annualVol(*model.forecasts.back());
    std::vector<double> realised;
    std::vector<double> forecast;
    for (const std::size_t step : steps) {
        if (!model.forecasts[step])
            return scored;
        realised.push_back(*walk.realised[step]);
        forecast.push_back(*model.forecasts[step]);
        scored.losses.push_back(qlike(realised.back(), forecast.back()));
    }
    if (steps.empty())
        return scored;
    const MeanLosses losses = meanLosses(realised, forecast);
    f.qlike = losses.qlike;
    f.meanSquaredError = losses.meanSquaredError;
    f.daysScored = losses.days;
    if (const auto mz = mincerZarnowitz(realised, forecast))
        f.regression = *mz;
    return scored;
}

void compare(std::vector<Scored>& scored, VolForecast& result)
{
    const Scored* best = nullptr;
    for (const Scored& s : scored) {
        if (s.forecast.qlike && s.forecast.vol && (!best || *s.forecast.qlike < *best->forecast.qlike))
            best = &s;
    }
    if (best) {
        result.best = best->forecast.name;
        result.bestVol = best->forecast.vol;
    }
    for (Scored& s : scored) {
        if (best && &s != best && s.losses.size() == best->losses.size()) {
            if (const auto dm = dieboldMariano(s.losses, best->losses))
                s.forecast.againstBest = *dm;
        }
        result.models.push_back(s.forecast);
    }
}

// Vol index values by day, the last known one where a day has none; nullopt before the first.
std::vector<double> impliedVariances(std::span<const DayVariance> days, const PriceSeries& index)
{
    std::vector<double> implied;
    std::size_t at = 0;
    for (const DayVariance& day : days) {
        while (at + 1 < index.bars.size() && std::chrono::floor<std::chrono::days>(index.bars[at + 1].at) <= day.day)
            ++at;
        implied.push_back(dailyVariance(index.bars[at].close / 100.0));
    }
    return implied;
}

// A regression on a vol index begins where the index does.
std::vector<DayVariance> daysCovered(std::vector<DayVariance> days, const PriceSeries* index)
{
    if (index && !index->bars.empty()) {
        const auto from = std::chrono::floor<std::chrono::days>(index->bars.front().at);
        std::erase_if(days, [from](const DayVariance& d) { return d.day < from; });
    }
    return days;
}

void estimate(const PriceSeries& history, VolForecast& result)
{
    const PriceSeries daily = dailyBars(history);
    const auto bars = std::span(daily.bars).last(std::min(estimatorDays, daily.bars.size()));
    const auto closes = closesOf(daily);
    const auto returns = logReturns(std::span(closes).last(std::min(estimatorDays + 1, closes.size())));
    result.closeClose30d = annualVol(closeCloseVariance(returns));
    result.parkinson30d = annualVol(parkinsonVariance(bars));
    result.garmanKlass30d = annualVol(std::max(garmanKlassVariance(bars), 0.0));
}

} // namespace

Result<VolForecast> forecastVol(const PriceSeries& series, const VolForecastOptions& options, std::stop_token stop)
{
    const auto days = daysCovered(dailyVariances(series), options.volIndex);
    if (options.horizonDays < 1 || days.size() < leastDays + static_cast<std::size_t>(options.horizonDays))
        return Error{Errc::Undetermined,
                     fmt::format("a forecast over {} d needs {} days of history, here are {}", options.horizonDays,
                                 leastDays + static_cast<std::size_t>(std::max(options.horizonDays, 1)), days.size())};
    VarianceHistory history = varianceHistory(days);
    if (options.volIndex && !options.volIndex->bars.empty())
        history.implied = impliedVariances(days, *options.volIndex);

    const std::size_t scored = static_cast<std::size_t>(std::max(options.scoredDays, 1)) + combinationDays;
    const std::size_t first = days.size() > leastDays + scored ? days.size() - scored : leastDays - 1;
    const Walk walk = walkOf(history, first, static_cast<std::size_t>(options.horizonDays));
    std::vector<Walked> models;
    for (const ForecastModel& model : forecastModels(!history.implied.empty())) {
        models.push_back({model.name, model.walk(history, {options.horizonDays, first, options.refitEveryDays,
                                                           options.fitWindowDays, stop})});
        if (stop.stop_requested())
            return Error{Errc::Cancelled, "the forecast was not finished: newer work replaced it"};
    }
    const auto weights = weightsAt(walk, models, walk.realised.size() - 1);
    models.push_back(combined(walk, models));

    VolForecast result;
    result.lastDay = days.back().day;
    result.horizonDays = options.horizonDays;
    result.days = static_cast<int>(days.size());
    std::vector<Scored> scores;
    const auto steps = commonSteps(walk, models);
    for (const Walked& model : models) {
        scores.push_back(scoreOf(walk, model, steps));
        if (const auto weight = weights.find(model.name); weight != weights.end())
            scores.back().forecast.combinationWeight = weight->second;
    }
    compare(scores, result);
    estimate(series, result);
    return result;
}

} // namespace ballast
