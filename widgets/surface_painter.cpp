#include "widgets/surface_painter.h"

#include "widgets/chart_axis.h"
#include "widgets/number_format.h"
#include "widgets/paint_kit.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ballast {

namespace {

constexpr double outlineDarker = 0.28;
constexpr double outlineWidth = 0.6;
constexpr double dotRadius = 1.5;

// Draws labels that do not overlap one already drawn.
class LabelPlacer
{
public:
    LabelPlacer(QPainter& painter, const Theme& theme) : m_painter(painter), m_theme(theme) {}

    void put(const QPointF& middle, const QString& text)
    {
        const double wide = textWidth(text, FontSize::Unit);
        const QRectF area(middle.x() - wide / 2.0, middle.y() - 6.0, wide, 12.0);
        const bool taken = std::ranges::any_of(
            m_taken, [&](const QRectF& other) { return other.intersects(area.adjusted(-3, 0, 3, 0)); });
        if (taken)
            return;
        m_taken.append(area);
        paintText(m_painter, area.left(), middle.y() + 4.0, text, {FontSize::Unit, QFont::Normal, m_theme.text});
    }

private:
    QPainter& m_painter;
    const Theme& m_theme;
    QList<QRectF> m_taken;
};

} // namespace

SurfacePainter::SurfacePainter(const SurfaceMesh& mesh, const SurfaceProjection& projection, const Theme& theme)
    : m_mesh(mesh), m_projection(projection), m_theme(theme), m_ink(theme.textOn(theme.sequential(1.0)))
{
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (const auto& row : mesh.z) {
        for (const auto& z : row) {
            if (z && std::isfinite(*z)) {
                low = std::min(low, *z);
                high = std::max(high, *z);
            }
        }
    }
    m_zMin = mesh.zMin.value_or(std::isfinite(low) ? low : 0.0);
    m_zMax = mesh.zMax.value_or(std::isfinite(high) ? high : 1.0);
    if (!(m_zMax > m_zMin))
        m_zMax = m_zMin + 1.0;
}

double SurfacePainter::share(double z) const
{
    return (z - m_zMin) / (m_zMax - m_zMin);
}

std::vector<double> SurfacePainter::zTicks() const
{
    std::vector<double> ticks;
    for (const double tick : niceTicks(m_zMin, m_zMax, 5))
        ticks.push_back(tick);
    return ticks;
}

void SurfacePainter::paint(QPainter& painter) const
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    paintWalls(painter);
    paintQuads(painter);
    paintCurve(painter);
    paintWarnings(painter);
    paintLabels(painter);
    painter.restore();
}

void SurfacePainter::paintWalls(QPainter& painter) const
{
    const double farX = m_projection.highXIsNear() ? 0.0 : 1.0;
    const double farY = m_projection.highYIsNear() ? 0.0 : 1.0;
    const auto line = [&](double x1, double y1, double z1, double x2, double y2, double z2) {
        painter.drawLine(m_projection.place(x1, y1, z1), m_projection.place(x2, y2, z2));
    };
    painter.setPen(QPen(m_theme.grid, 1.0));
    for (const SurfaceAxisLabel& label : m_mesh.xLabels) {
        line(label.position, 0, 0, label.position, 1, 0);
        line(label.position, farY, 0, label.position, farY, 1);
    }
    for (const SurfaceAxisLabel& label : m_mesh.yLabels) {
        line(0, label.position, 0, 1, label.position, 0);
        line(farX, label.position, 0, farX, label.position, 1);
    }
    for (const double tick : zTicks()) {
        line(farX, 0, share(tick), farX, 1, share(tick));
        line(0, farY, share(tick), 1, farY, share(tick));
    }
    painter.setPen(QPen(m_theme.strong, 1.0));
    line(0, 1.0 - farY, 0, 1, 1.0 - farY, 0);
    line(1.0 - farX, 0, 0, 1.0 - farX, 1, 0);
}

// From far to near along both axes: in an orthographic view of a height field no other order is needed.
void SurfacePainter::paintQuads(QPainter& painter) const
{
    const std::size_t rows = std::min(m_mesh.ys.size(), m_mesh.z.size());
    const std::size_t columns = m_mesh.xs.size();
    if (rows < 2 || columns < 2)
        return;
    const auto dots = dotsByCell();
    for (std::size_t r = 0; r + 1 < rows; ++r) {
        const std::size_t row = m_projection.highYIsNear() ? r : rows - 2 - r;
        for (std::size_t c = 0; c + 1 < columns; ++c) {
            const std::size_t column = m_projection.highXIsNear() ? c : columns - 2 - c;
            paintQuad(painter, row, column);
            for (const int dot : dots[row * columns + column])
                paintDot(painter, m_mesh.dots.at(dot));
        }
    }
}

void SurfacePainter::paintQuad(QPainter& painter, std::size_t row, std::size_t column) const
{
    const std::pair<std::size_t, std::size_t> corners[] = {
        {row, column}, {row, column + 1}, {row + 1, column + 1}, {row + 1, column}};
    QPolygonF polygon;
    double sum = 0.0;
    for (const auto& [r, c] : corners) {
        const auto place = nodePlace(int(r), int(c));
        if (!place)
            return;
        polygon.append(*place);
        sum += *m_mesh.z[r][c];
    }
    const QColor colour = m_theme.sequential(share(sum / 4.0));
    painter.setPen(QPen(mixed(colour, m_ink, outlineDarker), outlineWidth));
    painter.setBrush(colour);
    painter.drawConvexPolygon(polygon);
}

std::vector<std::vector<int>> SurfacePainter::dotsByCell() const
{
    const std::size_t columns = m_mesh.xs.size();
    std::vector<std::vector<int>> cells(m_mesh.ys.size() * columns);
    // The cell that begins at or before the place; the end of the last one belongs to it.
    const auto cellOf = [](const auto& edges, double place) -> std::optional<std::size_t> {
        const auto after = std::ranges::upper_bound(edges, place);
        if (after == edges.begin() || (after == edges.end() && !(place <= 1.0)))
            return std::nullopt;
        return std::min<std::size_t>(std::size_t(after - edges.begin()), std::size_t(edges.size()) - 1) - 1;
    };
    for (int dot = 0; dot < int(m_mesh.dots.size()); ++dot) {
        const auto row = cellOf(m_mesh.ys, m_mesh.dots.at(dot).y);
        const auto column = cellOf(m_mesh.xs, m_mesh.dots.at(dot).x);
        if (row && column)
            cells[*row * columns + *column].push_back(dot);
    }
    return cells;
}

void SurfacePainter::paintDot(QPainter& painter, const SurfaceDot& dot) const
{
    const QPointF place = placeOf(dot);
    if (dot.look == DotLook::Full) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_ink);
        painter.drawEllipse(place, dotRadius, dotRadius);
        return;
    }
    painter.setPen(QPen(m_ink, 1.0));
    painter.setBrush(Qt::NoBrush);
    if (dot.look == DotLook::Hollow) {
        painter.drawEllipse(place, dotRadius + 0.5, dotRadius + 0.5);
        return;
    }
    painter.setPen(QPen(m_theme.muted, 1.0));
    painter.drawLine(place + QPointF(-2.0, -2.0), place + QPointF(2.0, 2.0));
    painter.drawLine(place + QPointF(-2.0, 2.0), place + QPointF(2.0, -2.0));
}

QPointF SurfacePainter::placeOf(const SurfaceDot& dot) const
{
    return m_projection.place(dot.x, dot.y, share(dot.z));
}

std::optional<QPointF> SurfacePainter::nodePlace(int row, int column) const
{
    const auto r = std::size_t(row);
    const auto c = std::size_t(column);
    if (row < 0 || column < 0 || r >= std::min(m_mesh.z.size(), m_mesh.ys.size()) ||
        c >= std::min(m_mesh.xs.size(), m_mesh.z[r].size()))
        return std::nullopt;
    const auto& z = m_mesh.z[r][c];
    if (!z || !std::isfinite(*z))
        return std::nullopt;
    return m_projection.place(m_mesh.xs[c], m_mesh.ys[r], share(*z));
}

void SurfacePainter::paintCurve(QPainter& painter) const
{
    if (!m_mesh.highlightedRow)
        return;
    QPolygonF curve;
    for (int column = 0; column < int(m_mesh.xs.size()); ++column) {
        if (const auto place = nodePlace(*m_mesh.highlightedRow, column))
            curve.append(*place);
    }
    const QColor white = m_theme.textOn(m_theme.sequential(0.0));
    QColor halo = m_theme.textOn(m_theme.sequential(1.0));
    halo.setAlphaF(0.55F);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(halo, 4.2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolyline(curve);
    painter.setPen(QPen(white, 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolyline(curve);
    const auto dot =
        m_mesh.highlightedColumn ? nodePlace(*m_mesh.highlightedRow, *m_mesh.highlightedColumn) : std::nullopt;
    if (dot) {
        painter.setPen(QPen(white, 1.4));
        painter.setBrush(m_theme.accent);
        painter.drawEllipse(*dot, 4.5, 4.5);
    }
}

void SurfacePainter::paintWarnings(QPainter& painter) const
{
    for (const SurfaceDot& warning : m_mesh.warnings) {
        const QPointF place = placeOf(warning);
        const QPolygonF triangle{{place + QPointF(0.0, -6.0), place + QPointF(5.5, 4.0), place + QPointF(-5.5, 4.0)}};
        painter.setPen(QPen(m_theme.textOn(m_theme.sequential(1.0)), 1.2));
        painter.setBrush(m_theme.warn);
        painter.drawPolygon(triangle);
    }
}

void SurfacePainter::paintNode(QPainter& painter, int row, int column) const
{
    if (const auto place = nodePlace(row, column))
        paintRing(painter, *place);
}

void SurfacePainter::paintRing(QPainter& painter, const QPointF& place) const
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(m_theme.textOn(m_theme.sequential(1.0)), 3.0));
    painter.drawEllipse(place, 4.0, 4.0);
    painter.setPen(QPen(m_theme.textOn(m_theme.sequential(0.0)), 1.4));
    painter.drawEllipse(place, 4.0, 4.0);
    painter.restore();
}

void SurfacePainter::paintLabels(QPainter& painter) const
{
    const double nearX = m_projection.highXIsNear() ? 1.0 : 0.0;
    const double nearY = m_projection.highYIsNear() ? 1.0 : 0.0;
    LabelPlacer placer(painter, m_theme);
    // Labels stand off their edge in the direction of the other axis, so that those of the two axes part at the corner.
    const auto outward = [&](const QPointF& edge, const QPointF& inner, const QString& text) {
        QPointF away = edge - inner;
        const double length = std::hypot(away.x(), away.y());
        away = length > 1.0 ? away / length : QPointF(0.0, 1.0);
        const double half = textWidth(text, FontSize::Unit) / 2.0;
        placer.put(edge + QPointF(away.x() * (half + 10.0), away.y() * 14.0 + 5.0), text);
    };
    for (const SurfaceAxisLabel& label : m_mesh.xLabels)
        outward(m_projection.place(label.position, nearY, 0.0), m_projection.place(label.position, 1.0 - nearY, 0.0),
                label.text);
    for (const SurfaceAxisLabel& label : m_mesh.yLabels)
        outward(m_projection.place(nearX, label.position, 0.0), m_projection.place(1.0 - nearX, label.position, 0.0),
                label.text);

    // The upright axis stands at the corner furthest to the right.
    QPointF corner(0.0, 0.0);
    double rightmost = -std::numeric_limits<double>::infinity();
    for (const QPointF& candidate : {QPointF(0, 0), QPointF(0, 1), QPointF(1, 0), QPointF(1, 1)}) {
        const double x = m_projection.place(candidate.x(), candidate.y(), 0.0).x();
        if (x > rightmost) {
            rightmost = x;
            corner = candidate;
        }
    }
    painter.setPen(QPen(m_theme.grid, 1.0));
    painter.drawLine(m_projection.place(corner.x(), corner.y(), 0.0), m_projection.place(corner.x(), corner.y(), 1.0));
    for (const double tick : zTicks()) {
        const QPointF place = m_projection.place(corner.x(), corner.y(), share(tick));
        const QString text = formatNumber(tick, 0);
        painter.setPen(QPen(m_theme.grid, 1.0));
        painter.drawLine(place, place + QPointF(4.0, 0.0));
        placer.put(place + QPointF(9.0 + textWidth(text, FontSize::Unit) / 2.0, 0.0), text);
    }
}

void SurfacePainter::paintColourBar(QPainter& painter, const QRectF& area, ColourBarPlace place) const
{
    const bool lies = place == ColourBarPlace::BottomLeft;
    const QRectF bar = lies ? QRectF(area.left() + 12.0, area.bottom() - 26.0, 120.0, 10.0)
                            : QRectF(area.left() + 16.0, area.center().y() - 60.0, 12.0, 160.0);
    const int steps = int(lies ? bar.width() : bar.height());
    for (int step = 0; step < steps; ++step) {
        const QColor colour = m_theme.sequential((step + 0.5) / steps);
        if (lies)
            painter.fillRect(QRectF(bar.left() + step, bar.top(), 1.0, bar.height()), colour);
        else
            painter.fillRect(QRectF(bar.left(), bar.bottom() - step - 1.0, bar.width(), 1.0), colour);
    }
    const TextStyle style{FontSize::Unit, QFont::Normal, m_theme.text};
    const QString low = formatNumber(m_zMin, 0);
    const QString middle = formatNumber((m_zMin + m_zMax) / 2.0, 0);
    const QString high = formatNumber(m_zMax, 0) + QLatin1Char(' ') + m_mesh.unit;
    if (lies) {
        paintText(painter, bar.left(), bar.bottom() + 13.0, low, style);
        paintTextCentred(painter, bar.center().x(), bar.bottom() + 13.0, middle, style);
        paintTextRight(painter, bar.right(), bar.bottom() + 13.0, high, style);
        return;
    }
    paintText(painter, bar.right() + 6.0, bar.top() + 8.0, high, style);
    paintText(painter, bar.right() + 6.0, bar.center().y() + 4.0, middle, style);
    paintText(painter, bar.right() + 6.0, bar.bottom(), low, style);
}

} // namespace ballast
