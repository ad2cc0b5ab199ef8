#include "widgets/segmented_control.h"

#include "widgets/paint_kit.h"

#include <cmath>

namespace ballast {

namespace {

constexpr int controlHeight = 20;
constexpr double padding = 10.0;

int widthOf(const QString& segment)
{
    return int(std::ceil(textWidth(segment, FontSize::Unit, QFont::Medium) + 2.0 * padding));
}

} // namespace

SegmentedControl::SegmentedControl(const QStringList& segments, QWidget* parent)
    : ChoiceStrip(parent), m_segments(segments)
{
    setUpAndDownMove(true);
    setFixedHeight(controlHeight);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void SegmentedControl::setSegments(const QStringList& segments)
{
    if (segments == m_segments)
        return;
    m_segments = segments;
    keepCurrentInRange();
    updateGeometry();
    update();
}

void SegmentedControl::setStretched(bool stretched)
{
    m_stretched = stretched;
    setFixedHeight(stretched ? 24 : controlHeight);
    setSizePolicy(stretched ? QSizePolicy::Expanding : QSizePolicy::Fixed, QSizePolicy::Fixed);
    updateGeometry();
    update();
}

QSize SegmentedControl::sizeHint() const
{
    int width = 0;
    for (const QString& segment : m_segments)
        width += widthOf(segment);
    return {width, m_stretched ? 24 : controlHeight};
}

QRect SegmentedControl::entryRect(int index) const
{
    if (m_stretched) {
        const int left = width() * index / int(m_segments.size());
        return {left, 0, width() * (index + 1) / int(m_segments.size()) - left, height()};
    }
    int left = 0;
    for (int i = 0; i < index; ++i)
        left += widthOf(m_segments.at(i));
    return {left, 0, widthOf(m_segments.at(index)), height()};
}

void SegmentedControl::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    paintRoundedRect(painter, QRectF(rect()), 4.0, theme.raised);
    for (int i = 0; i < m_segments.size(); ++i) {
        const QRectF area = entryRect(i);
        const bool chosen = i == currentIndex();
        if (chosen)
            paintRoundedRect(painter, area, 4.0, theme.hover);
        const QColor ink = !isEnabled() ? theme.muted : chosen || i == hoveredIndex() ? theme.hi : theme.muted;
        paintTextCentred(painter, area.center().x(), centredBaseline(0, height(), FontSize::Unit), m_segments.at(i),
                         {FontSize::Unit, chosen ? QFont::Medium : QFont::Normal, ink});
        if (chosen && hasFocus())
            paintFocus(painter, area, theme);
    }
}

} // namespace ballast
