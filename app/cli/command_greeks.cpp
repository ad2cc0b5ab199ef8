#include "app/cli/command.h"
#include "app/cli/delta_options.h"
#include "app/cli/market_input.h"
#include "app/cli/output.h"
#include "models/desk/chain_greeks.h"
#include "models/surface/surface_fit.h"

#include <fmt/format.h>

#include <memory>

namespace ballast {
namespace {

struct Options
{
    MarketArguments market;
    DeltaArguments delta;
    std::string underlying;
    std::string vol = "mark";
    bool json = false;
};

std::vector<VolSurfacePtr> fitAll(const MarketSnapshot& market, const std::string& only)
{
    std::vector<VolSurfacePtr> surfaces;
    for (const std::string& name : underlyingsOf(market)) {
        if (!only.empty() && name != only)
            continue;
        auto surface = fitSurface(market, name, {});
        if (surface)
            surfaces.push_back(std::make_shared<const VolSurface>(std::move(*surface)));
    }
    return surfaces;
}

Json rowJson(const MarketSnapshot& market, const OptionGreeks& row)
{
    const auto greek = [&](double Greeks::*member) {
        return row.greeks ? orNull((*row.greeks).*member) : Json(nullptr);
    };
    Json json{{"instrument", (*market.instruments)[row.instrument].id.name},
              {"forward", orNull(row.forward)},
              {"years", row.years},
              {"bid", orNull(row.bid)},
              {"ask", orNull(row.ask)},
              {"mark", orNull(row.mark)},
              {"ivBid", orNull(row.bidVol)},
              {"ivAsk", orNull(row.askVol)},
              {"ivMark", orNull(row.markVol)},
              {"modelVol", orNull(row.modelVol)},
              {"modelMark", greek(&Greeks::priceCoin)},
              {"delta", greek(&Greeks::delta)},
              {"netDelta", greek(&Greeks::netDelta)},
              {"gamma", greek(&Greeks::gamma)},
              {"vega", greek(&Greeks::vega)},
              {"theta", greek(&Greeks::theta)},
              {"vanna", greek(&Greeks::vanna)},
              {"volga", greek(&Greeks::volga)},
              {"charm", greek(&Greeks::charm)},
              {"rho", greek(&Greeks::rho)}};
    json["deltaShift"] = orNull(row.deltaShift);
    if (!row.reason.empty())
        json["reason"] = row.reason;
    if (row.greeks && (*market.instruments)[row.instrument].settlement == Settlement::Linear)
        json["modelMark"] = row.greeks->priceUsd;
    return json;
}

void printPeople(const MarketSnapshot& market, const std::vector<OptionGreeks>& rows, const DeltaConvention& delta)
{
    fmt::print("as of {}, delta {}\n", toIso8601(market.asOf), deltaName(delta));
    TextTable table({{"instrument", TextTable::Align::Left},
                     {"forward USD"},
                     {"days"},
                     {"bid"},
                     {"ask"},
                     {"mark"},
                     {"IV bid %"},
                     {"IV ask %"},
                     {"IV mark %"},
                     {"fit %"},
                     {"delta"},
                     {"net delta"},
                     {"gamma 1/USD"},
                     {"vega USD/pt"},
                     {"theta USD/d"},
                     {"", TextTable::Align::Left}});
    for (const OptionGreeks& row : rows) {
        const auto greek = [&](double Greeks::*member, int decimals) {
            return row.greeks ? signedFixed((*row.greeks).*member, decimals) : std::string("-");
        };
        table.addRow({(*market.instruments)[row.instrument].id.name, fixed(row.forward, 2), fixed(row.years * 365.0, 2),
                      fixed(row.bid, 4), fixed(row.ask, 4), fixed(row.mark, 6), percent(row.bidVol, 2),
                      percent(row.askVol, 2), percent(row.markVol, 2), percent(row.modelVol, 2),
                      greek(&Greeks::delta, 5), greek(&Greeks::netDelta, 5),
                      row.greeks ? fmt::format("{:.3e}", row.greeks->gamma) : "-", greek(&Greeks::vega, 3),
                      greek(&Greeks::theta, 3), row.reason});
    }
    table.print();
}

int run(const Options& options)
{
    const auto market = readSnapshot(options.market);
    if (!market)
        return fail(market.error());
    if (!options.underlying.empty()) {
        if (const auto known = chooseUnderlying(**market, options.underlying); !known)
            return fail(known.error());
    }
    const auto choice = options.vol == "model" ? VolChoice::Model : VolChoice::Mark;
    const auto names = underlyingsOf(**market);
    const auto convention = deltaConvention(options.delta, names);
    if (!convention)
        return fail(convention.error());
    const auto rows =
        chainGreeks(**market, options.underlying, choice, fitAll(**market, options.underlying), *convention);
    if (!options.json) {
        printPeople(**market, rows, *convention);
        return exitDone;
    }
    Json document{{"asOf", jsonTime((*market)->asOf)},
                  {"vol", options.vol},
                  {"delta", deltaJson(*convention, names)},
                  {"rows", Json::array()}};
    for (const OptionGreeks& row : rows)
        document["rows"].push_back(rowJson(**market, row));
    printJson(document);
    return exitDone;
}

} // namespace

void addGreeksCommand(CLI::App& app, Command& chosen)
{
    auto* command = app.add_subcommand("greeks", "implied vols and Greeks of every listed option");
    const auto options = std::make_shared<Options>();
    addMarketOptions(*command, options->market);
    command->add_option("--underlying", options->underlying, "only this one, e.g. BTC");
    addDeltaOptions(*command, options->delta);
    command->add_option("--vol", options->vol, "mark: the venue's vol; model: the fitted surface")
        ->check(CLI::IsMember({"mark", "model"}));
    command->add_flag("--json", options->json, "one JSON document");
    command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

} // namespace ballast
