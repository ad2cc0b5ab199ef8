#include "app/cli/command.h"
#include "app/cli/history_input.h"
#include "app/cli/output.h"
#include "models/forecast/vol_forecast.h"

#include <fmt/format.h>

#include <memory>

namespace ballast {
namespace {

struct Options
{
    std::string history;
    std::string volIndex;
    std::optional<double> implied;
    int horizonDays = 1;
    int scoredDays = 365;
    bool json = false;
};

Json modelJson(const ModelForecast& m, int horizonDays)
{
    Json json{{"name", m.name},
              {"horizonDays", horizonDays},
              {"vol", orNull(m.vol)},
              {"qlike", orNull(m.qlike)},
              {"meanSquaredError", orNull(m.meanSquaredError)},
              {"daysScored", m.daysScored},
              {"combinationWeight", orNull(m.combinationWeight)}};
    json["mincerZarnowitz"] = nullptr;
    if (m.regression)
        json["mincerZarnowitz"] = {{"intercept", m.regression->intercept},
                                   {"slope", m.regression->slope},
                                   {"rSquared", m.regression->rSquared}};
    json["dieboldMarianoAgainstBest"] = nullptr;
    if (m.againstBest)
        json["dieboldMarianoAgainstBest"] = {{"t", m.againstBest->t}, {"pValue", m.againstBest->pValue}};
    return json;
}

Json toJson(const VolForecast& forecast, std::optional<double> implied)
{
    Json models = Json::array();
    for (const ModelForecast& m : forecast.models)
        models.push_back(modelJson(m, forecast.horizonDays));
    std::optional<double> difference;
    if (implied && forecast.bestVol)
        difference = *implied - *forecast.bestVol;
    return {{"lastDay", jsonTime(forecast.lastDay).get<std::string>().substr(0, 10)},
            {"days", forecast.days},
            {"horizonDays", forecast.horizonDays},
            {"models", models},
            {"best", forecast.best.empty() ? Json(nullptr) : Json(forecast.best)},
            {"bestVol", orNull(forecast.bestVol)},
            {"implied", orNull(implied)},
            {"impliedMinusForecast", orNull(difference)},
            {"realised30d",
             {{"closeClose", forecast.closeClose30d},
              {"parkinson", forecast.parkinson30d},
              {"garmanKlass", forecast.garmanKlass30d}}}};
}

void printPeople(const VolForecast& forecast, std::optional<double> implied)
{
    fmt::print("{} days to {}, forecast over {} d\n", forecast.days, toIso8601(forecast.lastDay).substr(0, 10),
               forecast.horizonDays);
    TextTable table({{"model", TextTable::Align::Left}, {"vol %"}, {"QLIKE"}, {"t against best"}, {"weight %"}});
    for (const ModelForecast& m : forecast.models)
        table.addRow({m.name, percent(m.vol, 1), fixed(m.qlike, 4),
                      signedFixed(m.againstBest ? std::optional(m.againstBest->t) : std::nullopt, 2),
                      percent(m.combinationWeight, 1)});
    table.print();
    fmt::print("best {}; realised 30 d: close-close {} %, Parkinson {} %, Garman-Klass {} %\n",
               forecast.best.empty() ? "-" : forecast.best, percent(forecast.closeClose30d, 1),
               percent(forecast.parkinson30d, 1), percent(forecast.garmanKlass30d, 1));
    if (implied && forecast.bestVol)
        fmt::print("implied {} %: {} points over the forecast\n", percent(implied, 1),
                   signedFixed((*implied - *forecast.bestVol) * 100.0, 1));
}

int run(const Options& options)
{
    const auto series = readSeries(options.history, {});
    if (!series)
        return fail(series.error());
    VolForecastOptions settings;
    settings.horizonDays = options.horizonDays;
    settings.scoredDays = options.scoredDays;
    PriceSeries volIndex;
    std::optional<double> implied = options.implied;
    if (!options.volIndex.empty()) {
        auto index = readSeries(options.volIndex, {});
        if (!index)
            return fail(index.error());
        volIndex = std::move(*index);
        settings.volIndex = &volIndex;
        if (!implied)
            implied = volIndex.bars.back().close / 100.0;
    }
    const auto forecast = forecastVol(*series, settings, {});
    if (!forecast)
        return fail(forecast.error());
    if (options.json)
        printJson(toJson(*forecast, implied));
    else
        printPeople(*forecast, implied);
    return exitDone;
}

} // namespace

void addForecastCommand(CLI::App& app, Command& chosen)
{
    auto* command = app.add_subcommand("forecast", "volatility forecasts, scored out of sample on the history");
    const auto options = std::make_shared<Options>();
    command->add_option("--history", options->history, "FILE[#COLUMN] of daily or finer prices, CSV or JSON")
        ->required();
    command->add_option("--vol-history", options->volIndex, "FILE[#COLUMN] of a vol index in points (DVOL)");
    command->add_option("--implied", options->implied, "implied vol to compare with, fraction")
        ->check(CLI::Range(0.0, 10.0));
    command->add_option("--horizon-days", options->horizonDays, "days ahead")->check(CLI::Range(1, 90));
    command->add_option("--scored-days", options->scoredDays, "days at the end that the models are scored on")
        ->check(CLI::Range(30, 5000));
    command->add_flag("--json", options->json, "one JSON document");
    command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

} // namespace ballast
