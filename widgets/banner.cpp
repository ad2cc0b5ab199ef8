#include "widgets/banner.h"

#include "widgets/paint_kit.h"

#include <QHBoxLayout>
#include <QPainterPath>
#include <QPushButton>

namespace ballast {

namespace {

constexpr double stripesWidth = 84.0;

void paintStripes(QPainter& painter, const QRectF& area, const Theme& theme)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setClipRect(area);
    painter.setPen(QPen(mixed(theme.criticalFill, theme.onCritical, 0.28), 6.0));
    for (double x = area.left() - area.height(); x < area.right() + area.height(); x += 16.0)
        painter.drawLine(QPointF(x, area.bottom() + 4.0), QPointF(x + area.height() + 8.0, area.top() - 4.0));
    painter.restore();
}

} // namespace

Banner::Banner(BannerKind kind, QWidget* parent) : QWidget(parent), m_kind(kind), m_buttons(new QHBoxLayout(this))
{
    setFixedHeight(32);
    m_buttons->setContentsMargins(0, 0, 8, 0);
    m_buttons->setSpacing(8);
    m_buttons->addStretch(1);
}

void Banner::setText(const QString& title, const QString& sentence)
{
    m_title = title;
    m_sentence = sentence;
    setAccessibleName(title);
    setAccessibleDescription(sentence);
    update();
}

QPushButton* Banner::addButton(const QString& text)
{
    auto* const button = new QPushButton(text);
    button->setProperty("banner", true);
    m_buttons->addWidget(button, 0, Qt::AlignVCenter);
    return button;
}

void Banner::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.criticalFill);
    double left = 12.0;
    const double baseline = centredBaseline(0, height(), FontSize::Body);
    if (m_kind == BannerKind::WhatIf) {
        paintStripes(painter, QRectF(0, 0, stripesWidth, height()), theme);
        left = paintText(painter, stripesWidth + 12.0, baseline, tr("WHAT-IF"),
                         {FontSize::Body, QFont::Bold, theme.onCritical}) +
               12.0;
    }
    left = paintText(painter, left, baseline, m_title, {FontSize::Body, QFont::DemiBold, theme.onCritical}) + 12.0;
    double right = width() - 12.0;
    for (const auto* const button : findChildren<QPushButton*>())
        right = std::min(right, button->x() - 12.0);
    paintText(painter, left, baseline, elided(m_sentence, right - left, FontSize::Body),
              {FontSize::Body, QFont::Normal, theme.onCritical});
}

WhatIfFrame::WhatIfFrame(QWidget* content, QWidget* parent) : QWidget(parent)
{
    auto* const box = new QVBoxLayout(this);
    box->setContentsMargins(4, 4, 4, 4);
    box->setSpacing(0);
    box->addWidget(content);
}

void WhatIfFrame::paintEvent(QPaintEvent*)
{
    QPainter(this).fillRect(rect(), Theme::of(this).criticalFill);
}

} // namespace ballast
