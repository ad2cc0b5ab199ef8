#include "models/risk/scenario_engine.h"
#include "models/risk/shocked_batch.h"

#include <map>

namespace ballast {
namespace {

// What the scenarios of one vol dynamics do to one underlying.
struct UnderlyingShocks
{
    std::vector<UnderlyingShock> shocks;
    std::vector<ShockCell> cells;
};

UnderlyingShocks shocksOf(std::span<const Scenario> scenarios, std::span<const std::size_t> chosen,
                          const std::string& underlying)
{
    UnderlyingShocks result;
    result.shocks.reserve(chosen.size());
    for (const std::size_t i : chosen) {
        result.shocks.push_back(shockFor(scenarios[i], underlying));
        result.cells.push_back({&result.shocks.back(), scenarios[i].horizonDays});
    }
    return result;
}

void addPnls(const std::vector<LineCase>& cases, std::span<const Scenario> scenarios, VolDynamics dynamics,
             ScenarioPnls& pnls)
{
    std::vector<std::size_t> chosen;
    for (std::size_t i = 0; i < scenarios.size(); ++i) {
        if (scenarios[i].dynamics == dynamics)
            chosen.push_back(i);
    }
    if (chosen.empty())
        return;
    std::map<std::string, UnderlyingShocks> shocks;
    std::vector<double> sums(chosen.size(), 0.0);
    ShockedBatch batch(dynamics);
    for (const LineCase& c : cases) {
        const std::string& underlying = c.line->instrument->underlying;
        auto known = shocks.find(underlying);
        if (known == shocks.end())
            known = shocks.emplace(underlying, shocksOf(scenarios, chosen, underlying)).first;
        batch.addPnl(c, known->second.cells, sums);
    }
    for (std::size_t i = 0; i < chosen.size(); ++i)
        pnls.usd[chosen[i]] = sums[i];
    pnls.estimates.add(batch.estimates());
}

} // namespace

ScenarioPnls scenarioPnls(const ScenarioInputs& inputs, std::span<const Scenario> scenarios)
{
    ScenarioPnls pnls{std::vector<double>(scenarios.size(), 0.0)};
    const auto cases = lineCases(inputs);
    for (const VolDynamics dynamics : {VolDynamics::StickyStrike, VolDynamics::StickyMoneyness})
        addPnls(cases, scenarios, dynamics, pnls);
    return pnls;
}

} // namespace ballast
