#include "widgets/choice_strip.h"

#include <QKeyEvent>
#include <QMouseEvent>

#include <algorithm>

namespace ballast {

ChoiceStrip::ChoiceStrip(QWidget* parent) : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
}

void ChoiceStrip::setCurrentIndex(int index)
{
    if (index == m_current || index < 0 || index >= entryCount())
        return;
    m_current = index;
    revealEntry(index);
    setAccessibleDescription(entryTitle(index));
    update();
    Q_EMIT currentChanged(index);
}

void ChoiceStrip::keepCurrentInRange()
{
    m_current = std::clamp(m_current, 0, std::max(0, entryCount() - 1));
}

int ChoiceStrip::entryAt(const QPoint& position) const
{
    for (int i = 0; i < entryCount(); ++i) {
        if (entryRect(i).contains(position))
            return i;
    }
    return -1;
}

void ChoiceStrip::focusInEvent(QFocusEvent* event)
{
    m_focusCameByKey = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason ||
                       event->reason() == Qt::ShortcutFocusReason;
    QWidget::focusInEvent(event);
}

void ChoiceStrip::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        setCurrentIndex(entryAt(event->position().toPoint()));
}

void ChoiceStrip::mouseMoveEvent(QMouseEvent* event)
{
    const int now = entryAt(event->position().toPoint());
    if (now != m_hovered) {
        m_hovered = now;
        update();
    }
}

void ChoiceStrip::leaveEvent(QEvent*)
{
    m_hovered = -1;
    update();
}

void ChoiceStrip::keyPressEvent(QKeyEvent* event)
{
    const int key = event->key();
    if (key == Qt::Key_Left || (m_upAndDownMove && key == Qt::Key_Up))
        setCurrentIndex(m_current - 1);
    else if (key == Qt::Key_Right || (m_upAndDownMove && key == Qt::Key_Down))
        setCurrentIndex(m_current + 1);
    else if (key == Qt::Key_Home)
        setCurrentIndex(0);
    else if (key == Qt::Key_End)
        setCurrentIndex(entryCount() - 1);
    else
        QWidget::keyPressEvent(event);
}

} // namespace ballast
