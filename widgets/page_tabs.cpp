#include "widgets/page_tabs.h"

#include "widgets/paint_kit.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <cmath>

namespace ballast {

namespace {

constexpr double padding = 14.0;

int widthOf(const QString& page)
{
    return int(std::ceil(textWidth(page, FontSize::Body, QFont::DemiBold) + 2.0 * padding));
}

} // namespace

PageTabs::PageTabs(QWidget* parent) : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setFixedHeight(36);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(tr("Pages"));
}

void PageTabs::setPages(const QStringList& pages)
{
    m_pages = pages;
    m_current = std::clamp(m_current, 0, std::max(0, int(pages.size()) - 1));
    updateGeometry();
    update();
}

void PageTabs::setCurrentIndex(int index)
{
    if (index == m_current || index < 0 || index >= m_pages.size())
        return;
    m_current = index;
    setAccessibleDescription(m_pages.at(index));
    update();
    Q_EMIT currentChanged(index);
}

QSize PageTabs::sizeHint() const
{
    int width = 0;
    for (const QString& page : m_pages)
        width += widthOf(page);
    return {width, 36};
}

QRect PageTabs::tabRect(int index) const
{
    int left = 0;
    for (int i = 0; i < index; ++i)
        left += widthOf(m_pages.at(i));
    return {left, 0, widthOf(m_pages.at(index)), height()};
}

int PageTabs::tabAt(const QPoint& position) const
{
    for (int i = 0; i < m_pages.size(); ++i) {
        if (tabRect(i).contains(position))
            return i;
    }
    return -1;
}

void PageTabs::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    for (int i = 0; i < m_pages.size(); ++i) {
        const QRectF area = tabRect(i);
        const bool chosen = i == m_current;
        const QColor ink = chosen || i == m_hovered ? theme.hi : theme.text;
        paintTextCentred(painter, area.center().x(), centredBaseline(0, height(), FontSize::Body), m_pages.at(i),
                         {FontSize::Body, chosen ? QFont::DemiBold : QFont::Medium, ink});
        if (chosen)
            painter.fillRect(QRectF(area.left() + 8.0, height() - 2.0, area.width() - 16.0, 2.0), theme.accent);
        if (chosen && hasFocus() && m_keyboardFocus)
            paintFocus(painter, area.adjusted(4, 6, -4, -7), theme);
    }
}

void PageTabs::focusInEvent(QFocusEvent* event)
{
    m_keyboardFocus = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason ||
                      event->reason() == Qt::ShortcutFocusReason;
    QWidget::focusInEvent(event);
}

void PageTabs::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        setCurrentIndex(tabAt(event->position().toPoint()));
}

void PageTabs::mouseMoveEvent(QMouseEvent* event)
{
    const int now = tabAt(event->position().toPoint());
    if (now != m_hovered) {
        m_hovered = now;
        update();
    }
}

void PageTabs::leaveEvent(QEvent*)
{
    m_hovered = -1;
    update();
}

void PageTabs::keyPressEvent(QKeyEvent* event)
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
        setCurrentIndex(int(m_pages.size()) - 1);
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

} // namespace ballast
