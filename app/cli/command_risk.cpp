#include "app/cli/command.h"
#include "app/cli/delta_options.h"
#include "app/cli/exposure_json.h"
#include "app/cli/market_input.h"
#include "app/cli/output.h"
#include "app/report/risk_text.h"
#include "models/desk/desk_picture.h"
#include "models/pricing/quantlib/quantlib_otc_pricer.h"

#include <fmt/format.h>

#include <memory>

namespace ballast {
namespace {

struct Options
{
    MarketArguments market;
    DeltaArguments delta;
    std::string book;
    std::string vol = "mark";
    bool json = false;
};

Json unitGreeksJson(const Greeks& g)
{
    return {{"delta", g.delta}, {"netDelta", g.netDelta}, {"gamma", g.gamma}, {"vega", g.vega}, {"theta", g.theta},
            {"vanna", g.vanna}, {"volga", g.volga},       {"charm", g.charm}, {"rho", g.rho}};
}

Json lineJson(const RiskLine& line)
{
    Json json{{"instrument", line.holding.instrument.name}, {"quantity", line.holding.quantity}};
    json["averagePrice"] = orNull(line.holding.averagePrice);
    if (!line.values.ok()) {
        json.update({{"mark", nullptr},
                     {"valueUsd", nullptr},
                     {"greeks", nullptr},
                     {"status", errcWord(line.values.error().code)},
                     {"reason", line.values.error().message}});
        return json;
    }
    const LineValues& v = *line.values;
    json.update({{"mark", v.mark},
                 {"markUsd", v.markUsd},
                 {"forward", v.forward},
                 {"years", v.years},
                 {"vol", orNull(v.vol)},
                 {"valueUsd", v.exposure.valueUsd},
                 {"pnlUsd", orNull(v.pnlUsd)},
                 {"greeks", exposureJson(v.exposure)},
                 {"unitGreeks", unitGreeksJson(v.unit)},
                 {"deltaShift", v.deltaShift},
                 {"status", "ok"}});
    if (v.otc)
        json["otc"] = {{"engine", otcEngineWord(v.otc->engine)},
                       {"standardErrorUsd", orNull(v.otc->standardErrorUsd)},
                       {"indexUsd", v.otc->contract.spot}};
    return json;
}

Json toJson(const RiskReport& report)
{
    std::vector<std::string> underlyings;
    for (const UnderlyingRisk& u : report.byUnderlying)
        underlyings.push_back(u.underlying);
    Json document{{"asOf", jsonTime(report.asOf)},
                  {"delta", deltaJson(report.delta, underlyings)},
                  {"totals", exposureJson(report.totals)}};
    document["totals"]["pnlUsd"] = orNull(report.pnlUsd);
    document["byUnderlying"] = Json::array();
    for (const UnderlyingRisk& u : report.byUnderlying) {
        Json json{{"underlying", u.underlying},
                  {"indexUsd", orNull(u.indexUsd)},
                  {"linesPriced", u.linesPriced},
                  {"linesFailed", u.linesFailed},
                  {"pnlUsd", u.pnlUsd}};
        json.update(exposureJson(u.total));
        document["byUnderlying"].push_back(json);
    }
    document["byExpiry"] = Json::array();
    for (const ExpiryRisk& e : report.byExpiry) {
        Json json{
            {"underlying", e.underlying}, {"expiry", e.expiry ? jsonTime(*e.expiry) : Json(nullptr)}, {"days", e.days}};
        json.update(exposureJson(e.total));
        document["byExpiry"].push_back(json);
    }
    document["vegaBuckets"] = Json::array();
    for (const VegaBucket& b : report.vegaBuckets)
        document["vegaBuckets"].push_back({{"underlying", b.underlying},
                                           {"bucket", b.label},
                                           {"fromDays", b.fromDays},
                                           {"toDays", orNull(b.toDays)},
                                           {"vegaUsd", b.vegaUsd}});
    document["lines"] = Json::array();
    document["failed"] = Json::array();
    for (const RiskLine& line : report.lines) {
        document["lines"].push_back(lineJson(line));
        if (!line.values.ok())
            document["failed"].push_back(
                {{"instrument", line.holding.instrument.name}, {"reason", line.values.error().message}});
    }
    return document;
}

int run(const Options& options)
{
    const auto market = readSnapshot(options.market);
    if (!market)
        return fail(market.error());
    const auto book = readBook(options.book);
    if (!book)
        return fail(book.error());
    DeskSettings settings;
    settings.vol = options.vol == "model" ? VolChoice::Model : VolChoice::Mark;
    auto convention = deltaConvention(options.delta, underlyingsOf(**market));
    if (!convention)
        return fail(convention.error());
    settings.delta = std::move(*convention);
    const auto picture = buildDeskPicture(*market, *book, settings, {}, quantLibOtcPricer());
    if (!picture)
        return fail(picture.error());
    if (options.json) {
        printJson(toJson(*picture->risk));
        return exitDone;
    }
    fmt::print("{} as of {}\n{}", (*book)->name, toIso8601((*market)->asOf), riskText(*picture->risk));
    return exitDone;
}

} // namespace

void addRiskCommand(CLI::App& app, Command& chosen)
{
    auto* command =
        app.add_subcommand("risk", "value and Greeks of a book: lines, totals, by underlying, expiry and tenor");
    const auto options = std::make_shared<Options>();
    addMarketOptions(*command, options->market);
    command->add_option("--book", options->book, "CSV: instrument,quantity,average_price,venue,account,tag")
        ->required();
    addDeltaOptions(*command, options->delta);
    command->add_option("--vol", options->vol, "mark or model")->check(CLI::IsMember({"mark", "model"}));
    command->add_flag("--json", options->json, "one JSON document");
    command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

} // namespace ballast
