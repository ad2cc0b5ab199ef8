#include "app/store/policy_json_limits.h"

#include "app/store/scenario_fields.h"

#include <fmt/format.h>

#include <array>
#include <limits>

namespace ballast {
namespace {

constexpr double unbounded = std::numeric_limits<double>::infinity();
constexpr double farthest = std::numeric_limits<double>::max();
constexpr double lowestMove = -0.999;
constexpr double highestMove = 100.0;

template <class T>
void take(T& field, const std::optional<T>& read)
{
    if (read)
        field = *read;
}

template <class T>
struct Word
{
    T value;
    const char* word;
};

constexpr std::array objectives{Word{HedgeObjective::Cost, "cost"}, Word{HedgeObjective::Variance, "variance"},
                                Word{HedgeObjective::Cvar, "cvar"}, Word{HedgeObjective::MeanCvar, "mean-cvar"}};
constexpr std::array deltas{Word{DeltaChoice::BlackScholes, "bs"}, Word{DeltaChoice::Net, "net"},
                            Word{DeltaChoice::StickyMoneyness, "sticky-moneyness"},
                            Word{DeltaChoice::MinVariance, "min-variance"}};
constexpr std::array sources{Word{ScenarioSource::Grid, "grid"}, Word{ScenarioSource::Historical, "historical"},
                             Word{ScenarioSource::FilteredHistorical, "filtered-historical"},
                             Word{ScenarioSource::File, "file"}};
constexpr std::array restrictions{Word{TradeRestriction::None, "none"}, Word{TradeRestriction::CloseOnly, "close-only"},
                                  Word{TradeRestriction::NoNewShorts, "no-new-shorts"}};

template <class Table, class T>
const char* wordOf(const Table& table, T value)
{
    for (const auto& entry : table) {
        if (entry.value == value)
            return entry.word;
    }
    return table.front().word;
}

template <class Table, class T>
void takeWord(const Table& table, T& field, const std::optional<std::string>& read)
{
    for (const auto& entry : table) {
        if (read && *read == entry.word)
            field = entry.value;
    }
}

// Every element of a list of objects.
template <class Read>
void eachObject(JsonFile& file, const JsonFields& parent, std::string_view key,
                const std::vector<std::string_view>& known, Read read)
{
    const Json* list = parent.find(key);
    if (list == nullptr)
        return;
    if (!list->is_array()) {
        parent.wrong(key, "must be a list");
        return;
    }
    for (std::size_t i = 0; i < list->size(); ++i)
        read(JsonFields(file, (*list)[i], fmt::format("{}/{}", parent.pathOf(key), i), known));
}

std::optional<double> needed(const JsonFields& fields, std::string_view key, NumberRange range)
{
    if (fields.find(key) == nullptr)
        fields.wrong("", fmt::format("needs '{}'", key));
    return fields.number(key, range);
}

// The keys of a scenario's shock that change what a book is worth.
std::vector<std::string_view> stressKeys()
{
    std::vector<std::string_view> keys = shockKeys();
    std::erase_if(keys, [](std::string_view key) {
        return key == "underlying" || key == "venueHalted" || key == "spreadMultiple" || key == "depthMultiple";
    });
    for (const char* const key : {"name", "maxLossUsd", "horizonDays", "dynamics"})
        keys.emplace_back(key);
    return keys;
}

std::optional<StressShape> readShape(const JsonFields& one)
{
    StressShape shape;
    shape.shock = readShock(one);
    shape.shock.spot = shape.shock.volPoints = 0.0; // the move has them
    shape.horizonDays = one.number("horizonDays", {0.0, 36500.0}).value_or(0.0);
    if (one.word("dynamics", {"sticky-strike", "sticky-moneyness"}) == "sticky-moneyness")
        shape.dynamics = VolDynamics::StickyMoneyness;
    return shape == StressShape{} ? std::nullopt : std::optional(shape);
}

Json stressJson(const StressMove& move)
{
    Json json = move.shape ? briefShockObject(move.shape->shock) : Json::object();
    json["name"] = move.name;
    json["spot"] = move.spot;
    json["volPoints"] = move.volPoints;
    if (move.shape) {
        json["horizonDays"] = move.shape->horizonDays;
        json["dynamics"] = volDynamicsWord(move.shape->dynamics);
    }
    if (move.maxLossUsd)
        json["maxLossUsd"] = *move.maxLossUsd;
    return json;
}

void readStress(JsonFile& file, const JsonFields& stress, StressLimit& limit)
{
    limit.maxLossUsd = stress.number("maxLossUsd", {0.0, unbounded});
    eachObject(file, stress, "scenarios", stressKeys(), [&](const JsonFields& one) {
        StressMove move;
        move.name = one.text("name").value_or(std::to_string(limit.moves.size() + 1));
        take(move.spot, one.number("spot", {lowestMove, highestMove}));
        take(move.volPoints, one.number("volPoints", {-1000.0, 1000.0}));
        move.shape = readShape(one);
        move.maxLossUsd = one.number("maxLossUsd", {0.0, unbounded});
        limit.moves.push_back(std::move(move));
    });
}

void readHullWhite(const JsonFields& root, HedgePolicy& policy)
{
    const Json* list = root.find("minVariance");
    if (list == nullptr)
        return;
    const bool sound = list->is_array() && list->size() == 3 && (*list)[0].is_number() && (*list)[1].is_number() &&
                       (*list)[2].is_number();
    if (!sound)
        root.wrong("minVariance", "must be three numbers [a, b, c] of Hull and White's delta");
    else
        policy.hullWhite = HullWhiteDelta{(*list)[0].get<double>(), (*list)[1].get<double>(), (*list)[2].get<double>()};
}

} // namespace

const char* objectiveWord(HedgeObjective objective)
{
    return wordOf(objectives, objective);
}

const char* deltaWord(DeltaChoice delta)
{
    return wordOf(deltas, delta);
}

void readRiskPrice(const JsonFields& root, HedgePolicy& policy)
{
    takeWord(objectives, policy.objective, root.word("objective", {"cost", "variance", "cvar", "mean-cvar"}));
    takeWord(deltas, policy.delta, root.word("delta", {"bs", "net", "sticky-moneyness", "min-variance"}));
    take(policy.riskAversion, root.number("riskAversion", {0.0, unbounded}));
    take(policy.horizonDays, root.number("horizonDays", {0.0, 3650.0}));
    if (!(policy.horizonDays > 0.0))
        root.wrong("horizonDays", "must be above 0");
    take(policy.confidence, root.number("confidence", {0.0, 1.0}));
    if (!(policy.confidence > 0.0 && policy.confidence < 1.0))
        root.wrong("confidence", "must lie between 0 and 1, as 0.975 does");
    take(policy.cvarWeight, root.number("cvarWeight", {0.0, unbounded}));
    take(policy.skewStickiness, root.number("skewStickiness", {-10.0, 10.0}));
    readHullWhite(root, policy);
    if (const auto scope = root.word("riskScope", {"underlying", "book"}))
        policy.riskScope = *scope == "book" ? RiskScope::Book : RiskScope::Underlying;
}

void readPnlLimits(JsonFile& file, const JsonFields& root, HedgePolicy& policy)
{
    eachObject(file, root, "upside", {"move", "minPnlUsd"}, [&](const JsonFields& one) {
        policy.upside.push_back({needed(one, "move", {lowestMove, highestMove}).value_or(0.0),
                                 needed(one, "minPnlUsd", {-farthest, farthest}).value_or(0.0)});
    });
    eachObject(file, root, "floor", {"move", "maxLossUsd"}, [&](const JsonFields& one) {
        policy.floor.push_back({needed(one, "move", {lowestMove, highestMove}).value_or(0.0),
                                -needed(one, "maxLossUsd", {-farthest, farthest}).value_or(0.0)});
    });
    readStress(file, root.object("stress", {"maxLossUsd", "scenarios"}), policy.stress);
}

void readPositionRules(const JsonFields& root, HedgePolicy& policy)
{
    const JsonFields limits =
        root.object("limits", {"restriction", "maxPositionCoins", "positions", "venues", "openInterestShare"});
    PositionRules& rules = policy.positions;
    takeWord(restrictions, rules.restriction, limits.word("restriction", {"none", "close-only", "no-new-shorts"}));
    rules.maxCoins = limits.number("maxPositionCoins", {0.0, unbounded});
    rules.openInterestShare = limits.number("openInterestShare", {0.0, 1.0});
    const JsonFields positions = limits.object("positions", {});
    for (const std::string& name : positions.keys()) {
        if (const auto coins = positions.number(name, {0.0, unbounded}))
            rules.instruments.push_back({name, *coins});
    }
    const JsonFields venues = limits.object("venues", {});
    for (const std::string& name : venues.keys()) {
        if (const auto usd = venues.number(name, {0.0, unbounded}))
            rules.venues.push_back({name, *usd});
    }
}

void readRobust(const JsonFields& robust, RobustBox& box)
{
    take(box.volPoints, robust.number("volPoints", {0.0, 100.0}));
    take(box.correlation, robust.number("correlation", {0.0, 1.0}));
    take(box.depthLoss, robust.number("depthLoss", {0.0, 0.99}));
}

void readScenarioChoice(const JsonFields& scenarios, ScenarioChoice& choice)
{
    takeWord(sources, choice.source, scenarios.word("set", {"grid", "historical", "filtered-historical", "file"}));
    take(choice.file, scenarios.text("file"));
    if (const auto count = scenarios.integer("count", 1, 1'000'000))
        choice.count = static_cast<int>(*count);
    take(choice.seed, scenarios.integer("seed", 0, std::numeric_limits<std::int64_t>::max() / 1024));
    if (choice.source == ScenarioSource::File && choice.file.empty())
        scenarios.wrong("file", "must name the CSV file of the scenarios");
}

Json riskPriceJson(const HedgePolicy& policy)
{
    const auto& fitted = policy.hullWhite;
    return {{"objective", objectiveWord(policy.objective)},
            {"delta", deltaWord(policy.delta)},
            {"riskAversion", policy.riskAversion},
            {"horizonDays", policy.horizonDays},
            {"confidence", policy.confidence},
            {"cvarWeight", policy.cvarWeight},
            {"riskScope", policy.riskScope == RiskScope::Book ? "book" : "underlying"},
            {"skewStickiness", policy.skewStickiness},
            {"minVariance", fitted ? Json::array({fitted->a, fitted->b, fitted->c}) : Json(nullptr)}};
}

Json pnlLimitsJson(const HedgePolicy& policy)
{
    Json json{{"upside", Json::array()}, {"floor", Json::array()}};
    for (const PnlAtMove& one : policy.upside)
        json["upside"].push_back({{"move", one.move}, {"minPnlUsd", one.leastPnlUsd}});
    for (const PnlAtMove& one : policy.floor)
        json["floor"].push_back({{"move", one.move}, {"maxLossUsd", -one.leastPnlUsd}});
    Json scenarios = Json::array();
    for (const StressMove& one : policy.stress.moves)
        scenarios.push_back(stressJson(one));
    const auto& most = policy.stress.maxLossUsd;
    json["stress"] = {{"maxLossUsd", most ? Json(*most) : Json(nullptr)}, {"scenarios", scenarios}};
    return json;
}

Json positionRulesJson(const PositionRules& rules)
{
    Json positions = Json::object();
    for (const PositionLimit& limit : rules.instruments)
        positions[limit.instrument] = limit.maxCoins;
    Json venues = Json::object();
    for (const VenueLimit& limit : rules.venues)
        venues[limit.venue] = limit.maxNotionalUsd;
    const auto orNull = [](const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); };
    return {{"restriction", wordOf(restrictions, rules.restriction)},
            {"maxPositionCoins", orNull(rules.maxCoins)},
            {"positions", positions},
            {"venues", venues},
            {"openInterestShare", orNull(rules.openInterestShare)}};
}

Json robustJson(const RobustBox& box)
{
    return {{"volPoints", box.volPoints}, {"correlation", box.correlation}, {"depthLoss", box.depthLoss}};
}

Json scenarioChoiceJson(const ScenarioChoice& choice)
{
    return {
        {"set", wordOf(sources, choice.source)}, {"file", choice.file}, {"count", choice.count}, {"seed", choice.seed}};
}

} // namespace ballast
