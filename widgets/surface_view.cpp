#include "widgets/surface_view.h"

#include "widgets/paint_kit.h"
#include "widgets/surface_painter.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QTimer>
#include <QWheelEvent>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

namespace ballast {

namespace {

constexpr double degreesPerPixel = 0.4;
constexpr double keyStepDegrees = 5.0;
constexpr double lowestElevation = 5.0;
constexpr double highestElevation = 85.0;
constexpr double reachPixels = 18.0;
constexpr std::chrono::milliseconds afterTheTables{12};
constexpr double dotReachPixels = 5.0;
constexpr double warningReachPixels = 9.0;

QRectF boxArea(const QRect& widget, ColourBarPlace place)
{
    // Room for the labels round the floor and for the upright axis.
    const double left = place == ColourBarPlace::Left ? 84.0 : 44.0;
    return QRectF(widget).adjusted(left, 12.0, -44.0, -34.0);
}

} // namespace

SurfaceView::SurfaceView(QWidget* parent) : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Volatility surface"));
    setAccessibleDescription(
        tr("Arrow keys turn it, with Shift they move the chosen point, plus and minus zoom, 0 resets"));
}

void SurfaceView::setMesh(const SurfaceMesh& mesh)
{
    if (mesh == m_mesh)
        return;
    const bool isFirst = m_mesh.z.empty();
    m_mesh = mesh;
    if (isFirst)
        update();
    else // a mesh takes as long to paint as all tables: in an event of its own
        QTimer::singleShot(afterTheTables, this, qOverload<>(&QWidget::update));
}

void SurfaceView::setReadOut(const std::optional<SurfaceReadOut>& readOut)
{
    if (readOut == m_readOut)
        return;
    m_readOut = readOut;
    update();
}

void SurfaceView::setColourBarPlace(ColourBarPlace place)
{
    m_colourBarPlace = place;
    update();
}

void SurfaceView::setHint(const QString& hint)
{
    m_hint = hint;
    update();
}

void SurfaceView::setView(double azimuthDegrees, double elevationDegrees, double zoom)
{
    m_azimuthDegrees = std::remainder(azimuthDegrees, 360.0);
    m_elevationDegrees = std::clamp(elevationDegrees, lowestElevation, highestElevation);
    m_zoom = std::clamp(zoom, 0.5, 4.0);
    update();
    Q_EMIT viewTurned();
}

void SurfaceView::resetView()
{
    setView(defaultAzimuthDegrees, defaultElevationDegrees, 1.0);
}

void SurfaceView::setHoverReadOut(const std::optional<SurfaceReadOut>& readOut)
{
    if (readOut == m_hoverReadOut)
        return;
    m_hoverReadOut = readOut;
    update();
}

SurfaceProjection SurfaceView::projection() const
{
    return {m_azimuthDegrees, m_elevationDegrees, m_zoom, boxArea(rect(), m_colourBarPlace)};
}

QPointF SurfaceView::placeOfDot(int dot) const
{
    const SurfaceProjection view = projection();
    return SurfacePainter(m_mesh, view, Theme::of(this)).placeOf(m_mesh.dots.at(dot));
}

QPointF SurfaceView::placeOfWarning(int warning) const
{
    const SurfaceProjection view = projection();
    return SurfacePainter(m_mesh, view, Theme::of(this)).placeOf(m_mesh.warnings.at(warning));
}

void SurfaceView::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    if (m_mesh.z.empty()) {
        paintText(painter, 12.0, 20.0, m_mesh.emptyText, {FontSize::Body, QFont::Normal, theme.muted});
        return;
    }
    const SurfaceProjection view = projection();
    const SurfacePainter surface(m_mesh, view, theme);
    surface.paint(painter);
    if (m_hit.kind == SurfaceHit::Kind::Node)
        surface.paintNode(painter, m_hit.row, m_hit.column);
    else if (m_hit.kind != SurfaceHit::Kind::Nothing)
        surface.paintRing(painter, m_hit.place);
    surface.paintColourBar(painter, QRectF(rect()), m_colourBarPlace);
    if (!m_hint.isEmpty())
        paintTextRight(painter, width() - 12.0, height() - 10.0, m_hint, {FontSize::Unit, QFont::Normal, theme.muted});
    paintReadOuts(painter);
    if (hasFocus())
        paintFocus(painter, QRectF(rect()).adjusted(2, 0, -2, -1), theme);
}

void SurfaceView::paintReadOuts(QPainter& painter)
{
    const Theme& theme = Theme::of(this);
    const auto rowsOf = [](const SurfaceReadOut& readOut) {
        QList<ReadOutRow> rows;
        for (const auto& [name, value] : readOut.rows)
            rows.append({name, value});
        return rows;
    };
    if (m_readOut) {
        const QList<ReadOutRow> rows = rowsOf(*m_readOut);
        const QSizeF size = readOutSize(m_readOut->title, rows);
        paintReadOut(painter, QRectF(QPointF(width() - size.width() - 8.0, 4.0), size), m_readOut->title, rows, theme);
    }
    if (!m_hoverReadOut || m_hit.kind == SurfaceHit::Kind::Nothing)
        return;
    // Beside the point, never over it, inside the widget.
    const QList<ReadOutRow> rows = rowsOf(*m_hoverReadOut);
    const QSizeF size = readOutSize(m_hoverReadOut->title, rows);
    constexpr double gap = 14.0;
    const bool left = m_hit.place.x() + gap + size.width() > width() - 4.0;
    const double x = left ? m_hit.place.x() - gap - size.width() : m_hit.place.x() + gap;
    const double y =
        std::clamp(m_hit.place.y() - size.height() / 2.0, 4.0, std::max(4.0, height() - size.height() - 4.0));
    paintReadOut(painter, QRectF(QPointF(std::max(4.0, x), y), size), m_hoverReadOut->title, rows, theme);
}

void SurfaceView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_pressedAt = event->position().toPoint();
    m_draggedFrom = m_pressedAt;
    m_dragging = true;
}

void SurfaceView::mouseMoveEvent(QMouseEvent* event)
{
    if (!m_dragging) {
        hover(event->position());
        return;
    }
    const QPoint moved = event->position().toPoint() - m_draggedFrom;
    m_draggedFrom = event->position().toPoint();
    setView(m_azimuthDegrees - moved.x() * degreesPerPixel, m_elevationDegrees + moved.y() * degreesPerPixel, m_zoom);
}

void SurfaceView::mouseReleaseEvent(QMouseEvent* event)
{
    const bool clicked = m_dragging && (event->position().toPoint() - m_pressedAt).manhattanLength() < 4;
    m_dragging = false;
    hover(event->position());
    if (!clicked)
        return;
    if (m_hit.kind == SurfaceHit::Kind::Warning)
        Q_EMIT warningClicked(m_hit.index);
    else if (m_hit.kind == SurfaceHit::Kind::Dot)
        Q_EMIT dotClicked(m_hit.index);
    else if (m_hit.kind == SurfaceHit::Kind::Node)
        Q_EMIT nodeClicked(m_hit.row, m_hit.column);
}

void SurfaceView::wheelEvent(QWheelEvent* event)
{
    setView(m_azimuthDegrees, m_elevationDegrees, m_zoom * std::pow(1.1, event->angleDelta().y() / 120.0));
    event->accept();
}

void SurfaceView::leaveEvent(QEvent*)
{
    takeHit({});
}

void SurfaceView::hover(const QPointF& position)
{
    const SurfaceHit dot = dotAt(position);
    takeHit(dot.kind == SurfaceHit::Kind::Nothing ? nodeAt(position) : dot);
}

void SurfaceView::takeHit(const SurfaceHit& hit)
{
    if (hit == m_hit)
        return;
    const bool otherNode = hit.row != m_hit.row || hit.column != m_hit.column;
    m_hit = hit;
    update();
    if (otherNode)
        Q_EMIT nodeHovered(hit.row, hit.column);
    Q_EMIT hovered(hit);
}

// A triangle within its own size, else the nearest dot; of dots at one place the one in front.
SurfaceHit SurfaceView::dotAt(const QPointF& position) const
{
    const SurfaceProjection view = projection();
    const SurfacePainter surface(m_mesh, view, Theme::of(this));
    SurfaceHit hit;
    double best = std::numeric_limits<double>::infinity();
    const auto look = [&](const QList<SurfaceDot>& dots, SurfaceHit::Kind kind, double reach) {
        for (int i = 0; i < int(dots.size()); ++i) {
            const QPointF place = surface.placeOf(dots.at(i));
            const double distance = std::hypot(place.x() - position.x(), place.y() - position.y());
            const double behind = 1e-3 * view.nearness(dots.at(i).x, dots.at(i).y, 0.5);
            if (distance > reach || distance - behind >= best)
                continue;
            best = distance - behind;
            hit = {kind, i, -1, -1, place};
        }
    };
    look(m_mesh.warnings, SurfaceHit::Kind::Warning, warningReachPixels);
    if (hit.kind == SurfaceHit::Kind::Nothing)
        look(m_mesh.dots, SurfaceHit::Kind::Dot, dotReachPixels);
    return hit;
}

// The nearest node on screen; of nodes at the same place the one in front.
SurfaceHit SurfaceView::nodeAt(const QPointF& position) const
{
    const SurfaceProjection view = projection();
    const SurfacePainter surface(m_mesh, view, Theme::of(this));
    double best = reachPixels;
    double bestNearness = -std::numeric_limits<double>::infinity();
    SurfaceHit hit;
    for (int r = 0; r < int(m_mesh.z.size()); ++r) {
        for (int c = 0; c < int(m_mesh.xs.size()); ++c) {
            const auto place = surface.nodePlace(r, c);
            if (!place)
                continue;
            const QPointF gap = *place - position;
            const double distance = std::hypot(gap.x(), gap.y());
            const double nearness = view.nearness(m_mesh.xs[std::size_t(c)], m_mesh.ys[std::size_t(r)], 0.5);
            if (distance > best || (distance > best - 2.0 && nearness < bestNearness))
                continue;
            best = distance;
            bestNearness = nearness;
            hit = {SurfaceHit::Kind::Node, -1, r, c, *place};
        }
    }
    return hit;
}

bool SurfaceView::moveNodeBy(int key)
{
    switch (key) {
    case Qt::Key_Left:
        moveNode(0, -1);
        return true;
    case Qt::Key_Right:
        moveNode(0, 1);
        return true;
    case Qt::Key_Up:
        moveNode(1, 0);
        return true;
    case Qt::Key_Down:
        moveNode(-1, 0);
        return true;
    default:
        return false;
    }
}

// From the chosen node, else from the middle of the nearest row.
void SurfaceView::moveNode(int rows, int columns)
{
    if (m_mesh.z.empty())
        return;
    const int row = m_mesh.highlightedRow.value_or(0) + rows;
    const int column = m_mesh.highlightedColumn.value_or(int(m_mesh.xs.size()) / 2) + columns;
    if (row >= 0 && row < int(m_mesh.z.size()) && column >= 0 && column < int(m_mesh.xs.size()))
        Q_EMIT nodeClicked(row, column);
}

void SurfaceView::keyPressEvent(QKeyEvent* event)
{
    if (event->modifiers().testFlag(Qt::ShiftModifier) && moveNodeBy(event->key()))
        return;
    switch (event->key()) {
    case Qt::Key_Left:
        setView(m_azimuthDegrees + keyStepDegrees, m_elevationDegrees, m_zoom);
        return;
    case Qt::Key_Right:
        setView(m_azimuthDegrees - keyStepDegrees, m_elevationDegrees, m_zoom);
        return;
    case Qt::Key_Up:
        setView(m_azimuthDegrees, m_elevationDegrees + keyStepDegrees, m_zoom);
        return;
    case Qt::Key_Down:
        setView(m_azimuthDegrees, m_elevationDegrees - keyStepDegrees, m_zoom);
        return;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        setView(m_azimuthDegrees, m_elevationDegrees, m_zoom * 1.1);
        return;
    case Qt::Key_Minus:
        setView(m_azimuthDegrees, m_elevationDegrees, m_zoom / 1.1);
        return;
    case Qt::Key_0:
        resetView();
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

} // namespace ballast
