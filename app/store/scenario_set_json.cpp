#include "app/store/scenario_set_json.h"

#include "app/store/json_fields.h"
#include "app/store/scenario_fields.h"
#include "app/store/whatif_fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace ballast {
namespace {

constexpr double mostNodes = 1e15; // ids stay exact in a double

std::uint64_t readId(const JsonFields& fields, std::string_view key)
{
    const auto value = fields.integer(key, 0, static_cast<std::int64_t>(mostNodes));
    return value ? static_cast<std::uint64_t>(*value) : 0;
}

ScenarioNode readNode(JsonFile& file, const Json& value, const std::string& path)
{
    const JsonFields fields(file, value, path,
                            {"id", "parent", "name", "folder", "scenario", "origin", "follow", "source"});
    ScenarioNode node;
    node.id = {readId(fields, "id")};
    node.parent = {readId(fields, "parent")};
    node.name = fields.text("name").value_or(std::string());
    node.source = fields.text("source").value_or(std::string());
    const auto origin = fields.word("origin", {"own", "episode", "template"});
    if (origin == "episode")
        node.origin = ScenarioOrigin::Episode;
    if (origin == "template")
        node.origin = ScenarioOrigin::Template;
    if (fields.boolean("follow").value_or(false))
        node.follow = OthersFollow::ConditionalExpectation;
    const bool folder = fields.boolean("folder").value_or(false);
    if (fields.find("scenario") != nullptr) {
        const JsonFields scenario = fields.object("scenario", scenarioKeys());
        node.scenario = readScenarioObject(file, scenario, path + "/scenario");
        node.scenario->name = node.name;
    }
    if (folder == node.scenario.has_value())
        fields.wrong("scenario", folder ? "cannot stand in a folder, take one of the two away"
                                        : "is missing, or say \"folder\": true");
    return node;
}

// What the operations on sets rely on: own ids, parents that are folders and come first, children together.
std::string treeFault(const ScenarioSet& set)
{
    std::set<ScenarioNodeId> ids;
    for (const ScenarioNode& node : set.nodes) {
        if (node.id.value == 0 || node.id.value >= set.nextId || !ids.insert(node.id).second)
            return fmt::format("the id of '{}' is 0 or there twice", node.name);
        const ScenarioNode* parent = set.find(node.parent);
        if (node.parent.value != 0 && (!ids.contains(node.parent) || !parent || !parent->isFolder()))
            return fmt::format("'{}' has no folder above it", node.name);
        if (node.name.empty())
            return "a node has no name";
    }
    return {};
}

Json nodeJson(const ScenarioNode& node)
{
    Json json{{"id", node.id.value}, {"parent", node.parent.value}, {"name", node.name}};
    if (node.isFolder())
        json["folder"] = true;
    else
        json["scenario"] = scenarioObject(*node.scenario);
    json["origin"] = scenarioOriginWord(node.origin);
    json["follow"] = node.follow == OthersFollow::ConditionalExpectation;
    json["source"] = node.source;
    return json;
}

ScenarioSet aloneIn(Scenario scenario)
{
    ScenarioSet set;
    set.name = scenario.name.empty() ? "Scenario" : scenario.name;
    ScenarioNode node;
    node.id = {set.nextId++};
    node.name = set.name;
    scenario.name = node.name;
    node.scenario = std::move(scenario);
    set.nodes.push_back(std::move(node));
    return set;
}

void readNodes(JsonFile& json, const JsonFields& root, ScenarioSet& set)
{
    const Json* nodes = root.find("nodes");
    if (!nodes || !nodes->is_array()) {
        root.wrong("nodes", "must be a list of scenarios and folders");
        return;
    }
    for (std::size_t i = 0; i < nodes->size(); ++i) {
        set.nodes.push_back(readNode(json, (*nodes)[i], fmt::format("nodes/{}", i)));
        set.nextId = std::max(set.nextId, set.nodes.back().id.value + 1);
    }
    if (const std::string fault = treeFault(set); !fault.empty() && !json.error)
        root.wrong("nodes", fault);
}

} // namespace

Result<ScenarioSet> parseScenarioSetJson(std::string_view text, std::string_view fileName)
{
    const auto file = parseJsonFile(text, fileName);
    if (!file)
        return file.error();
    JsonFile& json = **file;
    ScenarioSet set;
    if (json.root.is_object() && !json.root.contains("nodes")) {
        set = aloneIn(readScenarioObject(json, {json, json.root, {}, scenarioKeys()}, {}));
    } else {
        const JsonFields root(json, json.root, {}, {"name", "nodes", "nextId"});
        set.name = root.text("name").value_or(std::string());
        set.nextId = std::max<std::uint64_t>(readId(root, "nextId"), 1);
        readNodes(json, root, set);
    }
    if (json.error)
        return *json.error;
    return set;
}

std::string scenarioSetJson(const ScenarioSet& set)
{
    Json json{{"name", set.name}, {"nextId", set.nextId}, {"nodes", Json::array()}};
    for (const ScenarioNode& node : set.nodes)
        json["nodes"].push_back(nodeJson(node));
    return json.dump(1) + '\n';
}

Result<WhatIfBook> parseWhatIfBookJson(std::string_view text, std::string_view fileName)
{
    const auto file = parseJsonFile(text, fileName);
    if (!file)
        return file.error();
    JsonFile& json = **file;
    auto keys = whatIfKeys();
    keys.push_back("base");
    const JsonFields root(json, json.root, {}, keys);
    WhatIfBook book = readWhatIf(json, root);
    if (root.find("base") == nullptr)
        root.wrong("base", "is missing: a what-if book needs the book it was branched from");
    else
        book.base = readBase(json, root.object("base", {"name", "positions"}), "base");
    if (json.error)
        return *json.error;
    // A file made by hand may change lines that its base does not have.
    return withBase(book, book.base).book;
}

std::string whatIfBookJson(const WhatIfBook& book)
{
    Json json = whatIfObject(book);
    json["base"] = baseObject(*book.base);
    return json.dump(1) + '\n';
}

} // namespace ballast
