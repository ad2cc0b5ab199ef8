#include "models/desk/scenario_picture.h"

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

constexpr double volLevelYears = 30.0 / 365.0;
constexpr double dayRows[] = {60, 45, 35, 28, 21, 14, 10, 7, 5, 3, 2, 1, 0};

std::vector<double> fallingAxis(double from, double to, int points)
{
    std::vector<double> values = evenAxis(to, from, points);
    std::ranges::reverse(values);
    return values;
}

UnderlyingShock& shockOf(Scenario& scenario, const std::string& underlying)
{
    const auto own = std::ranges::find(scenario.shocks, underlying, &UnderlyingShock::underlying);
    if (own != scenario.shocks.end())
        return *own;
    UnderlyingShock shock = shockFor(scenario, underlying);
    shock.underlying = underlying;
    scenario.shocks.push_back(std::move(shock));
    return scenario.shocks.back();
}

void setOnAxis(Scenario& scenario, const MapAxis& axis, double value)
{
    switch (axis.kind) {
    case MapAxisKind::Spot: {
        UnderlyingShock& shock = shockOf(scenario, axis.underlying);
        shock.spot = value;
        shock.path.clear();
        break;
    }
    case MapAxisKind::VolRelative:
        shockOf(scenario, axis.underlying).volRelative = value;
        break;
    case MapAxisKind::VolPoints:
        shockOf(scenario, axis.underlying).volPoints = value;
        break;
    case MapAxisKind::Days:
        scenario.horizonDays = value;
        break;
    }
}

} // namespace

const ComparedScenario* ScenarioPicture::row(ScenarioNodeId node) const
{
    if (!comparison)
        return nullptr;
    const auto it = std::ranges::find(comparison->rows, node, &ComparedScenario::node);
    return it == comparison->rows.end() ? nullptr : &*it;
}

const PricedBook* ScenarioPicture::shownBook() const
{
    return shown < books.size() ? books[shown].get() : nullptr;
}

std::vector<VolLevel> volLevelsOf(const DeskPicture& picture)
{
    std::vector<VolLevel> levels;
    for (const UnderlyingPicture& each : picture.underlyings) {
        const auto variance = each.surface ? each.surface->totalVariance(0.0, volLevelYears) : std::nullopt;
        if (variance && *variance > 0.0)
            levels.push_back({each.underlying, std::sqrt(*variance / volLevelYears)});
    }
    return levels;
}

MapAxis mapColumns(const MapChoice&, const std::string& underlying)
{
    return {MapAxisKind::Spot, underlying, evenAxis(-0.32, 0.32, 17)};
}

MapAxis mapRows(const MapChoice& choice, const std::string& underlying)
{
    switch (choice.view) {
    case MapView::SpotTime:
        return {MapAxisKind::Days, {}, {std::begin(dayRows), std::end(dayRows)}};
    case MapView::SpotSpot:
        return {MapAxisKind::Spot, choice.secondUnderlying, fallingAxis(0.36, -0.36, 13)};
    case MapView::SpotVol:
        break;
    }
    return {MapAxisKind::VolPoints, underlying, fallingAxis(40.0, -20.0, 13)};
}

Scenario mapBase(const MapChoice& choice, const std::string& underlying, const Scenario& applied)
{
    Scenario base = choice.rest == MapRest::AsInScenario ? applied : Scenario{};
    base.name.clear();
    setOnAxis(base, mapColumns(choice, underlying), 0.0);
    setOnAxis(base, mapRows(choice, underlying), 0.0);
    return base;
}

Scenario withMapCell(const Scenario& scenario, const BookMap& map, std::size_t row, std::size_t column)
{
    Scenario changed = scenario;
    setOnAxis(changed, map.rows, map.rows.values[row]);
    setOnAxis(changed, map.columns, map.columns.values[column]);
    return changed;
}

} // namespace ballast
