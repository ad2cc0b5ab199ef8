#include "app/cli/command.h"
#include "app/cli/market_input.h"
#include "app/cli/output.h"
#include "app/store/scenario_store.h"
#include "models/desk/desk_picture.h"
#include "models/risk/factor_levels.h"

#include <fmt/format.h>

#include <memory>

namespace ballast {
namespace {

struct Options
{
    MarketArguments market;
    std::string record;
    bool json = false;
};

const char* unitOf(FactorKind kind)
{
    switch (kind) {
    case FactorKind::Spot:
        return "USD";
    case FactorKind::Vol:
        return "vol points, 30 days, at the money";
    case FactorKind::Skew:
        return "vol points, 25-delta put less call, 30 days";
    case FactorKind::Term:
        break;
    }
    return "ln of the vols at 7 and 90 days";
}

int run(const Options& options)
{
    const auto market = readSnapshot(options.market);
    if (!market)
        return fail(market.error());
    const auto picture = buildDeskPicture(*market, std::make_shared<const Portfolio>(), {}, {});
    if (!picture)
        return fail(picture.error());
    std::vector<VolSurfacePtr> surfaces;
    for (const UnderlyingPicture& underlying : picture->underlyings) {
        if (underlying.surface)
            surfaces.push_back(underlying.surface);
    }
    const auto levels = factorLevels(**market, surfaces);
    if (!options.record.empty()) {
        auto store = ScenarioStore::open(options.record);
        if (!store)
            return fail(store.error());
        if (const auto kept = store->recordLevels((*market)->asOf, levels); !kept)
            return fail(kept.error());
    }
    Json json{{"asOf", jsonTime((*market)->asOf)}, {"levels", Json::array()}};
    TextTable table({{"factor", TextTable::Align::Left}, {"level"}, {"unit", TextTable::Align::Left}});
    for (const FactorLevel& level : levels) {
        json["levels"].push_back(
            {{"factor", factorName(level.factor)}, {"level", level.level}, {"unit", unitOf(level.factor.kind)}});
        table.addRow({factorName(level.factor), fixed(level.level, 4), unitOf(level.factor.kind)});
    }
    if (options.json)
        printJson(json);
    else
        table.print();
    return exitDone;
}

} // namespace

void addLevelsCommand(CLI::App& app, Command& chosen)
{
    auto* command = app.add_subcommand("levels", "where the risk factors of a market stand; keeps them as a history");
    const auto options = std::make_shared<Options>();
    addMarketOptions(*command, options->market);
    command->add_option("--record", options->record, "scenario store that keeps these levels as the day's close");
    command->add_flag("--json", options->json, "one JSON document");
    command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

} // namespace ballast
