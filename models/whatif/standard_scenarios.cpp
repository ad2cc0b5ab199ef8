#include "models/risk/stress_episodes.h"
#include "models/whatif/scenario_set.h"

#include <algorithm>
#include <cassert>

namespace ballast {
namespace {

Scenario everywhere(std::string name, double horizonDays, UnderlyingShock shock)
{
    Scenario scenario;
    scenario.name = std::move(name);
    scenario.horizonDays = horizonDays;
    scenario.shocks.push_back(std::move(shock));
    return scenario;
}

// Starting points, to be changed by the trader.
std::vector<Scenario> ownScenarios()
{
    UnderlyingShock crash;
    crash.spot = -0.12;
    crash.volPoints = 20.0;
    crash.skew25d = 6.0;
    crash.curvature25d = 2.0;
    crash.termPower = 0.5;
    crash.spreadMultiple = 2.5;
    UnderlyingShock bleed;
    bleed.spot = -0.08;
    bleed.volPoints = -5.0;
    UnderlyingShock volCrush;
    volCrush.spot = 0.03;
    volCrush.volPoints = -18.0;
    return {everywhere("Crash with skew", 0.0, crash), everywhere("Slow bleed, 7 d", 7.0, bleed),
            everywhere("Vol crush", 0.0, volCrush)};
}

UnderlyingShock flashCrash()
{
    UnderlyingShock shock;
    shock.spot = -0.05;
    shock.path = {{0.02, -0.12}, {0.05, -0.22}, {0.2, -0.14}}; // down within the hour, most of it back by the evening
    shock.volRelative = 0.4;
    shock.termPower = 0.8;
    shock.spreadMultiple = 6.0;
    shock.depthMultiple = 0.15;
    return shock;
}

// Sizes are a desk's starting points, not measurements.
std::vector<Scenario> templateScenarios()
{
    UnderlyingShock drought;
    drought.spot = -0.08;
    drought.volPoints = 12.0;
    drought.termPower = 0.5;
    drought.spreadMultiple = 5.0;
    drought.depthMultiple = 0.2;
    UnderlyingShock squeeze;
    squeeze.spot = 0.16;
    squeeze.volPoints = 12.0;
    squeeze.skew25d = -5.0;
    squeeze.funding = 0.0005;
    squeeze.basis = 0.01;
    UnderlyingShock breakdown;
    breakdown.spot = -0.15;
    breakdown.volPoints = 25.0;
    breakdown.basis = -0.02;
    breakdown.spreadMultiple = 10.0;
    breakdown.depthMultiple = 0.1;
    breakdown.oracleDelaySeconds = 600.0;
    breakdown.stablecoins = {{"USDC", 0.95}, {"USDT", 0.98}};
    breakdown.venuesHalted = {"deribit"};
    return {everywhere("Liquidity drought", 0.0, drought), everywhere("Flash crash and back", 1.0, flashCrash()),
            everywhere("Squeeze up", 1.0, squeeze), everywhere("Venue halt, depeg and slow oracle", 0.25, breakdown)};
}

std::string sourcesOf(const StressEpisode& episode)
{
    std::string text;
    const auto say = [&text](const std::string& source) {
        if (!source.empty() && text.find(source) == std::string::npos)
            text += (text.empty() ? "" : "; ") + source;
    };
    for (const EpisodeMove& move : episode.moves) {
        say(move.priceSource);
        say(move.volSource);
    }
    const bool estimated =
        std::ranges::any_of(episode.moves, [](const EpisodeMove& m) { return !m.volPeak.has_value(); });
    return estimated ? text + "; vols without a record are estimated from the episodes with one" : text;
}

ScenarioNodeId addFolder(ScenarioSet& set, std::string name)
{
    auto added = withFolder(set, {}, std::move(name));
    assert(added);
    set = std::move(added->set);
    return added->id;
}

void addNode(ScenarioSet& set, ScenarioNodeId folder, Scenario scenario, ScenarioOrigin origin, std::string source)
{
    ScenarioNode node;
    node.name = scenario.name;
    node.scenario = std::move(scenario);
    node.origin = origin;
    node.source = std::move(source);
    auto added = withScenario(set, folder, std::move(node));
    assert(added);
    set = std::move(added->set);
}

} // namespace

ScenarioSet standardScenarioSet()
{
    ScenarioSet set;
    set.name = "Scenarios";
    const ScenarioNodeId own = addFolder(set, "Own");
    for (Scenario& scenario : ownScenarios())
        addNode(set, own, std::move(scenario), ScenarioOrigin::Own, {});
    const ScenarioNodeId episodes = addFolder(set, "Measured episodes");
    for (const StressEpisode& episode : stressEpisodes())
        addNode(set, episodes, episodeScenario(episode, EpisodeTiming::AtOnce, MissingVol::Estimated),
                ScenarioOrigin::Episode, sourcesOf(episode));
    const ScenarioNodeId templates = addFolder(set, "Templates");
    for (Scenario& scenario : templateScenarios())
        addNode(set, templates, std::move(scenario), ScenarioOrigin::Template, {});
    return set;
}

} // namespace ballast
