#include "widgets/countdown_ring.h"

#include "widgets/paint_kit.h"

#include <algorithm>

namespace ballast {

CountdownRing::CountdownRing(QWidget* parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void CountdownRing::setTime(int secondsLeft, int secondsTotal)
{
    m_secondsTotal = std::max(1, secondsTotal);
    m_secondsLeft = std::clamp(secondsLeft, 0, m_secondsTotal);
    setAccessibleName(tr("%n second(s) left", nullptr, m_secondsLeft));
    update();
}

void CountdownRing::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double side = std::min(width(), height()) - 5.0;
    QRectF circle(0, 0, side, side);
    circle.moveCenter(QRectF(rect()).center());
    painter.setPen(QPen(theme.hover, 3.0));
    painter.drawEllipse(circle);
    painter.setPen(QPen(theme.accent, 3.0, Qt::SolidLine, Qt::FlatCap));
    painter.drawArc(circle, 90 * 16, -(360 * 16 * m_secondsLeft) / m_secondsTotal);
    paintTextCentred(painter, circle.center().x(), centredBaseline(0, height(), FontSize::ProposalTitle),
                     QString::number(m_secondsLeft), {FontSize::ProposalTitle, QFont::DemiBold, theme.hi});
}

} // namespace ballast
