#pragma once

#include "models/desk/chain_view.h"
#include "models/desk/surface_sampling.h"
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

[[nodiscard]] SurfaceMesh surfaceMesh(const VolSurface& surface, SmileAxis axis, const MeshSize& size,
                                      const SurfaceFocus& focus);

// "27FEB26 25Δ put" with vol, strike and quality of the fit.
[[nodiscard]] std::optional<SurfaceReadOut> surfaceReadOut(const VolSurface& surface, const SurfaceFocus& focus);

// Fit, bid to ask, own positions and residuals of one expiry.
[[nodiscard]] ChartContent smileChart(const SviSlice& slice, const ChainView& chain, double standardDeviations);

enum class TermMeasure
{
    Vol,
    TotalVariance,
    ForwardVol
};
[[nodiscard]] ChartContent termChart(const VolSurface& surface, TermMeasure measure);

} // namespace ballast
