#include "widgets/chart_overlay.h"
#include "widgets/number_format.h"
#include "widgets/paint_kit.h"

#include <algorithm>
#include <cmath>

namespace ballast {

namespace {

QString withUnit(const QString& number, const QString& unit)
{
    return unit.isEmpty() ? number : number + QLatin1Char(' ') + unit;
}

// The point of a curve without a line that stands under the mouse.
std::optional<double> ringValueNear(const ChartCurve& curve, const ChartGeometry& geometry, double x)
{
    constexpr double reachPixels = 8.0;
    for (const QPointF& point : curve.points)
        if (std::isfinite(point.y()) && std::fabs(geometry.xOf(point.x()) - geometry.xOf(x)) <= reachPixels)
            return point.y();
    return std::nullopt;
}

// Bid to ask of the nearest quote, error band and density at x.
void addReadOuts(QList<ReadOutRow>& rows, const ChartContent& content, const ChartGeometry& geometry, double x)
{
    constexpr double reachPixels = 6.0;
    const int decimals = content.curves.isEmpty() ? 1 : content.curves.first().decimals;
    const auto near = [&](const auto& each) {
        return std::fabs(geometry.xOf(each.x) - geometry.xOf(x)) <= reachPixels;
    };
    const auto distance = [&](const auto& each) { return std::fabs(geometry.xOf(each.x) - geometry.xOf(x)); };
    const auto quote = std::ranges::min_element(content.whiskers, {}, distance);
    if (quote != content.whiskers.end() && near(*quote))
        rows.append({content.legendBarsName, QStringLiteral("%1 – %2").arg(formatNumber(quote->low, decimals),
                                                                           formatNumber(quote->high, decimals))});
    const auto band = std::ranges::min_element(content.band, {}, distance);
    if (band != content.band.end() && near(*band))
        rows.append(
            {content.legendBandName, QStringLiteral("± %1").arg(formatNumber((band->high - band->low) / 2.0, 2))});
    if (!content.density)
        return;
    ChartCurve shape;
    shape.points = content.density->points;
    if (const auto value = curveValueAt(shape, x))
        rows.append({content.density->name,
                     formatNumber(value, content.density->decimals) + QLatin1Char(' ') + content.density->unit});
}

} // namespace

void paintChartHover(QPainter& painter, const ChartContent& content, const ChartGeometry& geometry, double x,
                     const Theme& theme)
{
    if (!geometry.x.contains(x))
        return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const double at = std::round(geometry.xOf(x)) + 0.5;
    painter.setPen(QPen(theme.muted, 1.0));
    painter.drawLine(QPointF(at, geometry.plot.top()), QPointF(at, geometry.plot.bottom()));
    QList<ReadOutRow> rows;
    double meanY = 0.0;
    for (const ChartCurve& curve : content.curves) {
        const auto y =
            curve.marks == CurvePoints::RingsOnly ? ringValueNear(curve, geometry, x) : curveValueAt(curve, x);
        if (!y || (curve.name.isEmpty() && curve.endLabel.isEmpty()))
            continue;
        const SignMode sign = content.y.printPlus ? SignMode::Always : SignMode::MinusOnly;
        rows.append({curve.name.isEmpty() ? curve.endLabel : curve.name,
                     withUnit(formatNumber(y, curve.decimals, sign), content.y.unit)});
        const QPointF dot(at, geometry.yOf(*y));
        meanY += dot.y();
        painter.setPen(QPen(theme.panel, 1.0));
        painter.setBrush(curve.role == CurveRole::Main ? theme.accent : theme.series);
        if (geometry.plot.contains(dot))
            painter.drawEllipse(dot, 3.5, 3.5);
    }
    addReadOuts(rows, content, geometry, x);
    const QString name = content.x.readOutName.isEmpty() ? content.x.title : content.x.readOutName;
    const QString number = formatNumber(x, std::max(content.x.decimals, geometry.x.high < 100.0 ? 1 : 0),
                                        content.x.printPlus ? SignMode::Always : SignMode::MinusOnly);
    const QString title = (name.isEmpty() ? QString() : name + QLatin1Char(' ')) + withUnit(number, content.x.unit);
    if (!rows.isEmpty()) {
        // Beside the line, in the half of the plot away from the curves: it never covers a point.
        QSizeF size = readOutSize(title, rows);
        size.setWidth(std::ceil(size.width() / 16.0) * 16.0); // steady while the digits change
        const bool right = at + 12.0 + size.width() < geometry.plot.right();
        const double left = right ? at + 12.0 : at - 12.0 - size.width();
        const bool low = meanY / double(rows.size()) < geometry.plot.center().y();
        const double top = low ? geometry.plot.bottom() - size.height() - 6.0 : geometry.plot.top() + 6.0;
        paintReadOut(painter, QRectF(QPointF(left, top), size), title, rows, theme);
    }
    painter.restore();
}

} // namespace ballast
