#include "widgets/mode_badge.h"

#include "widgets/paint_kit.h"

#include <cmath>

namespace ballast {

namespace {

QString modeWord(ModeKind mode)
{
    switch (mode) {
    case ModeKind::Simulated:
        return ModeBadge::tr("SIMULATED");
    case ModeKind::Paper:
        return ModeBadge::tr("PAPER");
    case ModeKind::Live:
        break;
    }
    return ModeBadge::tr("LIVE");
}

struct BadgeLook
{
    QColor ground;
    QColor ink;
    QColor outline;
};

BadgeLook lookOf(ModeKind mode, const Theme& theme)
{
    switch (mode) {
    case ModeKind::Simulated:
        return {theme.simulatedBg, theme.simulated, {}};
    case ModeKind::Paper:
        return {theme.raised, theme.hi, theme.hi};
    case ModeKind::Live:
        break;
    }
    return {theme.criticalFill, theme.onCritical, {}};
}

} // namespace

QColor modeColour(ModeKind mode, const Theme& theme)
{
    switch (mode) {
    case ModeKind::Simulated:
        return theme.simulated;
    case ModeKind::Paper:
        return theme.hi;
    case ModeKind::Live:
        break;
    }
    return theme.criticalFill;
}

ModeBadge::ModeBadge(QWidget* parent) : QAbstractButton(parent)
{
    setFixedHeight(24);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setFocusPolicy(Qt::TabFocus);
    setMode(ModeKind::Simulated, {});
}

void ModeBadge::setMode(ModeKind mode, const QString& detail)
{
    m_mode = mode;
    m_detail = detail;
    setAccessibleName(tr("Mode %1 %2").arg(modeWord(mode), detail).simplified());
    updateGeometry();
    update();
}

QSize ModeBadge::sizeHint() const
{
    double width = 30.0 + textWidth(modeWord(m_mode), FontSize::Unit, QFont::DemiBold);
    if (!m_detail.isEmpty())
        width += 8.0 + textWidth(m_detail, FontSize::Unit);
    return {int(std::ceil(width + 4.0)), 24};
}

void ModeBadge::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    const BadgeLook look = lookOf(m_mode, theme);
    QPainter painter(this);
    paintRoundedRect(painter, QRectF(rect()), 4.0, look.ground, look.outline);
    painter.setRenderHint(QPainter::Antialiasing);
    const QPointF centre(13.0, height() / 2.0);
    if (m_mode == ModeKind::Live) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(look.ink);
    } else {
        painter.setPen(QPen(look.ink, 1.6));
        painter.setBrush(Qt::NoBrush);
    }
    painter.drawEllipse(centre, 3.2, 3.2);
    const double baseline = centredBaseline(0, height(), FontSize::Unit);
    const double after =
        paintText(painter, 22.0, baseline, modeWord(m_mode), {FontSize::Unit, QFont::DemiBold, look.ink});
    paintText(painter, after + 8.0, baseline, m_detail, {FontSize::Unit, QFont::Normal, look.ink});
    if (hasFocus())
        paintFocus(painter, QRectF(rect()), theme);
}

} // namespace ballast
