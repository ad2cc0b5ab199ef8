#include "widgets/chart_overlay.h"
#include "widgets/paint_kit.h"

#include <algorithm>

namespace ballast {

void paintRingNote(QPainter& painter, const ChartContent& content, const ChartGeometry& geometry, const QPoint& ring,
                   const Theme& theme)
{
    if (ring.x() >= content.curves.size() || ring.y() >= content.curves.at(ring.x()).notes.size())
        return;
    const QStringList& lines = content.curves.at(ring.x()).notes.at(ring.y());
    const QPointF place = geometry.place(content.curves.at(ring.x()).points.at(ring.y()));
    QList<ReadOutRow> rows;
    for (const QString& line : lines.mid(1))
        rows.append({line, {}});
    const QSizeF size = readOutSize(lines.value(0), rows);
    const bool right = place.x() + 16.0 + size.width() < geometry.plot.right();
    const double left = right ? place.x() + 16.0 : std::max(geometry.plot.left(), place.x() - 16.0 - size.width());
    const double top = std::clamp(place.y() - size.height() - 10.0, geometry.plot.top(),
                                  std::max(geometry.plot.top(), geometry.plot.bottom() - size.height()));
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.hi, 1.6));
    painter.setBrush(theme.accentBg);
    painter.drawEllipse(place, 5.0, 5.0);
    paintReadOut(painter, QRectF(QPointF(left, top), size), lines.value(0), rows, theme);
    painter.restore();
}

} // namespace ballast
