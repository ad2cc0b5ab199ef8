#include "app/store/time_weights_json.h"

#include "app/store/text_file.h"
#include "app/store/time_weights_fields.h"

#include <fmt/format.h>

namespace ballast {
namespace {

constexpr std::size_t fileLimit = 1'000'000;

EventWeight eventOf(const JsonFields& fields)
{
    EventWeight event;
    event.name = fields.text("name").value_or(std::string());
    const auto at = fields.text("at");
    const auto time = at ? parseIso8601(*at) : Result<Timestamp>(Error{});
    if (!at)
        fields.wrong("", "needs 'at', the event's start such as \"2026-03-18T18:00:00Z\"");
    else if (!time)
        fields.wrong("at", "is no time such as \"2026-03-18T18:00:00Z\"");
    else
        event.at = *time;
    event.hours = fields.number("hours", {0.0, greatestEventHours}).value_or(0.0);
    if (fields.find("extraDays") == nullptr)
        fields.wrong("", "needs 'extraDays', the event's variance in ordinary days");
    event.extraDays = fields.number("extraDays", {0.0, greatestEventDays}).value_or(0.0);
    if (const Status checked = checkEvent(event); !checked)
        fields.wrong("", checked.error().message);
    return event;
}

} // namespace

TimeWeights timeWeightsOf(JsonFile& file, const JsonFields& fields)
{
    TimeWeights weights;
    weights.weekend = fields.number("weekend", {0.0, greatestWeekendWeight}).value_or(weights.weekend);
    const Json* const events = fields.find("events");
    if (events == nullptr)
        return weights;
    if (!events->is_array() || events->size() > mostEvents) {
        fields.wrong("events", fmt::format("must be a list of at most {} events", mostEvents));
        return weights;
    }
    for (std::size_t i = 0; i < events->size(); ++i)
        weights.events.push_back(
            eventOf(JsonFields(file, (*events)[i], fmt::format("{}/{}", fields.pathOf("events"), i),
                               {"name", "at", "hours", "extraDays"})));
    return weights;
}

Json toJson(const TimeWeights& weights)
{
    Json json{{"weekend", weights.weekend}, {"events", Json::array()}};
    for (const EventWeight& event : weights.events)
        json["events"].push_back({{"name", event.name},
                                  {"at", toIso8601(event.at)},
                                  {"hours", event.hours},
                                  {"extraDays", event.extraDays}});
    return json;
}

Result<TimeWeights> readTimeWeights(const std::filesystem::path& file)
{
    const auto text = readTextFile(file, fileLimit);
    if (!text)
        return text.error();
    return parseTimeWeights(*text, file.string());
}

Result<TimeWeights> parseTimeWeights(std::string_view text, std::string_view fileName)
{
    const auto file = parseJsonFile(text, fileName);
    if (!file)
        return file.error();
    JsonFile& json = **file;
    const TimeWeights weights = timeWeightsOf(json, JsonFields(json, json.root, {}, timeWeightKeys));
    if (json.error)
        return *json.error;
    return weights;
}

std::string timeWeightsJson(const TimeWeights& weights)
{
    return toJson(weights).dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

} // namespace ballast
