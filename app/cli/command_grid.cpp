#include "app/cli/command.h"
#include "app/cli/market_input.h"
#include "app/cli/output.h"
#include "models/core/number_text.h"
#include "models/desk/desk_picture.h"
#include "models/pricing/quantlib/quantlib_otc_pricer.h"

#include <fmt/format.h>

#include <memory>

namespace ballast {
namespace {

constexpr int mostPoints = 2001;

struct Options
{
    MarketArguments market;
    std::string book;
    std::string underlying;
    std::string spot = "-0.5:0.5:41";
    std::string vol = "-0.4:0.4:21";
    bool json = false;
};

// "FROM:TO:POINTS".
Result<std::vector<double>> parseAxis(const std::string& name, const std::string& text, double lowest)
{
    const auto first = text.find(':');
    const auto second = first == std::string::npos ? first : text.find(':', first + 1);
    if (second == std::string::npos)
        return Error{Errc::BadInput,
                     fmt::format("--{} '{}' is not FROM:TO:POINTS such as -0.5:0.5:41", name, text.substr(0, 40))};
    const auto from = parseNumber(text.substr(0, first));
    const auto to = parseNumber(text.substr(first + 1, second - first - 1));
    const auto points = parseNumber(text.substr(second + 1));
    if (!from || !to || !points || *points < 1.0 || *points > mostPoints || *points != static_cast<int>(*points) ||
        *from > *to)
        return Error{Errc::BadInput, fmt::format("--{} '{}' is not FROM:TO:POINTS with 1 to {} points", name,
                                                 text.substr(0, 40), mostPoints)};
    if (*from <= lowest)
        return Error{Errc::BadInput, fmt::format("--{}: moves must stay above {}", name, lowest)};
    return evenAxis(*from, *to, static_cast<int>(*points));
}

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
            {"linesLeftOut", grid.linesLeftOut}};
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
}

int run(const Options& options)
{
    const auto spot = parseAxis("spot", options.spot, -1.0);
    if (!spot)
        return fail(spot.error());
    const auto vol = parseAxis("vol", options.vol, -1.0);
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
    const auto grid = computeGrid(*picture->risk, {*spot, *vol}, options.underlying, {});
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
    command->add_flag("--json", options->json, "one JSON document");
    command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

} // namespace ballast
