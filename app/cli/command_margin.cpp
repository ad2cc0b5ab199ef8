#include "app/cli/cases/margin_case.h"
#include "app/cli/command.h"
#include "app/cli/market_input.h"
#include "app/cli/output.h"
#include "models/desk/desk_picture.h"
#include "models/margin/liquidation.h"
#include "models/pricing/quantlib/quantlib_otc_pricer.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <memory>

namespace ballast {
namespace {

struct Options
{
    MarketArguments market;
    std::string book;
    std::string model = "deribit-pm";
    std::string caseFile;
    double cashUsd = 0.0;
    double ratePerYear = 0.0;
    bool liquidation = false;
    bool json = false;
};

Json toJson(const std::optional<WorstScenario>& worst)
{
    if (!worst)
        return nullptr;
    return {{"index", worst->index},
            {"move", worst->move},
            {"vol", volMoveWord(worst->vol)},
            {"name", worst->name},
            {"pnlUsd", worst->pnlUsd}};
}

Json componentsJson(const MarginReport& report)
{
    Json components = Json::array();
    for (const MarginComponent& part : report.components)
        components.push_back(
            {{"name", part.name}, {"underlying", part.underlying}, {"coin", orNull(part.coin)}, {"usd", part.usd}});
    return components;
}

Json positionsJson(const MarginReport& report)
{
    Json positions = Json::array();
    for (const PositionMargin& p : report.perPosition)
        positions.push_back({{"instrument", p.instrument},
                             {"quantity", p.quantity},
                             {"initialUsd", p.initialUsd},
                             {"maintenanceUsd", p.maintenanceUsd},
                             {"worstPnlUsd", orNull(p.worstPnlUsd)}});
    return positions;
}

Json toJson(const LiquidationMoves& moves)
{
    return {{"down", orNull(moves.down)}, {"up", orNull(moves.up)}, {"nearest", orNull(moves.nearest)}};
}

Json toJson(const LiquidationReport& liquidation)
{
    Json json = toJson(liquidation.net);
    json["perPosition"] = Json::array();
    for (const PositionLiquidation& p : liquidation.perPosition) {
        Json position{{"instrument", p.instrument}};
        position.update(toJson(p.moves));
        json["perPosition"].push_back(position);
    }
    return json;
}

Json toJson(const MarginReport& report)
{
    return {{"model", report.model},
            {"parametersAsOf", report.parametersAsOf},
            {"initialUsd", report.initialUsd},
            {"maintenanceUsd", report.maintenanceUsd},
            {"balanceInitialUsd", report.balanceInitialUsd},
            {"balanceMaintenanceUsd", report.balanceMaintenanceUsd},
            {"worstScenario", toJson(report.worstScenario)},
            {"components", componentsJson(report)},
            {"perPosition", positionsJson(report)},
            {"sumOfPositionsUsd", report.sumOfPositionsUsd},
            {"savingUsd", report.savingUsd},
            {"linesLeftOut", report.linesLeftOut},
            {"caveats", report.caveats}};
}

std::string moveText(std::optional<double> move)
{
    return move ? signedFixed(*move * 100.0, 2) + " %" : "none found";
}

void printPeople(const MarginReport& report, const std::vector<MarginLeftOut>& leftOut,
                 const std::optional<LiquidationReport>& liquidation)
{
    fmt::print("{}, parameters of {}\n", report.model, report.parametersAsOf);
    fmt::print("initial {} USD, maintenance {} USD, balance {} USD\n", fixed(report.initialUsd, 2),
               fixed(report.maintenanceUsd, 2), signedFixed(report.balanceMaintenanceUsd, 2));
    if (report.worstScenario)
        fmt::print("worst scenario {}: {} USD\n", report.worstScenario->name,
                   signedFixed(report.worstScenario->pnlUsd, 2));
    TextTable parts({{"part of the initial margin", TextTable::Align::Left},
                     {"underlying", TextTable::Align::Left},
                     {"coin"},
                     {"USD"}});
    for (const MarginComponent& part : report.components)
        parts.addRow({part.name, part.underlying, fixed(part.coin, 6), fixed(part.usd, 2)});
    parts.print();
    TextTable positions(
        {{"position alone", TextTable::Align::Left}, {"quantity"}, {"initial USD"}, {"maintenance USD"}});
    for (const PositionMargin& p : report.perPosition)
        positions.addRow(
            {p.instrument, signedFixed(p.quantity, 1), fixed(p.initialUsd, 2), fixed(p.maintenanceUsd, 2)});
    positions.print();
    fmt::print("positions alone {} USD, saved by holding them together {} USD\n", fixed(report.sumOfPositionsUsd, 2),
               signedFixed(report.savingUsd, 2));
    if (liquidation)
        fmt::print("liquidation at {} and {}\n", moveText(liquidation->net.down), moveText(liquidation->net.up));
    for (const MarginLeftOut& line : leftOut)
        fmt::print("{:<40} {}\n", line.instrument, line.reason);
    for (const std::string& caveat : report.caveats)
        fmt::print("note: {}\n", caveat);
}

int runBook(const Options& options)
{
    const auto model = marginModel(options.model);
    if (!model)
        return fail(model.error());
    const auto market = readSnapshot(options.market);
    if (!market)
        return fail(market.error());
    const auto book = readBook(options.book);
    if (!book)
        return fail(book.error());
    const auto picture = buildDeskPicture(*market, *book, {}, {}, quantLibOtcPricer());
    if (!picture)
        return fail(picture.error());

    MarginInputs inputs = marginInputs(*picture->risk);
    inputs.cashUsd = options.cashUsd;
    inputs.ratePerYear = options.ratePerYear;
    const MarginReport report = (*model)->report(inputs);
    std::optional<LiquidationReport> liquidation;
    if (options.liquidation) {
        auto distances = liquidationReport(**model, inputs, {}, {});
        if (!distances)
            return fail(distances.error());
        liquidation = std::move(distances).value();
    }
    if (!options.json) {
        printPeople(report, leftOutOfMargin(*picture->risk), liquidation);
        return exitDone;
    }
    Json document = toJson(report);
    document["leftOut"] = Json::array();
    for (const MarginLeftOut& line : leftOutOfMargin(*picture->risk))
        document["leftOut"].push_back({{"instrument", line.instrument}, {"reason", line.reason}});
    document["asOf"] = jsonTime((*market)->asOf);
    if (liquidation)
        document["liquidation"] = toJson(*liquidation);
    printJson(document);
    return exitDone;
}

// The case's own numbers in its own units: coins for Deribit, dollars (balances) for Derive.
int runCase(const Options& options)
{
    const auto published = readMarginCase(options.caseFile);
    if (!published)
        return fail(published.error());
    const auto figures = std::visit([](const auto& one) { return figuresOf(one); }, *published);
    const char* model = std::holds_alternative<Pmrm2Case>(*published) ? "derive-pm" : "deribit-pm";
    bool agree = true;
    Json rows = Json::array();
    TextTable table({{"figure", TextTable::Align::Left}, {"computed"}, {"published"}, {"difference"}});
    for (const MarginFigure& f : figures) {
        agree = agree && f.agrees();
        rows.push_back({{"name", f.name},
                        {"computed", f.computed},
                        {"published", f.published},
                        {"difference", f.difference()},
                        {"agrees", f.agrees()}});
        table.addRow(
            {f.name, signedFixed(f.computed, 9), signedFixed(f.published, 9), fmt::format("{:.1e}", f.difference())});
    }
    if (options.json) {
        printJson({{"case", options.caseFile}, {"model", model}, {"agrees", agree}, {"figures", rows}});
    } else {
        table.print();
        fmt::print("{}: {}\n", model, agree ? "agrees with the published case" : "differs from the published case");
    }
    return agree ? exitDone : exitAnswerIsNo;
}

int run(const Options& options)
{
    if (!options.caseFile.empty())
        return runCase(options);
    if (options.market.files.empty() || options.book.empty())
        return fail({Errc::BadInput, "margin needs --market and --book, or --case FILE"});
    return runBook(options);
}

} // namespace

void addMarginCommand(CLI::App& app, Command& chosen)
{
    auto* command = app.add_subcommand("margin", "what a venue's margin model asks for a book, and why");
    const auto options = std::make_shared<Options>();
    addMarketOptions(*command, options->market);
    command->get_option("--market")->required(false);
    command->add_option("--book", options->book, "CSV of the book");
    command->add_option("--model", options->model, fmt::format("{}", fmt::join(marginModelWords(), ", ")));
    command->add_option("--case", options->caseFile,
                        "a published worked case (answer of Deribit's private/pme/simulate, PMRM 2 case of Derive): "
                        "exit 1 where a figure differs");
    command->add_option("--cash", options->cashUsd, "USD in the account beside what the book lists as spot");
    command->add_option("--rate", options->ratePerYear, "interest rate per year, a fraction (Derive)");
    command->add_flag("--liquidation", options->liquidation, "moves at which the account and each position liquidate");
    command->add_flag("--json", options->json, "one JSON document");
    command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

} // namespace ballast
