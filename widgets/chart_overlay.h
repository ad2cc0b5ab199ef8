#pragma once

#include "widgets/chart_axis.h"
#include "widgets/chart_content.h"
#include "widgets/theme.h"

#include <QPainter>
#include <QRectF>

namespace ballast {

// Where everything of one chart stands.
struct ChartGeometry
{
    QRectF plot;
    QRectF residuals; // empty without the strip
    AxisScale x;
    AxisScale y;

    [[nodiscard]] QPointF place(const QPointF& value) const;
    [[nodiscard]] double xOf(double value) const;
    [[nodiscard]] double yOf(double value) const;
};

[[nodiscard]] ChartGeometry chartGeometry(const ChartContent& content, const QRectF& area, const AxisScale& x,
                                          const AxisScale& y);

// All that is painted under the curves: shade, grid, axis labels.
void paintChartGround(QPainter& painter, const ChartContent& content, const ChartGeometry& geometry, const QRectF& area,
                      const Theme& theme);
// All that is painted over the curves: whiskers, markers, labels, residuals, legend, read-out.
void paintChartMarks(QPainter& painter, const ChartContent& content, const ChartGeometry& geometry, const QRectF& area,
                     const Theme& theme);
void paintChartHover(QPainter& painter, const ChartContent& content, const ChartGeometry& geometry, double x,
                     const Theme& theme);

// y of the curve at x by linear interpolation; nullopt outside its points or in a gap.
[[nodiscard]] QColor bandColour(const Theme& theme);    // of ChartContent::band
[[nodiscard]] QColor densityColour(const Theme& theme); // of ChartContent::density
[[nodiscard]] std::optional<double> curveValueAt(const ChartCurve& curve, double x);
[[nodiscard]] QPen curvePen(const ChartCurve& curve, const Theme& theme);

// What a ring says (ChartCurve::notes), beside it.
void paintRingNote(QPainter& painter, const ChartContent& content, const ChartGeometry& geometry, const QPoint& ring,
                   const Theme& theme);

} // namespace ballast
