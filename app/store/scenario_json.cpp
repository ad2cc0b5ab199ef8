#include "app/store/scenario_json.h"

#include "app/store/json_fields.h"
#include "app/store/scenario_fields.h"
#include "app/store/text_file.h"
#include "models/risk/shock_field.h"

#include <fmt/format.h>

#include <algorithm>

namespace ballast {
namespace {

constexpr std::size_t fileLimit = 1'000'000;

void readPath(const JsonFields& fields, UnderlyingShock& shock)
{
    const Json* list = fields.find("path");
    if (list == nullptr)
        return;
    const auto isPoint = [](const Json& p) {
        return p.is_array() && p.size() == 2 && p[0].is_number() && p[1].is_number();
    };
    if (!list->is_array() || !std::ranges::all_of(*list, isPoint)) {
        fields.wrong("path", "must be a list of [days, return]");
        return;
    }
    for (const Json& point : *list) {
        shock.path.push_back({point[0].get<double>(), point[1].get<double>()});
        const bool rising = shock.path.size() < 2 || shock.path[shock.path.size() - 2].days < shock.path.back().days;
        if (shock.path.back().spot <= -1.0 || shock.path.back().days < 0.0 || !rising) {
            fields.wrong("path", "needs rising days from 0 and returns above -1");
            return;
        }
    }
}

void readShocks(JsonFile& file, const JsonFields& root, const std::string& path, Scenario& scenario)
{
    const Json* list = root.find("shocks");
    if (list == nullptr)
        return;
    if (!list->is_array()) {
        root.wrong("shocks", "must be a list");
        return;
    }
    for (std::size_t i = 0; i < list->size(); ++i) {
        const JsonFields fields(file, (*list)[i], fmt::format("{}shocks/{}", path.empty() ? "" : path + "/", i),
                                shockKeys());
        const UnderlyingShock shock = readShock(fields);
        if (std::ranges::find(scenario.shocks, shock.underlying, &UnderlyingShock::underlying) != scenario.shocks.end())
            fields.wrong("underlying", shock.underlying.empty() ? "is left out twice, name it"
                                                                : "is shocked twice, put both into one shock");
        scenario.shocks.push_back(shock);
    }
}

Json shockJson(const UnderlyingShock& shock)
{
    Json json;
    if (!shock.underlying.empty())
        json["underlying"] = shock.underlying;
    for (const ShockFieldSpec& spec : shockFields())
        json[spec.key] = shock.*spec.member;
    json["stablecoin"] = Json::object();
    for (const StablecoinPeg& peg : shock.stablecoins)
        json["stablecoin"][peg.coin] = peg.priceUsd;
    json["venueHalted"] = shock.venuesHalted;
    json["path"] = Json::array();
    for (const PathPoint& point : shock.path)
        json["path"].push_back({point.days, point.spot});
    return json;
}

} // namespace

std::vector<std::string_view> shockKeys()
{
    std::vector<std::string_view> keys{"underlying", "stablecoin", "venueHalted", "path"};
    for (const ShockFieldSpec& spec : shockFields())
        keys.push_back(spec.key);
    return keys;
}

UnderlyingShock readShock(const JsonFields& fields)
{
    UnderlyingShock shock;
    shock.underlying = fields.text("underlying").value_or(std::string());
    if (shock.underlying.size() > 16)
        fields.wrong("underlying", "must name a coin such as \"BTC\"");
    for (const ShockFieldSpec& spec : shockFields()) {
        if (const auto read = fields.number(spec.key, {spec.lowest, spec.highest}))
            shock.*spec.member = *read;
    }
    const JsonFields pegs = fields.object("stablecoin", {});
    for (const std::string& coin : pegs.keys()) {
        if (const auto price = pegs.number(coin, {1e-6, 100.0}))
            shock.stablecoins.push_back({coin, *price});
    }
    shock.venuesHalted = fields.texts("venueHalted").value_or(std::vector<std::string>());
    readPath(fields, shock);
    return shock;
}

Json briefShockObject(const UnderlyingShock& shock)
{
    Json json = shockJson(shock);
    for (const ShockFieldSpec& spec : shockFields()) {
        if (shock.*spec.member == spec.neutral)
            json.erase(spec.key);
    }
    for (const char* const list : {"stablecoin", "venueHalted", "path"}) {
        if (json[list].empty())
            json.erase(list);
    }
    return json;
}

Result<Scenario> readScenarioJson(const std::filesystem::path& file)
{
    const auto text = readTextFile(file, fileLimit);
    if (!text)
        return text.error();
    return parseScenarioJson(*text, file.string());
}

Result<Scenario> parseScenarioJson(std::string_view text, std::string_view fileName)
{
    const auto file = parseJsonFile(text, fileName);
    if (!file)
        return file.error();
    JsonFile& json = **file;
    const Scenario scenario = readScenarioObject(json, {json, json.root, {}, scenarioKeys()}, {});
    if (json.error)
        return *json.error;
    return scenario;
}

std::string scenarioJson(const Scenario& scenario)
{
    return scenarioObject(scenario).dump(2) + '\n';
}

const std::vector<std::string_view>& scenarioKeys()
{
    static const std::vector<std::string_view> keys{"name", "horizonDays", "dynamics", "shocks"};
    return keys;
}

Scenario readScenarioObject(JsonFile& file, const JsonFields& root, const std::string& path)
{
    Scenario scenario;
    scenario.name = root.text("name").value_or(std::string());
    scenario.horizonDays = root.number("horizonDays", {0.0, 36500.0}).value_or(0.0);
    if (root.word("dynamics", {"sticky-strike", "sticky-moneyness"}) == "sticky-moneyness")
        scenario.dynamics = VolDynamics::StickyMoneyness;
    readShocks(file, root, path, scenario);
    return scenario;
}

Json scenarioObject(const Scenario& scenario)
{
    Json json{{"name", scenario.name},
              {"horizonDays", scenario.horizonDays},
              {"dynamics", volDynamicsWord(scenario.dynamics)},
              {"shocks", Json::array()}};
    for (const UnderlyingShock& shock : scenario.shocks)
        json["shocks"].push_back(shockJson(shock));
    return json;
}

Status writeScenarioJson(const Scenario& scenario, const std::filesystem::path& file)
{
    return writeTextFile(file, scenarioJson(scenario));
}

} // namespace ballast
