#include "app/store/scenario_json.h"

#include "app/store/json_fields.h"
#include "app/store/text_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

namespace ballast {
namespace {

constexpr std::size_t fileLimit = 1'000'000;
constexpr double unbounded = std::numeric_limits<double>::infinity();
constexpr double leastReturn = -0.999999; // a price stays above zero

// Where a number of a shock stands, and what it may be.
struct ShockNumber
{
    std::string_view key;
    double UnderlyingShock::*field;
    NumberRange range;
};

const std::array<ShockNumber, 12> shockNumbers{
    {{"spot", &UnderlyingShock::spot, {leastReturn, 100.0}},
     {"volPoints", &UnderlyingShock::volPoints, {-1000.0, 1000.0}},
     {"volRelative", &UnderlyingShock::volRelative, {-1.0, 100.0}},
     {"skew25d", &UnderlyingShock::skew25d, {-1000.0, 1000.0}},
     {"curvature25d", &UnderlyingShock::curvature25d, {-1000.0, 1000.0}},
     {"termPower", &UnderlyingShock::termPower, {-2.0, 2.0}},
     {"rate", &UnderlyingShock::rate, {-10.0, 10.0}},
     {"funding", &UnderlyingShock::funding, {-1.0, 1.0}},
     {"basis", &UnderlyingShock::basis, {leastReturn, 100.0}},
     {"spreadMultiple", &UnderlyingShock::spreadMultiple, {0.0, 1e6}},
     {"depthMultiple", &UnderlyingShock::depthMultiple, {0.0, 1e6}},
     {"oracleDelaySeconds", &UnderlyingShock::oracleDelaySeconds, {0.0, 1e7}}}};

std::vector<std::string_view> shockKeys()
{
    std::vector<std::string_view> keys{"underlying", "stablecoin", "venueHalted", "path"};
    for (const ShockNumber& number : shockNumbers)
        keys.push_back(number.key);
    return keys;
}

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
        if (shock.path.back().spot < leastReturn || shock.path.back().days < 0.0 || !rising) {
            fields.wrong("path", "needs rising days from 0 and returns above -1");
            return;
        }
    }
}

UnderlyingShock readShock(const JsonFields& fields)
{
    UnderlyingShock shock;
    shock.underlying = fields.text("underlying").value_or(std::string());
    if (shock.underlying.size() > 16)
        fields.wrong("underlying", "must name a coin such as \"BTC\"");
    for (const ShockNumber& number : shockNumbers) {
        if (const auto read = fields.number(number.key, number.range))
            shock.*number.field = *read;
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

void readShocks(JsonFile& file, const JsonFields& root, Scenario& scenario)
{
    const Json* list = root.find("shocks");
    if (list == nullptr)
        return;
    if (!list->is_array()) {
        root.wrong("shocks", "must be a list");
        return;
    }
    for (std::size_t i = 0; i < list->size(); ++i) {
        const JsonFields fields(file, (*list)[i], fmt::format("shocks/{}", i), shockKeys());
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
    for (const ShockNumber& number : shockNumbers)
        json[std::string(number.key)] = shock.*number.field;
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
    Scenario scenario;
    const JsonFields root(json, json.root, {}, {"name", "horizonDays", "dynamics", "shocks"});
    scenario.name = root.text("name").value_or(std::string());
    scenario.horizonDays = root.number("horizonDays", {0.0, 36500.0}).value_or(0.0);
    if (root.word("dynamics", {"sticky-strike", "sticky-moneyness"}) == "sticky-moneyness")
        scenario.dynamics = VolDynamics::StickyMoneyness;
    readShocks(json, root, scenario);
    if (json.error)
        return *json.error;
    return scenario;
}

std::string scenarioJson(const Scenario& scenario)
{
    Json json{{"name", scenario.name},
              {"horizonDays", scenario.horizonDays},
              {"dynamics", volDynamicsWord(scenario.dynamics)},
              {"shocks", Json::array()}};
    for (const UnderlyingShock& shock : scenario.shocks)
        json["shocks"].push_back(shockJson(shock));
    return json.dump(2) + '\n';
}

Status writeScenarioJson(const Scenario& scenario, const std::filesystem::path& file)
{
    return writeTextFile(file, scenarioJson(scenario));
}

} // namespace ballast
