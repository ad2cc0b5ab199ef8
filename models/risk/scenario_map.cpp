#include "models/risk/scenario_map.h"

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

bool touches(const MapAxis& axis, const std::string& underlying)
{
    return axis.kind == MapAxisKind::Days || axis.underlying.empty() || axis.underlying == underlying;
}

// The shock and horizon of one underlying in one cell.
struct CellShock
{
    UnderlyingShock shock;
    double horizonDays = 0.0;
};

void apply(CellShock& cell, const MapAxis& axis, double value)
{
    if (!touches(axis, cell.shock.underlying))
        return;
    switch (axis.kind) {
    case MapAxisKind::Spot:
        cell.shock.spot = value;
        break;
    case MapAxisKind::VolRelative:
        cell.shock.volRelative = value;
        break;
    case MapAxisKind::VolPoints:
        cell.shock.volPoints = value;
        break;
    case MapAxisKind::Days:
        cell.horizonDays = value;
        break;
    }
}

double measured(const Exposure& e, MapMeasure measure)
{
    switch (measure) {
    case MapMeasure::ValueUsd:
        return e.valueUsd;
    case MapMeasure::DeltaUsd:
        return e.deltaUsd;
    case MapMeasure::GammaUsd1pct:
        return e.gammaUsd1pct;
    case MapMeasure::VegaUsd:
        return e.vegaUsd;
    case MapMeasure::ThetaUsdDay:
        return e.thetaUsdDay;
    case MapMeasure::VannaUsd1pct:
        return e.vannaUsd1pct;
    case MapMeasure::VolgaUsd:
        return e.volgaUsd;
    case MapMeasure::PnlUsd:
        break;
    }
    return 0.0;
}

double valueOf(const LineCase& c, const CellShock& cell, VolDynamics dynamics, MapMeasure measure)
{
    if (measure == MapMeasure::PnlUsd)
        return shockedPnlUsd(c, cell.shock, cell.horizonDays, dynamics);
    return measured(revalueLine(c, cell.shock, cell.horizonDays, dynamics).after, measure);
}

// A line that an axis does not touch is the same along it: priced once.
void addLine(ScenarioMap& map, const LineCase& c, const Scenario& base)
{
    const std::string& underlying = c.line->instrument->underlying;
    const bool byRow = touches(map.rows, underlying);
    const bool byColumn = touches(map.columns, underlying);
    const std::size_t rows = map.rows.values.size();
    const std::size_t columns = map.columns.values.size();
    const std::size_t pricedColumns = byColumn ? columns : 1;

    CellShock start{shockFor(base, underlying), base.horizonDays};
    start.shock.underlying = underlying;
    std::vector<double> priced;
    for (std::size_t row = 0; row < (byRow ? rows : 1); ++row) {
        CellShock rowShock = start;
        apply(rowShock, map.rows, map.rows.values[row]);
        for (std::size_t column = 0; column < pricedColumns; ++column) {
            CellShock shock = rowShock;
            apply(shock, map.columns, map.columns.values[column]);
            priced.push_back(valueOf(c, shock, base.dynamics, map.measure));
        }
    }
    for (std::size_t row = 0; row < rows; ++row) {
        for (std::size_t column = 0; column < columns; ++column)
            map.cells[row * columns + column] += priced[(byRow ? row : 0) * pricedColumns + (byColumn ? column : 0)];
    }
}

Status checkAxes(const MapAxis& rows, const MapAxis& columns, const Scenario& base)
{
    if (rows.values.empty() || columns.values.empty())
        return Error{Errc::BadInput, "a map needs at least one value on each axis"};
    const bool overlap = rows.underlying == columns.underlying || rows.underlying.empty() || columns.underlying.empty();
    if (rows.kind == columns.kind && (overlap || rows.kind == MapAxisKind::Days))
        return Error{Errc::BadInput, "both axes of the map move the same thing"};
    for (const MapAxis* axis : {&rows, &columns}) {
        for (const double value : axis->values) {
            CellShock cell{{axis->underlying}, base.horizonDays};
            apply(cell, *axis, value);
            Scenario scenario = base;
            scenario.horizonDays = cell.horizonDays;
            scenario.shocks.push_back(cell.shock);
            if (const Status status = checkScenario(scenario); !status)
                return status;
        }
    }
    return Done{};
}

} // namespace

Result<ScenarioMap> computeMap(const ScenarioInputs& inputs, const MapAxis& rows, const MapAxis& columns,
                               MapMeasure measure, const Scenario& base, std::stop_token stop)
{
    if (const Status status = checkAxes(rows, columns, base); !status)
        return status.error();
    ScenarioMap map{inputs.report->basis, rows, columns, measure, {}, 0, 0};
    map.cells.assign(rows.values.size() * columns.values.size(), 0.0);
    for (const LineCase& c : lineCases(inputs)) {
        if (stop.stop_requested())
            return Error{Errc::Cancelled, "the map was not finished: newer work replaced it"};
        addLine(map, c, base);
    }
    const auto worst = static_cast<std::size_t>(std::ranges::min_element(map.cells) - map.cells.begin());
    map.worstRow = worst / columns.values.size();
    map.worstColumn = worst % columns.values.size();
    return map;
}

} // namespace ballast
