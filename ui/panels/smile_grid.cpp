#include "ui/panels/smile_grid.h"

#include "widgets/number_format.h"
#include "widgets/paint_kit.h"
#include "widgets/theme.h"
#include "widgets/typography.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

namespace ballast {

namespace {

constexpr double leftInset = 34.0;
constexpr double topInset = 24.0;
constexpr double bottomInset = 18.0;
constexpr double rightInset = 10.0;

// Where x and vols fall in one cell.
struct Scale
{
    QRectF plot;
    double xLow = 0.0;
    double xHigh = 1.0;
    double volLow = 0.0;
    double volHigh = 1.0;
    double volStep = 20.0;

    [[nodiscard]] double x(double value) const { return plot.left() + plot.width() * (value - xLow) / (xHigh - xLow); }
    [[nodiscard]] double y(double vol) const
    {
        return plot.bottom() - plot.height() * (vol - volLow) / (volHigh - volLow);
    }
};

double niceStep(double span)
{
    for (const double step : {1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0})
        if (span / step <= 4.0)
            return step;
    return 200.0;
}

Scale scaleOf(const SmallSmile& smile, const QRectF& cell)
{
    Scale scale;
    scale.plot = cell.adjusted(leftInset, topInset, -rightInset, -bottomInset);
    scale.xLow = smile.fit.first().x();
    scale.xHigh = std::max(smile.fit.last().x(), scale.xLow + 1e-6);
    double low = smile.fit.first().y();
    double high = low;
    for (const QPointF& point : smile.fit) {
        low = std::min(low, point.y());
        high = std::max(high, point.y());
    }
    for (const QPointF& point : smile.earlier) {
        low = std::min(low, point.y());
        high = std::max(high, point.y());
    }
    for (const SmallSmile::Bar& bar : smile.bars) {
        low = std::min(low, bar.low);
        high = std::max(high, bar.high);
    }
    scale.volStep = niceStep(std::max(high - low, 2.0));
    scale.volLow = std::floor(low / scale.volStep) * scale.volStep;
    scale.volHigh = std::max(std::ceil(high / scale.volStep) * scale.volStep, scale.volLow + scale.volStep);
    return scale;
}

void paintHead(QPainter& painter, const SmallSmile& smile, const QRectF& cell, const Theme& theme)
{
    const QRectF head(cell.left() + 8, cell.top() + 2, cell.width() - 16, 18);
    const QFont strong = uiFont(FontSize::Body, QFont::DemiBold);
    painter.setFont(strong);
    painter.setPen(theme.hi);
    painter.drawText(head, Qt::AlignLeft | Qt::AlignVCenter, smile.title);
    const double used = QFontMetricsF(strong).horizontalAdvance(smile.title) + 8.0;
    painter.setFont(uiFont(FontSize::Unit));
    const QFontMetricsF metrics = painter.fontMetrics();
    const QString fact = metrics.elidedText(smile.fact, Qt::ElideRight, head.width() - used);
    const double left = head.width() - used - metrics.horizontalAdvance(fact) - 6.0;
    painter.setPen(theme.muted);
    if (metrics.horizontalAdvance(smile.subTitle) <= left) // the tooltip has it where it does not fit
        painter.drawText(head.adjusted(used, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, smile.subTitle);
    painter.setPen(theme.text);
    painter.drawText(head, Qt::AlignRight | Qt::AlignVCenter, fact);
}

void paintAxes(QPainter& painter, const SmallSmile& smile, const Scale& scale, const Theme& theme)
{
    painter.setFont(uiFont(FontSize::Unit));
    for (double vol = scale.volLow; vol <= scale.volHigh + 1e-9; vol += scale.volStep) {
        const double y = scale.y(vol);
        painter.setPen(QPen(theme.grid, 1.0));
        painter.drawLine(QPointF(scale.plot.left(), y), QPointF(scale.plot.right(), y));
        painter.setPen(theme.muted);
        painter.drawText(QRectF(scale.plot.left() - leftInset, y - 8, leftInset - 6, 16),
                         Qt::AlignRight | Qt::AlignVCenter, formatNumber(vol, 0));
    }
    painter.setPen(theme.muted);
    QList<QRectF> taken;
    for (const SmallSmile::Label& label : smile.labels) {
        const double wide = painter.fontMetrics().horizontalAdvance(label.text) + 16.0;
        const double left = std::clamp(scale.x(label.x) - wide / 2.0, scale.plot.left() - leftInset / 2.0,
                                       scale.plot.right() + rightInset - wide);
        const QRectF area(left, scale.plot.bottom() + 2.0, wide, 16.0);
        if (std::ranges::any_of(taken, [&](const QRectF& other) { return other.intersects(area); }))
            continue;
        taken << area;
        painter.drawText(area, Qt::AlignHCenter | Qt::AlignVCenter, label.text);
    }
    painter.setPen(QPen(theme.strong, 1.0, Qt::DotLine));
    painter.drawLine(QPointF(scale.x(smile.forward), scale.plot.top()),
                     QPointF(scale.x(smile.forward), scale.plot.bottom()));
}

QPolygonF placed(const QList<QPointF>& points, const Scale& scale)
{
    QPolygonF line;
    for (const QPointF& point : points)
        line << QPointF(scale.x(point.x()), scale.y(point.y()));
    return line;
}

// The part of a rising curve with low <= x <= high; neighbours of the cut belong to both sides.
QList<QPointF> between(const QList<QPointF>& points, double low, double high)
{
    QList<QPointF> part;
    for (const QPointF& point : points)
        if (point.x() >= low && point.x() <= high)
            part << point;
    return part;
}

void paintDensity(QPainter& painter, const SmallSmile& smile, const Scale& scale, const Theme& theme)
{
    constexpr double tallest = 0.42; // of the plot
    double most = 0.0;
    for (const QPointF& point : smile.density)
        most = std::max(most, point.y());
    if (most <= 0.0)
        return;
    const auto line = [&](const QList<QPointF>& points) {
        QPolygonF shape;
        for (const QPointF& point : points)
            shape << QPointF(scale.x(point.x()),
                             scale.plot.bottom() - tallest * scale.plot.height() * point.y() / most);
        return shape;
    };
    const QPolygonF known = line(between(smile.density, smile.knownLow, smile.knownHigh));
    if (known.size() > 1) {
        QPolygonF area = known;
        area << QPointF(known.last().x(), scale.plot.bottom()) << QPointF(known.first().x(), scale.plot.bottom());
        QColor ground = theme.muted;
        ground.setAlphaF(0.16F);
        painter.setPen(Qt::NoPen);
        painter.setBrush(ground);
        painter.drawPolygon(area);
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.muted, 1.0));
    painter.drawPolyline(known);
    painter.setPen(QPen(theme.strong, 1.0, Qt::DashLine));
    painter.drawPolyline(line(between(smile.density, scale.xLow, smile.knownLow)));
    painter.drawPolyline(line(between(smile.density, smile.knownHigh, scale.xHigh)));
}

void paintBand(QPainter& painter, const SmallSmile& smile, const Scale& scale, const Theme& theme)
{
    if (smile.band.size() < 2)
        return;
    QPolygonF area;
    for (const SmallSmile::Bar& each : smile.band)
        area << QPointF(scale.x(each.x), scale.y(each.high));
    for (auto each = smile.band.crbegin(); each != smile.band.crend(); ++each)
        area << QPointF(scale.x(each->x), scale.y(each->low));
    QColor ground = theme.accent;
    ground.setAlphaF(0.22F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    painter.drawPolygon(area);
    painter.setBrush(Qt::NoBrush);
}

void paintSmile(QPainter& painter, const SmallSmile& smile, const Scale& scale, const Theme& theme)
{
    painter.setClipRect(scale.plot.adjusted(-1, -1, 1, 1));
    paintDensity(painter, smile, scale, theme);
    paintBand(painter, smile, scale, theme);
    for (const SmallSmile::Bar& bar : smile.bars) {
        painter.setPen(QPen(bar.fitOutside ? theme.warn : theme.series, 2.0));
        painter.drawLine(QPointF(scale.x(bar.x), scale.y(bar.low)), QPointF(scale.x(bar.x), scale.y(bar.high)));
    }
    if (!smile.earlier.isEmpty()) {
        painter.setPen(QPen(theme.muted, 1.0, Qt::DashLine));
        painter.drawPolyline(placed(smile.earlier, scale));
    }
    painter.setPen(QPen(theme.accent, 1.6));
    painter.drawPolyline(placed(between(smile.fit, smile.knownLow, smile.knownHigh), scale));
    painter.setPen(QPen(theme.accent, 1.0, Qt::DashLine));
    painter.drawPolyline(placed(between(smile.fit, scale.xLow, smile.knownLow), scale));
    painter.drawPolyline(placed(between(smile.fit, smile.knownHigh, scale.xHigh), scale));
    painter.setClipping(false);
}

} // namespace

SmileGrid::SmileGrid(QWidget* parent) : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
}

void SmileGrid::setSmiles(const QList<SmallSmile>& smiles)
{
    if (smiles == m_smiles)
        return;
    m_smiles = smiles;
    update();
}

void SmileGrid::setEmptyText(const QString& sentence)
{
    m_emptyText = sentence;
    update();
}

int SmileGrid::columns() const
{
    constexpr int most = 5;
    constexpr int leastWidth = 140;
    const int count = std::max(1, static_cast<int>(m_smiles.size()));
    const int fit = std::clamp(width() / leastWidth, 1, most);
    const int rows = (count + fit - 1) / fit;
    return (count + rows - 1) / rows; // rows alike: few smiles share the width
}

QRectF SmileGrid::cellRect(int index) const
{
    const int inRow = columns();
    const int rows = std::max(1, static_cast<int>((m_smiles.size() + inRow - 1) / inRow));
    const double cellWidth = (width() - 8.0) / inRow;
    const double cellHeight = (height() - 4.0) / rows;
    return QRectF(4.0 + cellWidth * (index % inRow), cellHeight * (index / inRow), cellWidth, cellHeight)
        .adjusted(2, 2, -2, -2);
}

void SmileGrid::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), theme.panel);
    if (m_smiles.isEmpty())
        paintText(painter, 12.0, 20.0, m_emptyText, {FontSize::Body, QFont::Normal, theme.muted});
    for (int i = 0; i < m_smiles.size(); ++i) {
        const SmallSmile& smile = m_smiles.at(i);
        const QRectF cell = cellRect(i);
        if (smile.chosen)
            painter.fillRect(cell, theme.accentBg);
        paintHead(painter, smile, cell, theme);
        if (smile.fit.size() < 2)
            continue;
        const Scale scale = scaleOf(smile, cell);
        paintAxes(painter, smile, scale, theme);
        paintSmile(painter, smile, scale, theme);
    }
    if (hasFocus() && chosenIndex() >= 0) {
        painter.setPen(QPen(theme.accent, 1.0));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(cellRect(chosenIndex()).adjusted(0.5, 0.5, -0.5, -0.5));
    }
}

void SmileGrid::mousePressEvent(QMouseEvent* event)
{
    for (int i = 0; i < m_smiles.size(); ++i)
        if (cellRect(i).contains(event->position()))
            Q_EMIT smileChosen(i);
}

bool SmileGrid::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* const help = static_cast<QHelpEvent*>(event);
    for (int i = 0; i < m_smiles.size(); ++i)
        if (cellRect(i).contains(help->pos()))
            QToolTip::showText(help->globalPos(), m_smiles.at(i).toolTip, this, cellRect(i).toRect());
    return true;
}

void SmileGrid::keyPressEvent(QKeyEvent* event)
{
    int step = 0;
    switch (event->key()) {
    case Qt::Key_Left:
        step = -1;
        break;
    case Qt::Key_Right:
        step = 1;
        break;
    case Qt::Key_Up:
        step = -columns();
        break;
    case Qt::Key_Down:
        step = columns();
        break;
    default:
        QWidget::keyPressEvent(event);
        return;
    }
    const int wanted = chosenIndex() + step;
    if (wanted >= 0 && wanted < m_smiles.size())
        Q_EMIT smileChosen(wanted);
}

int SmileGrid::chosenIndex() const
{
    const auto chosen = std::ranges::find(m_smiles, true, &SmallSmile::chosen);
    return chosen == m_smiles.end() ? -1 : static_cast<int>(chosen - m_smiles.begin());
}

} // namespace ballast
