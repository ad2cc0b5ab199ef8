#include "ui/panels/smile_grid.h"

#include "widgets/number_format.h"
#include "widgets/theme.h"
#include "widgets/typography.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

namespace ballast {

namespace {

constexpr double leftInset = 34.0;
constexpr double topInset = 24.0;
constexpr double bottomInset = 18.0;
constexpr double rightInset = 10.0;

// Where strikes and vols fall in one cell.
struct Scale
{
    QRectF plot;
    double strikeLow = 0.0;
    double strikeHigh = 1.0;
    double volLow = 0.0;
    double volHigh = 1.0;
    double volStep = 20.0;

    [[nodiscard]] double x(double strike) const
    {
        return plot.left() + plot.width() * (strike - strikeLow) / (strikeHigh - strikeLow);
    }
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
    scale.strikeLow = smile.fit.first().x();
    scale.strikeHigh = std::max(smile.fit.last().x(), scale.strikeLow * 1.0001);
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
    painter.setPen(theme.muted);
    painter.drawText(head.adjusted(used, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, smile.subTitle);
    painter.setPen(theme.text);
    painter.drawText(head, Qt::AlignRight | Qt::AlignVCenter, smile.fact);
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
    const double bottom = scale.plot.bottom() + 2;
    const auto label = [&](double strike, const QString& text) {
        painter.drawText(QRectF(scale.x(strike) - 40, bottom, 80, 16), Qt::AlignHCenter | Qt::AlignVCenter, text);
    };
    painter.setPen(theme.muted);
    const double span = scale.strikeHigh - scale.strikeLow;
    const auto tick = [&](double share) {
        const double strike = scale.strikeLow + share * span;
        label(strike, formatCompact(std::round(strike / 1000.0) * 1000.0 > 0 && strike > 5000.0
                                        ? std::round(strike / 1000.0) * 1000.0
                                        : std::round(strike)));
    };
    const double forwardShare = (smile.forward - scale.strikeLow) / span;
    for (const double share : {0.12, 0.88})
        if (std::abs(share - forwardShare) > 0.3)
            tick(share);
    label(smile.forward,
          QStringLiteral("F ") + formatCompact(smile.forward > 5000.0 ? std::round(smile.forward / 100.0) * 100.0
                                                                      : std::round(smile.forward)));
    painter.setPen(QPen(theme.strong, 1.0, Qt::DotLine));
    painter.drawLine(QPointF(scale.x(smile.forward), scale.plot.top()),
                     QPointF(scale.x(smile.forward), scale.plot.bottom()));
}

void paintSmile(QPainter& painter, const SmallSmile& smile, const Scale& scale, const Theme& theme)
{
    painter.setClipRect(scale.plot.adjusted(-1, -1, 1, 1));
    for (const SmallSmile::Bar& bar : smile.bars) {
        painter.setPen(QPen(bar.fitOutside ? theme.warn : theme.series, 2.0));
        painter.drawLine(QPointF(scale.x(bar.strike), scale.y(bar.low)),
                         QPointF(scale.x(bar.strike), scale.y(bar.high)));
    }
    if (!smile.earlier.isEmpty()) {
        QPolygonF before;
        for (const QPointF& point : smile.earlier)
            before << QPointF(scale.x(point.x()), scale.y(point.y()));
        painter.setPen(QPen(theme.muted, 1.0, Qt::DashLine));
        painter.drawPolyline(before);
    }
    QPainterPath path(QPointF(scale.x(smile.fit.first().x()), scale.y(smile.fit.first().y())));
    for (const QPointF& point : smile.fit)
        path.lineTo(scale.x(point.x()), scale.y(point.y()));
    painter.setPen(QPen(theme.accent, 1.6));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(path);
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

int SmileGrid::columns() const
{
    constexpr int most = 5;
    constexpr int leastWidth = 170;
    return std::clamp(width() / leastWidth, 1, most);
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
