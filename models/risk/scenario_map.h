#pragma once

#include "models/risk/otc_estimates.h"
#include "models/risk/scenario_engine.h"
#include "models/risk/scenario_grid.h"

#include <stop_token>
#include <string>
#include <vector>

namespace ballast {

// What varies along an axis; the rest is the map's base scenario.
enum class MapAxisKind
{
    Spot,        // return
    VolRelative, // every vol times 1 + value
    VolPoints,   // added at 30 days
    Days         // horizon: time passes
};

struct MapAxis
{
    MapAxisKind kind = MapAxisKind::Spot;
    std::string underlying; // empty: all underlyings alike; time passes for all always
    std::vector<double> values;
    bool operator==(const MapAxis&) const = default;
};

enum class MapMeasure
{
    PnlUsd,
    ValueUsd,
    DeltaUsd,
    GammaUsd1pct,
    VegaUsd,
    ThetaUsdDay,
    VannaUsd1pct,
    VolgaUsd
};

// One measure of the book over two axes by full revaluation, row-major [row][column]. Greeks are those of what is left
// at the horizon.
struct ScenarioMap
{
    SnapshotId basis;
    MapAxis rows;
    MapAxis columns;
    MapMeasure measure = MapMeasure::PnlUsd;
    std::vector<double> cells;
    std::size_t worstRow = 0; // of the least cell
    std::size_t worstColumn = 0;
    OtcEstimates estimates{};

    [[nodiscard]] double at(std::size_t row, std::size_t column) const
    {
        return cells[row * columns.values.size() + column];
    }
};

// Spot x vol, spot x time, spot x spot of two underlyings, or any other pair. `base` holds what else happens. BadInput
// for an empty axis, twice the same axis, or a value that checkScenario refuses. Cancelled between lines.
[[nodiscard]] Result<ScenarioMap> computeMap(const ScenarioInputs& inputs, const MapAxis& rows, const MapAxis& columns,
                                             MapMeasure measure, const Scenario& base, std::stop_token stop);

// The same map, bit for bit, worked on in parts.
[[nodiscard]] Result<ScenarioMap> computeMap(const ScenarioInputs& inputs, const MapAxis& rows, const MapAxis& columns,
                                             MapMeasure measure, const Scenario& base, std::stop_token stop,
                                             const PartRunner& runner);

} // namespace ballast
