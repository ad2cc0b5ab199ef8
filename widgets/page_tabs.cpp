#include "widgets/page_tabs.h"

#include "widgets/paint_kit.h"

#include <cmath>

namespace ballast {

namespace {

constexpr double padding = 14.0;

int widthOf(const QString& page)
{
    return int(std::ceil(textWidth(page, FontSize::Body, QFont::DemiBold) + 2.0 * padding));
}

} // namespace

PageTabs::PageTabs(QWidget* parent) : ChoiceStrip(parent)
{
    setFixedHeight(36);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(tr("Pages"));
}

void PageTabs::setPages(const QStringList& pages)
{
    m_pages = pages;
    keepCurrentInRange();
    updateGeometry();
    update();
}

QSize PageTabs::sizeHint() const
{
    int width = 0;
    for (const QString& page : m_pages)
        width += widthOf(page);
    return {width, 36};
}

QRect PageTabs::entryRect(int index) const
{
    int left = 0;
    for (int i = 0; i < index; ++i)
        left += widthOf(m_pages.at(i));
    return {left, 0, widthOf(m_pages.at(index)), height()};
}

void PageTabs::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    for (int i = 0; i < m_pages.size(); ++i) {
        const QRectF area = entryRect(i);
        const bool chosen = i == currentIndex();
        const QColor ink = chosen || i == hoveredIndex() ? theme.hi : theme.text;
        paintTextCentred(painter, area.center().x(), centredBaseline(0, height(), FontSize::Body), m_pages.at(i),
                         {FontSize::Body, chosen ? QFont::DemiBold : QFont::Medium, ink});
        if (chosen)
            painter.fillRect(QRectF(area.left() + 8.0, height() - 2.0, area.width() - 16.0, 2.0), theme.accent);
        if (chosen && hasFocus() && focusCameByKey())
            paintFocus(painter, area.adjusted(4, 6, -4, -7), theme);
    }
}

} // namespace ballast
