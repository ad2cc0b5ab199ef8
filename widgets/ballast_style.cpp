#include "widgets/ballast_style.h"

#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QPainter>
#include <QStyleFactory>
#include <QStyleOption>
#include <algorithm>

namespace ballast {

namespace {

constexpr int chevronSize = 12;

void paintRounded(QPainter& painter, const QRectF& area, const QColor& ground, const QColor& outline, double radius)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(ground);
    painter.setPen(outline.isValid() ? QPen(outline, 1.0) : Qt::NoPen);
    painter.drawRoundedRect(outline.isValid() ? area.adjusted(0.5, 0.5, -0.5, -0.5) : area, radius, radius);
    painter.restore();
}

void paintCheckBox(QPainter& painter, const QStyleOption& option)
{
    const Theme& theme = Theme::of();
    const double side = std::min({14.0, double(option.rect.width()), double(option.rect.height())});
    QRectF box(0, 0, side, side);
    box.moveCenter(QRectF(option.rect).center());
    const bool on = option.state & (QStyle::State_On | QStyle::State_NoChange);
    const bool enabled = option.state & QStyle::State_Enabled;
    const QColor fill = enabled ? theme.accent : theme.strong;
    const bool focused = option.state & QStyle::State_HasFocus;
    paintRounded(painter, box, on ? fill : theme.panel, on ? fill : (focused ? theme.accent : theme.muted), 3.0);
    if (option.state & QStyle::State_NoChange)
        painter.fillRect(QRectF(box.left() + 3.0, box.center().y() - 0.7, side - 6.0, 1.4), theme.onAccent);
    else if (on)
        paintIcon(painter, box.adjusted(1, 1, -1, -1), IconName::Check, enabled ? theme.onAccent : theme.panel);
}

void paintRadio(QPainter& painter, const QStyleOption& option)
{
    const Theme& theme = Theme::of();
    QRectF disc(0, 0, 13, 13);
    disc.moveCenter(QRectF(option.rect).center());
    const bool on = option.state & QStyle::State_On;
    paintRounded(painter, disc, theme.panel, on ? theme.accent : theme.muted, 6.5);
    if (on)
        paintRounded(painter, disc.adjusted(3.5, 3.5, -3.5, -3.5), theme.accent, QColor(), 3.0);
}

void paintArrow(QPainter& painter, const QStyleOption& option, double degrees)
{
    const Theme& theme = Theme::of();
    painter.save();
    painter.translate(QRectF(option.rect).center());
    painter.rotate(degrees);
    const bool enabled = option.state & QStyle::State_Enabled;
    paintIcon(painter, QRectF(-chevronSize / 2.0, -chevronSize / 2.0, chevronSize, chevronSize), IconName::Chevron,
              enabled ? theme.muted : theme.strong);
    painter.restore();
}

// ▾ open, ▸ closed.
void paintBranch(QPainter& painter, const QStyleOption& option)
{
    if (!(option.state & QStyle::State_Children))
        return;
    const QPointF c = QRectF(option.rect).center();
    QPolygonF triangle;
    if (option.state & QStyle::State_Open)
        triangle << c + QPointF(-3.2, -2.2) << c + QPointF(3.2, -2.2) << c + QPointF(0, 2.8);
    else
        triangle << c + QPointF(-2.2, -3.2) << c + QPointF(2.8, 0) << c + QPointF(-2.2, 3.2);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(Theme::of().muted);
    painter.drawPolygon(triangle);
    painter.restore();
}

void paintCombo(QPainter& painter, const QStyleOptionComboBox& option, const QStyle& style, const QWidget* widget)
{
    const Theme& theme = Theme::of();
    const bool over = (option.state & QStyle::State_MouseOver) && (option.state & QStyle::State_Enabled);
    const bool focused = option.state & QStyle::State_HasFocus;
    const QColor ground = over || (option.state & QStyle::State_On) ? theme.hover : theme.raised;
    paintRounded(painter, option.rect, ground, focused ? theme.accent : QColor(), 4.0);
    QStyleOption arrow = option;
    arrow.rect = style.subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxArrow, widget);
    paintArrow(painter, arrow, 0.0);
}

// 2 px track, tick at zero, filled from zero, 10 px knob.
void paintSlider(QPainter& painter, const QStyleOptionSlider& option, const QStyle& style, const QWidget* widget)
{
    const Theme& theme = Theme::of();
    const QRectF knob = style.subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderHandle, widget);
    const bool across = option.orientation == Qt::Horizontal;
    const double middle = across ? option.rect.center().y() + 0.5 : option.rect.center().x() + 0.5;
    const int span = (across ? option.rect.width() : option.rect.height()) - 10;
    const auto place = [&](int value) {
        return 5.0 + QStyle::sliderPositionFromValue(option.minimum, option.maximum, value, span, option.upsideDown);
    };
    const double zero = place(std::clamp(0, option.minimum, option.maximum));
    const double now = place(option.sliderPosition);
    const auto bar = [&](double from, double to, double thick) {
        const double low = std::min(from, to);
        const double length = std::abs(to - from);
        return across ? QRectF(option.rect.left() + low, middle - thick / 2, length, thick)
                      : QRectF(middle - thick / 2, option.rect.top() + low, thick, length);
    };
    painter.fillRect(bar(5.0, 5.0 + span, 2.0), theme.hover);
    painter.fillRect(bar(zero, now, 4.0), option.state & QStyle::State_HasFocus ? theme.accent : theme.series);
    painter.fillRect(bar(zero - 0.5, zero + 0.5, 10.0), theme.strong);
    QRectF disc(0, 0, 10, 10);
    disc.moveCenter(knob.center());
    paintRounded(painter, disc, theme.hi, option.state & QStyle::State_HasFocus ? theme.accent : QColor(), 5.0);
}

} // namespace

BallastStyle::BallastStyle() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {}

void BallastStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                                 const QWidget* widget) const
{
    switch (element) {
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        paintCheckBox(*painter, *option);
        return;
    case PE_IndicatorRadioButton:
        paintRadio(*painter, *option);
        return;
    case PE_IndicatorBranch:
        paintBranch(*painter, *option);
        return;
    case PE_IndicatorArrowDown:
        paintArrow(*painter, *option, 0.0);
        return;
    case PE_IndicatorArrowUp:
        paintArrow(*painter, *option, 180.0);
        return;
    case PE_IndicatorArrowRight:
        paintArrow(*painter, *option, -90.0);
        return;
    case PE_IndicatorArrowLeft:
        paintArrow(*painter, *option, 90.0);
        return;
    case PE_IndicatorMenuCheckMark:
        if (option->state & State_On)
            paintIcon(*painter, option->rect, IconName::Check, Theme::of().accent);
        return;
    case PE_FrameFocusRect:
        paintRounded(*painter, option->rect, Qt::transparent, Theme::of().accent, 3.0);
        return;
    case PE_FrameTabBarBase:
    case PE_FrameDockWidget:
        return;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void BallastStyle::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                               const QWidget* widget) const
{
    if (element == CE_ComboBoxLabel) {
        if (const auto* const combo = qstyleoption_cast<const QStyleOptionComboBox*>(option)) {
            const QRect area = proxy()->subControlRect(CC_ComboBox, combo, SC_ComboBoxEditField, widget);
            painter->setPen(combo->state & State_Enabled ? Theme::of().text : Theme::of().muted);
            const QString text = combo->fontMetrics.elidedText(combo->currentText, Qt::ElideMiddle, area.width());
            painter->drawText(area, Qt::AlignVCenter | Qt::AlignLeft, text);
            return;
        }
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void BallastStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                                      const QWidget* widget) const
{
    if (control == CC_ComboBox) {
        if (const auto* const combo = qstyleoption_cast<const QStyleOptionComboBox*>(option)) {
            paintCombo(*painter, *combo, *proxy(), widget);
            return;
        }
    }
    if (control == CC_Slider) {
        if (const auto* const slider = qstyleoption_cast<const QStyleOptionSlider*>(option)) {
            paintSlider(*painter, *slider, *proxy(), widget);
            return;
        }
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

int BallastStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const
{
    switch (metric) {
    case PM_DockWidgetSeparatorExtent:
    case PM_SplitterWidth:
        return 4;
    case PM_DockWidgetFrameWidth:
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
        return 0;
    case PM_ScrollBarExtent:
        return 8;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_TreeViewIndentation:
        return 14;
    case PM_SliderLength:
    case PM_SliderControlThickness:
        return 10;
    case PM_SliderThickness:
        return 20;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int BallastStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                            QStyleHintReturn* returnData) const
{
    switch (hint) {
    case SH_Widget_Animation_Duration: // no motion for decoration
    case SH_ComboBox_Popup:            // a list under the field, not over it
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
    case SH_ScrollBar_Transient:
    case SH_UnderlineShortcut:
        return 0;
    case SH_ToolTip_WakeUpDelay:
        return 400;
    default:
        return QProxyStyle::styleHint(hint, option, widget, returnData);
    }
}

QRect BallastStyle::subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl subControl,
                                   const QWidget* widget) const
{
    if (control == CC_ComboBox && subControl == SC_ComboBoxArrow)
        return {option->rect.right() - 21, option->rect.top(), 20, option->rect.height()};
    if (control == CC_ComboBox && subControl == SC_ComboBoxEditField)
        return option->rect.adjusted(8, 0, -24, 0);
    return QProxyStyle::subControlRect(control, option, subControl, widget);
}

QSize BallastStyle::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& contents,
                                     const QWidget* widget) const
{
    QSize size = QProxyStyle::sizeFromContents(type, option, contents, widget);
    if (type == CT_ComboBox)
        size = QSize(contents.width() + 34, std::max(24, contents.height()));
    return size;
}

} // namespace ballast
