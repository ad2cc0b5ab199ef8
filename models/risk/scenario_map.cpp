#include "models/risk/scenario_map.h"

#include "models/pricing/scenario_batch.h"
#include "models/risk/shocked_batch.h"

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

// nullptr: the P&L, which is no part of an exposure.
double Exposure::*figureOf(MapMeasure measure)
{
    switch (measure) {
    case MapMeasure::ValueUsd:
        return &Exposure::valueUsd;
    case MapMeasure::DeltaUsd:
        return &Exposure::deltaUsd;
    case MapMeasure::GammaUsd1pct:
        return &Exposure::gammaUsd1pct;
    case MapMeasure::VegaUsd:
        return &Exposure::vegaUsd;
    case MapMeasure::ThetaUsdDay:
        return &Exposure::thetaUsdDay;
    case MapMeasure::VannaUsd1pct:
        return &Exposure::vannaUsd1pct;
    case MapMeasure::VolgaUsd:
        return &Exposure::volgaUsd;
    case MapMeasure::PnlUsd:
        break;
    }
    return nullptr;
}

// The distinct cells of one underlying: a line that an axis does not touch is the same along it.
struct UnderlyingCells
{
    std::string underlying;
    std::vector<LineCase> lines;
    std::size_t columns = 1; // 1: the column axis does not touch it
    bool byRow = false;
    bool byColumn = false;
    std::vector<CellShock> shocks; // row-major
    std::vector<ShockCell> cells;  // of the shocks
    std::vector<double> sums;
    OtcEstimates estimates{};
};

void addShocks(UnderlyingCells& group, const MapAxis& rows, const MapAxis& columns, const Scenario& base)
{
    group.byRow = touches(rows, group.underlying);
    group.byColumn = touches(columns, group.underlying);
    group.columns = group.byColumn ? columns.values.size() : 1;
    CellShock start{shockFor(base, group.underlying), base.horizonDays};
    start.shock.underlying = group.underlying;
    for (std::size_t row = 0; row < (group.byRow ? rows.values.size() : 1); ++row) {
        CellShock rowShock = start;
        apply(rowShock, rows, rows.values[row]);
        for (std::size_t column = 0; column < group.columns; ++column) {
            group.shocks.push_back(rowShock);
            apply(group.shocks.back(), columns, columns.values[column]);
        }
    }
    for (const CellShock& cell : group.shocks)
        group.cells.push_back({&cell.shock, cell.horizonDays});
    group.sums.assign(group.cells.size(), 0.0);
}

std::vector<UnderlyingCells> cellsOf(const ScenarioInputs& inputs, const MapAxis& rows, const MapAxis& columns,
                                     const Scenario& base)
{
    std::vector<UnderlyingCells> groups;
    for (const LineCase& c : lineCases(inputs)) {
        const std::string& underlying = c.line->instrument->underlying;
        auto group = std::ranges::find(groups, underlying, &UnderlyingCells::underlying);
        if (group == groups.end()) {
            groups.push_back({underlying, {}, 1, false, false, {}, {}, {}});
            group = std::prev(groups.end());
        }
        group->lines.push_back(c);
    }
    for (UnderlyingCells& group : groups)
        addShocks(group, rows, columns, base);
    return groups;
}

// Which lines a part works on: OTC pricers belong to the calling thread, so all parts leave them to `Here`.
enum class OtcLines
{
    Leave,
    Only
};

OtcEstimates addLines(UnderlyingCells& group, std::size_t first, std::size_t last, VolDynamics dynamics,
                      MapMeasure measure, OtcLines otc, const std::stop_token& stop)
{
    const auto cells = std::span(group.cells).subspan(first, last - first);
    const auto sums = std::span(group.sums).subspan(first, last - first);
    ShockedBatch batch(dynamics);
    for (const LineCase& c : group.lines) {
        if (stop.stop_requested())
            break;
        if (isOtc(*c.line->instrument) != (otc == OtcLines::Only))
            continue;
        if (const auto figure = figureOf(measure))
            batch.addExposure(c, cells, figure, sums);
        else
            batch.addPnl(c, cells, sums);
    }
    return batch.estimates();
}

void addGroup(ScenarioMap& map, const UnderlyingCells& group)
{
    for (std::size_t row = 0; row < map.rows.values.size(); ++row) {
        for (std::size_t column = 0; column < map.columns.values.size(); ++column) {
            const std::size_t from = (group.byRow ? row : 0) * group.columns + (group.byColumn ? column : 0);
            map.cells[row * map.columns.values.size() + column] += group.sums[from];
        }
    }
    map.estimates.add(group.estimates, static_cast<int>(map.cells.size() / group.cells.size()));
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
    const PartRunner here{1, [](std::size_t, const std::function<void(std::size_t)>& part) { part(0); }};
    return computeMap(inputs, rows, columns, measure, base, std::move(stop), here);
}

Result<ScenarioMap> computeMap(const ScenarioInputs& inputs, const MapAxis& rows, const MapAxis& columns,
                               MapMeasure measure, const Scenario& base, std::stop_token stop, const PartRunner& runner)
{
    if (const Status status = checkAxes(rows, columns, base); !status)
        return status.error();
    auto groups = cellsOf(inputs, rows, columns, base);
    runner.run(runner.parts, [&](std::size_t part) {
        for (UnderlyingCells& group : groups) {
            const BlockRange share = blockShare(group.cells.size(), part, runner.parts);
            addLines(group, share.first, share.last, base.dynamics, measure, OtcLines::Leave, stop);
        }
    });
    for (UnderlyingCells& group : groups)
        group.estimates = addLines(group, 0, group.cells.size(), base.dynamics, measure, OtcLines::Only, stop);
    if (stop.stop_requested())
        return Error{Errc::Cancelled, "the map was not finished: newer work replaced it"};

    ScenarioMap map{inputs.report->basis, rows, columns, measure, {}, 0, 0};
    map.cells.assign(rows.values.size() * columns.values.size(), 0.0);
    for (const UnderlyingCells& group : groups)
        addGroup(map, group);
    const auto worst = static_cast<std::size_t>(std::ranges::min_element(map.cells) - map.cells.begin());
    map.worstRow = worst / columns.values.size();
    map.worstColumn = worst % columns.values.size();
    return map;
}

} // namespace ballast
