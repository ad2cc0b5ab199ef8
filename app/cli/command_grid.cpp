#include "app/cli/command.h"
#include "app/cli/lab_input.h"
#include "app/cli/market_input.h"
#include "app/cli/output.h"
#include "app/engine/part_threads.h"
#include "app/store/scenario_json.h"
#include "models/desk/desk_picture.h"
#include "models/pricing/quantlib/quantlib_otc_pricer.h"
#include "models/whatif/book_map.h"

#include <fmt/format.h>

#include <limits>
#include <memory>

namespace ballast {
namespace {

struct Options
{
    MarketArguments market;
    std::string book;
    std::string underlying;
    std::string spot = "-0.5:0.5:41";
    std::string vol = "-0.4:0.4:21";
    std::string days;     // instead of vol
    std::string second;   // UNDERLYING=FROM:TO:POINTS instead of vol
    std::string measure;  // empty: P&L, and the initial margin where a model is named
    std::string scenario; // what else happens in every cell
    MarginArguments margin;
    bool json = false;

    [[nodiscard]] bool isPlain() const
    {
        return days.empty() && second.empty() && measure.empty() && scenario.empty() && margin.model.empty();
    }
};

Json toJson(const ScenarioGrid& grid)
{
    Json pnl = Json::array();
    for (std::size_t s = 0; s < grid.axes.spotMoves.size(); ++s) {
        Json row = Json::array();
        for (std::size_t v = 0; v < grid.axes.volMoves.size(); ++v)
            row.push_back(grid.at(s, v));
        pnl.push_back(row);
    }
    return {{"spot", grid.axes.spotMoves},
            {"vol", grid.axes.volMoves},
            {"pnlUsd", pnl},
            {"worst",
             {{"spot", grid.axes.spotMoves[grid.worst.spot]},
              {"vol", grid.axes.volMoves[grid.worst.vol]},
              {"pnlUsd", grid.worst.pnlUsd}}},
            {"linesLeftOut", grid.linesLeftOut},
            {"estimates", grid.estimates.details("cell")}};
}

void printEstimates(const OtcEstimates& estimates)
{
    if (estimates.lines.empty())
        return;
    fmt::print("{}\n", estimates.summary("cell"));
    for (const std::string& line : estimates.details("cell"))
        fmt::print("  {}\n", line);
}

void printPeople(const ScenarioGrid& grid)
{
    fmt::print("P&L in thousand USD; rows: spot move %, columns: vol move % (relative)\n");
    std::vector<TextTable::Column> columns{{"spot"}};
    for (const double v : grid.axes.volMoves)
        columns.push_back({signedFixed(v * 100.0, 0)});
    TextTable table(columns);
    for (std::size_t s = 0; s < grid.axes.spotMoves.size(); ++s) {
        std::vector<std::string> row{signedFixed(grid.axes.spotMoves[s] * 100.0, 1)};
        for (std::size_t v = 0; v < grid.axes.volMoves.size(); ++v)
            row.push_back(signedFixed(grid.at(s, v) / 1000.0, 1));
        table.addRow(row);
    }
    table.print();
    fmt::print("worst {} USD at spot {} %, vol {} %\n", signedFixed(grid.worst.pnlUsd, 0),
               signedFixed(grid.axes.spotMoves[grid.worst.spot] * 100.0, 1),
               signedFixed(grid.axes.volMoves[grid.worst.vol] * 100.0, 0));
    if (grid.linesLeftOut > 0)
        fmt::print("without {} line(s) that have no price\n", grid.linesLeftOut);
    printEstimates(grid.estimates);
}

// The axis that runs across, and its name in JSON.
struct Across
{
    MapAxis axis;
    std::string name;
};

Result<Across> acrossAxis(const Options& options)
{
    if (!options.days.empty() && !options.second.empty())
        return Error{Errc::BadInput, "give either --days or --second"};
    if (!options.days.empty()) {
        const auto days = readAxis("days", options.days, -std::numeric_limits<double>::infinity());
        if (!days)
            return days.error();
        if (days->front() < 0.0)
            return Error{Errc::BadInput, "--days: no time passes backwards, begin at 0 or later"};
        return Across{{MapAxisKind::Days, {}, *days}, "days"};
    }
    if (!options.second.empty()) {
        const auto equals = options.second.find('=');
        if (equals == std::string::npos || equals == 0 || options.underlying.empty())
            return Error{Errc::BadInput, "--second is UNDERLYING=FROM:TO:POINTS, with --underlying for the first"};
        const auto moves = readAxis("second", options.second.substr(equals + 1), -1.0);
        if (!moves)
            return moves.error();
        return Across{{MapAxisKind::Spot, options.second.substr(0, equals), *moves}, "secondSpot"};
    }
    const auto vol = readAxis("vol", options.vol, -1.0);
    if (!vol)
        return vol.error();
    return Across{{MapAxisKind::VolRelative, options.underlying, *vol}, "vol"};
}

Result<std::vector<BookMeasure>> chosenMeasures(const Options& options)
{
    if (options.measure.empty()) {
        std::vector<BookMeasure> measures{BookMeasure::PnlUsd};
        if (!options.margin.model.empty())
            measures.push_back(BookMeasure::MarginInitialUsd);
        return measures;
    }
    if (const auto measure = bookMeasureOf(options.measure))
        return std::vector<BookMeasure>{*measure};
    return Error{Errc::BadInput, "--measure: there is no '" + options.measure.substr(0, 40) + "', see grid --help"};
}

Json cellsJson(const BookMap& map)
{
    Json rows = Json::array();
    for (std::size_t r = 0; r < map.rows.values.size(); ++r) {
        Json row = Json::array();
        for (std::size_t c = 0; c < map.columns.values.size(); ++c)
            row.push_back(orNull(map.at(r, c)));
        rows.push_back(row);
    }
    return rows;
}

Json worstJson(const BookMap& map, const std::string& across)
{
    if (!map.worst)
        return nullptr;
    const std::size_t columns = map.columns.values.size();
    return {{"spot", map.rows.values[*map.worst / columns]},
            {across, map.columns.values[*map.worst % columns]},
            {bookMeasureWord(map.measure), orNull(map.cells[*map.worst])}};
}

Json mapsJson(const std::vector<BookMap>& maps, const std::string& across)
{
    Json json{{"spot", maps.front().rows.values}, {across, maps.front().columns.values}};
    for (const BookMap& map : maps)
        json[bookMeasureWord(map.measure)] = cellsJson(map);
    json["worst"] = worstJson(maps.front(), across);
    json["unit"] = bookMeasureUnit(maps.front().measure);
    json["marginModel"] = maps.back().marginModel.empty() ? Json(nullptr) : Json(maps.back().marginModel);
    json["linesLeftOut"] = maps.front().linesLeftOut;
    json["estimates"] = maps.front().estimates.details("cell");
    return json;
}

void printMap(const BookMap& map, const std::string& across)
{
    const bool isShare = map.measure == BookMeasure::MarginShare || map.measure == BookMeasure::LiquidationDistance;
    const double scale = isShare ? 100.0 : 1e-3;
    const bool days = map.columns.kind == MapAxisKind::Days;
    fmt::print("{} in {}; rows: spot move %, columns: {}\n", bookMeasureLabel(map.measure),
               isShare ? "%" : std::string("thousand ") + bookMeasureUnit(map.measure),
               days ? "days" : (across == "vol" ? "vol move % (relative)" : map.columns.underlying + " spot move %"));
    std::vector<TextTable::Column> columns{{"spot"}};
    for (const double v : map.columns.values)
        columns.push_back({days ? fixed(v, 1) : signedFixed(v * 100.0, 0)});
    TextTable table(columns);
    for (std::size_t r = 0; r < map.rows.values.size(); ++r) {
        std::vector<std::string> row{signedFixed(map.rows.values[r] * 100.0, 1)};
        for (std::size_t c = 0; c < map.columns.values.size(); ++c) {
            const auto cell = map.at(r, c);
            row.push_back(signedFixed(cell ? std::optional(*cell * scale) : std::nullopt, 1));
        }
        table.addRow(row);
    }
    table.print();
    if (map.linesLeftOut > 0)
        fmt::print("without {} line(s) that have no price\n", map.linesLeftOut);
    printEstimates(map.estimates);
}

// Any measure on any two axes.
int runMap(const Options& options)
{
    const auto spot = readAxis("spot", options.spot, -1.0);
    const auto across = acrossAxis(options);
    const auto measures = chosenMeasures(options);
    const auto model = readMarginModel(options.margin);
    if (!spot || !across || !measures || !model)
        return fail(!spot ? spot.error() : !across ? across.error() : !measures ? measures.error() : model.error());
    Scenario base;
    if (!options.scenario.empty()) {
        const auto read = readScenarioJson(options.scenario);
        if (!read)
            return fail(read.error());
        base = *read;
    }
    const auto read = readBookPicture({options.market, options.book, "mark"});
    if (!read)
        return fail(read.error());
    const PricedBook book = pricedBookOf(*read, "book", options.margin.cashUsd);
    std::vector<BookMap> maps;
    for (const BookMeasure measure : *measures) {
        const BookMapRequest request{
            {MapAxisKind::Spot, options.underlying, *spot}, across->axis, measure, base, *model};
        auto map = computeBookMap(book, request, allCores(), {});
        if (!map)
            return fail(map.error());
        maps.push_back(std::move(*map));
    }
    if (options.json)
        printJson(mapsJson(maps, across->name));
    for (const BookMap& map : maps) {
        if (!options.json)
            printMap(map, across->name);
    }
    return exitDone;
}

int run(const Options& options)
{
    if (!options.isPlain())
        return runMap(options);
    const auto spot = readAxis("spot", options.spot, -1.0);
    if (!spot)
        return fail(spot.error());
    const auto vol = readAxis("vol", options.vol, -1.0);
    if (!vol)
        return fail(vol.error());
    const auto market = readSnapshot(options.market);
    if (!market)
        return fail(market.error());
    const auto book = readBook(options.book);
    if (!book)
        return fail(book.error());
    const auto picture = buildDeskPicture(*market, *book, {}, {}, quantLibOtcPricer());
    if (!picture)
        return fail(picture.error());
    const PartThreads threads(usefulThreads());
    const auto grid = computeGrid(*picture->risk, {*spot, *vol}, options.underlying, {}, threads.runner());
    if (!grid)
        return fail(grid.error());
    if (options.json)
        printJson(toJson(*grid));
    else
        printPeople(*grid);
    return exitDone;
}

} // namespace

void addGridCommand(CLI::App& app, Command& chosen)
{
    auto* command = app.add_subcommand("grid", "P&L of a book over spot and vol moves, by full revaluation");
    const auto options = std::make_shared<Options>();
    addMarketOptions(*command, options->market);
    command->add_option("--book", options->book, "CSV of the book")->required();
    command->add_option("--underlying", options->underlying, "only the lines of this underlying");
    command->add_option("--spot", options->spot, "FROM:TO:POINTS, returns");
    command->add_option("--vol", options->vol, "FROM:TO:POINTS, relative moves of every vol");
    command->add_option("--days", options->days, "FROM:TO:POINTS: time that passes, instead of vol");
    command->add_option("--second", options->second,
                        "UNDERLYING=FROM:TO:POINTS: spot of a second underlying, instead of vol");
    command->add_option("--measure", options->measure,
                        "pnlUsd, valueUsd, deltaUsd, gammaUsd1pct, vegaUsd, thetaUsdDay, vannaUsd1pct, volgaUsd, "
                        "marginInitialUsd, marginMaintenanceUsd, marginShare or liquidationDistance");
    command->add_option("--scenario", options->scenario, "JSON of the shocks that every cell has as well");
    addMarginOptions(*command, options->margin);
    command->add_flag("--json", options->json, "one JSON document");
    command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

} // namespace ballast
