#pragma once

#include "models/desk/desk_picture.h"
#include "widgets/heatmap_view.h"
#include "widgets/line_chart.h"
#include "widgets/surface_view.h"

#include <optional>

namespace ballast {

// What the surface picture highlights.
struct SurfaceFocus
{
    std::optional<Timestamp> expiry;
    std::optional<double> strike;
};

[[nodiscard]] SurfaceMesh surfaceMesh(const SurfaceSamples& samples, SmileAxis axis, const SurfaceFocus& focus);

// "27FEB26 25Δ put" with vol, strike, change since the surface compared with and quality of the fit.
[[nodiscard]] std::optional<SurfaceReadOut> surfaceReadOut(const UnderlyingPicture& picture, const SurfaceFocus& focus);

// An earlier state of a curve and when it was: "04:29:12".
template <class Value>
struct Earlier
{
    const Value* value = nullptr; // null: nothing to compare with
    QString name;
};

// Fit, bid to ask, own positions and residuals of one expiry.
[[nodiscard]] ChartContent smileChart(const SmileSamples& smile, const ChainView& chain, std::optional<double> strike,
                                      const Earlier<SmileSamples>& earlier);

enum class TermMeasure
{
    Vol,
    TotalVariance,
    ForwardVol
};
[[nodiscard]] ChartContent termChart(const std::vector<TermPoint>& points, TermMeasure measure,
                                     const Earlier<std::vector<TermPoint>>& earlier);

// "04:29:12" of the surface compared with; empty without one.
[[nodiscard]] QString sinceText(const SurfaceChange* change);
// Vol points by delta and expiry; `chosen` marks the row.
[[nodiscard]] HeatmapMatrix differenceMatrix(const SurfaceChange& change);
// "27FEB: butterfly, g −0.0123 at strike 60,000"; empty where the surface is free of arbitrage.
[[nodiscard]] QStringList arbitrageSentences(const SurfaceSamples& samples);

} // namespace ballast
