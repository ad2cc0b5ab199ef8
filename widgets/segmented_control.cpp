#include "widgets/segmented_control.h"

#include "widgets/paint_kit.h"

#include <QKeyEvent>
#include <QMouseEvent>
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

SegmentedControl::SegmentedControl(const QStringList& segments, QWidget* parent) : QWidget(parent), m_segments(segments)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setFixedHeight(controlHeight);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void SegmentedControl::setSegments(const QStringList& segments)
{
    if (segments == m_segments)
        return;
    m_segments = segments;
    m_current = std::clamp(m_current, 0, std::max(0, int(segments.size()) - 1));
    updateGeometry();
    update();
}

void SegmentedControl::setCurrentIndex(int index)
{
    if (index == m_current || index < 0 || index >= m_segments.size())
        return;
    m_current = index;
    setAccessibleDescription(m_segments.at(index));
    update();
    Q_EMIT currentChanged(index);
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

QRect SegmentedControl::segmentRect(int index) const
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

int SegmentedControl::segmentAt(const QPoint& position) const
{
    for (int i = 0; i < m_segments.size(); ++i) {
        if (segmentRect(i).contains(position))
            return i;
    }
    return -1;
}

void SegmentedControl::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    paintRoundedRect(painter, QRectF(rect()), 4.0, theme.raised);
    for (int i = 0; i < m_segments.size(); ++i) {
        const QRectF area = segmentRect(i);
        const bool chosen = i == m_current;
        if (chosen)
            paintRoundedRect(painter, area, 4.0, theme.hover);
        const QColor ink = !isEnabled() ? theme.muted : chosen || i == m_hovered ? theme.hi : theme.muted;
        paintTextCentred(painter, area.center().x(), centredBaseline(0, height(), FontSize::Unit), m_segments.at(i),
                         {FontSize::Unit, chosen ? QFont::Medium : QFont::Normal, ink});
        if (chosen && hasFocus())
            paintFocus(painter, area, theme);
    }
}

void SegmentedControl::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        setCurrentIndex(segmentAt(event->position().toPoint()));
}

void SegmentedControl::mouseMoveEvent(QMouseEvent* event)
{
    const int now = segmentAt(event->position().toPoint());
    if (now != m_hovered) {
        m_hovered = now;
        update();
    }
}

void SegmentedControl::leaveEvent(QEvent*)
{
    m_hovered = -1;
    update();
}

void SegmentedControl::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Up:
        setCurrentIndex(m_current - 1);
        return;
    case Qt::Key_Right:
    case Qt::Key_Down:
        setCurrentIndex(m_current + 1);
        return;
    case Qt::Key_Home:
        setCurrentIndex(0);
        return;
    case Qt::Key_End:
        setCurrentIndex(int(m_segments.size()) - 1);
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

} // namespace ballast
