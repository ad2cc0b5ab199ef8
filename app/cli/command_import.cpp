#include "app/cli/command.h"
#include "app/cli/market_input.h"
#include "app/cli/output.h"
#include "app/feeds/snapshot_file.h"

#include <fmt/format.h>

#include <memory>

namespace ballast {
namespace {

struct Options
{
    MarketArguments market;
    std::string out;
    bool verbose = false;
    bool json = false;
};

Json underlyingJson(const MarketSnapshot& market, const std::string& name)
{
    const IndexPrice* index = market.index(name);
    Json expiries = Json::array();
    for (const Timestamp expiry : optionExpiries(market, name))
        expiries.push_back(toIso8601(expiry));
    return {
        {"name", name}, {"index", index != nullptr ? Json(index->priceUsd) : Json(nullptr)}, {"expiries", expiries}};
}

Json toJson(const ImportResult& result)
{
    Json underlyings = Json::array();
    for (const std::string& name : underlyingsOf(*result.merged))
        underlyings.push_back(underlyingJson(*result.merged, name));
    Json rejected = Json::array();
    for (const RejectCount& reject : result.rejected)
        rejected.push_back({{"reason", reject.reason}, {"count", reject.count}});
    return {{"asOf", jsonTime(result.merged->asOf)},
            {"underlyings", underlyings},
            {"instruments", result.merged->instruments->size()},
            {"snapshots", result.snapshots.size()},
            {"rows", result.rows},
            {"used", result.used},
            {"rejected", rejected},
            {"notes", result.notes}};
}

void printPeople(const ImportResult& result, bool verbose)
{
    fmt::print("as of        {}\n", toIso8601(result.merged->asOf));
    for (const std::string& name : underlyingsOf(*result.merged)) {
        const IndexPrice* index = result.merged->index(name);
        fmt::print("{:<12} index {} USD, {} option expiries\n", name,
                   fixed(index != nullptr ? std::optional(index->priceUsd) : std::nullopt, 2),
                   optionExpiries(*result.merged, name).size());
    }
    fmt::print("instruments  {}\nsnapshots    {}\nrows         {}\nused         {}\n",
               result.merged->instruments->size(), result.snapshots.size(), result.rows, result.used);
    for (const RejectCount& reject : result.rejected) {
        fmt::print("left out     {} ({})\n", reject.count, reject.reason);
        for (const std::string& example : reject.examples) {
            if (verbose)
                fmt::print("             {}\n", example);
        }
    }
}

int run(const Options& options)
{
    const auto result = readMarket(options.market);
    if (!result)
        return fail(result.error());
    if (!result->merged)
        return fail({Errc::BadInput, options.market.files.front() + ": no usable quote in it, give another file"});
    if (!options.out.empty()) {
        if (const auto written = writeSnapshotFile(options.out, {result->merged}); !written)
            return fail(written.error());
    }
    if (options.json)
        printJson(toJson(*result));
    else
        printPeople(*result, options.verbose);
    return exitDone;
}

} // namespace

void addImportCommand(CLI::App& app, Command& chosen)
{
    auto* command = app.add_subcommand("import", "read market files of any known format and say what is in them");
    const auto options = std::make_shared<Options>();
    addMarketOptions(*command, options->market);
    command->add_option("--out", options->out, "write the merged market as a snapshot file (.ballast)");
    command->add_flag("--verbose", options->verbose, "list the rows that were left out");
    command->add_flag("--json", options->json, "one JSON document");
    command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

} // namespace ballast
