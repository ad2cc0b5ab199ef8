#include "ui/panels/move_bars.h"

#include "widgets/number_format.h"
#include "widgets/theme.h"
#include "widgets/typography.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

namespace ballast {

namespace {

constexpr int rowHeight = 20;
constexpr int titleHeight = 24;
constexpr double inset = 12.0;
constexpr double nameWidth = 88.0;
constexpr double valueWidth = 64.0;

} // namespace

MoveBars::MoveBars(QWidget* parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void MoveBars::setMove(const QString& title, const QList<MoveBar>& bars)
{
    if (title == m_title && bars == m_bars)
        return;
    const bool otherHeight = bars.size() != m_bars.size();
    m_title = title;
    m_bars = bars;
    if (otherHeight)
        updateGeometry();
    update();
}

QSize MoveBars::sizeHint() const
{
    return {260, titleHeight + rowHeight * static_cast<int>(m_bars.size()) + 8};
}

void MoveBars::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    painter.setFont(uiFont(FontSize::Body, QFont::DemiBold));
    painter.setPen(theme.hi);
    painter.drawText(QRectF(inset, 0, width() - 2 * inset, titleHeight), Qt::AlignLeft | Qt::AlignVCenter, m_title);
    double largest = 1.0;
    for (const MoveBar& bar : m_bars)
        largest = std::max(largest, std::abs(bar.points.value_or(0.0)));
    const double left = inset + nameWidth;
    const double half = std::max(8.0, (width() - left - valueWidth - inset) / 2.0);
    const double zero = left + half;
    painter.setFont(uiFont(FontSize::Body));
    for (int i = 0; i < m_bars.size(); ++i) {
        const MoveBar& bar = m_bars.at(i);
        const QRectF row(inset, titleHeight + i * rowHeight, width() - 2 * inset, rowHeight);
        painter.setPen(theme.text);
        painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter, bar.name);
        painter.setPen(bar.points ? theme.hi : theme.muted);
        const QString value = formatSigned(bar.points, 1);
        painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, bar.points ? tr("%1 pt").arg(value) : value);
        const bool moved = bar.points && value != formatSigned(0.0, 1); // no bar beside a printed 0.0
        painter.fillRect(QRectF(zero - 0.5, row.top() + 3, 1.0, rowHeight - 6), theme.strong);
        if (!moved)
            continue;
        const double reach = half * *bar.points / largest;
        painter.fillRect(QRectF(std::min(zero, zero + reach), row.top() + 6, std::abs(reach), rowHeight - 12),
                         reach > 0.0 ? theme.positive : theme.negative);
    }
}

} // namespace ballast
