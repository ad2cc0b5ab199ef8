#include "app/cli/surface_comparison.h"

#include "app/cli/market_input.h"
#include "app/store/surface_json.h"
#include "models/market/instrument_name.h"
#include "models/surface/surface_fit.h"

#include <fmt/format.h>

#include <cmath>
#include <memory>

namespace ballast {
namespace {

Json pointsOrNull(std::optional<double> vol)
{
    return vol ? Json(100.0 * *vol) : Json(nullptr);
}

std::optional<double> points(std::optional<double> vol)
{
    return vol ? std::optional(100.0 * *vol) : std::nullopt;
}

std::string placeName(double place)
{
    if (place == 0.5)
        return "ATM";
    const bool put = place < 0.5;
    return fmt::format("{}{}", std::lround(100.0 * (put ? place : 1.0 - place)), put ? 'P' : 'C');
}

Result<VolSurface> fittedTo(const std::string& file, const std::string& underlying)
{
    MarketArguments arguments;
    arguments.files = {file};
    const auto market = readSnapshot(arguments);
    if (!market)
        return market.error();
    return fitSurface(**market, underlying, {});
}

Json splitJson(const std::optional<SurfaceMove>& move)
{
    if (!move)
        return nullptr;
    return {{"level", move->level},
            {"skew", move->skew},
            {"curvature", move->curvature},
            {"term", move->term},
            {"unexplained", move->unexplained}};
}

} // namespace

Result<SurfaceComparison> comparedWith(const VolSurface& now, const std::string& earlier)
{
    auto before = readSurface(earlier);
    if (!before) {
        auto fitted = fittedTo(earlier, now.underlying);
        if (!fitted)
            return Error{Errc::BadInput, fmt::format("--compare: neither a saved surface ({}) nor a market ({})",
                                                     before.error().message, fitted.error().message)};
        before = std::move(fitted);
    }
    if (before->underlying != now.underlying)
        return Error{Errc::BadInput,
                     fmt::format("--compare: the surface is of {}, not of {}", before->underlying, now.underlying)};
    auto kept = std::make_shared<const VolSurface>(std::move(*before));
    auto move = surfaceMove(now, *kept);
    auto reference = std::make_shared<const SurfaceReference>(SurfaceReference{std::move(kept), nullptr, earlier});
    return SurfaceComparison{surfaceChange(now, std::move(reference)), std::move(move)};
}

Json comparisonJson(const SurfaceComparison& comparison)
{
    const SurfaceChange& change = comparison.change;
    Json json{{"asOf", jsonTime(change.earlier->surface->asOf)},
              {"splitVolPoints", splitJson(comparison.move)},
              {"termVolPoints", pointsOrNull(change.term)},
              {"places", Json::array()},
              {"slices", Json::array()}};
    for (const double place : change.places)
        json["places"].push_back(placeName(place));
    for (const SmileMove& smile : change.smiles) {
        Json row{{"expiry", jsonTime(smile.expiry)},
                 {"wasFitted", smile.wasFitted},
                 {"levelVolPoints", pointsOrNull(smile.level)},
                 {"skewVolPoints", pointsOrNull(smile.skew)},
                 {"curvatureVolPoints", pointsOrNull(smile.curvature)},
                 {"volPoints", Json::array()}};
        for (const auto& vol : smile.vols)
            row["volPoints"].push_back(pointsOrNull(vol));
        json["slices"].push_back(std::move(row));
    }
    return json;
}

void printComparison(const SurfaceComparison& comparison)
{
    const SurfaceChange& change = comparison.change;
    fmt::print("change since {}, vol points at the same delta; skew 25d put less call\n",
               toIso8601(change.earlier->surface->asOf));
    std::vector<TextTable::Column> columns{{"expiry", TextTable::Align::Left}};
    for (const double place : change.places)
        columns.push_back({placeName(place)});
    for (const char* const part : {"level", "skew", "curvature"})
        columns.push_back({part});
    TextTable table(columns);
    for (const SmileMove& smile : change.smiles) {
        std::vector<std::string> row{expiryLabel(smile.expiry)};
        for (const auto& vol : smile.vols)
            row.push_back(signedFixed(points(vol), 1));
        for (const auto& part : {smile.level, smile.skew, smile.curvature})
            row.push_back(signedFixed(points(part), 1));
        table.addRow(row);
    }
    table.print();
    if (comparison.move)
        fmt::print("the whole move: level {}, skew {}, curvature {}, term {} per unit of ln T, {} left over (rms)\n",
                   signedFixed(comparison.move->level, 2), signedFixed(comparison.move->skew, 2),
                   signedFixed(comparison.move->curvature, 2), signedFixed(comparison.move->term, 2),
                   fixed(comparison.move->unexplained, 2));
    else
        fmt::print("no expiry in common\n");
}

} // namespace ballast
