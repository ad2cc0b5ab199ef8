#include "app/cli/black_arguments.h"
#include "app/cli/command.h"
#include "app/cli/output.h"
#include "models/pricing/greeks.h"

#include <fmt/format.h>

#include <memory>

namespace ballast {
namespace {

struct PriceOptions
{
    BlackArguments arguments;
    std::string batch;
    bool json = false;
};

Greeks greeksOf(const BlackCase& c)
{
    return optionGreeks({c.forward, c.strike, c.years, c.value, c.type},
                        c.inverse ? Settlement::Inverse : Settlement::Linear);
}

Json toJson(const Greeks& g)
{
    return {{"price", g.priceUsd}, {"priceCoin", g.priceCoin}, {"delta", g.delta}, {"netDelta", g.netDelta},
            {"gamma", g.gamma},    {"vega", g.vega},           {"theta", g.theta}, {"vanna", g.vanna},
            {"volga", g.volga},    {"charm", g.charm},         {"rho", g.rho}};
}

void printPeople(const Greeks& g)
{
    TextTable table({{"", TextTable::Align::Left}, {"value"}, {"unit", TextTable::Align::Left}});
    table.addRow({"price", fixed(g.priceUsd, 6), "USD"});
    table.addRow({"price", fixed(g.priceCoin, 8), "coin"});
    table.addRow({"delta", signedFixed(g.delta, 6), "coins"});
    table.addRow({"net delta", signedFixed(g.netDelta, 8), "coins, premium-adjusted when inverse"});
    table.addRow({"gamma", fmt::format("{:.6e}", g.gamma), "coins per USD"});
    table.addRow({"vega", signedFixed(g.vega, 5), "USD per vol point"});
    table.addRow({"theta", signedFixed(g.theta, 5), "USD per day"});
    table.addRow({"vanna", fmt::format("{:+.6e}", g.vanna), "coins per vol point"});
    table.addRow({"volga", signedFixed(g.volga, 6), "USD per vol point squared"});
    table.addRow({"charm", fmt::format("{:+.6e}", g.charm), "coins per day"});
    table.addRow({"rho", signedFixed(g.rho, 5), "USD per 1 % of rate"});
    table.print();
}

int runBatch(const PriceOptions& options)
{
    const auto cases = readBatch(options.batch, "vol", options.arguments.inverse);
    if (!cases)
        return fail(cases.error());
    Json rows = Json::array();
    for (const BlackCase& c : *cases)
        rows.push_back(toJson(greeksOf(c)));
    if (options.json) {
        printJson({{"rows", rows}});
        return exitDone;
    }
    TextTable table({{"price USD"}, {"price coin"}, {"delta"}, {"net delta"}, {"vega USD/pt"}, {"theta USD/d"}});
    for (const BlackCase& c : *cases) {
        const Greeks g = greeksOf(c);
        table.addRow({fixed(g.priceUsd, 6), fixed(g.priceCoin, 8), signedFixed(g.delta, 6), signedFixed(g.netDelta, 8),
                      signedFixed(g.vega, 5), signedFixed(g.theta, 5)});
    }
    table.print();
    return exitDone;
}

int run(const PriceOptions& options)
{
    if (!options.batch.empty())
        return runBatch(options);
    const auto one = checkedCase(options.arguments, "vol");
    if (!one)
        return fail(one.error());
    if (options.json)
        printJson(toJson(greeksOf(*one)));
    else
        printPeople(greeksOf(*one));
    return exitDone;
}

} // namespace

void addPriceCommand(CLI::App& app, Command& chosen)
{
    auto* command = app.add_subcommand("price", "Black-76 price and Greeks of one option, or of every row of a CSV");
    const auto options = std::make_shared<PriceOptions>();
    addBlackOptions(*command, options->arguments, options->batch, "vol");
    command->add_flag("--json", options->json, "one JSON document");
    command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

} // namespace ballast
