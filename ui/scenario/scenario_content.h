#pragma once

#include "models/desk/scenario_picture.h"
#include "widgets/heatmap_view.h"
#include "widgets/histogram_view.h"
#include "widgets/line_chart.h"
#include "widgets/tornado_bars.h"
#include "widgets/waterfall_bars.h"

namespace ballast {

// Values of a scenario picture as the widgets show them. Money in thousand USD.

struct MeasureWords
{
    QString title; // "P&L"
    QString unit;  // "thousand USD"
    double perShown = 1.0;
    int decimals = 0;
};
[[nodiscard]] MeasureWords measureWords(BookMeasure measure);

[[nodiscard]] QString mapTitle(const MapChoice& choice, const std::string& underlying);

// With the point of the scenario, of now, contours, and the way to the nearest break.
[[nodiscard]] HeatmapMatrix bookMatrix(const ScenarioPicture& picture);

[[nodiscard]] ChartContent spotCurvesChart(const ScenarioPicture& picture);

[[nodiscard]] QList<TornadoRow> tornadoRows(const ScenarioPicture& picture);
[[nodiscard]] QList<TornadoRow> contributionRows(const ScenarioPicture& picture);

// The parts that are not zero, the unexplained last.
[[nodiscard]] QList<WaterfallStep> explainSteps(const PnlExplain& explain);

[[nodiscard]] HistogramContent varHistogram(const VarReport& report);

} // namespace ballast
