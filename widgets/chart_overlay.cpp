#include "widgets/chart_overlay.h"

#include "widgets/number_format.h"
#include "widgets/paint_kit.h"

#include <algorithm>
#include <cmath>

namespace ballast {

namespace {

constexpr double legendBaseline = 15.0;
constexpr double ringRadius = 3.2;

bool hasBars(const ChartContent& content)
{
    return !content.whiskers.isEmpty();
}

void paintWhiskers(QPainter& painter, const ChartContent& content, const ChartGeometry& geometry, const Theme& theme)
{
    for (const ChartWhisker& whisker : content.whiskers) {
        if (!geometry.x.contains(whisker.x))
            continue;
        const double x = std::round(geometry.xOf(whisker.x)) + 0.5;
        const double top = geometry.yOf(whisker.high);
        const double bottom = geometry.yOf(whisker.low);
        painter.setPen(QPen(whisker.warns ? theme.warn : theme.series, 1.4));
        painter.drawLine(QPointF(x, top), QPointF(x, bottom));
        painter.drawLine(QPointF(x - 2.5, top), QPointF(x + 2.5, top));
        painter.drawLine(QPointF(x - 2.5, bottom), QPointF(x + 2.5, bottom));
    }
}

void paintMarkers(QPainter& painter, const ChartContent& content, const ChartGeometry& geometry, const Theme& theme)
{
    for (const ChartMarker& marker : content.markers) {
        if (!geometry.x.contains(marker.x))
            continue;
        const bool up = marker.sign > 0.0;
        const QColor colour = theme.signColour(marker.sign);
        const QPointF place = geometry.place({marker.x, marker.y}) + QPointF(0.0, up ? -12.0 : 12.0);
        paintTriangle(painter, place, 10.0, up ? Pointing::Up : Pointing::Down, colour);
        paintTextCentred(painter, place.x(), up ? place.y() - 9.0 : place.y() + 18.0, marker.label,
                         {FontSize::Unit, QFont::Medium, colour});
    }
}

void paintVerticals(QPainter& painter, const ChartContent& content, const ChartGeometry& geometry, const Theme& theme)
{
    for (const ChartVerticalLine& line : content.verticals) {
        if (!geometry.x.contains(line.x))
            continue;
        const double x = std::round(geometry.xOf(line.x)) + 0.5;
        QPen pen(theme.muted, 1.0);
        pen.setDashPattern({2.0, 3.0});
        painter.setPen(pen);
        const double bottom = geometry.residuals.isEmpty() ? geometry.plot.bottom() : geometry.residuals.bottom();
        painter.drawLine(QPointF(x, geometry.plot.top()), QPointF(x, bottom));
        const double baseline = line.labelAtBottom ? geometry.plot.bottom() - 6.0 : geometry.plot.top() + 12.0;
        const TextStyle style{FontSize::Unit, QFont::Normal, theme.text};
        const bool fits = x + 6.0 + textWidth(line.label, FontSize::Unit) < geometry.plot.right();
        if (fits)
            paintText(painter, x + 6.0, baseline, line.label, style);
        else
            paintTextRight(painter, x - 6.0, baseline, line.label, style);
    }
}

void paintLimits(QPainter& painter, const ChartContent& content, const ChartGeometry& geometry, const Theme& theme)
{
    for (const ChartLimit& limit : content.limits) {
        if (!geometry.x.contains(limit.x) || !geometry.y.contains(limit.y))
            continue;
        const QPointF place = geometry.place({limit.x, limit.y});
        painter.fillRect(QRectF(place.x() - 18.0, place.y() - 0.75, 36.0, 1.5), theme.warn);
        painter.fillRect(QRectF(place.x() - 0.75, place.y() - 4.0, 1.5, 8.0), theme.warn);
        paintTextCentred(painter, place.x(), place.y() + 16.0, limit.label,
                         {FontSize::Unit, QFont::Normal, theme.warn});
    }
}

void paintRings(QPainter& painter, const ChartContent& content, const ChartGeometry& geometry, const Theme& theme)
{
    for (const ChartCurve& curve : content.curves) {
        if (curve.marks == CurvePoints::None)
            continue;
        painter.setPen(QPen(curve.role == CurveRole::Main ? theme.accent : theme.series, 1.4));
        painter.setBrush(theme.panel);
        for (const QPointF& point : curve.points) {
            if (geometry.x.contains(point.x()) && geometry.y.contains(point.y()))
                painter.drawEllipse(geometry.place(point), ringRadius, ringRadius);
        }
    }
}

// Labels at the ends of the lines, pushed apart where the ends meet.
void paintEndLabels(QPainter& painter, const ChartContent& content, const ChartGeometry& geometry, const Theme& theme)
{
    struct EndLabel
    {
        double y;
        QString text;
        QColor colour;
    };
    QList<EndLabel> labels;
    for (const ChartCurve& curve : content.curves) {
        for (auto point = curve.points.crbegin(); point != curve.points.crend(); ++point) {
            if (curve.endLabel.isEmpty())
                break;
            if (!std::isfinite(point->y()) || !geometry.x.contains(point->x()))
                continue;
            const double y = std::clamp(geometry.yOf(point->y()), geometry.plot.top(), geometry.plot.bottom());
            labels.append({y, curve.endLabel, curve.role == CurveRole::Main ? theme.accent : theme.text});
            break;
        }
    }
    std::ranges::sort(labels, {}, &EndLabel::y);
    constexpr double lineHeight = 13.0;
    for (qsizetype i = 1; i < labels.size(); ++i) // apart downwards,
        labels[i].y = std::max(labels.at(i).y, labels.at(i - 1).y + lineHeight);
    double lowest = geometry.plot.bottom(); // then back up from the axis
    for (qsizetype i = labels.size(); i-- > 0; lowest -= lineHeight) {
        lowest = std::min(labels.at(i).y, lowest);
        labels[i].y = lowest;
    }
    for (const EndLabel& label : std::as_const(labels)) {
        paintText(painter, geometry.plot.right() + 8.0, label.y + 4.0, label.text,
                  {FontSize::Unit, QFont::Normal, label.colour});
    }
}

void paintResiduals(QPainter& painter, const ChartContent& content, const ChartGeometry& geometry, const Theme& theme)
{
    const QRectF& strip = geometry.residuals;
    if (strip.isEmpty())
        return;
    double most = 0.0;
    for (const ChartResidual& residual : content.residuals)
        most = std::max(most, std::fabs(residual.value));
    const double end = most > 0.0 ? std::ceil(most) : 1.0;
    const double zero = std::round(strip.center().y());
    const double half = strip.height() / 2.0 - 4.0;
    painter.fillRect(QRectF(strip.left(), zero, strip.width(), 1.0), theme.strong);
    const TextStyle style{FontSize::Unit, QFont::Normal, theme.text};
    paintTextRight(painter, strip.left() - 8.0, zero - half + 6.0, formatSigned(end, 0), style);
    paintTextRight(painter, strip.left() - 8.0, zero + 4.0, QStringLiteral("0"), style);
    paintTextRight(painter, strip.left() - 8.0, zero + half + 2.0, formatSigned(-end, 0), style);
    for (const ChartResidual& residual : content.residuals) {
        if (!geometry.x.contains(residual.x) || !std::isfinite(residual.value))
            continue;
        const double tall = residual.value / end * half;
        const double x = std::round(geometry.xOf(residual.x)) - 1.5;
        painter.fillRect(QRectF(x, tall >= 0.0 ? zero - tall : zero + 1.0, 3.0, std::max(1.0, std::fabs(tall))),
                         theme.signColour(residual.value));
    }
    paintTextRight(painter, strip.right(), strip.top() - 1.0, content.residualLabel,
                   {FontSize::Unit, QFont::Normal, theme.muted});
}

double legendSample(QPainter* painter, double left, const ChartCurve& curve, const Theme& theme)
{
    if (painter) {
        painter->setPen(curve.marks == CurvePoints::RingsOnly ? QPen(theme.series, 1.4) : curvePen(curve, theme));
        if (curve.marks != CurvePoints::RingsOnly)
            painter->drawLine(QPointF(left, legendBaseline - 4.0), QPointF(left + 18.0, legendBaseline - 4.0));
        if (curve.marks != CurvePoints::None) {
            painter->setBrush(theme.panel);
            painter->drawEllipse(QPointF(left + 9.0, legendBaseline - 4.0), 2.6, 2.6);
        }
    }
    return 24.0;
}

// Inline above the plot, in the middle: fit, bid–ask, 04:29, own long, short.
double runLegend(QPainter* painter, const ChartContent& content, double left, const QRectF& area, const Theme& theme)
{
    const double top = area.top();
    const TextStyle style{FontSize::Unit, QFont::Normal, theme.text};
    const auto word = [&](const QString& text) {
        if (painter)
            paintText(*painter, left, top + legendBaseline, text, style);
        left += textWidth(text, FontSize::Unit) + 16.0;
    };
    for (const ChartCurve& curve : content.curves) {
        if (curve.name.isEmpty())
            continue;
        if (painter)
            painter->translate(0.0, top);
        left += legendSample(painter, left, curve, theme);
        if (painter)
            painter->translate(0.0, -top);
        word(curve.name);
    }
    if (!content.legendBarsName.isEmpty() && hasBars(content)) {
        if (painter) {
            painter->setPen(QPen(theme.series, 1.4));
            const double x = left + 4.0;
            painter->drawLine(QPointF(x, top + 6.0), QPointF(x, top + 16.0));
            painter->drawLine(QPointF(x - 2.5, top + 6.0), QPointF(x + 2.5, top + 6.0));
            painter->drawLine(QPointF(x - 2.5, top + 16.0), QPointF(x + 2.5, top + 16.0));
        }
        left += 14.0;
        word(content.legendBarsName);
    }
    if (!content.legendBandName.isEmpty() && !content.band.isEmpty()) {
        if (painter)
            painter->fillRect(QRectF(left, top + 6.0, 16.0, 10.0), bandColour(theme));
        left += 22.0;
        word(content.legendBandName);
    }
    if (content.density && !content.density->name.isEmpty()) {
        if (painter) {
            painter->fillRect(QRectF(left, top + 8.0, 16.0, 8.0), densityColour(theme));
            painter->fillRect(QRectF(left, top + 7.0, 16.0, 1.0), theme.muted);
        }
        left += 22.0;
        word(content.density->name);
    }
    if (!content.legendMarkersName.isEmpty() && !content.markers.isEmpty()) {
        if (painter) {
            paintTriangle(*painter, {left + 4.0, top + 11.0}, 9.0, Pointing::Up, theme.positive);
            paintTriangle(*painter, {left + 15.0, top + 11.0}, 9.0, Pointing::Down, theme.negative);
        }
        left += 25.0;
        word(content.legendMarkersName);
    }
    return left;
}

void paintChosen(QPainter& painter, const ChartContent& content, const ChartGeometry& geometry, const Theme& theme)
{
    if (!content.chosenPoint || content.chosenPoint->x() < 0 || content.chosenPoint->x() >= content.curves.size())
        return;
    const auto& points = content.curves.at(content.chosenPoint->x()).points;
    if (content.chosenPoint->y() < 0 || content.chosenPoint->y() >= points.size())
        return;
    const QPointF place = geometry.place(points.at(content.chosenPoint->y()));
    QPen guide(theme.accent, 1.0);
    guide.setDashPattern({2.0, 3.0});
    painter.setPen(guide);
    painter.drawLine(QPointF(geometry.plot.left(), place.y()), place);
    painter.drawLine(place, QPointF(place.x(), geometry.plot.bottom()));
    painter.setPen(QPen(theme.hi, 1.4));
    painter.setBrush(theme.accent);
    painter.drawEllipse(place, 5.5, 5.5);
    if (content.chosenTitle.isEmpty() && content.chosenLines.isEmpty())
        return;
    QList<ReadOutRow> rows;
    for (const QString& line : content.chosenLines)
        rows.append({line, {}});
    const QSizeF size = readOutSize(content.chosenTitle, rows);
    QPointF corner = place + QPointF(72.0, -size.height() - 36.0);
    corner.setX(std::clamp(corner.x(), geometry.plot.left(),
                           std::max(geometry.plot.left(), geometry.plot.right() - size.width())));
    corner.setY(std::max(corner.y(), geometry.plot.top() + 16.0));
    const QRectF box(corner, size);
    if (!box.contains(place)) {
        painter.setPen(QPen(theme.muted, 1.0));
        painter.drawLine(place + QPointF(5.0, -4.0), QPointF(box.left(), std::min(box.bottom() - 8.0, place.y())));
    }
    paintReadOut(painter, box, content.chosenTitle, rows, theme);
}

} // namespace

QPen curvePen(const ChartCurve& curve, const Theme& theme)
{
    if (curve.role == CurveRole::Main)
        return QPen(theme.accent, 2.0, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
    QPen pen(curve.role == CurveRole::Earlier ? theme.muted : theme.series, 1.3, Qt::SolidLine, Qt::FlatCap,
             Qt::RoundJoin);
    if (curve.role == CurveRole::Earlier || curve.dash == CurveDash::Dashed)
        pen.setDashPattern({4.0, 3.0});
    else if (curve.dash == CurveDash::Dotted)
        pen.setDashPattern({1.0, 2.5});
    return pen;
}

QColor bandColour(const Theme& theme)
{
    QColor colour = theme.accent;
    colour.setAlphaF(0.22F);
    return colour;
}

QColor densityColour(const Theme& theme)
{
    QColor colour = theme.muted;
    colour.setAlphaF(0.16F);
    return colour;
}

std::optional<double> curveValueAt(const ChartCurve& curve, double x)
{
    for (qsizetype i = 1; i < curve.points.size(); ++i) {
        const QPointF& a = curve.points.at(i - 1);
        const QPointF& b = curve.points.at(i);
        if (x < a.x() || x > b.x() || !std::isfinite(a.y()) || !std::isfinite(b.y()))
            continue;
        return b.x() > a.x() ? a.y() + (b.y() - a.y()) * (x - a.x()) / (b.x() - a.x()) : a.y();
    }
    return std::nullopt;
}

void paintChartMarks(QPainter& painter, const ChartContent& content, const ChartGeometry& geometry, const QRectF& area,
                     const Theme& theme)
{
    if (content.curves.isEmpty() && content.whiskers.isEmpty())
        return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    paintVerticals(painter, content, geometry, theme);
    painter.save();
    painter.setClipRect(geometry.plot.adjusted(-3, -1, 3, 1));
    paintWhiskers(painter, content, geometry, theme);
    painter.restore();
    paintRings(painter, content, geometry, theme);
    paintLimits(painter, content, geometry, theme);
    paintMarkers(painter, content, geometry, theme);
    paintEndLabels(painter, content, geometry, theme);
    paintResiduals(painter, content, geometry, theme);
    paintChosen(painter, content, geometry, theme);
    if (content.showLegend) {
        const double wide = runLegend(nullptr, content, 0.0, area, theme) - 16.0;
        const double left = std::max(area.left() + 12.0, geometry.plot.center().x() - wide / 2.0);
        runLegend(&painter, content, left, area, theme);
    }
    painter.restore();
}

} // namespace ballast
