#include "app/cli/book_picture.h"
#include "app/cli/command.h"
#include "app/cli/history_input.h"
#include "app/cli/output.h"
#include "models/forecast/filtered_moves.h"
#include "models/risk/pnl_table.h"
#include "models/risk/simulated_moves.h"
#include "models/risk/stress_episodes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>

namespace ballast {
namespace {

constexpr std::size_t backtestWindow = 500;
constexpr std::size_t leastWindow = 100;

struct Options
{
    BookArguments book;
    HistoryArguments history;
    std::string method = "historical";
    std::string filter = "ewma";
    double confidence = 0.99;
    int horizonDays = 1;
    double stressWeight = 0.0;
    bool json = false;
};

VarMethod methodOf(const Options& options)
{
    if (options.method == "parametric")
        return VarMethod::Parametric;
    if (options.method == "simulated")
        return VarMethod::Simulated;
    return options.method == "filtered" ? VarMethod::FilteredHistorical : VarMethod::Historical;
}

FilterOptions filterOf(const Options& options, int horizonDays)
{
    return {options.filter == "garch" ? VolFilter::Garch : VolFilter::Ewma, horizonDays, riskMetricsDecay};
}

// The recorded crashes as scenarios of their own weight.
void addEpisodes(MoveScenarios& scenarios, double weight)
{
    if (weight <= 0.0)
        return;
    for (const StressEpisode& episode : stressEpisodes()) {
        const Scenario scenario = episodeScenario(episode, EpisodeTiming::AtOnce, MissingVol::Estimated);
        std::vector<double> moves;
        for (const RiskFactor& factor : scenarios.factors) {
            const UnderlyingShock shock = shockFor(scenario, factor.underlying);
            // Nobody measured skew and term in these episodes: they stand still.
            if (factor.kind == FactorKind::Spot || factor.kind == FactorKind::Vol)
                moves.push_back(std::log1p(factor.kind == FactorKind::Spot ? shock.spot : shock.volRelative));
            else
                moves.push_back(0.0);
        }
        addStress(scenarios, scenario.name, std::move(moves), weight);
    }
}

// What moves are drawn from or measured on; without a history how vols imply that factors move together.
struct Moves
{
    std::optional<HistoryInput> input;
    FactorModel model;
};

Result<Moves> readMoves(const Options& options, const BookPicture& book)
{
    const VarMethod method = methodOf(options);
    const bool needsHistory = method == VarMethod::Historical || method == VarMethod::FilteredHistorical;
    if (!options.history.given() && !needsHistory)
        return Moves{std::nullopt, impliedFactorModel(book.volLevels())};
    auto input = readHistory(options.history, book.underlyings());
    if (!input)
        return input.error();
    Moves moves{std::move(*input), {}};
    if (needsHistory)
        return moves;
    auto model = factorModelOf(moves.input->history);
    if (!model)
        return model.error();
    moves.model = std::move(*model);
    return moves;
}

Result<MoveScenarios> scenariosFor(const Options& options, const Moves& moves)
{
    switch (methodOf(options)) {
    case VarMethod::Simulated: {
        SimulationOptions simulation;
        simulation.horizonDays = options.horizonDays;
        return simulatedMoves(moves.model, simulation);
    }
    case VarMethod::FilteredHistorical:
        return filteredScenarios(moves.input->history, filterOf(options, options.horizonDays));
    case VarMethod::Historical:
    case VarMethod::Parametric:
        break;
    }
    return scenariosOf(overlappingMoves(moves.input->history, options.horizonDays));
}

Result<VarReport> measure(const Options& options, const BookPicture& book, const Moves& moves)
{
    VarSettings settings;
    settings.confidence = options.confidence;
    settings.horizonDays = options.horizonDays;
    const VarMethod method = methodOf(options);
    if (method == VarMethod::Parametric)
        return parametricVar(book.inputs(), moves.model, settings);
    auto scenarios = scenariosFor(options, moves);
    if (!scenarios)
        return scenarios.error();
    addEpisodes(*scenarios, options.stressWeight);
    return simulatedVar(book.inputs(), *scenarios, method, settings, {});
}

struct Backtested
{
    VarBacktest result;
    std::size_t firstDay = 0; // of the history
    std::size_t window = 0;
};

// One day ahead, today's book held fixed, through the history.
Result<Backtested> backtest(const Options& options, const BookPicture& book, const Moves& moves)
{
    if (!moves.input)
        return Error{Errc::BadInput, "no --history to test the forecasts on"};
    if (methodOf(options) == VarMethod::Simulated)
        return Error{Errc::Unsupported, "simulated moves have today's covariance only: --method parametric has a "
                                        "backtest"};
    const FactorHistory& history = moves.input->history;
    const PnlTable table(book.inputs(), history.factors, VolDynamics::StickyStrike);
    WalkVarOptions walk;
    walk.method = methodOf(options);
    walk.filter = filterOf(options, 1);
    walk.confidence = options.confidence;
    walk.window = std::clamp(history.moves.size() / 2, leastWindow, backtestWindow);
    const auto days = walkVar(
        history, [&table](std::span<const double> day) { return table.pnlUsd(day); }, walk);
    if (!days)
        return days.error();
    const auto result = backtestVar(*days, options.confidence);
    if (!result)
        return result.error();
    return Backtested{*result, history.moves.size() - days->size(), walk.window};
}

Json testJson(const RatioTest& test)
{
    return {{"statistic", test.statistic}, {"pValue", test.pValue}, {"rejected", test.rejected}};
}

Json backtestJson(const Result<Backtested>& backtested, const Moves& moves)
{
    if (!backtested)
        return {{"exceptions", nullptr},
                {"kupiec", nullptr},
                {"christoffersen", nullptr},
                {"reason", backtested.error().message}};
    const VarBacktest& b = backtested->result;
    Json json{{"days", b.days},
              {"windowDays", backtested->window},
              {"exceptions", b.exceptions.size()},
              {"expectedExceptions", b.expectedExceptions},
              {"acceptedExceptions", {b.accepted.fewest, b.accepted.most}},
              {"kupiec", testJson(b.kupiec)},
              {"christoffersen", testJson(b.conditionalCoverage)},
              {"independence", testJson(b.independence)},
              {"trafficLight", trafficLightWord(b.light)},
              {"shortfallZ2", b.shortfallZ2},
              {"exceptionDays", Json::array()}};
    for (const std::size_t day : b.exceptions)
        json["exceptionDays"].push_back(
            jsonTime(moves.input->history.days[backtested->firstDay + day]).get<std::string>().substr(0, 10));
    return json;
}

Json contributionsJson(const std::vector<VarContribution>& contributions, const char* key)
{
    Json list = Json::array();
    for (const VarContribution& c : contributions)
        list.push_back({{key, c.name},
                        {"componentVarUsd", c.componentVarUsd},
                        {"componentEsUsd", c.componentEsUsd},
                        {"marginalVarUsd", c.marginalVarUsd},
                        {"marginalEsUsd", c.marginalEsUsd}});
    return list;
}

Json worstJson(const VarReport& report)
{
    Json worst = Json::array();
    for (const WorstMove& w : report.worst) {
        Json moves = Json::object();
        for (std::size_t i = 0; i < report.factors.size(); ++i)
            moves[factorName(report.factors[i])] = std::expm1(w.logMoves[i]);
        worst.push_back({{"name", w.name}, {"pnlUsd", w.pnlUsd}, {"lossUsd", -w.pnlUsd}, {"moves", moves}});
    }
    return worst;
}

Json toJson(const VarReport& report, const Result<Backtested>& backtested, const Moves& moves)
{
    const bool simulated = report.method != VarMethod::Parametric;
    Json json{{"var", report.risk.var},
              {"es", report.risk.es},
              {"confidence", report.confidence},
              {"horizonDays", report.horizonDays},
              {"method", varMethodWord(report.method)},
              {"scenarios", simulated     ? Json(report.pnlUsd.size())
                            : moves.input ? Json(moves.input->history.moves.size())
                                          : Json(nullptr)},
              {"worst", worstJson(report)},
              {"backtest", backtestJson(backtested, moves)},
              {"byUnderlying", contributionsJson(report.byUnderlying, "underlying")},
              {"lines", contributionsJson(report.byLine, "instrument")}};
    json["errors"] = nullptr;
    if (report.errors)
        json["errors"] = {{"coverage", report.errors->coverage},
                          {"var", {report.errors->varLow, report.errors->varHigh}},
                          {"es", {report.errors->esLow, report.errors->esHigh}}};
    Json factors = Json::array();
    for (const RiskFactor& factor : report.factors)
        factors.push_back(factorName(factor));
    json["factors"] = factors;
    json["movesFrom"] = moves.input ? "history" : "implied vols";
    json["proxied"] = moves.input ? Json(moves.input->proxied) : Json::array();
    json["notes"] = report.notes;
    json["estimates"] = report.estimates.details("scenario");
    json["linesLeftOut"] = report.linesLeftOut;
    return json;
}

void printPeople(const VarReport& report, const Result<Backtested>& backtested)
{
    fmt::print("{} VaR {} %, {} d: {} USD, ES {} USD", varMethodWord(report.method),
               fixed(report.confidence * 100.0, 1), report.horizonDays, fixed(report.risk.var, 0),
               fixed(report.risk.es, 0));
    if (report.errors)
        fmt::print("; 90 % of redrawn samples: VaR {} to {}, ES {} to {}", fixed(report.errors->varLow, 0),
                   fixed(report.errors->varHigh, 0), fixed(report.errors->esLow, 0), fixed(report.errors->esHigh, 0));
    fmt::print("\n");
    TextTable table({{"", TextTable::Align::Left}, {"component VaR USD"}, {"component ES USD"}, {"marginal VaR USD"}});
    for (const VarContribution& c : report.byUnderlying)
        table.addRow({c.name, signedFixed(c.componentVarUsd, 0), signedFixed(c.componentEsUsd, 0),
                      signedFixed(c.marginalVarUsd, 0)});
    table.print();
    for (const WorstMove& w : report.worst)
        fmt::print("{}  {} USD\n", w.name, signedFixed(w.pnlUsd, 0));
    for (const std::string& note : report.notes)
        fmt::print("{}\n", note);
    for (const std::string& line : report.estimates.details("scenario"))
        fmt::print("  {}\n", line);
    if (!backtested) {
        fmt::print("no backtest: {}\n", backtested.error().message);
        return;
    }
    const VarBacktest& b = backtested->result;
    fmt::print(
        "backtest over {} d: {} exceptions, {} expected, {} to {} accepted; Kupiec p {}, Christoffersen p {}, {}\n",
        b.days, b.exceptions.size(), fixed(b.expectedExceptions, 1), b.accepted.fewest, b.accepted.most,
        fixed(b.kupiec.pValue, 3), fixed(b.conditionalCoverage.pValue, 3), trafficLightWord(b.light));
}

int run(const Options& options)
{
    const auto book = readBookPicture(options.book);
    if (!book)
        return fail(book.error());
    const auto moves = readMoves(options, *book);
    if (!moves)
        return fail(moves.error());
    const auto report = measure(options, *book, *moves);
    if (!report)
        return fail(report.error());
    const auto backtested = backtest(options, *book, *moves);
    if (options.json)
        printJson(toJson(*report, backtested, *moves));
    else
        printPeople(*report, backtested);
    return exitDone;
}

} // namespace

void addVarCommand(CLI::App& app, Command& chosen)
{
    auto* command =
        app.add_subcommand("var", "value at risk and expected shortfall by full revaluation, with backtest");
    const auto options = std::make_shared<Options>();
    addBookOptions(*command, options->book);
    addHistoryOptions(*command, options->history);
    command
        ->add_option("--method", options->method,
                     "of the moves; parametric and simulated do without a history, on implied vols")
        ->check(CLI::IsMember({"historical", "filtered", "parametric", "simulated"}));
    command->add_option("--filter", options->filter, "volatility that the filtered method scales by")
        ->check(CLI::IsMember({"ewma", "garch"}));
    command->add_option("--confidence", options->confidence, "share of the days that lose less")
        ->check(CLI::Range(0.51, 0.9999));
    command->add_option("--horizon-days", options->horizonDays, "days that a loss takes")->check(CLI::Range(1, 10));
    command
        ->add_option("--stress-weight", options->stressWeight,
                     "adds the recorded crashes as scenarios that count for so many days each")
        ->check(CLI::Range(0.0, 1000.0));
    command->add_flag("--json", options->json, "one JSON document");
    command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

} // namespace ballast
