#include "widgets/section_label.h"

#include "widgets/paint_kit.h"

namespace ballast {

SectionLabel::SectionLabel(const QString& title, const QStringList& captions, QWidget* parent)
    : QWidget(parent), m_title(title), m_captions(captions)
{
    setFixedHeight(24);
    setAccessibleName(title);
    for (int i = 0; i < captions.size(); ++i)
        m_insets.prepend(12 + 60 * i);
}

void SectionLabel::setCaptions(const QStringList& captions)
{
    m_captions = captions;
    update();
}

void SectionLabel::setCaptionInsets(const QList<int>& insets)
{
    m_insets = insets;
    update();
}

void SectionLabel::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.raised);
    const double baseline = centredBaseline(0, height(), FontSize::Unit);
    paintText(painter, 12.0, baseline, m_title, {FontSize::Unit, QFont::DemiBold, theme.hi});
    for (int i = 0; i < m_captions.size() && i < m_insets.size(); ++i)
        paintTextRight(painter, width() - m_insets.at(i), baseline, m_captions.at(i),
                       {FontSize::Unit, QFont::Normal, theme.muted});
}

} // namespace ballast
