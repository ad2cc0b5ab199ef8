#include "app/cli/book_picture.h"
#include "app/cli/command.h"
#include "app/cli/exposure_json.h"
#include "app/cli/history_input.h"
#include "app/cli/output.h"
#include "app/store/scenario_json.h"
#include "models/risk/scenario_propagation.h"
#include "models/risk/stress_episodes.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <memory>

namespace ballast {
namespace {

struct Options
{
    BookArguments book;
    HistoryArguments history;
    std::string file;
    std::string episode;
    bool overTime = false;
    bool propagate = false;
    bool json = false;
};

Result<Scenario> chosenScenario(const Options& options)
{
    if (options.file.empty() == options.episode.empty())
        return Error{Errc::BadInput, "give either --scenario FILE or --episode NAME"};
    if (!options.file.empty())
        return readScenarioJson(options.file);
    const StressEpisode* episode = findEpisode(options.episode);
    if (!episode) {
        std::vector<std::string> names;
        for (const StressEpisode& known : stressEpisodes())
            names.push_back(known.name);
        return Error{Errc::BadInput,
                     fmt::format("--episode {}: known are {}", options.episode, fmt::join(names, ", "))};
    }
    return episodeScenario(*episode, options.overTime ? EpisodeTiming::OverTime : EpisodeTiming::AtOnce,
                           MissingVol::Estimated);
}

// The factors that the scenario leaves still follow those that it moves.
Result<PropagatedScenario> withPropagation(const Options& options, const BookPicture& book, const Scenario& scenario)
{
    if (!options.propagate)
        return PropagatedScenario{scenario, {}, {}, {}, {}, 0};
    const auto levels = book.volLevels();
    if (!options.history.given())
        return propagate(scenario, impliedFactorModel(levels, FactorScope::WithSmile), levels);
    const auto history = readHistory(options.history, book.underlyings());
    if (!history)
        return history.error();
    const auto model = factorModelOf(history->history);
    if (!model)
        return model.error();
    return propagate(scenario, *model, levels);
}

// What followed, in the shock's own units; a log move of a spot or a vol as the fraction it is.
double shownMove(const FactorShift& shift)
{
    const bool isLog = shift.factor.kind == FactorKind::Spot || shift.factor.kind == FactorKind::Vol;
    return isLog ? std::expm1(shift.logMove) : shift.logMove;
}

Json followedJson(const PropagatedScenario& run)
{
    Json list = Json::array();
    for (const FactorShift& shift : run.followed)
        list.push_back(
            {{"factor", factorName(shift.factor)}, {"move", shownMove(shift)}, {"deviation", shift.deviation}});
    return list;
}

Json linesJson(const ScenarioResult& result)
{
    Json lines = Json::array();
    for (const ScenarioLine& line : result.lines) {
        Json json{{"instrument", line.instrument}, {"pnlUsd", orNull(line.pnlUsd)}};
        if (!line.reason.empty())
            json["reason"] = line.reason;
        lines.push_back(json);
    }
    return lines;
}

Json toJson(const ScenarioResult& result)
{
    Json json{{"name", result.name},
              {"asOf", jsonTime(result.asOf)},
              {"horizonDays", result.horizonDays},
              {"pnlUsd", result.pnlUsd},
              {"lines", linesJson(result)},
              {"expired", Json::array()},
              {"totalsBefore", exposureJson(result.totalsBefore)},
              {"totalsAfter", exposureJson(result.totalsAfter)},
              {"byUnderlying", Json::array()}};
    for (const ExpiredLeg& leg : result.expired)
        json["expired"].push_back({{"instrument", leg.instrument},
                                   {"expiry", jsonTime(leg.expiry)},
                                   {"settlementPriceUsd", leg.settlementPriceUsd},
                                   {"valueUsd", leg.valueUsd},
                                   {"pnlUsd", leg.pnlUsd}});
    for (const UnderlyingOutcome& u : result.byUnderlying)
        json["byUnderlying"].push_back(
            {{"underlying", u.underlying}, {"pnlUsd", u.pnlUsd}, {"after", exposureJson(u.after)}});
    json["worstLine"] = result.worstLine ? Json(result.lines[*result.worstLine].instrument) : Json(nullptr);
    json["exitCost"] = {{"nowUsd", result.exitCost.nowUsd},
                        {"thenUsd", result.exitCost.thenUsd},
                        {"linesWithoutQuote", result.exitCost.linesWithoutQuote}};
    json["halted"] = result.halted;
    json["notes"] = result.notes;
    json["linesLeftOut"] = result.linesLeftOut;
    json["estimates"] = result.estimates;
    return json;
}

void printPeople(const ScenarioResult& result)
{
    fmt::print("{}: {} USD after {} d\n", result.name.empty() ? "scenario" : result.name, signedFixed(result.pnlUsd, 0),
               result.horizonDays);
    TextTable table({{"instrument", TextTable::Align::Left}, {"P&L USD"}, {"", TextTable::Align::Left}});
    for (const ScenarioLine& line : result.lines)
        table.addRow({line.instrument, signedFixed(line.pnlUsd, 0), line.reason});
    table.print();
    for (const ExpiredLeg& leg : result.expired)
        fmt::print("{} expires on the way at {} USD, worth {} USD\n", leg.instrument, fixed(leg.settlementPriceUsd, 2),
                   signedFixed(leg.valueUsd, 0));
    const Exposure& after = result.totalsAfter;
    fmt::print("after: delta {} USD, gamma {} USD per 1 %, vega {} USD/pt, theta {} USD/d\n",
               signedFixed(after.deltaUsd, 0), signedFixed(after.gammaUsd1pct, 0), signedFixed(after.vegaUsd, 0),
               signedFixed(after.thetaUsdDay, 0));
    fmt::print("leaving the book costs {} USD now, {} USD then{}\n", fixed(result.exitCost.nowUsd, 0),
               fixed(result.exitCost.thenUsd, 0),
               result.exitCost.linesWithoutQuote > 0
                   ? fmt::format(", without {} line(s) that have no two-sided quote", result.exitCost.linesWithoutQuote)
                   : "");
    for (const std::string& note : result.notes)
        fmt::print("{}\n", note);
}

int run(const Options& options)
{
    const auto chosen = chosenScenario(options);
    if (!chosen)
        return fail(chosen.error());
    const auto book = readBookPicture(options.book);
    if (!book)
        return fail(book.error());
    const auto scenario = withPropagation(options, *book, *chosen);
    if (!scenario)
        return fail(scenario.error());
    const auto result = runScenario(book->inputs(), scenario->scenario, {});
    if (!result)
        return fail(result.error());
    if (options.json) {
        Json json = toJson(*result);
        json["followed"] = followedJson(*scenario);
        json["followedSource"] = scenario->source.empty() ? Json(nullptr) : Json(scenario->source);
        printJson(json);
        return exitDone;
    }
    printPeople(*result);
    for (const FactorShift& shift : scenario->followed)
        fmt::print("{} follows: {}\n", factorName(shift.factor), signedFixed(shownMove(shift), 4));
    if (!scenario->followed.empty())
        fmt::print("as in: {}\n", scenario->source);
    return exitDone;
}

} // namespace

void addScenarioCommand(CLI::App& app, Command& chosen)
{
    auto* command = app.add_subcommand("scenario", "P&L and Greeks of a book under a named set of shocks");
    const auto options = std::make_shared<Options>();
    addBookOptions(*command, options->book);
    command->add_option("--scenario", options->file, "JSON of the shocks");
    command->add_option("--episode", options->episode, "a recorded crash instead, such as 2020-03-12 or 2022-11");
    command->add_flag("--over-time", options->overTime, "the episode takes the hours that it took, legs expire");
    command->add_flag("--propagate", options->propagate,
                      "what the scenario leaves still follows its conditional expectation");
    addHistoryOptions(*command, options->history);
    command->add_flag("--json", options->json, "one JSON document");
    command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

} // namespace ballast
