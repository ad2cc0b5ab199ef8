#pragma once

#include "widgets/number_format.h"

namespace ballast {

// Measures shared by the two source files of HeatmapView.
namespace heatmap {

inline constexpr double inset = 12.0;
inline constexpr double axisHeight = 26.0;
inline constexpr double bottomAxisHeight = 36.0;
inline constexpr double totalsHeight = 34.0;
inline constexpr double legendHeight = 34.0;
inline constexpr double mostRowHeight = 44.0;
inline constexpr double cellPadding = 5.0;
inline constexpr int stepsPerSide = 8;
inline constexpr double swatchWidth = 10.0;

} // namespace heatmap

[[nodiscard]] inline QString heatmapFigure(std::optional<double> value, int decimals)
{
    return formatSigned(value, decimals);
}

} // namespace ballast
