#include "app/cli/command.h"
#include "app/cli/lab_input.h"
#include "app/cli/output.h"
#include "app/store/scenario_set_json.h"
#include "app/store/text_file.h"
#include "models/pricing/quantlib/quantlib_otc_pricer.h"
#include "models/whatif/scenario_comparison.h"

#include <fmt/format.h>

#include <memory>

namespace ballast {
namespace {

constexpr std::size_t fileLimit = 1'000'000;

struct Options
{
    BookArguments book;
    std::vector<std::string> legs;
    std::string set;
    bool propagate = false;
    MarginArguments margin;
    bool json = false;
};

Result<ScenarioSet> chosenSet(const Options& options)
{
    if (options.set.empty())
        return standardScenarioSet();
    const auto text = readTextFile(options.set, fileLimit);
    if (!text)
        return text.error();
    return parseScenarioSetJson(*text, options.set);
}

// The book with the legs of one file on top.
Result<PricedBookPtr> withLegsOf(const BookPicture& base, const std::string& file, double cashUsd)
{
    const auto legs = readBook(file);
    if (!legs)
        return legs.error();
    const auto book = withLegs(branchedFrom(base.picture.book, {1}, file), (*legs)->positions, file);
    if (!book)
        return book.error();
    RiskInputs inputs;
    inputs.market = base.market;
    inputs.book = resultingBook(*book);
    inputs.surfaces = base.surfaces;
    inputs.vol = base.picture.risk->vol;
    inputs.otc = quantLibOtcPricer();
    return priceBook("+ " + (*legs)->name, inputs, cashUsd, {});
}

Json marginJson(const std::optional<MarginAfter>& margin)
{
    if (!margin)
        return nullptr;
    return {{"initialUsd", margin->level.initialUsd},
            {"maintenanceUsd", margin->level.maintenanceUsd},
            {"balanceUsd", margin->level.balanceInitialUsd},
            {"initialShare", orNull(margin->initialShare)}};
}

Json rowJson(const ComparedScenario& row)
{
    Json json{{"name", row.name}, {"origin", scenarioOriginWord(row.origin)}, {"books", Json::array()}};
    for (const ComparedCell& cell : row.cells)
        json["books"].push_back({{"pnlUsd", orNull(cell.pnlUsd)},
                                 {"worstLeg", cell.worst ? Json(cell.worst->instrument) : Json(nullptr)},
                                 {"worstLegUsd", cell.worst ? Json(cell.worst->pnlUsd) : Json(nullptr)},
                                 {"margin", marginJson(cell.margin)},
                                 {"expiredLegs", cell.expiredLegs},
                                 {"exitCostUsd", cell.exitCostUsd},
                                 {"linesLeftOut", cell.linesLeftOut},
                                 {"estimates", cell.estimates}});
    json["best"] = row.bestBook ? Json(*row.bestBook) : Json(nullptr);
    json["followed"] = row.followed;
    if (!row.refused.empty())
        json["refused"] = row.refused;
    return json;
}

Json toJson(const ScenarioComparison& table)
{
    Json json{{"asOf", jsonTime(table.asOf)},
              {"marginModel", table.marginModel.empty() ? Json(nullptr) : Json(table.marginModel)},
              {"books", Json::array()},
              {"scenarios", Json::array()}};
    for (const ComparedBook& book : table.books)
        json["books"].push_back({{"title", book.title},
                                 {"lines", book.lines},
                                 {"linesLeftOut", book.linesLeftOut},
                                 {"margin", marginJson(book.margin)},
                                 {"exitCostUsd", book.exitCostUsd},
                                 {"costToTradeUsd", orNull(book.costToTradeUsd)}});
    for (const ComparedScenario& row : table.rows)
        json["scenarios"].push_back(rowJson(row));
    return json;
}

void printPeople(const ScenarioComparison& table)
{
    const bool margins = !table.marginModel.empty();
    std::vector<TextTable::Column> columns{{"scenario", TextTable::Align::Left}};
    for (const ComparedBook& book : table.books) {
        columns.push_back({book.title + " USD"});
        if (margins)
            columns.push_back({"margin %"});
    }
    columns.push_back({"worst leg", TextTable::Align::Left});
    TextTable text(columns);
    for (const ComparedScenario& row : table.rows) {
        std::vector<std::string> cells{row.name};
        for (const ComparedCell& cell : row.cells) {
            cells.push_back(signedFixed(cell.pnlUsd, 0));
            const bool share = cell.margin && cell.margin->initialShare;
            if (margins)
                cells.push_back(fixed(share ? std::optional(*cell.margin->initialShare * 100.0) : std::nullopt, 1));
        }
        const bool worst = !row.cells.empty() && row.cells.back().worst;
        cells.push_back(!row.refused.empty() ? row.refused : worst ? row.cells.back().worst->instrument : "");
        text.addRow(cells);
    }
    text.print();
    for (const ComparedBook& book : table.books) {
        if (book.costToTradeUsd)
            fmt::print("{}: costs {} USD against mid to get there\n", book.title, fixed(*book.costToTradeUsd, 0));
    }
    for (const ComparedScenario& row : table.rows) {
        for (std::size_t book = 0; book < row.cells.size(); ++book) {
            for (const std::string& line : row.cells[book].estimates)
                fmt::print("{}, {}: {}\n", row.name, table.books[book].title, line);
        }
    }
}

int run(const Options& options)
{
    const auto set = chosenSet(options);
    if (!set)
        return fail(set.error());
    const auto model = readMarginModel(options.margin);
    if (!model)
        return fail(model.error());
    const auto base = readBookPicture(options.book);
    if (!base)
        return fail(base.error());
    std::vector<PricedBookPtr> books{
        std::make_shared<const PricedBook>(pricedBookOf(*base, "book", options.margin.cashUsd))};
    for (const std::string& file : options.legs) {
        auto more = withLegsOf(*base, file, options.margin.cashUsd);
        if (!more)
            return fail(more.error());
        books.push_back(*more);
    }
    std::vector<ScenarioNode> nodes = set->nodes;
    for (ScenarioNode& node : nodes) {
        if (options.propagate)
            node.follow = OthersFollow::ConditionalExpectation;
    }
    ComparisonOptions settings;
    settings.marginModel = *model;
    const auto table = compareScenarios(books, nodes, settings, allCores(), {});
    if (!table)
        return fail(table.error());
    if (options.json)
        printJson(toJson(*table));
    else
        printPeople(*table);
    return exitDone;
}

} // namespace

void addCompareCommand(CLI::App& app, Command& chosen)
{
    auto* command = app.add_subcommand("compare", "a book and hypothetical legs side by side over a set of scenarios");
    const auto options = std::make_shared<Options>();
    addBookOptions(*command, options->book);
    command->add_option("--what-if", options->legs, "CSV of legs on top of the book, as a book file; repeatable");
    command->add_option("--set", options->set, "JSON of a scenario set; the standard one unless given");
    command->add_flag("--propagate", options->propagate,
                      "what a scenario leaves still follows its conditional expectation");
    addMarginOptions(*command, options->margin);
    command->add_flag("--json", options->json, "one JSON document");
    command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

} // namespace ballast
