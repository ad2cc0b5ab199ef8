#pragma once

#include "widgets/before_after_bars.h"
#include "widgets/decision_block.h"
#include "widgets/expiry_strip.h"
#include "widgets/fact_list.h"
#include "widgets/heatmap_view.h"
#include "widgets/line_chart.h"
#include "widgets/proposal_strip.h"
#include "widgets/status_bar.h"
#include "widgets/surface_view.h"
#include "widgets/tile_strip.h"

class QAbstractItemModel;
class QObject;

namespace ballast::samples {

// Invented figures that fill every widget; they are layout, not expectations.
[[nodiscard]] QList<Tile> tiles();
[[nodiscard]] ProposalStripContent proposal();
[[nodiscard]] DecisionContent decision();
[[nodiscard]] HeatmapMatrix strikeByExpiry();
[[nodiscard]] HeatmapMatrix spotByVol();
[[nodiscard]] SurfaceMesh surface();
[[nodiscard]] ChartContent smile();
[[nodiscard]] ChartContent termStructure();
[[nodiscard]] ChartContent profitOverSpot();
[[nodiscard]] ChartContent frontier();
[[nodiscard]] QList<BeforeAfterRow> beforeAfter();
[[nodiscard]] QList<FeedLight> feeds();
[[nodiscard]] QList<StatusFact> facts();
[[nodiscard]] QList<StripEntry> expiries();
[[nodiscard]] QList<FactSection> sections();
[[nodiscard]] QAbstractItemModel* chain(QObject* parent);
[[nodiscard]] QAbstractItemModel* positions(QObject* parent);

} // namespace ballast::samples
