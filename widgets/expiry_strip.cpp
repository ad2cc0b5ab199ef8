#include "widgets/expiry_strip.h"

#include "widgets/paint_kit.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>
#include <QWheelEvent>
#include <algorithm>

namespace ballast {

namespace {

constexpr int narrowestEntry = 48;

} // namespace

ExpiryStrip::ExpiryStrip(QWidget* parent) : QWidget(parent)
{
    setFixedHeight(36);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Expiry"));
}

void ExpiryStrip::setEntries(const QList<StripEntry>& entries)
{
    if (entries == m_entries)
        return;
    const QString chosen = m_current >= 0 ? m_entries.at(m_current).title : QString();
    m_entries = entries;
    const auto same = std::ranges::find(m_entries, chosen, &StripEntry::title);
    const int now = same != m_entries.end() ? int(same - m_entries.begin()) : (m_entries.isEmpty() ? -1 : 0);
    const bool moved = same == m_entries.end() || now != m_current;
    m_current = now;
    update();
    if (moved)
        Q_EMIT currentChanged(m_current);
}

void ExpiryStrip::setCurrentIndex(int index)
{
    if (index == m_current || index < 0 || index >= m_entries.size())
        return;
    m_current = index;
    if (index < m_first)
        m_first = index;
    m_first = std::max(m_first, index - visibleCount() + 1);
    setAccessibleDescription(m_entries.at(index).title);
    update();
    Q_EMIT currentChanged(index);
}

int ExpiryStrip::visibleCount() const
{
    return std::max(1, std::min(int(m_entries.size()), width() / narrowestEntry));
}

QRect ExpiryStrip::entryRect(int index) const
{
    const int count = visibleCount();
    const int place = index - std::clamp(m_first, 0, std::max(0, int(m_entries.size()) - count));
    if (place < 0 || place >= count)
        return {};
    const int left = 2 + (width() - 4) * place / count;
    return {left, 0, 2 + (width() - 4) * (place + 1) / count - left, height()};
}

int ExpiryStrip::entryAt(const QPoint& position) const
{
    for (int i = 0; i < m_entries.size(); ++i) {
        if (entryRect(i).contains(position))
            return i;
    }
    return -1;
}

void ExpiryStrip::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    for (int i = 0; i < m_entries.size(); ++i) {
        const QRectF area = entryRect(i);
        if (area.isEmpty())
            continue;
        const bool chosen = i == m_current;
        if (chosen)
            paintRoundedRect(painter, area.adjusted(1, 0, -1, -1), 4.0, theme.accentBg);
        else if (i == m_hovered)
            paintRoundedRect(painter, area.adjusted(1, 0, -1, -1), 4.0, theme.hover);
        const double middle = area.center().x();
        paintTextCentred(painter, middle, 14.0, m_entries.at(i).title,
                         {FontSize::Unit, chosen ? QFont::DemiBold : QFont::Normal, chosen ? theme.hi : theme.text});
        paintTextCentred(painter, middle, 29.0, m_entries.at(i).value,
                         {FontSize::Unit, QFont::Normal, chosen ? theme.accent : theme.muted});
        if (chosen && hasFocus())
            paintFocus(painter, area.adjusted(1, 0, -1, -1), theme);
    }
}

void ExpiryStrip::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        setCurrentIndex(entryAt(event->position().toPoint()));
}

void ExpiryStrip::mouseMoveEvent(QMouseEvent* event)
{
    const int now = entryAt(event->position().toPoint());
    if (now != m_hovered) {
        m_hovered = now;
        update();
    }
}

void ExpiryStrip::leaveEvent(QEvent*)
{
    m_hovered = -1;
    update();
}

void ExpiryStrip::wheelEvent(QWheelEvent* event)
{
    const int step = event->angleDelta().y() > 0 || event->angleDelta().x() > 0 ? -1 : 1;
    m_first = std::clamp(m_first + step, 0, std::max(0, int(m_entries.size()) - visibleCount()));
    update();
}

void ExpiryStrip::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Left:
        setCurrentIndex(m_current - 1);
        return;
    case Qt::Key_Right:
        setCurrentIndex(m_current + 1);
        return;
    case Qt::Key_Home:
        setCurrentIndex(0);
        return;
    case Qt::Key_End:
        setCurrentIndex(int(m_entries.size()) - 1);
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

bool ExpiryStrip::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* const help = static_cast<QHelpEvent*>(event);
        const int entry = entryAt(help->pos());
        QToolTip::showText(help->globalPos(), entry >= 0 ? m_entries.at(entry).toolTip : QString(), this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace ballast
