#include "widgets/fact_list.h"

#include "widgets/paint_kit.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QTextLayout>
#include <QToolTip>
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
constexpr double buttonHeight = 18.0;
constexpr double buttonInset = 7.0;

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

// At the right end of a row of this area.
QRectF buttonIn(const QRectF& area, const QString& word)
{
    if (word.isEmpty())
        return {};
    const double width = std::ceil(textWidth(word, FontSize::Unit)) + 2.0 * buttonInset;
    return {area.right() - inset + 4.0 - width, area.center().y() - buttonHeight / 2.0, width, buttonHeight};
}

double valueRight(const QRectF& area, const QString& action)
{
    return action.isEmpty() ? area.right() - inset : buttonIn(area, action).left() - 8.0;
}

void paintRow(QPainter& painter, const QRectF& area, const FactRow& row, const Theme& theme)
{
    const double baseline = centredBaseline(area.top(), area.height(), FontSize::Body);
    const QColor ink = row.warns ? theme.warn : row.strong || row.bar ? theme.text : theme.muted;
    const double valueLeft = paintTextRight(painter, valueRight(area, row.action), baseline, row.value,
                                            {FontSize::Body, QFont::Normal, ink});
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
    setMouseTracking(true);
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
    layOut();
    setFocusPolicy(m_actions.isEmpty() ? Qt::NoFocus : Qt::StrongFocus);
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

// Where the buttons and the rows with more to say are, at this width.
void FactList::layOut()
{
    m_actions.clear();
    m_hints.clear();
    m_hovered = -1;
    double top = 0.0;
    for (const FactSection& section : std::as_const(m_sections)) {
        const QRectF title(0, top, width(), titleHeight);
        if (!section.action.isEmpty())
            m_actions << Action{section.actionId, section.action, buttonIn(title, section.action)};
        double y = top + (section.title.isEmpty() ? untitledTop : titleHeight + 4.0);
        if (!section.paragraph.isEmpty())
            y += wrapParagraph(nullptr, section.paragraph, 0, 0, width() - 2.0 * inset, {}) + 6.0;
        for (const FactRow& row : section.rows) {
            const QRectF area(0, y, width(), rowHeight);
            if (!row.action.isEmpty())
                m_actions << Action{row.actionId, row.action, buttonIn(area, row.action)};
            if (!row.toolTip.isEmpty())
                m_hints << Hint{row.toolTip, area};
            y += rowHeight;
        }
        top += heightOf(section, width());
    }
    m_current = std::clamp(m_current, 0, std::max(0, int(m_actions.size()) - 1));
}

QStringList FactList::actionIds() const
{
    QStringList ids;
    for (const Action& action : m_actions)
        ids << action.id;
    return ids;
}

QRect FactList::actionRect(const QString& actionId) const
{
    for (const Action& action : m_actions)
        if (action.id == actionId)
            return action.area.toAlignedRect();
    return {};
}

int FactList::actionAt(const QPointF& position) const
{
    for (int i = 0; i < m_actions.size(); ++i)
        if (m_actions.at(i).area.adjusted(-2, -2, 2, 2).contains(position))
            return i;
    return -1;
}

void FactList::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    layOut();
}

void FactList::mousePressEvent(QMouseEvent* event)
{
    const int pressed = event->button() == Qt::LeftButton ? actionAt(event->position()) : -1;
    if (pressed < 0)
        return event->ignore();
    m_current = pressed;
    update();
    const QString id = m_actions.at(pressed).id; // what it asks for may give us other sections
    Q_EMIT actionRequested(id);
}

void FactList::mouseMoveEvent(QMouseEvent* event)
{
    const int hovered = actionAt(event->position());
    if (hovered == m_hovered)
        return;
    m_hovered = hovered;
    setCursor(hovered < 0 ? Qt::ArrowCursor : Qt::PointingHandCursor);
    update();
}

void FactList::leaveEvent(QEvent*)
{
    m_hovered = -1;
    update();
}

void FactList::keyPressEvent(QKeyEvent* event)
{
    const int key = event->key();
    const int step = key == Qt::Key_Down ? 1 : key == Qt::Key_Up ? -1 : 0;
    const bool chosen = key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Space;
    if (m_actions.isEmpty() || (step == 0 && !chosen))
        return QWidget::keyPressEvent(event);
    if (chosen) {
        const QString id = m_actions.at(m_current).id;
        Q_EMIT actionRequested(id);
        return;
    }
    m_current = std::clamp(m_current + step, 0, int(m_actions.size()) - 1);
    update();
}

bool FactList::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        auto* const help = static_cast<QHelpEvent*>(event);
        for (const Hint& hint : std::as_const(m_hints)) {
            if (hint.area.contains(help->pos())) {
                QToolTip::showText(help->globalPos(), hint.text, this, hint.area.toAlignedRect());
                return true;
            }
        }
        QToolTip::hideText();
        return true;
    }
    return QWidget::event(event);
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
            paintTextRight(painter, valueRight(QRectF(0, y, width(), titleHeight), section.action), baseline,
                           section.caption, {FontSize::Unit, QFont::Normal, theme.muted});
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
    for (int i = 0; i < m_actions.size(); ++i) {
        const Action& action = m_actions.at(i);
        paintRoundedRect(painter, action.area, 4.0, i == m_hovered ? theme.accentBg : theme.hover);
        paintTextCentred(painter, action.area.center().x(),
                         centredBaseline(action.area.top(), action.area.height(), FontSize::Unit), action.word,
                         {FontSize::Unit, QFont::Medium, theme.accent});
        if (hasFocus() && i == m_current)
            paintFocus(painter, action.area, theme);
    }
}

} // namespace ballast
