#pragma once

#include "models/risk/greek_heatmap.h"
#include "models/risk/scenario_grid.h"
#include "widgets/heatmap_view.h"

namespace ballast {

// How a Greek is called and measured on the screens of this underlying.
struct GreekWords
{
    QString title;  // "Vega"
    QString unit;   // "USD/pt"
    QString legend; // "USD per vol point"
    int decimals = 0;
};

[[nodiscard]] GreekWords greekWords(HeatGreek greek, const std::string& underlying);

// `indexUsd` places the dashed line.
[[nodiscard]] HeatmapMatrix greekMatrix(const GreekHeatmap& heatmap, std::optional<double> indexUsd);

// Spot moves across, vol moves down, thousand USD.
[[nodiscard]] HeatmapMatrix gridMatrix(const ScenarioGrid& grid, std::optional<double> indexUsd);

} // namespace ballast
