#include "app/cli/book_picture.h"
#include "app/cli/command.h"
#include "app/cli/output.h"
#include "app/store/scenario_json.h"
#include "models/risk/stress_loop.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>

namespace ballast {
namespace {

struct Options
{
    BookArguments book;
    std::string underlying;
    std::string name;
    std::string scenario;
    double dailyVolumeUsd = 0.0;
    double openInterestUsd = 0.0;
    double ownHedgeShare = 1.0;
    double impactCoefficient = 1.0;
    bool json = false;
};

Result<StressLoop> chosenLoop(const Options& options, const LoopMarket& market)
{
    const auto templates = stressLoopTemplates(market);
    std::string known;
    for (const StressLoop& loop : templates) {
        if (loop.name == options.name || options.name.empty())
            return loop;
        known += (known.empty() ? "'" : ", '") + loop.name + "'";
    }
    return Error{Errc::BadInput,
                 fmt::format("--template: there is no '{}', known are {}", options.name.substr(0, 40), known)};
}

Result<StressLoop> loopOf(const Options& options, const BookPicture& book, const std::string& underlying)
{
    LoopMarket market{underlying, 0.0, options.dailyVolumeUsd, options.openInterestUsd};
    for (const VolLevel& level : book.volLevels()) {
        if (level.underlying == underlying)
            market.dailyVol = level.vol / std::sqrt(365.0);
    }
    if (!(market.dailyVol > 0.0))
        return Error{Errc::Undetermined, underlying + " has no vol here: a loop needs one for its impact"};
    auto loop = chosenLoop(options, market);
    if (!loop)
        return loop;
    if (!options.scenario.empty()) {
        auto blow = readScenarioJson(options.scenario);
        if (!blow)
            return blow.error();
        loop->blow = std::move(*blow);
        loop->name = loop->blow.name.empty() ? "scenario" : loop->blow.name;
    }
    loop->ownHedgeShare = options.ownHedgeShare;
    loop->market.coefficient = options.impactCoefficient;
    return loop;
}

Json toJson(const StressLoop& loop, const LoopResult& result)
{
    Json json{{"name", loop.name},
              {"underlying", loop.underlying},
              {"pnlUsd", result.pnlUsd},
              {"ownHedgeCostUsd", result.ownHedgeCostUsd},
              {"settled", result.settled},
              {"lastStep", result.lastStep},
              {"spot", shockFor(result.scenario, loop.underlying).spot},
              {"rounds", Json::array()},
              {"market",
               {{"dailyVol", loop.market.dailyVol},
                {"dailyVolumeUsd", loop.market.dailyVolume},
                {"impactCoefficient", loop.market.coefficient},
                {"openInterestUsd", loop.forced.openInterestUsd},
                {"ownHedgeShare", loop.ownHedgeShare}}}};
    for (const LoopRound& round : result.rounds)
        json["rounds"].push_back({{"round", round.round},
                                  {"spot", round.spot},
                                  {"forcedUsd", round.forcedUsd},
                                  {"ownHedgeUsd", round.ownHedgeUsd},
                                  {"impact", round.impact},
                                  {"spotAfter", round.spotAfter},
                                  {"bookPnlUsd", round.bookPnlUsd}});
    return json;
}

void printPeople(const StressLoop& loop, const LoopResult& result)
{
    fmt::print("{} on {}: {} % after {} round(s){}\n", loop.name, loop.underlying,
               signedFixed(shockFor(result.scenario, loop.underlying).spot * 100.0, 1), result.rounds.size(),
               result.settled ? "" : ", still moving");
    TextTable table(
        {{"round"}, {"spot %"}, {"forced kUSD"}, {"own hedge kUSD"}, {"impact %"}, {"spot after %"}, {"book P&L USD"}});
    for (const LoopRound& round : result.rounds)
        table.addRow({fmt::format("{}", round.round), signedFixed(round.spot * 100.0, 2),
                      signedFixed(round.forcedUsd / 1000.0, 0), signedFixed(round.ownHedgeUsd / 1000.0, 0),
                      signedFixed(round.impact * 100.0, 2), signedFixed(round.spotAfter * 100.0, 2),
                      signedFixed(round.bookPnlUsd, 0)});
    table.print();
    fmt::print("P&L of the book {} USD, cost of our own hedge {} USD\n", signedFixed(result.pnlUsd, 0),
               fixed(result.ownHedgeCostUsd, 0));
}

int run(const Options& options)
{
    const auto book = readBookPicture(options.book);
    if (!book)
        return fail(book.error());
    const auto underlying = chooseUnderlying(*book->market, options.underlying);
    if (!underlying)
        return fail(underlying.error());
    const auto loop = loopOf(options, *book, *underlying);
    if (!loop)
        return fail(loop.error());
    const auto result = runStressLoop(book->inputs(), *loop);
    if (!result)
        return fail(result.error());
    if (options.json)
        printJson(toJson(*loop, *result));
    else
        printPeople(*loop, *result);
    return result->settled ? exitDone : exitAnswerIsNo;
}

} // namespace

void addStressCommand(CLI::App& app, Command& chosen)
{
    auto* command = app.add_subcommand("stress", "a blow and how forced sales and hedges answer it, round by round");
    const auto options = std::make_shared<Options>();
    addBookOptions(*command, options->book);
    command->add_option("--underlying", options->underlying, "which market falls");
    command->add_option("--template", options->name, "name of the loop; the first one unless given");
    command->add_option("--scenario", options->scenario, "JSON of the first blow instead of the template's");
    command->add_option("--daily-volume", options->dailyVolumeUsd, "USD that the market trades a day")
        ->required()
        ->check(CLI::PositiveNumber);
    command->add_option("--open-interest", options->openInterestUsd, "USD of leveraged positions on each side")
        ->required()
        ->check(CLI::NonNegativeNumber);
    command->add_option("--own-hedge", options->ownHedgeShare, "share of our change of delta that we trade away")
        ->check(CLI::Range(0.0, 1.0));
    command->add_option("--impact", options->impactCoefficient, "Y of the square-root law, 0.5 to 1.5 for Bitcoin")
        ->check(CLI::Range(0.0, 10.0));
    command->add_flag("--json", options->json, "one JSON document");
    command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

} // namespace ballast
