#include "widgets/find_field.h"

#include "widgets/icons.h"
#include "widgets/paint_kit.h"

#include <QKeySequence>

namespace ballast {

FindField::FindField(QWidget* parent) : QAbstractButton(parent)
{
    setFixedHeight(24);
    setMaximumWidth(232);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFocusPolicy(Qt::TabFocus);
    setAccessibleName(tr("Find or run"));
    setToolTip(tr("Find or run (%1)").arg(QKeySequence(Qt::CTRL | Qt::Key_K).toString(QKeySequence::NativeText)));
}

void FindField::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    paintRoundedRect(painter, QRectF(rect()), 4.0, underMouse() ? theme.hover : theme.raised);
    paintIcon(painter, QRectF(9, 5, 14, 14), IconName::Search, underMouse() ? theme.hi : theme.muted);
    const double baseline = centredBaseline(0, height(), FontSize::Body);
    const QString keys = tr("Ctrl K");
    const double keysLeft = width() - 9.0 - textWidth(keys, FontSize::Unit);
    const QString words = tr("Find or run");
    if (keysLeft > 40.0 + textWidth(words, FontSize::Body)) {
        paintText(painter, 30.0, baseline, words, {FontSize::Body, QFont::Normal, theme.muted});
        paintText(painter, keysLeft, baseline, keys, {FontSize::Unit, QFont::Normal, theme.muted});
    }
    if (hasFocus())
        paintFocus(painter, QRectF(rect()), theme);
}

} // namespace ballast
