#include "widgets/fact_list.h"

#include "widgets/paint_kit.h"

#include <QTextLayout>
#include <algorithm>
#include <cmath>

namespace ballast {

namespace {

constexpr double inset = 12.0;
constexpr double titleHeight = 24.0;
constexpr double rowHeight = 22.0;
constexpr double lineHeight = 19.0;
constexpr double sectionGap = 8.0;
constexpr double untitledTop = 4.0;

// Wraps and, with a painter, paints; returns the height used.
double wrapParagraph(QPainter* painter, const QString& text, double left, double top, double width,
                     const QColor& colour)
{
    QTextLayout layout(text, uiFont(FontSize::Body));
    layout.beginLayout();
    double y = 0.0;
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(std::max(40.0, width));
        line.setPosition(QPointF(0.0, y));
        y += lineHeight;
    }
    layout.endLayout();
    if (painter) {
        painter->setPen(colour);
        layout.draw(painter, QPointF(left, top));
    }
    return y;
}

double heightOf(const FactSection& section, double width)
{
    double height = section.title.isEmpty() ? untitledTop : titleHeight + 4.0;
    if (!section.paragraph.isEmpty())
        height += wrapParagraph(nullptr, section.paragraph, 0, 0, width - 2.0 * inset, {}) + 6.0;
    height += double(section.rows.size()) * rowHeight;
    if (section.rows.isEmpty() && section.paragraph.isEmpty())
        height += rowHeight;
    return height + sectionGap;
}

void paintRow(QPainter& painter, const QRectF& area, const FactRow& row, const Theme& theme)
{
    const double baseline = centredBaseline(area.top(), area.height(), FontSize::Body);
    const QColor ink = row.warns ? theme.warn : row.strong || row.bar ? theme.text : theme.muted;
    const double valueLeft =
        paintTextRight(painter, area.right() - inset, baseline, row.value, {FontSize::Body, QFont::Normal, ink});
    double nameRight = valueLeft - 8.0;
    if (row.bar) {
        const double left = area.left() + area.width() * 0.40;
        const double most = area.right() - inset - 84.0 - left;
        nameRight = left - 8.0;
        const double length = std::clamp(std::fabs(*row.bar), 0.0, 1.0) * most;
        painter.fillRect(QRectF(left, area.center().y() - 3.5, std::max(1.0, length), 7.0),
                         *row.bar <= 0.0 ? theme.accent : theme.strong);
    }
    paintText(painter, area.left() + inset, baseline, elided(row.name, nameRight - area.left() - inset, FontSize::Body),
              {FontSize::Body, QFont::Normal, theme.text});
}

} // namespace

FactList::FactList(QWidget* parent) : QWidget(parent)
{
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void FactList::setSections(const QList<FactSection>& sections)
{
    if (sections == m_sections)
        return;
    m_sections = sections;
    QStringList words;
    for (const FactSection& section : sections) {
        words << section.title << section.paragraph;
        for (const FactRow& row : section.rows)
            words << row.name + QLatin1Char(' ') + row.value;
    }
    setAccessibleDescription(words.join(QStringLiteral(", ")));
    updateGeometry();
    update();
}

int FactList::heightForWidth(int width) const
{
    double height = 0.0;
    for (const FactSection& section : m_sections)
        height += heightOf(section, width);
    return int(std::ceil(height));
}

QSize FactList::sizeHint() const
{
    return {412, heightForWidth(width() > 0 ? width() : 412)};
}

QSize FactList::minimumSizeHint() const
{
    return {240, heightForWidth(std::max(240, width()))};
}

void FactList::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    double top = 0.0;
    for (const FactSection& section : m_sections) {
        double y = top;
        if (!section.title.isEmpty()) {
            painter.fillRect(QRectF(0, y, width(), titleHeight), theme.raised);
            const double baseline = centredBaseline(y, titleHeight, FontSize::Unit);
            paintText(painter, inset, baseline, section.title, {FontSize::Unit, QFont::DemiBold, theme.hi});
            paintTextRight(painter, width() - inset, baseline, section.caption,
                           {FontSize::Unit, QFont::Normal, theme.muted});
            y += titleHeight + 4.0;
        } else {
            y += untitledTop;
        }
        if (!section.paragraph.isEmpty())
            y += wrapParagraph(&painter, section.paragraph, inset, y, width() - 2.0 * inset, theme.text) + 6.0;
        for (const FactRow& row : section.rows) {
            paintRow(painter, QRectF(0, y, width(), rowHeight), row, theme);
            y += rowHeight;
        }
        if (section.rows.isEmpty() && section.paragraph.isEmpty())
            paintText(painter, inset, centredBaseline(y, rowHeight, FontSize::Body), section.emptyText,
                      {FontSize::Body, QFont::Normal, theme.muted});
        top += heightOf(section, width());
    }
}

} // namespace ballast
