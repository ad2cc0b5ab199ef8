#include "widgets/chart_overlay.h"
#include "widgets/number_format.h"
#include "widgets/paint_kit.h"

#include <algorithm>
#include <cmath>

namespace ballast {

namespace {

constexpr double legendHeight = 22.0;
constexpr double titleHeight = 18.0;
constexpr double tickLabelHeight = 20.0;
constexpr double xTitleHeight = 16.0;
constexpr double residualHeight = 48.0;
constexpr double residualGap = 14.0;
constexpr double tickLength = 4.0;
constexpr int wantedYTicks = 6;
constexpr double pixelsPerXTick = 90.0;

double yLabelWidth(const ChartContent& content, const AxisScale& y)
{
    double widest = 0.0;
    for (const double tick : ticksFor(content.y, y, wantedYTicks))
        widest = std::max(widest, textWidth(tickText(content.y, tick), FontSize::Unit));
    return widest;
}

double endLabelWidth(const ChartContent& content)
{
    double widest = 0.0;
    for (const ChartCurve& curve : content.curves)
        widest = std::max(widest, textWidth(curve.endLabel, FontSize::Unit));
    return widest > 0.0 ? widest + 10.0 : 0.0;
}

void paintYAxis(QPainter& painter, const ChartContent& content, const ChartGeometry& geometry, const Theme& theme)
{
    for (const double tick : ticksFor(content.y, geometry.y, wantedYTicks)) {
        const double y = std::round(geometry.yOf(tick));
        painter.fillRect(QRectF(geometry.plot.left(), y, geometry.plot.width(), 1.0),
                         tick == 0.0 ? theme.strong : theme.grid);
        paintTextRight(painter, geometry.plot.left() - 8.0, y + 4.0, tickText(content.y, tick),
                       {FontSize::Unit, QFont::Normal, theme.text});
    }
}

void paintXAxis(QPainter& painter, const ChartContent& content, const ChartGeometry& geometry, const Theme& theme)
{
    const QRectF& lowest = geometry.residuals.isEmpty() ? geometry.plot : geometry.residuals;
    const int wanted = std::max(2, int(geometry.plot.width() / pixelsPerXTick));
    double takenTo = -1e9;
    for (const double tick : ticksFor(content.x, geometry.x, wanted)) {
        const double x = std::round(geometry.xOf(tick));
        painter.fillRect(QRectF(x, lowest.bottom(), 1.0, tickLength), theme.strong);
        const QString text = tickText(content.x, tick);
        const double half = textWidth(text, FontSize::Unit) / 2.0;
        if (x - half < takenTo + 8.0)
            continue; // labels never overlap
        takenTo = x + half;
        paintTextCentred(painter, x, lowest.bottom() + 16.0, text, {FontSize::Unit, QFont::Normal, theme.text});
    }
}

// Filled from the floor of the plot where it is known, a dashed line where it is assumed.
void paintDensity(QPainter& painter, const ChartContent& content, const ChartGeometry& geometry, const Theme& theme)
{
    constexpr double tallest = 0.34; // of the plot
    if (!content.density || content.density->points.size() < 2)
        return;
    double most = 0.0;
    for (const QPointF& point : content.density->points)
        most = std::max(most, point.y());
    if (most <= 0.0)
        return;
    painter.save();
    painter.setClipRect(geometry.plot);
    painter.setRenderHint(QPainter::Antialiasing);
    const double floor = geometry.plot.bottom();
    QPolygonF outline[3]; // left tail, known, right tail
    for (const QPointF& point : content.density->points) {
        const QPointF place(geometry.xOf(point.x()), floor - tallest * geometry.plot.height() * point.y() / most);
        const int part = point.x() < content.density->knownLow ? 0 : point.x() > content.density->knownHigh ? 2 : 1;
        if (part > 0 && outline[part].isEmpty() && !outline[part - 1].isEmpty())
            outline[part] << outline[part - 1].last();
        outline[part] << place;
    }
    if (outline[1].size() > 1) {
        QPolygonF area = outline[1];
        area << QPointF(outline[1].last().x(), floor) << QPointF(outline[1].first().x(), floor);
        painter.setPen(Qt::NoPen);
        painter.setBrush(densityColour(theme));
        painter.drawPolygon(area);
    }
    painter.setBrush(Qt::NoBrush);
    for (int part = 0; part < 3; ++part) {
        QPen pen(part == 1 ? theme.muted : theme.strong, 1.0);
        if (part != 1)
            pen.setDashPattern({3.0, 3.0});
        painter.setPen(pen);
        painter.drawPolyline(outline[part]);
    }
    painter.restore();
}

void paintBand(QPainter& painter, const ChartContent& content, const ChartGeometry& geometry, const Theme& theme)
{
    if (content.band.size() < 2)
        return;
    QPolygonF area;
    for (const ChartBand& each : content.band)
        area << geometry.place({each.x, each.high});
    for (auto each = content.band.crbegin(); each != content.band.crend(); ++each)
        area << geometry.place({each->x, each->low});
    painter.save();
    painter.setClipRect(geometry.plot);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(bandColour(theme));
    painter.drawPolygon(area);
    painter.restore();
}

} // namespace

QPointF ChartGeometry::place(const QPointF& value) const
{
    return {xOf(value.x()), yOf(value.y())};
}

double ChartGeometry::xOf(double value) const
{
    return plot.left() + x.share(value) * plot.width();
}

double ChartGeometry::yOf(double value) const
{
    return plot.bottom() - y.share(value) * plot.height();
}

ChartGeometry chartGeometry(const ChartContent& content, const QRectF& area, const AxisScale& x, const AxisScale& y)
{
    ChartGeometry geometry;
    geometry.x = x;
    geometry.y = y;
    const double left = 12.0 + yLabelWidth(content, y) + 10.0;
    const double right = std::max(16.0, endLabelWidth(content));
    const double top =
        4.0 + (content.showLegend ? legendHeight : 0.0) + (content.y.title.isEmpty() ? 6.0 : titleHeight);
    double bottom = tickLabelHeight + (content.x.title.isEmpty() ? 4.0 : xTitleHeight + 2.0);
    if (!content.residuals.isEmpty()) {
        geometry.residuals = QRectF(area.left() + left, area.bottom() - bottom - residualHeight,
                                    std::max(20.0, area.width() - left - right), residualHeight);
        bottom += residualHeight + residualGap;
    }
    geometry.plot = QRectF(area.left() + left, area.top() + top, std::max(20.0, area.width() - left - right),
                           std::max(20.0, area.height() - top - bottom));
    return geometry;
}

void paintChartGround(QPainter& painter, const ChartContent& content, const ChartGeometry& geometry, const QRectF& area,
                      const Theme& theme)
{
    painter.fillRect(area, theme.panel);
    if (content.curves.isEmpty() && content.whiskers.isEmpty()) {
        paintText(painter, area.left() + 12.0, area.top() + 20.0, content.emptyText,
                  {FontSize::Body, QFont::Normal, theme.muted});
        return;
    }
    if (content.shadeFromX) {
        const double from = std::clamp(geometry.xOf(*content.shadeFromX), geometry.plot.left(), geometry.plot.right());
        painter.fillRect(QRectF(QPointF(from, geometry.plot.top()), geometry.plot.bottomRight()), theme.raised);
        painter.fillRect(QRectF(from, geometry.plot.top(), 1.0, geometry.plot.height()), theme.strong);
        paintText(painter, from + 5.0, geometry.plot.top() + 11.0, content.shadeLabel,
                  {FontSize::Unit, QFont::Normal, theme.text});
    }
    paintYAxis(painter, content, geometry, theme);
    paintDensity(painter, content, geometry, theme);
    paintBand(painter, content, geometry, theme);
    paintXAxis(painter, content, geometry, theme);
    const TextStyle muted{FontSize::Unit, QFont::Normal, theme.muted};
    paintText(painter, geometry.plot.left(), geometry.plot.top() - 7.0, content.y.title, muted);
    paintTextRight(painter, geometry.plot.right(), area.bottom() - 6.0, content.x.title, muted);
}

} // namespace ballast
