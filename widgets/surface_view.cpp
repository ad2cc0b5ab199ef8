#include "widgets/surface_view.h"

#include "widgets/paint_kit.h"
#include "widgets/surface_painter.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>
#include <limits>

namespace ballast {

namespace {

constexpr double degreesPerPixel = 0.4;
constexpr double keyStepDegrees = 5.0;
constexpr double lowestElevation = 5.0;
constexpr double highestElevation = 85.0;
constexpr double reachPixels = 18.0;

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
    setAccessibleDescription(tr("Arrow keys turn it, plus and minus zoom, 0 resets"));
}

void SurfaceView::setMesh(const SurfaceMesh& mesh)
{
    if (mesh == m_mesh)
        return;
    m_mesh = mesh;
    update();
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

void SurfaceView::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    if (m_mesh.z.empty()) {
        paintText(painter, 12.0, 20.0, m_mesh.emptyText, {FontSize::Body, QFont::Normal, theme.muted});
        return;
    }
    const SurfaceProjection projection(m_azimuthDegrees, m_elevationDegrees, m_zoom, boxArea(rect(), m_colourBarPlace));
    const SurfacePainter surface(m_mesh, projection, theme);
    surface.paint(painter);
    surface.paintNode(painter, m_hoveredRow, m_hoveredColumn);
    surface.paintColourBar(painter, QRectF(rect()), m_colourBarPlace);
    if (!m_hint.isEmpty())
        paintTextRight(painter, width() - 12.0, height() - 10.0, m_hint, {FontSize::Unit, QFont::Normal, theme.muted});
    if (m_readOut) {
        QList<ReadOutRow> rows;
        for (const QString& line : m_readOut->lines)
            rows.append({line, {}});
        const QSizeF size = readOutSize(m_readOut->title, rows);
        paintReadOut(painter, QRectF(QPointF(width() - size.width() - 8.0, 4.0), size), m_readOut->title, rows, theme);
    }
    if (hasFocus())
        paintFocus(painter, QRectF(rect()).adjusted(2, 0, -2, -1), theme);
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
    if (clicked && m_hoveredRow >= 0)
        Q_EMIT nodeClicked(m_hoveredRow, m_hoveredColumn);
}

void SurfaceView::wheelEvent(QWheelEvent* event)
{
    setView(m_azimuthDegrees, m_elevationDegrees, m_zoom * std::pow(1.1, event->angleDelta().y() / 120.0));
    event->accept();
}

void SurfaceView::leaveEvent(QEvent*)
{
    if (m_hoveredRow < 0)
        return;
    m_hoveredRow = -1;
    m_hoveredColumn = -1;
    update();
    Q_EMIT nodeHovered(-1, -1);
}

// The nearest node on screen; of nodes at the same place the one in front.
void SurfaceView::hover(const QPointF& position)
{
    const SurfaceProjection projection(m_azimuthDegrees, m_elevationDegrees, m_zoom, boxArea(rect(), m_colourBarPlace));
    const SurfacePainter surface(m_mesh, projection, Theme::of(this));
    double best = reachPixels;
    double bestNearness = -std::numeric_limits<double>::infinity();
    int row = -1;
    int column = -1;
    for (int r = 0; r < int(m_mesh.z.size()); ++r) {
        for (int c = 0; c < int(m_mesh.xs.size()); ++c) {
            const auto place = surface.nodePlace(r, c);
            if (!place)
                continue;
            const QPointF gap = *place - position;
            const double distance = std::hypot(gap.x(), gap.y());
            const double nearness = projection.nearness(m_mesh.xs[std::size_t(c)], m_mesh.ys[std::size_t(r)], 0.5);
            if (distance > best || (distance > best - 2.0 && nearness < bestNearness))
                continue;
            best = distance;
            bestNearness = nearness;
            row = r;
            column = c;
        }
    }
    if (row == m_hoveredRow && column == m_hoveredColumn)
        return;
    m_hoveredRow = row;
    m_hoveredColumn = column;
    update();
    Q_EMIT nodeHovered(row, column);
}

void SurfaceView::keyPressEvent(QKeyEvent* event)
{
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
