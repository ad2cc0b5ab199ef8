#include "app/cli/command.h"
#include "app/cli/market_input.h"
#include "app/cli/output.h"
#include "app/cli/surface_comparison.h"
#include "app/store/surface_json.h"
#include "app/store/time_weights_json.h"
#include "models/core/number_text.h"
#include "models/market/calendar.h"
#include "models/market/instrument_name.h"
#include "models/surface/basis_curve.h"
#include "models/surface/surface_fit.h"
#include "models/surface/vol_index_term.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace ballast {
namespace {

constexpr double indexDays = 30.0;

struct Options
{
    MarketArguments market;
    std::string underlying;
    std::string at;          // "STRIKE,EXPIRY"
    std::string timeWeights; // file
    std::string save;        // file
    std::string compare;     // file
    bool json = false;
};

Json sliceJson(const SviSlice& s)
{
    return {
        {"expiry", jsonTime(s.expiry)},
        {"years", s.years},
        {"forward", s.forward},
        {"points", s.points},
        {"params",
         {{"a", s.params.a}, {"b", s.params.b}, {"rho", s.params.rho}, {"m", s.params.m}, {"sigma", s.params.sigma}}},
        {"rmseVolPoints", s.rmseVolPoints},
        {"insideBidAsk", s.insideBidAsk},
        {"minButterfly", s.minButterfly},
        {"atmVol", s.atmVol},
        {"skew25d", s.skew25d},
        {"butterfly25d", s.butterfly25d}};
}

Json richCheapJson(const MarketSnapshot& market, const RichCheap& row)
{
    return {{"instrument", (*market.instruments)[row.instrument].id.name},
            {"marketVol", row.marketVol},
            {"modelVol", row.modelVol},
            {"residualVolPoints", row.residualVolPoints},
            {"volWithout", row.volWithout},
            {"z", row.z},
            {"edgeUsd", row.edgeUsd},
            {"executable", row.executable}};
}

const char* sourceWord(ForwardSource source)
{
    switch (source) {
    case ForwardSource::Venue:
        return "venue";
    case ForwardSource::Future:
        return "future";
    case ForwardSource::PutCallParity:
        return "put-call-parity";
    case ForwardSource::Interpolated:
        break;
    }
    return "interpolated";
}

// Rates a year, continuous: what the forwards say that carrying the coin earns.
Json basisJson(const std::optional<BasisCurve>& curve)
{
    if (!curve)
        return nullptr;
    Json json{{"spotUsd", curve->spotUsd}, {"points", Json::array()}};
    for (const BasisPoint& point : curve->points)
        json["points"].push_back({{"expiry", jsonTime(point.expiry)},
                                  {"years", point.years},
                                  {"forward", point.forwardUsd},
                                  {"source", sourceWord(point.source)},
                                  {"basisUsd", point.basisUsd},
                                  {"impliedRate", point.impliedRate},
                                  {"forwardRate", orNull(point.forwardRate)}});
    return json;
}

std::optional<BasisPoint> basisAt(const std::optional<BasisCurve>& curve, Timestamp expiry)
{
    if (!curve)
        return std::nullopt;
    const auto at = std::ranges::find(curve->points, expiry, &BasisPoint::expiry);
    return at == curve->points.end() ? std::nullopt : std::optional(*at);
}

Json toJson(const MarketSnapshot& market, const VolSurface& surface)
{
    Json document{{"asOf", jsonTime(surface.asOf)},
                  {"underlying", surface.underlying},
                  {"method", surface.method},
                  {"slices", Json::array()}};
    for (const SviSlice& slice : surface.slices)
        document["slices"].push_back(sliceJson(slice));
    document["basisCurve"] = basisJson(basisCurve(market, surface.underlying, surface.forwards));
    document["failed"] = Json::array();
    for (const FailedSlice& slice : surface.failed)
        document["failed"].push_back({{"expiry", jsonTime(slice.expiry)}, {"reason", slice.reason}});
    document["dataWarnings"] = surface.dataWarnings;
    document["timeWeights"] = timeWeightsWords(surface.timeWeights);
    document["minCalendar"] = orNull(surface.minCalendar);
    document["arbitrageFree"] = surface.arbitrageFree();
    document["milliseconds"] = surface.fitMilliseconds;
    document["volIndex30d"] = orNull(volIndex(surface, indexDays));
    document["volIndices"] = Json::array();
    for (const VolIndexTenor& tenor : volIndexTerm(market, surface.underlying, &surface))
        document["volIndices"].push_back(
            {{"days", tenor.days}, {"index", tenor.index}, {"source", volIndexSourceWord(tenor.source)}});
    document["richCheap"] = Json::array();
    for (const RichCheap& row : richCheap(market, surface))
        document["richCheap"].push_back(richCheapJson(market, row));
    return document;
}

void printPeople(const MarketSnapshot& market, const VolSurface& surface)
{
    const auto basis = basisCurve(market, surface.underlying, surface.forwards);
    fmt::print("{} as of {}, {}, {:.1f} ms, {}\n", surface.underlying, toIso8601(surface.asOf), surface.method,
               surface.fitMilliseconds, surface.arbitrageFree() ? "free of arbitrage" : "not free of arbitrage");
    fmt::print("vol index 30 d {} %; between expiries by {}\n", percent(volIndex(surface, indexDays), 2),
               timeWeightsWords(surface.timeWeights));
    TextTable table({{"expiry", TextTable::Align::Left},
                     {"days"},
                     {"forward USD"},
                     {"basis USD"},
                     {"rate %/y"},
                     {"points"},
                     {"rms pt"},
                     {"in bid-ask %"},
                     {"min g"},
                     {"ATM %"},
                     {"skew 25d pt"},
                     {"fly 25d pt"}});
    for (const SviSlice& s : surface.slices) {
        const auto point = basisAt(basis, s.expiry);
        table.addRow({expiryLabel(s.expiry), fixed(s.years * 365.0, 1), fixed(s.forward, 2),
                      signedFixed(point ? std::optional(point->basisUsd) : std::nullopt, 2),
                      signedFixed(point ? std::optional(100.0 * point->impliedRate) : std::nullopt, 2),
                      std::to_string(s.points), fixed(s.rmseVolPoints, 2), percent(s.insideBidAsk, 1),
                      fixed(s.minButterfly, 4), percent(s.atmVol, 2), signedFixed(s.skew25d * 100.0, 2),
                      signedFixed(s.butterfly25d * 100.0, 2)});
    }
    table.print();
    for (const FailedSlice& slice : surface.failed)
        fmt::print("{}: {}\n", expiryLabel(slice.expiry), slice.reason);
}

struct Point
{
    double strike = 0.0;
    Timestamp expiry{};
};

Result<Point> parsePoint(const std::string& text)
{
    const auto comma = text.find(',');
    const auto strike = parseNumber(text.substr(0, comma));
    if (comma == std::string::npos || !strike || *strike <= 0.0)
        return Error{Errc::BadInput,
                     fmt::format("--at '{}' is not STRIKE,EXPIRY such as 60000,27FEB26", text.substr(0, 40))};
    const std::string when = text.substr(comma + 1);
    auto expiry = parseExpiryLabel(when);
    if (!expiry)
        expiry = parseIso8601(when);
    if (!expiry)
        return Error{Errc::BadInput, fmt::format("--at: '{}' is neither 27FEB26 nor a time", when.substr(0, 40))};
    return Point{*strike, *expiry};
}

int runAt(const VolSurface& surface, const Options& options)
{
    const auto point = parsePoint(options.at);
    if (!point)
        return fail(point.error());
    const auto vol = surface.vol(point->strike, point->expiry);
    const auto forward = surface.forwardAt(point->expiry);
    if (options.json)
        printJson({{"strike", point->strike},
                   {"expiry", jsonTime(point->expiry)},
                   {"years", yearsBetween(surface.asOf, point->expiry)},
                   {"timeWeights", timeWeightsWords(surface.timeWeights)},
                   {"forward", orNull(forward)},
                   {"vol", orNull(vol)}});
    else
        fmt::print("{} {}: vol {} %, forward {}\n", fixed(point->strike, 2), toIso8601(point->expiry), percent(vol, 4),
                   fixed(forward, 2));
    return vol ? exitDone : exitAnswerIsNo;
}

Result<std::optional<SurfaceComparison>> optionally(Result<SurfaceComparison> comparison)
{
    if (!comparison)
        return comparison.error();
    return std::optional(std::move(*comparison));
}

int run(const Options& options)
{
    const auto market = readSnapshot(options.market);
    if (!market)
        return fail(market.error());
    const auto underlying = chooseUnderlying(**market, options.underlying);
    if (!underlying)
        return fail(underlying.error());
    const auto weights =
        options.timeWeights.empty() ? Result<TimeWeights>(TimeWeights{}) : readTimeWeights(options.timeWeights);
    if (!weights)
        return fail(weights.error());
    auto surface = fitSurface(**market, *underlying, {});
    if (!surface)
        return fail(surface.error());
    surface->timeWeights = *weights;
    if (!options.save.empty() && !surface->empty())
        if (const Status saved = writeSurface(*surface, options.save); !saved)
            return fail(saved.error());
    for (const std::string& warning : surface->dataWarnings)
        warn(*underlying + ": " + warning);
    if (!options.at.empty())
        return runAt(*surface, options);
    const auto compared = options.compare.empty() ? Result<std::optional<SurfaceComparison>>(std::nullopt)
                                                  : optionally(comparedWith(*surface, options.compare));
    if (!compared)
        return fail(compared.error());
    if (options.json) {
        Json document = toJson(**market, *surface);
        document["comparison"] = *compared ? comparisonJson(**compared) : Json(nullptr);
        printJson(document);
    } else {
        printPeople(**market, *surface);
        if (*compared)
            printComparison(**compared);
    }
    return surface->empty() ? exitAnswerIsNo : exitDone;
}

} // namespace

void addSurfaceCommand(CLI::App& app, Command& chosen)
{
    auto* command = app.add_subcommand("surface", "fit the volatility surface and say how well it holds");
    const auto options = std::make_shared<Options>();
    addMarketOptions(*command, options->market);
    command->add_option("--underlying", options->underlying, "e.g. BTC");
    command->add_option("--at", options->at, "evaluate at STRIKE,EXPIRY, e.g. 60000,27FEB26");
    command->add_option("--time-weights", options->timeWeights,
                        "weekends and events between the expiries: JSON {\"weekend\": 0.5, \"events\": [{\"name\", "
                        "\"at\", \"hours\", \"extraDays\"}]}");
    command->add_option("--save", options->save, "write the fitted surface to FILE, to compare later ones with");
    command->add_option(
        "--compare", options->compare,
        "FILE of an earlier surface that --save wrote, or of an earlier market: the change per point, and "
        "what the whole move was made of");
    command->add_flag("--json", options->json, "one JSON document");
    command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

} // namespace ballast
