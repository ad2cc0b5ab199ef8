#pragma once

#include "models/core/result.h"
#include "models/risk/scenario.h"
#include "models/risk/shock_field.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ballast {

struct ScenarioNodeId
{
    std::uint64_t value = 0; // 0: the root, which holds everything
    auto operator<=>(const ScenarioNodeId&) const = default;
};

enum class ScenarioOrigin
{
    Own,
    Episode, // measured: stress_episodes.h
    Template // stress loops and the like
};

// Whether the factors that a scenario leaves still follow those that it moves (scenario_propagation.h).
enum class OthersFollow
{
    No,
    ConditionalExpectation
};

// A folder, or a scenario with its switches.
struct ScenarioNode
{
    ScenarioNodeId id;
    ScenarioNodeId parent;
    std::string name;
    std::optional<Scenario> scenario; // nullopt: a folder. Its name is the node's
    ScenarioOrigin origin = ScenarioOrigin::Own;
    OthersFollow follow = OthersFollow::No;
    std::string source; // of the numbers: "Binance spot, hourly"; empty: the trader's own
    [[nodiscard]] bool isFolder() const { return !scenario.has_value(); }
    bool operator==(const ScenarioNode&) const = default;
};

// A tree of scenarios as a value: nodes in the order of the screen, each after its parent, children of one parent
// together. Every operation gives a new set.
struct ScenarioSet
{
    std::string name;
    std::vector<ScenarioNode> nodes;
    std::uint64_t nextId = 1;

    [[nodiscard]] const ScenarioNode* find(ScenarioNodeId id) const; // null: no such node
    [[nodiscard]] std::vector<ScenarioNodeId> childrenOf(ScenarioNodeId parent) const;
    bool operator==(const ScenarioSet&) const = default;
};

struct AddedNode
{
    ScenarioSet set;
    ScenarioNodeId id;
};

// NotFound: no such node. BadInput, worded for the cell: a name that is empty, too long or taken in its folder; a
// parent that is a scenario; a move into itself; a value that checkShockValue refuses.
[[nodiscard]] Result<AddedNode> withFolder(const ScenarioSet& set, ScenarioNodeId parent, std::string name);
[[nodiscard]] Result<AddedNode> withScenario(const ScenarioSet& set, ScenarioNodeId parent, ScenarioNode node);
[[nodiscard]] Result<AddedNode> withDuplicate(const ScenarioSet& set, ScenarioNodeId id); // beside it, "... copy"
[[nodiscard]] Result<ScenarioSet> withNodeName(const ScenarioSet& set, ScenarioNodeId id, std::string name);
[[nodiscard]] Result<ScenarioSet> withoutNode(const ScenarioSet& set, ScenarioNodeId id); // with all below it
// To `place` among the children of `parent`; beyond the end is the end.
[[nodiscard]] Result<ScenarioSet> movedNode(const ScenarioSet& set, ScenarioNodeId id, ScenarioNodeId parent,
                                            std::size_t place);

// `underlying` empty: the shock on every underlying without one of its own. A shock that is missing is added neutral.
[[nodiscard]] Result<ScenarioSet> withShockField(const ScenarioSet& set, ScenarioNodeId id, std::string_view underlying,
                                                 ShockField field, double value);
[[nodiscard]] Result<ScenarioSet> withPeg(const ScenarioSet& set, ScenarioNodeId id, std::string_view underlying,
                                          std::string_view coin, double priceUsd); // 1 takes the peg away
[[nodiscard]] Result<ScenarioSet> withVenueHalted(const ScenarioSet& set, ScenarioNodeId id,
                                                  std::string_view underlying, std::string_view venue, bool halted);
[[nodiscard]] Result<ScenarioSet> withPath(const ScenarioSet& set, ScenarioNodeId id, std::string_view underlying,
                                           std::vector<PathPoint> path);
[[nodiscard]] Result<ScenarioSet> withoutShock(const ScenarioSet& set, ScenarioNodeId id, std::string_view underlying);
[[nodiscard]] Result<ScenarioSet> withHorizon(const ScenarioSet& set, ScenarioNodeId id, double days);
[[nodiscard]] Result<ScenarioSet> withDynamics(const ScenarioSet& set, ScenarioNodeId id, VolDynamics dynamics);
[[nodiscard]] Result<ScenarioSet> withFollow(const ScenarioSet& set, ScenarioNodeId id, OthersFollow follow);
// The whole scenario at once (import, a drag of two fields on the map). The node keeps its name.
[[nodiscard]] Result<ScenarioSet> withWholeScenario(const ScenarioSet& set, ScenarioNodeId id, Scenario scenario);

// Folders "Own" (three starting points), "Measured episodes" (stress_episodes.h, at once, sources named) and
// "Templates".
[[nodiscard]] ScenarioSet standardScenarioSet();

[[nodiscard]] const char* scenarioOriginWord(ScenarioOrigin origin); // "own", "episode", "template"

} // namespace ballast
