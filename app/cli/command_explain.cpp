#include "app/cli/book_picture.h"
#include "app/cli/command.h"
#include "app/cli/output.h"
#include "app/store/explain_csv.h"
#include "models/risk/funding_accrual.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ballast {
namespace {

struct Options
{
    MarketArguments from;
    MarketArguments to;
    std::string book;
    std::string trades;
    std::string funding;
    std::string deliveries;
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

// What happened to the book between the two markets.
struct Events
{
    std::vector<DatedTrade> trades;
    std::vector<DatedFunding> funding;
    std::vector<Delivery> deliveries;
};

// Of those, what lies between.
struct Between
{
    std::vector<ExplainedTrade> trades;
    std::vector<FundingPayment> funding;
    bool fundingEstimated = false; // from the rates at both ends
    std::size_t leftOut = 0;       // rows before or after
};

Result<Events> readEvents(const Options& options)
{
    Events events;
    if (!options.trades.empty()) {
        auto trades = readTradesCsv(options.trades);
        if (!trades)
            return trades.error();
        events.trades = std::move(*trades);
    }
    if (!options.funding.empty()) {
        auto funding = readFundingCsv(options.funding);
        if (!funding)
            return funding.error();
        events.funding = std::move(*funding);
    }
    if (!options.deliveries.empty()) {
        auto deliveries = readDeliveriesCsv(options.deliveries);
        if (!deliveries)
            return deliveries.error();
        events.deliveries = std::move(*deliveries);
    }
    return events;
}

// Zero of each traded instrument: the later market prices it.
std::vector<Position> tradedLines(const Events& events)
{
    std::vector<Position> lines;
    for (const DatedTrade& each : events.trades) {
        Position line;
        line.instrument = each.trade.instrument;
        lines.push_back(line);
    }
    return lines;
}

Between between(const Events& events, const BookPicture& before, const BookPicture& after, bool fundingGiven)
{
    Between result;
    const auto inside = [&](std::optional<Timestamp> at) {
        return !at || (*at > before.market->asOf && *at <= after.market->asOf);
    };
    for (const DatedTrade& each : events.trades) {
        if (inside(each.at))
            result.trades.push_back(each.trade);
        else
            ++result.leftOut;
    }
    for (const DatedFunding& each : events.funding) {
        if (inside(each.at))
            result.funding.push_back(each.payment);
        else
            ++result.leftOut;
    }
    if (!fundingGiven) {
        result.funding = fundingBetween(*before.picture.risk, *before.market, *after.market);
        result.fundingEstimated = !result.funding.empty();
    }
    return result;
}

Json toJson(const PnlExplain& explain, const Between& events)
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
              {"linesLeftOut", explain.linesLeftOut},
              {"fundingEstimated", events.fundingEstimated},
              {"rowsOutside", events.leftOut}};
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

void printPeople(const PnlExplain& explain, const Between& events)
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
    if (events.fundingEstimated)
        fmt::print("funding is estimated from the rates at both ends: --funding FILE for what was paid\n");
    if (events.leftOut > 0)
        fmt::print("{} row(s) of trades or funding lie before or after and are left out\n", events.leftOut);
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
    const auto events = readEvents(options);
    if (!events)
        return fail(events.error());
    const auto before = readBookPicture({options.from, options.book, options.vol});
    if (!before)
        return fail(before.error());
    const auto after = readBookPicture({options.to, options.book, options.vol}, tradedLines(*events));
    if (!after)
        return fail(after.error());
    const Between happened = between(*events, *before, *after, !options.funding.empty());
    const auto explain =
        explainPnl({before->picture.risk.get(), after->picture.risk.get(), before->surfaces, after->surfaces,
                    after->market, happened.trades, happened.funding, events->deliveries});
    if (!explain)
        return fail(explain.error());
    if (options.json)
        printJson(toJson(*explain, happened));
    else
        printPeople(*explain, happened);
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
    command->add_option("--trades", options->trades,
                        "CSV of what was traded between: instrument,quantity,price,fee_usd,venue,time");
    command->add_option("--funding", options->funding,
                        "CSV of funding payments: instrument,usd,venue,time; without it estimated from the rates");
    command->add_option("--deliveries", options->deliveries,
                        "CSV of what expired contracts settled at: underlying,expiry,price_usd; without it the index");
    command->add_option("--vol", options->vol, "price on the venue's mark vols or on the fitted surface")
        ->check(CLI::IsMember({"mark", "model"}));
    command->add_flag("--json", options->json, "one JSON document");
    command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

} // namespace ballast
