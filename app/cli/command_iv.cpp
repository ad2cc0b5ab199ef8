#include "app/cli/black_arguments.h"
#include "app/cli/command.h"
#include "app/cli/output.h"
#include "models/pricing/implied_vol.h"

#include <fmt/format.h>

#include <memory>

namespace ballast {
namespace {

struct IvOptions
{
    BlackArguments arguments;
    std::string batch;
    bool json = false;
};

ImpliedVol solve(const BlackCase& c)
{
    const double priceUsd = c.inverse ? c.value * c.forward : c.value;
    return impliedVol(c.forward, c.strike, c.years, c.type, priceUsd);
}

Json toJson(const ImpliedVol& found)
{
    return {{"vol", orNull(volOrNothing(found))}, {"status", volStatusWord(found.status)}};
}

int runBatch(const IvOptions& options)
{
    const auto cases = readBatch(options.batch, "price", options.arguments.inverse);
    if (!cases)
        return fail(cases.error());
    Json rows = Json::array();
    TextTable table({{"vol"}, {"status", TextTable::Align::Left}});
    for (const BlackCase& c : *cases) {
        const ImpliedVol found = solve(c);
        rows.push_back(toJson(found));
        table.addRow({fixed(volOrNothing(found), 10), volStatusWord(found.status)});
    }
    if (options.json)
        printJson({{"rows", rows}});
    else
        table.print();
    return exitDone;
}

int run(const IvOptions& options)
{
    if (!options.batch.empty())
        return runBatch(options);
    const auto one = checkedCase(options.arguments, "price");
    if (!one)
        return fail(one.error());
    const ImpliedVol found = solve(*one);
    if (options.json)
        printJson(toJson(found));
    else
        fmt::print("vol {} ({})\n", fixed(volOrNothing(found), 10), volStatusWord(found.status));
    return found.status == VolStatus::Ok ? exitDone : exitAnswerIsNo;
}

} // namespace

void addIvCommand(CLI::App& app, Command& chosen)
{
    auto* command = app.add_subcommand("iv", "implied volatility of one option price, or of every row of a CSV");
    const auto options = std::make_shared<IvOptions>();
    addBlackOptions(*command, options->arguments, options->batch, "price");
    command->add_flag("--json", options->json, "one JSON document");
    command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

} // namespace ballast
