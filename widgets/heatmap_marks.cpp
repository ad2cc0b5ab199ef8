#include "widgets/heatmap_contours.h"
#include "widgets/heatmap_layout.h"
#include "widgets/heatmap_view.h"
#include "widgets/paint_kit.h"

#include <algorithm>
#include <cmath>

namespace ballast {

using namespace heatmap;

void HeatmapView::paintMarks(QPainter& painter) const
{
    const Theme& theme = Theme::of(this);
    const QRectF& grid = m_grid;
    if (m_matrix.markerPosition) {
        const double share = *m_matrix.markerPosition / double(m_matrix.columns.size());
        const double x = std::round(grid.left() + std::clamp(share, 0.0, 1.0) * grid.width()) + 0.5;
        QPen pen(theme.hi, 1.0);
        pen.setDashPattern({2.0, 3.0});
        painter.setPen(pen);
        painter.save();
        painter.setClipRegion(besideFigures());
        painter.drawLine(QPointF(x, grid.top()), QPointF(x, grid.bottom()));
        painter.restore();
        paintTriangle(painter, {x, grid.top() - 3.0}, 8.0, Pointing::Down, theme.hi);
    }
    const auto outline = [&](const QPoint& cell, const QColor& colour) {
        painter.setPen(QPen(colour, 2.0, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(cellRect(cell.x(), cell.y()).adjusted(1, 1, -1, -1));
    };
    if (m_hovered) {
        painter.setPen(QPen(theme.muted, 1.0));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(cellRect(m_hovered->x(), m_hovered->y()).adjusted(0.5, 0.5, -0.5, -0.5));
    }
    if (m_matrix.now)
        outline(*m_matrix.now, theme.hi);
    if (m_matrix.chosen)
        outline(*m_matrix.chosen, theme.accent);
}

QRegion HeatmapView::besideFigures() const
{
    QRegion free(m_grid.toAlignedRect());
    for (int row = 0; row < m_matrix.rows.size(); ++row) {
        const auto& cells = m_matrix.rows.at(row).cells;
        for (int column = 0; column < cells.size(); ++column) {
            if (!cells.at(column))
                continue;
            const QRectF cell = cellRect(column, row);
            const QString text = heatmapFigure(cells.at(column), m_matrix.decimals);
            const bool body = textWidth(text, FontSize::Body) + 2.0 * cellPadding <= cell.width();
            const double wide = textWidth(text, body ? FontSize::Body : FontSize::Unit) + 4.0;
            free -= QRectF(cell.right() - cellPadding - wide + 2.0, cell.center().y() - 7.0, wide, 14.0).toRect();
        }
    }
    return free;
}

void HeatmapView::paintContours(QPainter& painter) const
{
    constexpr int parts = 4;
    const Theme& theme = Theme::of(this);
    QList<QList<std::optional<double>>> rows;
    for (const HeatmapRow& row : m_matrix.rows)
        rows.append(row.cells);
    const auto fine = refinedField(rows, parts);
    painter.save();
    painter.setClipRegion(besideFigures()); // broken under the figures
    painter.setRenderHint(QPainter::Antialiasing);
    const auto draw = [&](double level, double width) {
        painter.setPen(QPen(theme.hi, width, Qt::SolidLine, Qt::RoundCap));
        for (const QLineF& line : contourLines(fine, level))
            painter.drawLine(placeOf(line.p1() / parts), placeOf(line.p2() / parts));
    };
    for (const double level : m_matrix.contourLevels)
        draw(level, 1.0);
    draw(0.0, 2.0);
    painter.restore();
}

QPointF HeatmapView::placeOf(const QPointF& cells) const
{
    const QRectF first = cellRect(0, 0);
    const QRectF last = cellRect(int(m_matrix.columns.size()) - 1, int(m_matrix.rows.size()) - 1);
    const QPointF span = last.center() - first.center();
    const double dx = m_matrix.columns.size() > 1 ? span.x() / double(m_matrix.columns.size() - 1) : 0.0;
    const double dy = m_matrix.rows.size() > 1 ? span.y() / double(m_matrix.rows.size() - 1) : 0.0;
    return first.center() + QPointF(cells.x() * dx, cells.y() * dy);
}

// What lies beyond the map leaves it at its edge, without the cross of its end.
void HeatmapView::paintPath(QPainter& painter) const
{
    if (m_matrix.path.size() < 2)
        return;
    const Theme& theme = Theme::of(this);
    painter.save();
    painter.setClipRegion(besideFigures());
    painter.setRenderHint(QPainter::Antialiasing);
    QPen pen(theme.critical, 1.6);
    pen.setDashPattern({4.0, 2.5});
    painter.setPen(pen);
    for (qsizetype i = 1; i < m_matrix.path.size(); ++i)
        painter.drawLine(placeOf(m_matrix.path.at(i - 1)), placeOf(m_matrix.path.at(i)));
    painter.setClipRect(m_grid);
    const QPointF end = placeOf(m_matrix.path.last());
    painter.setPen(QPen(theme.critical, 2.0));
    painter.drawLine(end + QPointF(-4.0, -4.0), end + QPointF(4.0, 4.0));
    painter.drawLine(end + QPointF(-4.0, 4.0), end + QPointF(4.0, -4.0));
    painter.restore();
}

// "now", "this scenario", "zero" and what the path breaks, at the right of the legend.
void HeatmapView::paintMarkNames(QPainter& painter) const
{
    const Theme& theme = Theme::of(this);
    const TextStyle style{FontSize::Unit, QFont::Normal, theme.text};
    const double top = height() - legendHeight + 2.0;
    double right = width() - inset;
    const double baseline = top + 21.0;
    const auto name = [&](const QString& text, const auto& paintSign) {
        const double start = paintTextRight(painter, right, baseline, text, style);
        paintSign(start - 20.0, baseline - 4.0);
        right = start - 34.0;
    };
    const auto line = [&](const QColor& colour, double thick, bool dashed) {
        return [&painter, colour, thick, dashed](double x, double y) {
            QPen pen(colour, thick);
            if (dashed)
                pen.setDashPattern({3.0, 2.0});
            painter.setPen(pen);
            painter.drawLine(QPointF(x, y), QPointF(x + 15.0, y));
        };
    };
    const auto box = [&](const QColor& colour) {
        return [&painter, colour](double x, double y) {
            painter.setPen(QPen(colour, 2.0));
            painter.setBrush(Qt::NoBrush);
            painter.drawRect(QRectF(x + 2.0, y - 4.0, 11.0, 8.0));
        };
    };
    if (!m_matrix.pathText.isEmpty())
        name(m_matrix.pathText, line(theme.critical, 1.6, true));
    QStringList levels;
    for (const double level : m_matrix.contourLevels)
        levels << heatmapFigure(level, m_matrix.decimals);
    if (m_matrix.contours && !levels.isEmpty())
        name(levels.join(QStringLiteral(", ")), line(theme.hi, 1.0, false));
    if (m_matrix.contours)
        name(tr("zero"), line(theme.hi, 2.0, false));
    if (m_matrix.chosen)
        name(tr("this scenario"), box(theme.accent));
    if (m_matrix.now)
        name(m_matrix.nowText, box(theme.hi));
}

void HeatmapView::paintLegend(QPainter& painter) const
{
    const Theme& theme = Theme::of(this);
    const double left = m_matrix.columnsAtBottom ? m_grid.left() : inset;
    const double top = height() - legendHeight + 2.0;
    for (int step = -stepsPerSide; step <= stepsPerSide; ++step)
        painter.fillRect(QRectF(left + (step + stepsPerSide) * swatchWidth, top, swatchWidth, 8.0),
                         theme.diverging(double(step) / stepsPerSide, stepsPerSide));
    const double wide = (2 * stepsPerSide + 1) * swatchWidth;
    const double most = scaleMax();
    const double baseline = top + 21.0;
    const TextStyle style{FontSize::Unit, QFont::Normal, theme.muted};
    paintText(painter, left, baseline, heatmapFigure(-most, m_matrix.decimals), style);
    paintTextCentred(painter, left + wide / 2.0, baseline, QStringLiteral("0"), style);
    paintTextRight(painter, left + wide, baseline, heatmapFigure(most, m_matrix.decimals), style);
    paintText(painter, left + wide + 18.0, top + 8.0, m_matrix.legendText, style);
    paintText(painter, left + wide + 18.0, baseline, m_matrix.legendSubText, style);
    paintTextRight(painter, width() - inset, top + 8.0, m_matrix.markerText, style);
    if (m_matrix.namesMarks)
        paintMarkNames(painter);
    if (hasFocus())
        paintFocus(painter, QRectF(rect()).adjusted(2, 0, -2, -1), theme);
}

} // namespace ballast
