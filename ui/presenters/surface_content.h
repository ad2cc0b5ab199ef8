#pragma once

#include "models/desk/desk_picture.h"
#include "widgets/heatmap_view.h"
#include "widgets/line_chart.h"
#include "widgets/surface_view.h"

#include <optional>
#include <span>

namespace ballast {

// What the surface picture highlights.
struct SurfaceFocus
{
    std::optional<Timestamp> expiry;
    std::optional<double> strike;
};

[[nodiscard]] SurfaceMesh surfaceMesh(const UnderlyingPicture& picture, SmileAxis axis, const SurfaceFocus& focus);

// "27FEB26 25Δ put" with strike, vol, bid to ask, change since the surface compared with, tail and quality of the fit.
[[nodiscard]] std::optional<SurfaceReadOut> surfaceReadOut(const UnderlyingPicture& picture, const SurfaceFocus& focus);

// What lies under the mouse: a quote with its residual and what the fit made of it, a violation with its worth, or a
// place of the surface.
[[nodiscard]] std::optional<SurfaceReadOut>
surfaceHoverReadOut(const DeskPicture& desk, const UnderlyingPicture& picture, SmileAxis axis, const SurfaceHit& hit);

// The violation that a warning triangle of surfaceMesh stands for; null: one of the fit.
struct WarningPlace
{
    const ShownViolation* violation = nullptr;
    const ViolationMark* mark = nullptr;
    const ArbitrageMark* ofTheFit = nullptr;
};
[[nodiscard]] WarningPlace warningAt(const UnderlyingPicture& picture, int warning);

// An earlier state of a curve and when it was: "04:29:12".
template <class Value>
struct Earlier
{
    const Value* value = nullptr; // null: nothing to compare with
    QString name;
};

// Fit with its error band, bid to ask, own positions, density and residuals of one expiry.
[[nodiscard]] ChartContent smileChart(const SmileSamples& smile, const ChainView& chain, SmileAxis axis,
                                      std::optional<double> strike, const Earlier<SmileSamples>& earlier);

enum class TermMeasure
{
    Vol,
    TotalVariance,
    ForwardVol,
    Rate // of the forwards against spot: basisChart
};
// `weighted`: time weights are in force, the curve in calendar time stands beside. `indices`: the tenors of the vol
// index that are replicated from quotes take their place among the surface's; each ring says where it comes from.
[[nodiscard]] ChartContent termChart(const SurfaceSamples& samples, TermMeasure measure, bool weighted,
                                     const Earlier<SurfaceSamples>& earlier, std::span<const VolIndexTenor> indices);
// What the forwards earn a year against spot, to each expiry and between them; expiries under a day are left out.
[[nodiscard]] ChartContent basisChart(const BasisCurve& curve);
[[nodiscard]] std::vector<BasisPoint> chartedBasis(const BasisCurve& curve); // parallel to the rings
// "replicated from quotes", "from the fitted surface".
[[nodiscard]] QString sourceText(VolIndexSource source);

// "04:29:12" of the surface compared with; empty without one.
[[nodiscard]] QString sinceText(const SurfaceChange* change);
// Vol points by delta and expiry; `chosen` marks the row.
[[nodiscard]] HeatmapMatrix differenceMatrix(const SurfaceChange& change);
// "27FEB: butterfly, g −0.0123 at strike 60,000"; empty where the surface is free of arbitrage.
[[nodiscard]] QStringList arbitrageSentences(const SurfaceSamples& samples);

} // namespace ballast
