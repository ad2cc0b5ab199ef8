#include "widgets/expiry_strip.h"

#include "widgets/paint_kit.h"

#include <QHelpEvent>
#include <QToolTip>
#include <QWheelEvent>
#include <algorithm>

namespace ballast {

namespace {

constexpr int narrowestEntry = 48;

} // namespace

ExpiryStrip::ExpiryStrip(QWidget* parent) : ChoiceStrip(parent)
{
    setFixedHeight(36);
    resetCurrentIndex(-1);
    setAccessibleName(tr("Expiry"));
}

void ExpiryStrip::setEntries(const QList<StripEntry>& entries)
{
    if (entries == m_entries)
        return;
    const QString chosen = currentIndex() >= 0 ? m_entries.at(currentIndex()).title : QString();
    m_entries = entries;
    const auto same = std::ranges::find(m_entries, chosen, &StripEntry::title);
    const int now = same != m_entries.end() ? int(same - m_entries.begin()) : (m_entries.isEmpty() ? -1 : 0);
    const bool moved = same == m_entries.end() || now != currentIndex();
    resetCurrentIndex(now);
    update();
    if (moved)
        Q_EMIT currentChanged(currentIndex());
}

void ExpiryStrip::revealEntry(int index)
{
    m_first = std::max(std::min(m_first, index), index - visibleCount() + 1);
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

void ExpiryStrip::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    for (int i = 0; i < m_entries.size(); ++i) {
        const QRectF area = entryRect(i);
        if (area.isEmpty())
            continue;
        const bool chosen = i == currentIndex();
        if (chosen)
            paintRoundedRect(painter, area.adjusted(1, 0, -1, -1), 4.0, theme.accentBg);
        else if (i == hoveredIndex())
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

void ExpiryStrip::wheelEvent(QWheelEvent* event)
{
    const int step = event->angleDelta().y() > 0 || event->angleDelta().x() > 0 ? -1 : 1;
    m_first = std::clamp(m_first + step, 0, std::max(0, int(m_entries.size()) - visibleCount()));
    update();
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
