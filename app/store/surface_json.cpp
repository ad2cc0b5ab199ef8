#include "app/store/surface_json.h"

#include "app/store/json_fields.h"
#include "app/store/text_file.h"
#include "models/market/calendar.h"

#include <fmt/format.h>

#include <cmath>

namespace ballast {
namespace {

constexpr std::size_t fileLimit = 1'000'000;
constexpr std::size_t mostSlices = 200;
constexpr std::size_t longestName = 32;
constexpr double greatestForward = 1e12; // USD
constexpr double greatestYears = 30.0;

double needed(const JsonFields& fields, std::string_view key, NumberRange range)
{
    if (fields.find(key) == nullptr)
        fields.wrong("", fmt::format("needs '{}'", key));
    return fields.number(key, range).value_or(0.0);
}

Timestamp neededTime(const JsonFields& fields, std::string_view key)
{
    const auto text = fields.text(key);
    if (!text) {
        fields.wrong("", fmt::format("needs '{}'", key));
        return {};
    }
    const auto time = parseIso8601(*text);
    if (!time)
        fields.wrong(key, "is no time such as \"2026-02-05T04:29:00Z\"");
    return time ? *time : Timestamp{};
}

std::optional<double> volAtDelta(const SviSlice& slice, OptionType type)
{
    const auto strike = strikeAtDelta(slice, type, 0.25);
    return strike ? std::optional(slice.volAtStrike(*strike)) : std::nullopt;
}

// What follows from the parameters.
void measure(SviSlice& slice)
{
    slice.atmVol = slice.volAtK(0.0);
    const auto put = volAtDelta(slice, OptionType::Put);
    const auto call = volAtDelta(slice, OptionType::Call);
    if (!put || !call)
        return;
    slice.skew25d = *put - *call;
    slice.butterfly25d = 0.5 * (*put + *call) - slice.atmVol;
}

SviSlice sliceOf(const JsonFields& fields, Timestamp asOf)
{
    SviSlice slice;
    slice.expiry = neededTime(fields, "expiry");
    slice.years = yearsBetween(asOf, slice.expiry);
    slice.forward = needed(fields, "forward", {1e-9, greatestForward});
    slice.params = {needed(fields, "a", {-100.0, 100.0}), needed(fields, "b", {0.0, 100.0}),
                    needed(fields, "rho", {-1.0, 1.0}), needed(fields, "m", {-50.0, 50.0}),
                    needed(fields, "sigma", {1e-9, 100.0})};
    slice.points = static_cast<int>(fields.integer("points", 0, 1'000'000).value_or(0));
    slice.rmseVolPoints = fields.number("rmseVolPoints", {0.0, 1e6}).value_or(0.0);
    slice.insideBidAsk = fields.number("insideBidAsk", {0.0, 1.0}).value_or(0.0);
    slice.minButterfly = fields.number("minButterfly", {-1e9, 1e9}).value_or(0.0);
    const SviParams& p = slice.params;
    if (slice.years <= 0.0 || slice.years > greatestYears)
        fields.wrong("expiry", fmt::format("must lie after 'asOf' and within {} years", greatestYears));
    else if (p.a + p.b * p.sigma * std::sqrt(1.0 - p.rho * p.rho) < 0.0)
        fields.wrong("a", "gives a negative variance at the smile's lowest point");
    else
        measure(slice);
    return slice;
}

void readSlices(JsonFile& file, const JsonFields& root, VolSurface& surface)
{
    const Json* const list = root.find("slices");
    if (list == nullptr || !list->is_array() || list->empty() || list->size() > mostSlices) {
        root.wrong("slices", fmt::format("must be a list of 1 to {} slices", mostSlices));
        return;
    }
    for (std::size_t i = 0; i < list->size() && !file.error; ++i) {
        const JsonFields fields(file, (*list)[i], fmt::format("{}/{}", root.pathOf("slices"), i),
                                {"expiry", "forward", "a", "b", "rho", "m", "sigma", "points", "rmseVolPoints",
                                 "insideBidAsk", "minButterfly"});
        SviSlice slice = sliceOf(fields, surface.asOf);
        if (!surface.slices.empty() && slice.expiry <= surface.slices.back().expiry)
            fields.wrong("expiry", "must be later than that of the slice before");
        surface.forwards.push_back({slice.expiry, slice.years, slice.forward, ForwardSource::Venue});
        surface.slices.push_back(std::move(slice));
    }
}

} // namespace

Result<VolSurface> readSurface(const std::filesystem::path& file)
{
    const auto text = readTextFile(file, fileLimit);
    if (!text)
        return text.error();
    return parseSurface(*text, file.string());
}

Result<VolSurface> parseSurface(std::string_view text, std::string_view fileName)
{
    const auto file = parseJsonFile(text, fileName);
    if (!file)
        return file.error();
    JsonFile& json = **file;
    const JsonFields root(json, json.root, {},
                          {"ballastSurface", "underlying", "asOf", "method", "minCalendar", "slices"});
    VolSurface surface;
    const auto version = root.integer("ballastSurface", 1, 1'000'000);
    if (!version)
        root.wrong("", "is no saved surface: 'ballastSurface' is missing");
    else if (*version != surfaceFileVersion)
        root.wrong("ballastSurface", fmt::format("is version {}, this program reads {}", *version, surfaceFileVersion),
                   Errc::Unsupported);
    surface.underlying = root.text("underlying").value_or(std::string());
    if (surface.underlying.empty() || surface.underlying.size() > longestName)
        root.wrong("underlying", "must be a name such as \"BTC\"");
    surface.asOf = neededTime(root, "asOf");
    surface.method = root.text("method").value_or(std::string());
    surface.minCalendar = root.number("minCalendar", {-1e9, 1e9}).value_or(0.0);
    if (!json.error)
        readSlices(json, root, surface);
    if (json.error)
        return *json.error;
    return surface;
}

std::string surfaceJson(const VolSurface& surface)
{
    Json json{{"ballastSurface", surfaceFileVersion}, {"underlying", surface.underlying},
              {"asOf", toIso8601(surface.asOf)},      {"method", surface.method},
              {"minCalendar", surface.minCalendar},   {"slices", Json::array()}};
    for (const SviSlice& slice : surface.slices)
        json["slices"].push_back({{"expiry", toIso8601(slice.expiry)},
                                  {"forward", slice.forward},
                                  {"a", slice.params.a},
                                  {"b", slice.params.b},
                                  {"rho", slice.params.rho},
                                  {"m", slice.params.m},
                                  {"sigma", slice.params.sigma},
                                  {"points", slice.points},
                                  {"rmseVolPoints", slice.rmseVolPoints},
                                  {"insideBidAsk", slice.insideBidAsk},
                                  {"minButterfly", slice.minButterfly}});
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

Status writeSurface(const VolSurface& surface, const std::filesystem::path& file)
{
    return writeTextFile(file, surfaceJson(surface));
}

} // namespace ballast
