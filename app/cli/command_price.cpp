#include "app/cli/black_arguments.h"
#include "app/cli/command.h"
#include "app/cli/output.h"
#include "models/core/time.h"
#include "models/market/otc_name.h"
#include "models/pricing/greeks.h"
#include "models/pricing/quantlib/quantlib_otc_pricer.h"
#include "models/risk/otc_pricing.h"

#include <fmt/format.h>

#include <memory>

namespace ballast {
namespace {

struct PriceOptions
{
    BlackArguments arguments;
    std::string batch;
    std::string otc; // name; empty: a listed option
    std::string asOf;
    std::string engine;
    std::optional<double> index;
    std::optional<double> fixedAverage;
    bool barrierHit = false;
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

Result<OtcContract> contractOf(const PriceOptions& options, const Instrument& option, const OtcHolding& holding)
{
    const auto asOf = parseIso8601(options.asOf);
    if (!asOf)
        return Error{Errc::BadInput, "--otc needs --as-of with a time such as 2026-02-05T12:00:00Z"};
    if (*option.expiry <= *asOf)
        return Error{Errc::Expired, option.id.name + " has expired at that time"};
    if (!options.arguments.forward || !options.arguments.value)
        return Error{Errc::BadInput, "--otc needs --forward in USD and --vol as a fraction"};
    const double forward = *options.arguments.forward;
    return otcContract(option, holding, {*asOf, options.index.value_or(forward), forward, *options.arguments.value});
}

OtcEngine engineOf(const PriceOptions& options, const OtcTerms& terms)
{
    for (const OtcEngine engine : {OtcEngine::Analytic, OtcEngine::FiniteDifferences, OtcEngine::MonteCarlo}) {
        if (options.engine == otcEngineWord(engine))
            return engine;
    }
    return scenarioEngine(terms);
}

int runOtc(const PriceOptions& options)
{
    const auto option = parseOtcName(options.otc);
    if (!option)
        return fail(option.error());
    const OtcHolding holding{engineOf(options, *option->otc), options.fixedAverage, options.barrierHit};
    const auto contract = contractOf(options, *option, holding);
    if (!contract)
        return fail(contract.error());
    const auto values = otcGreeks(*quantLibOtcPricer(), *contract, holding.engine);
    if (!values)
        return fail(values.error());
    if (options.json) {
        Json json = toJson(values->greeks);
        json["engine"] = otcEngineWord(holding.engine);
        json["standardErrorUsd"] = orNull(values->standardErrorUsd);
        json["years"] = contract->years;
        json["rho"] = nullptr; // nothing is discounted
        printJson(json);
        return exitDone;
    }
    printPeople(values->greeks);
    fmt::print("engine {}{}; undiscounted, one vol for the whole life, Greeks by bumps\n",
               otcEngineWord(holding.engine),
               values->standardErrorUsd ? fmt::format(", standard error {:.4f} USD", *values->standardErrorUsd) : "");
    return exitDone;
}

int run(const PriceOptions& options)
{
    if (!options.otc.empty())
        return runOtc(options);
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
    command->add_option("--otc", options->otc, "name of an OTC option, as BTC-27MAR26-70000-C-UO-90000");
    command->add_option("--as-of", options->asOf, "of an OTC option: now, UTC");
    command->add_option("--index", options->index, "of an OTC option: the index in USD; without: the forward");
    command->add_option("--engine", options->engine, "of an OTC option: analytic, fd or mc")
        ->check(CLI::IsMember({"analytic", "fd", "mc"}));
    command->add_option("--fixed-average", options->fixedAverage, "of an Asian option: average of its past fixings");
    command->add_flag("--barrier-hit", options->barrierHit, "of a barrier option: it was touched before");
    command->add_flag("--json", options->json, "one JSON document");
    command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

} // namespace ballast
