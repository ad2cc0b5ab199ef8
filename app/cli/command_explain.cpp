#include "app/cli/book_picture.h"
#include "app/cli/command.h"
#include "app/cli/output.h"
#include "models/risk/pnl_explain.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <memory>

namespace ballast {
namespace {

struct Options
{
    MarketArguments from;
    MarketArguments to;
    std::string book;
    std::string vol = "mark";
    bool json = false;
};

struct Part
{
    const char* key;
    const char* label;
    double PnlParts::*value;
};

constexpr std::array parts{Part{"delta", "delta", &PnlParts::delta},
                           Part{"gamma", "gamma (all orders of spot)", &PnlParts::gamma},
                           Part{"theta", "theta", &PnlParts::theta},
                           Part{"vegaLevel", "vega: level", &PnlParts::vegaLevel},
                           Part{"vegaTerm", "vega: term", &PnlParts::vegaTerm},
                           Part{"vegaSkew", "vega: skew", &PnlParts::vegaSkew},
                           Part{"vegaCurvature", "vega: curvature", &PnlParts::vegaCurvature},
                           Part{"vanna", "vanna", &PnlParts::vanna},
                           Part{"volga", "volga", &PnlParts::volga},
                           Part{"charm", "charm (time and spot)", &PnlParts::charm},
                           Part{"timeVol", "time and vol together", &PnlParts::timeVol},
                           Part{"funding", "funding", &PnlParts::funding},
                           Part{"fees", "fees", &PnlParts::fees},
                           Part{"trades", "trades", &PnlParts::trades},
                           Part{"newDeals", "new deals", &PnlParts::newDeals},
                           Part{"unexplained", "unexplained", &PnlParts::unexplained}};

Json partsJson(const PnlParts& sums)
{
    Json json = Json::object();
    for (const Part& part : parts)
        json[part.key] = sums.*part.value;
    return json;
}

Json toJson(const PnlExplain& explain)
{
    Json json{{"from", jsonTime(explain.fromTime)},
              {"to", jsonTime(explain.toTime)},
              {"pnlUsd", explain.pnlUsd},
              {"grossUsd", explain.grossUsd},
              {"parts", partsJson(explain.parts)},
              {"unexplainedShare", explain.unexplainedShare},
              {"unexplainedLimit", unexplainedLimit},
              {"flagged", explain.flagged},
              {"lines", Json::array()},
              {"linesLeftOut", explain.linesLeftOut}};
    for (const ExplainedLine& line : explain.lines) {
        Json one{{"instrument", line.instrument},
                 {"quantity", line.quantity},
                 {"pnlUsd", line.reason.empty() ? Json(line.pnlUsd) : Json(nullptr)},
                 {"parts", line.reason.empty() ? partsJson(line.parts) : Json(nullptr)}};
        if (!line.reason.empty())
            one["reason"] = line.reason;
        json["lines"].push_back(one);
    }
    return json;
}

void printPeople(const PnlExplain& explain)
{
    fmt::print("from {} to {}\n", toIso8601(explain.fromTime), toIso8601(explain.toTime));
    TextTable table({{"where it came from", TextTable::Align::Left}, {"USD"}, {"of gross %"}});
    const auto share = [&explain](double usd) {
        return explain.grossUsd > 0.0 ? std::optional(100.0 * usd / explain.grossUsd) : std::nullopt;
    };
    for (const Part& part : parts) {
        const double usd = explain.parts.*part.value;
        if (usd != 0.0 || part.value == &PnlParts::unexplained)
            table.addRow({part.label, signedFixed(usd, 2), signedFixed(share(usd), 2)});
    }
    table.addRow({"P&L", signedFixed(explain.pnlUsd, 2), signedFixed(share(explain.pnlUsd), 2)});
    table.print();
    for (const ExplainedLine& line : explain.lines) {
        if (!line.reason.empty())
            fmt::print("{}: {}\n", line.instrument, line.reason);
    }
    if (explain.flagged)
        fmt::print("NOT EXPLAINED: {} % of {} USD gross is unexplained, the bound is {} %{}\n",
                   fixed(100.0 * explain.unexplainedShare, 2), fixed(explain.grossUsd, 0),
                   fixed(100.0 * unexplainedLimit, 0),
                   explain.linesLeftOut > 0 ? fmt::format("; {} line(s) have no P&L", explain.linesLeftOut) : "");
}

int run(const Options& options)
{
    const auto before = readBookPicture({options.from, options.book, options.vol});
    if (!before)
        return fail(before.error());
    const auto after = readBookPicture({options.to, options.book, options.vol});
    if (!after)
        return fail(after.error());
    const auto explain = explainPnl({before->picture.risk.get(),
                                     after->picture.risk.get(),
                                     before->surfaces,
                                     after->surfaces,
                                     after->market,
                                     {},
                                     {},
                                     {}});
    if (!explain)
        return fail(explain.error());
    if (options.json)
        printJson(toJson(*explain));
    else
        printPeople(*explain);
    return explain->flagged ? exitAnswerIsNo : exitDone;
}

} // namespace

void addExplainCommand(CLI::App& app, Command& chosen)
{
    auto* command = app.add_subcommand("explain", "where a book's P&L between two markets came from");
    const auto options = std::make_shared<Options>();
    command->add_option("--from", options->from.files, "market file or folder at the beginning, repeatable")
        ->required();
    command->add_option("--to", options->to.files, "market file or folder at the end, repeatable")->required();
    command->add_option("--book", options->book, "CSV of the book held between")->required();
    command->add_option("--vol", options->vol, "price on the venue's mark vols or on the fitted surface")
        ->check(CLI::IsMember({"mark", "model"}));
    command->add_flag("--json", options->json, "one JSON document");
    command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

} // namespace ballast
