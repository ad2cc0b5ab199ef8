#include "widgets/line_chart.h"

#include "widgets/chart_axis.h"
#include "widgets/chart_overlay.h"
#include "widgets/number_format.h"
#include "widgets/paint_kit.h"
#include "widgets/view_setup.h"

#include <QChart>
#include <QGraphicsLayout>
#include <QKeyEvent>
#include <QLineSeries>
#include <QMouseEvent>
#include <QTimer>
#include <QValueAxis>
#include <QWheelEvent>
#include <algorithm>
#include <chrono>
#include <cmath>

namespace ballast {

namespace {

constexpr double roomShare = 0.06;
constexpr double wheelStep = 0.85;
constexpr double ringReach = 9.0;

// A NaN breaks a curve: each unbroken piece becomes a series of its own.
QList<QList<QPointF>> unbrokenPieces(const ChartCurve& curve, const AxisScale& x)
{
    QList<QList<QPointF>> pieces{{}};
    for (const QPointF& point : curve.points) {
        const bool usable = std::isfinite(point.x()) && std::isfinite(point.y()) && (!x.logarithmic || point.x() > 0.0);
        if (usable)
            pieces.last().append(QPointF(x.inner(point.x()), point.y()));
        else if (!pieces.last().isEmpty())
            pieces.append(QList<QPointF>());
    }
    pieces.removeIf([](const QList<QPointF>& piece) { return piece.isEmpty(); });
    return pieces;
}

} // namespace

struct LineChart::Parts
{
    ChartGeometry geometry;
    QValueAxis* x = nullptr;      // owned by the chart
    QValueAxis* y = nullptr;      // owned by the chart
    QList<QLineSeries*> series{}; // owned by the chart; reused, because replace() is cheap and adding is not
};

LineChart::LineChart(QWidget* parent) : QChartView(parent), m_parts(std::make_unique<Parts>())
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setRenderHint(QPainter::Antialiasing);
    setFrameShape(QFrame::NoFrame);
    setViewportUpdateMode(QGraphicsView::FullViewportUpdate);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Chart"));
    setAccessibleDescription(tr("Left and right read values, plus and minus zoom, 0 resets"));
    chart()->setBackgroundVisible(false);
    chart()->setMargins({});
    chart()->layout()->setContentsMargins(0, 0, 0, 0);
    chart()->legend()->hide();
    chart()->setAnimationOptions(QChart::NoAnimation);
    m_parts->x = new QValueAxis;
    m_parts->y = new QValueAxis;
    chart()->addAxis(m_parts->x, Qt::AlignBottom);
    chart()->addAxis(m_parts->y, Qt::AlignLeft);
    for (QValueAxis* const axis : {m_parts->x, m_parts->y})
        axis->setVisible(false); // grid and labels are painted under the curves, to the look
}

LineChart::~LineChart() = default;

void LineChart::setContent(const ChartContent& content)
{
    if (content == m_content)
        return;
    if (isVisible() && !m_content.curves.isEmpty())
        paintAfterTheTables();
    m_content = content;
    if (m_hoverRing && !hasNotes(*m_hoverRing))
        m_hoverRing.reset();
    updateScales();
    updateSeries();
    layOut();
}

// New content reaches the screen in an event of its own, not in one with all the tables that change with it.
void LineChart::paintAfterTheTables()
{
    constexpr std::chrono::milliseconds pause{24};
    setViewportUpdateMode(QGraphicsView::NoViewportUpdate);
    QTimer::singleShot(pause, this, [this] {
        setViewportUpdateMode(QGraphicsView::FullViewportUpdate);
        viewport()->update();
    });
}

void LineChart::updateScales()
{
    QList<double> xs;
    QList<double> ys;
    for (const ChartCurve& curve : std::as_const(m_content.curves)) {
        for (const QPointF& point : curve.points) {
            if (std::isfinite(point.y())) {
                xs.append(point.x());
                ys.append(point.y());
            }
        }
    }
    for (const ChartBand& band : std::as_const(m_content.band)) {
        ys.append(band.low);
        ys.append(band.high);
    }
    for (const ChartWhisker& whisker : std::as_const(m_content.whiskers)) {
        xs.append(whisker.x);
        ys.append(whisker.low);
        ys.append(whisker.high);
    }
    ChartGeometry& geometry = m_parts->geometry;
    geometry.x = scaleFor(m_content.x, xs, m_content.x.logarithmic ? 0.0 : 0.02);
    geometry.y = scaleFor(m_content.y, ys, roomShare);
    if (m_zoomLow && m_zoomHigh) {
        geometry.x.low = *m_zoomLow;
        geometry.x.high = *m_zoomHigh;
    }
}

void LineChart::updateSeries()
{
    const Theme& theme = Theme::of(this);
    const ChartGeometry& geometry = m_parts->geometry;
    m_parts->x->setRange(geometry.x.inner(geometry.x.low), geometry.x.inner(geometry.x.high));
    m_parts->y->setRange(geometry.y.low, geometry.y.high);
    qsizetype used = 0;
    // The main curve last: it lies on top.
    QList<ChartCurve> curves = m_content.curves;
    std::ranges::stable_sort(curves, {}, [](const ChartCurve& curve) { return curve.role == CurveRole::Main; });
    for (const ChartCurve& curve : std::as_const(curves)) {
        if (curve.marks == CurvePoints::RingsOnly)
            continue; // painted over the lines
        for (const QList<QPointF>& piece : unbrokenPieces(curve, geometry.x)) {
            if (used == m_parts->series.size()) {
                auto* const series = new QLineSeries;
                chart()->addSeries(series);
                series->attachAxis(m_parts->x);
                series->attachAxis(m_parts->y);
                m_parts->series.append(series);
            }
            QLineSeries* const series = m_parts->series.at(used++);
            series->setPen(curvePen(curve, theme));
            series->replace(piece);
        }
    }
    for (qsizetype i = used; i < m_parts->series.size(); ++i)
        m_parts->series.at(i)->replace(QList<QPointF>());
    viewport()->update();
}

void LineChart::layOut()
{
    const QRectF area(viewport()->rect());
    const ChartGeometry placed = chartGeometry(m_content, area, m_parts->geometry.x, m_parts->geometry.y);
    m_parts->geometry.plot = placed.plot;
    m_parts->geometry.residuals = placed.residuals;
    chart()->setPlotArea(placed.plot);
    viewport()->update();
}

QPointF LineChart::positionOf(const QPointF& value) const
{
    return m_parts->geometry.place(value);
}

double LineChart::xAt(double widgetX) const
{
    const QRectF& plot = m_parts->geometry.plot;
    return m_parts->geometry.x.value((widgetX - plot.left()) / plot.width());
}

QRectF LineChart::plotRect() const
{
    return m_parts->geometry.plot;
}

QString LineChart::asTsv() const
{
    QString tsv = QStringLiteral("curve\tx\ty\n");
    for (const ChartCurve& curve : m_content.curves) {
        for (const QPointF& point : curve.points)
            tsv += QStringLiteral("%1\t%2\t%3\n")
                       .arg(curve.name.isEmpty() ? curve.endLabel : curve.name, exactNumber(point.x()),
                            exactNumber(point.y()));
    }
    return tsv;
}

void LineChart::drawBackground(QPainter* painter, const QRectF&)
{
    paintChartGround(*painter, m_content, m_parts->geometry, QRectF(viewport()->rect()), Theme::of(this));
}

void LineChart::drawForeground(QPainter* painter, const QRectF&)
{
    const Theme& theme = Theme::of(this);
    paintChartMarks(*painter, m_content, m_parts->geometry, QRectF(viewport()->rect()), theme);
    if (m_hoverRing)
        paintRingNote(*painter, m_content, m_parts->geometry, *m_hoverRing, theme);
    else if (m_hoverX)
        paintChartHover(*painter, m_content, m_parts->geometry, *m_hoverX, theme);
    if (hasFocus())
        paintFocus(*painter, QRectF(viewport()->rect()).adjusted(2, 0, -2, -1), theme);
}

void LineChart::resizeEvent(QResizeEvent* event)
{
    QChartView::resizeEvent(event);
    layOut();
}

std::optional<QPoint> LineChart::ringAt(const QPointF& position) const
{
    for (int c = 0; c < m_content.curves.size(); ++c) {
        if (m_content.curves.at(c).marks == CurvePoints::None)
            continue;
        for (int p = 0; p < m_content.curves.at(c).points.size(); ++p) {
            const QPointF gap = positionOf(m_content.curves.at(c).points.at(p)) - position;
            if (std::hypot(gap.x(), gap.y()) <= ringReach)
                return QPoint(c, p);
        }
    }
    return std::nullopt;
}

bool LineChart::hasNotes(const QPoint& ring) const
{
    return ring.x() < m_content.curves.size() && ring.y() < m_content.curves.at(ring.x()).notes.size();
}

// Along the first curve whose rings say something, from the chosen one.
bool LineChart::moveRing(int step)
{
    for (int c = 0; c < m_content.curves.size(); ++c) {
        const int count = int(m_content.curves.at(c).notes.size());
        if (count < 2)
            continue;
        const bool chosenHere = m_content.chosenPoint && m_content.chosenPoint->x() == c;
        const QPoint from = m_hoverRing && m_hoverRing->x() == c ? *m_hoverRing
                            : chosenHere                         ? *m_content.chosenPoint
                                                                 : QPoint(c, 0);
        m_hoverRing = QPoint(c, std::clamp(from.y() + step, 0, count - 1));
        viewport()->update();
        return true;
    }
    return false;
}

void LineChart::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    if (const auto ring = ringAt(event->position())) {
        Q_EMIT pointChosen(ring->x(), ring->y());
        return;
    }
    m_draggedFromX = event->position().x();
}

void LineChart::mouseMoveEvent(QMouseEvent* event)
{
    if (m_draggedFromX && m_zoomLow) {
        const AxisScale& x = m_parts->geometry.x;
        const double shift = (*m_draggedFromX - event->position().x()) / plotRect().width();
        m_draggedFromX = event->position().x();
        zoomX(x.value(shift), x.value(1.0 + shift));
        return;
    }
    const std::optional<QPoint> ring = ringAt(event->position());
    m_hoverRing = ring && hasNotes(*ring) ? ring : std::nullopt;
    setCursor(m_hoverRing ? Qt::PointingHandCursor : Qt::ArrowCursor);
    const bool inside = plotRect().contains(event->position());
    m_hoverX = inside ? std::optional(xAt(event->position().x())) : std::nullopt;
    viewport()->update();
    if (m_hoverX)
        Q_EMIT xHovered(*m_hoverX);
}

void LineChart::mouseReleaseEvent(QMouseEvent*)
{
    m_draggedFromX.reset();
}

void LineChart::mouseDoubleClickEvent(QMouseEvent*)
{
    resetZoom();
}

void LineChart::leaveEvent(QEvent*)
{
    m_hoverX.reset();
    m_hoverRing.reset();
    viewport()->update();
}

void LineChart::wheelEvent(QWheelEvent* event)
{
    const AxisScale& x = m_parts->geometry.x;
    const double at = std::clamp((event->position().x() - plotRect().left()) / plotRect().width(), 0.0, 1.0);
    const double factor = std::pow(wheelStep, event->angleDelta().y() / 120.0);
    zoomX(x.value(at - at * factor), x.value(at + (1.0 - at) * factor));
    event->accept();
}

void LineChart::zoomX(double low, double high)
{
    if (!std::isfinite(low) || !std::isfinite(high) || !(high > low))
        return;
    m_zoomLow = low;
    m_zoomHigh = high;
    updateScales();
    updateSeries();
    layOut();
}

void LineChart::resetZoom()
{
    m_zoomLow.reset();
    m_zoomHigh.reset();
    updateScales();
    updateSeries();
    layOut();
}

void LineChart::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy)) {
        putOnClipboard(asTsv());
        return;
    }
    const AxisScale& x = m_parts->geometry.x;
    const auto moveHover = [&](double step) {
        const double now = m_hoverX ? x.share(*m_hoverX) : 0.5;
        m_hoverX = x.value(std::clamp(now + step, 0.0, 1.0));
        viewport()->update();
        Q_EMIT xHovered(*m_hoverX);
    };
    switch (event->key()) {
    case Qt::Key_Left:
        if (!moveRing(-1))
            moveHover(-0.02);
        return;
    case Qt::Key_Right:
        if (!moveRing(1))
            moveHover(0.02);
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_hoverRing)
            Q_EMIT pointChosen(m_hoverRing->x(), m_hoverRing->y());
        return;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoomX(x.value(0.1), x.value(0.9));
        return;
    case Qt::Key_Minus:
        zoomX(x.value(-0.125), x.value(1.125));
        return;
    case Qt::Key_0:
        resetZoom();
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

// A new theme changes the pens of the series.
void LineChart::changeEvent(QEvent* event)
{
    QChartView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange)
        updateSeries();
}

} // namespace ballast
