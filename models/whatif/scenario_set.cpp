#include "models/whatif/scenario_set.h"

#include "models/risk/scenario_engine.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace ballast {
namespace {

constexpr std::size_t longestName = 80;
constexpr double longestHorizonDays = 3650.0;

Error noSuchNode()
{
    return {Errc::NotFound, "this scenario is no longer in the set"};
}

std::optional<std::size_t> placeOf(const ScenarioSet& set, ScenarioNodeId id)
{
    const auto at = std::ranges::find(set.nodes, id, &ScenarioNode::id);
    return at == set.nodes.end() ? std::nullopt : std::optional(static_cast<std::size_t>(at - set.nodes.begin()));
}

// One beyond the last node below nodes[place].
std::size_t endOfBranch(const ScenarioSet& set, std::size_t place)
{
    std::set<ScenarioNodeId> above{set.nodes[place].id};
    std::size_t end = place + 1;
    while (end < set.nodes.size() && above.contains(set.nodes[end].parent))
        above.insert(set.nodes[end++].id);
    return end;
}

Status checkParent(const ScenarioSet& set, ScenarioNodeId parent)
{
    if (parent.value == 0)
        return Done{};
    const ScenarioNode* node = set.find(parent);
    if (!node)
        return noSuchNode();
    if (!node->isFolder())
        return Error{Errc::BadInput, fmt::format("'{}' is a scenario, only a folder holds others", node->name)};
    return Done{};
}

Status checkName(const ScenarioSet& set, ScenarioNodeId parent, const std::string& name, ScenarioNodeId self)
{
    if (name.find_first_not_of(" \t") == std::string::npos)
        return Error{Errc::BadInput, "give it a name"};
    if (name.size() > longestName)
        return Error{Errc::BadInput, fmt::format("the name is longer than {} letters, shorten it", longestName)};
    const auto taken = [&](const ScenarioNode& n) { return n.parent == parent && n.name == name && n.id != self; };
    if (std::ranges::any_of(set.nodes, taken))
        return Error{Errc::BadInput, fmt::format("'{}' is there already, choose another name", name)};
    return Done{};
}

std::string freeName(const ScenarioSet& set, ScenarioNodeId parent, const std::string& wish)
{
    std::string name = wish;
    for (int i = 2; !checkName(set, parent, name, {}); ++i)
        name = fmt::format("{} {}", wish.substr(0, longestName - 8), i);
    return name;
}

// Behind the last one below `parent`.
std::size_t endOf(const ScenarioSet& set, ScenarioNodeId parent)
{
    if (parent.value == 0)
        return set.nodes.size();
    return endOfBranch(set, *placeOf(set, parent));
}

void nameAlike(ScenarioNode& node)
{
    if (node.scenario)
        node.scenario->name = node.name;
}

Result<AddedNode> withNode(const ScenarioSet& set, ScenarioNodeId parent, ScenarioNode node)
{
    if (const Status status = checkParent(set, parent); !status)
        return status.error();
    if (const Status status = checkName(set, parent, node.name, {}); !status)
        return status.error();
    AddedNode added{set, {set.nextId}};
    node.id = added.id;
    node.parent = parent;
    nameAlike(node);
    added.set.nodes.insert(added.set.nodes.begin() + static_cast<std::ptrdiff_t>(endOf(set, parent)), std::move(node));
    ++added.set.nextId;
    return added;
}

// The set with one scenario changed by `change`, which may refuse.
template <class Change>
Result<ScenarioSet> changed(const ScenarioSet& set, ScenarioNodeId id, Change change)
{
    const auto place = placeOf(set, id);
    if (!place)
        return noSuchNode();
    if (set.nodes[*place].isFolder())
        return Error{Errc::BadInput, fmt::format("'{}' is a folder, it has no shocks", set.nodes[*place].name)};
    ScenarioSet next = set;
    if (const Status status = change(next.nodes[*place]); !status)
        return status.error();
    return next;
}

UnderlyingShock& shockOn(Scenario& scenario, std::string_view underlying)
{
    const auto at = std::ranges::find(scenario.shocks, underlying, &UnderlyingShock::underlying);
    if (at != scenario.shocks.end())
        return *at;
    scenario.shocks.push_back({std::string(underlying)});
    return scenario.shocks.back();
}

} // namespace

const ScenarioNode* ScenarioSet::find(ScenarioNodeId id) const
{
    const auto at = std::ranges::find(nodes, id, &ScenarioNode::id);
    return at == nodes.end() ? nullptr : &*at;
}

std::vector<ScenarioNodeId> ScenarioSet::childrenOf(ScenarioNodeId parent) const
{
    std::vector<ScenarioNodeId> children;
    for (const ScenarioNode& node : nodes) {
        if (node.parent == parent)
            children.push_back(node.id);
    }
    return children;
}

Result<AddedNode> withFolder(const ScenarioSet& set, ScenarioNodeId parent, std::string name)
{
    ScenarioNode folder;
    folder.name = std::move(name);
    return withNode(set, parent, std::move(folder));
}

Result<AddedNode> withScenario(const ScenarioSet& set, ScenarioNodeId parent, ScenarioNode node)
{
    if (!node.scenario)
        return Error{Errc::BadInput, "a scenario without shocks is a folder"};
    if (const Status status = checkScenario(*node.scenario); !status)
        return status.error();
    return withNode(set, parent, std::move(node));
}

Result<AddedNode> withDuplicate(const ScenarioSet& set, ScenarioNodeId id)
{
    const auto place = placeOf(set, id);
    if (!place)
        return noSuchNode();
    const std::size_t end = endOfBranch(set, *place);
    AddedNode added{set, {set.nextId}};
    std::vector<ScenarioNode> copies(set.nodes.begin() + static_cast<std::ptrdiff_t>(*place),
                                     set.nodes.begin() + static_cast<std::ptrdiff_t>(end));
    copies.front().name = freeName(set, copies.front().parent, copies.front().name + " copy");
    for (ScenarioNode& copy : copies) {
        const ScenarioNodeId old = copy.id;
        copy.id = {added.set.nextId++};
        copy.origin = ScenarioOrigin::Own; // a copy is the trader's to change
        nameAlike(copy);
        for (ScenarioNode& below : copies) {
            if (below.parent == old && &below != &copies.front())
                below.parent = copy.id;
        }
    }
    added.set.nodes.insert(added.set.nodes.begin() + static_cast<std::ptrdiff_t>(end), copies.begin(), copies.end());
    return added;
}

Result<ScenarioSet> withNodeName(const ScenarioSet& set, ScenarioNodeId id, std::string name)
{
    const auto place = placeOf(set, id);
    if (!place)
        return noSuchNode();
    if (const Status status = checkName(set, set.nodes[*place].parent, name, id); !status)
        return status.error();
    ScenarioSet next = set;
    next.nodes[*place].name = std::move(name);
    nameAlike(next.nodes[*place]);
    return next;
}

Result<ScenarioSet> withoutNode(const ScenarioSet& set, ScenarioNodeId id)
{
    const auto place = placeOf(set, id);
    if (!place)
        return noSuchNode();
    ScenarioSet next = set;
    next.nodes.erase(next.nodes.begin() + static_cast<std::ptrdiff_t>(*place),
                     next.nodes.begin() + static_cast<std::ptrdiff_t>(endOfBranch(set, *place)));
    return next;
}

Result<ScenarioSet> movedNode(const ScenarioSet& set, ScenarioNodeId id, ScenarioNodeId parent, std::size_t place)
{
    const auto from = placeOf(set, id);
    if (!from)
        return noSuchNode();
    if (const Status status = checkParent(set, parent); !status)
        return status.error();
    const std::size_t end = endOfBranch(set, *from);
    std::vector<ScenarioNode> branch(set.nodes.begin() + static_cast<std::ptrdiff_t>(*from),
                                     set.nodes.begin() + static_cast<std::ptrdiff_t>(end));
    if (std::ranges::find(branch, parent, &ScenarioNode::id) != branch.end())
        return Error{Errc::BadInput, "a folder cannot be moved into itself"};
    if (const Status status = checkName(set, parent, branch.front().name, id); !status)
        return status.error();
    ScenarioSet next = set;
    next.nodes.erase(next.nodes.begin() + static_cast<std::ptrdiff_t>(*from),
                     next.nodes.begin() + static_cast<std::ptrdiff_t>(end));
    branch.front().parent = parent;
    const auto children = next.childrenOf(parent);
    const std::size_t at = place < children.size() ? *placeOf(next, children[place]) : endOf(next, parent);
    next.nodes.insert(next.nodes.begin() + static_cast<std::ptrdiff_t>(at), branch.begin(), branch.end());
    return next;
}

Result<ScenarioSet> withShockField(const ScenarioSet& set, ScenarioNodeId id, std::string_view underlying,
                                   ShockField field, double value)
{
    if (const Status status = checkShockValue(field, value); !status)
        return status.error();
    return changed(set, id, [&](ScenarioNode& node) -> Status {
        UnderlyingShock& shock = shockOn(*node.scenario, underlying);
        shock = withShockValue(std::move(shock), field, value);
        return Done{};
    });
}

Result<ScenarioSet> withPeg(const ScenarioSet& set, ScenarioNodeId id, std::string_view underlying,
                            std::string_view coin, double priceUsd)
{
    if (coin.empty())
        return Error{Errc::BadInput, "name the stablecoin, such as USDC"};
    if (!(priceUsd > 0.0) || priceUsd > 100.0)
        return Error{Errc::BadInput, "a stablecoin needs a price above zero, 1 is its peg"};
    return changed(set, id, [&](ScenarioNode& node) -> Status {
        auto& pegs = shockOn(*node.scenario, underlying).stablecoins;
        std::erase_if(pegs, [&](const StablecoinPeg& peg) { return peg.coin == coin; });
        if (priceUsd != 1.0)
            pegs.push_back({std::string(coin), priceUsd});
        return Done{};
    });
}

Result<ScenarioSet> withVenueHalted(const ScenarioSet& set, ScenarioNodeId id, std::string_view underlying,
                                    std::string_view venue, bool halted)
{
    if (venue.empty())
        return Error{Errc::BadInput, "name the venue, such as deribit"};
    return changed(set, id, [&](ScenarioNode& node) -> Status {
        auto& venues = shockOn(*node.scenario, underlying).venuesHalted;
        std::erase(venues, venue);
        if (halted)
            venues.emplace_back(venue);
        return Done{};
    });
}

Result<ScenarioSet> withPath(const ScenarioSet& set, ScenarioNodeId id, std::string_view underlying,
                             std::vector<PathPoint> path)
{
    const auto outside = [](const PathPoint& p) {
        return !std::isfinite(p.days) || p.days < 0.0 || !std::isfinite(p.spot) || p.spot <= -1.0;
    };
    const auto notRising = [](const PathPoint& a, const PathPoint& b) { return a.days >= b.days; };
    if (std::ranges::any_of(path, outside) || std::ranges::adjacent_find(path, notRising) != path.end())
        return Error{Errc::BadInput, "a path needs rising days from 0 and returns above -100 %"};
    return changed(set, id, [&](ScenarioNode& node) -> Status {
        shockOn(*node.scenario, underlying).path = std::move(path);
        return Done{};
    });
}

Result<ScenarioSet> withoutShock(const ScenarioSet& set, ScenarioNodeId id, std::string_view underlying)
{
    return changed(set, id, [&](ScenarioNode& node) -> Status {
        if (std::erase_if(node.scenario->shocks, [&](const auto& s) { return s.underlying == underlying; }) == 0)
            return Error{Errc::NotFound, fmt::format("the scenario does not shock {}",
                                                     underlying.empty() ? "every underlying" : underlying)};
        return Done{};
    });
}

Result<ScenarioSet> withHorizon(const ScenarioSet& set, ScenarioNodeId id, double days)
{
    if (!(days >= 0.0) || days > longestHorizonDays)
        return Error{Errc::BadInput, fmt::format("the time that passes is 0 to {} days", longestHorizonDays)};
    return changed(set, id, [&](ScenarioNode& node) -> Status {
        node.scenario->horizonDays = days;
        return Done{};
    });
}

Result<ScenarioSet> withDynamics(const ScenarioSet& set, ScenarioNodeId id, VolDynamics dynamics)
{
    return changed(set, id, [&](ScenarioNode& node) -> Status {
        node.scenario->dynamics = dynamics;
        return Done{};
    });
}

Result<ScenarioSet> withFollow(const ScenarioSet& set, ScenarioNodeId id, OthersFollow follow)
{
    return changed(set, id, [&](ScenarioNode& node) -> Status {
        node.follow = follow;
        return Done{};
    });
}

Result<ScenarioSet> withWholeScenario(const ScenarioSet& set, ScenarioNodeId id, Scenario scenario)
{
    if (const Status status = checkScenario(scenario); !status)
        return status.error();
    return changed(set, id, [&](ScenarioNode& node) -> Status {
        node.scenario = std::move(scenario);
        nameAlike(node);
        return Done{};
    });
}

const char* scenarioOriginWord(ScenarioOrigin origin)
{
    switch (origin) {
    case ScenarioOrigin::Episode:
        return "episode";
    case ScenarioOrigin::Template:
        return "template";
    case ScenarioOrigin::Own:
        break;
    }
    return "own";
}

} // namespace ballast
