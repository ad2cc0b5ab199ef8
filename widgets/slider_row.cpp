#include "widgets/slider_row.h"

#include "widgets/paint_kit.h"
#include "widgets/theming.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QMouseEvent>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

namespace ballast {

namespace {

constexpr int inset = 12;
constexpr int fieldWidth = 76;
constexpr int fieldHeight = 20;
constexpr double knob = 10.0;
constexpr double nameShare = 0.36;
constexpr double pageSteps = 10.0;

} // namespace

SliderRow::SliderRow(const SliderSpec& spec, QWidget* parent)
    : QWidget(parent), m_spec(spec), m_field(new QLineEdit(this)), m_value(spec.neutral)
{
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(spec.name + QLatin1Char(' ') + spec.unit);
    setToolTip(spec.toolTip);
    m_field->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_field->setAccessibleName(spec.name + QLatin1Char(' ') + spec.unit);
    m_field->setProperty("compact", true);
    connect(m_field, &QLineEdit::editingFinished, this, [this] {
        if (m_field->isModified())
            Q_EMIT typed(m_field->text());
        m_field->setModified(false);
    });
}

void SliderRow::setValue(double value, const QString& text)
{
    m_value = value;
    if (!m_field->hasFocus() || !m_field->isModified())
        m_field->setText(text);
    update();
}

void SliderRow::setProblem(const QString& sentence)
{
    setInvalid(*m_field, !sentence.isEmpty());
    m_field->setToolTip(sentence);
}

void SliderRow::setEditable(bool editable)
{
    m_editable = editable;
    m_field->setReadOnly(!editable);
    m_field->setEnabled(editable);
    update();
}

QRectF SliderRow::track() const
{
    const double left = inset + std::floor(width() * nameShare);
    const double right = width() - inset - fieldWidth - 14.0;
    return {left, height() / 2.0 - 1.0, std::max(20.0, right - left), 2.0};
}

double SliderRow::xOf(double value) const
{
    const QRectF area = track();
    const double share = (value - m_spec.low) / (m_spec.high - m_spec.low);
    return area.left() + std::clamp(share, 0.0, 1.0) * area.width();
}

double SliderRow::valueAt(double x) const
{
    const QRectF area = track();
    const double share = std::clamp((x - area.left()) / area.width(), 0.0, 1.0);
    const double raw = m_spec.low + share * (m_spec.high - m_spec.low);
    constexpr double snap = 4.0; // px to either side of neutral
    if (std::abs(x - xOf(m_spec.neutral)) <= snap)
        return m_spec.neutral;
    return m_spec.step > 0.0 ? std::round(raw / m_spec.step) * m_spec.step : raw;
}

void SliderRow::moveTo(double value)
{
    const double inside = std::clamp(value, m_spec.low, m_spec.high);
    if (!m_editable || inside == m_value)
        return;
    m_value = inside;
    update();
    Q_EMIT dragged(inside);
}

void SliderRow::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_field->setGeometry(width() - inset - fieldWidth, (height() - fieldHeight) / 2, fieldWidth, fieldHeight);
}

void SliderRow::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool active = hasFocus() || m_field->hasFocus() || m_dragging;
    if (active)
        painter.fillRect(rect(), theme.accentBg);
    const double baseline = centredBaseline(0, height(), FontSize::Body);
    const double after = paintText(painter, inset, baseline, m_spec.name, {FontSize::Body, QFont::Normal, theme.text});
    paintText(painter, after + 5.0, baseline, m_spec.unit, {FontSize::Unit, QFont::Normal, theme.muted});
    const QRectF area = track();
    painter.fillRect(area, theme.hover);
    const double zero = xOf(m_spec.neutral);
    const double at = xOf(m_value);
    const QColor fill = active ? theme.accent : theme.series;
    painter.fillRect(QRectF(std::min(zero, at), area.top(), std::abs(at - zero), 2.0), fill);
    painter.fillRect(QRectF(std::round(zero) - 0.5, area.top() - 4.0, 1.0, 10.0), theme.strong);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_editable ? (active ? theme.accent : theme.hi) : theme.muted);
    painter.drawEllipse(QPointF(at, area.center().y()), knob / 2.0, knob / 2.0);
}

void SliderRow::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !m_editable)
        return;
    const QRectF area = track().adjusted(-knob, -height(), knob, height());
    if (!area.contains(event->position()))
        return;
    m_dragging = true;
    moveTo(valueAt(event->position().x()));
    update();
}

void SliderRow::mouseMoveEvent(QMouseEvent* event)
{
    if (m_dragging)
        moveTo(valueAt(event->position().x()));
}

void SliderRow::mouseReleaseEvent(QMouseEvent*)
{
    if (!std::exchange(m_dragging, false))
        return;
    update();
    Q_EMIT dragFinished(m_value);
}

void SliderRow::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->position().x() > track().right() + knob)
        return;
    moveTo(m_spec.neutral);
    Q_EMIT dragFinished(m_value);
}

void SliderRow::keyPressEvent(QKeyEvent* event)
{
    const double step = m_spec.step;
    double wanted = m_value;
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Minus:
        wanted -= step;
        break;
    case Qt::Key_Right:
    case Qt::Key_Plus:
        wanted += step;
        break;
    case Qt::Key_PageDown:
        wanted -= pageSteps * step;
        break;
    case Qt::Key_PageUp:
        wanted += pageSteps * step;
        break;
    case Qt::Key_Home:
    case Qt::Key_0:
        wanted = m_spec.neutral;
        break;
    default:
        QWidget::keyPressEvent(event);
        return;
    }
    moveTo(std::round(wanted / step) * step);
    Q_EMIT dragFinished(m_value);
}

// Only a row that was chosen turns with the wheel: scrolling over the editor must not change shocks.
void SliderRow::wheelEvent(QWheelEvent* event)
{
    if (!hasFocus()) {
        event->ignore();
        return;
    }
    moveTo(std::round((m_value + (event->angleDelta().y() > 0 ? 1.0 : -1.0) * m_spec.step) / m_spec.step) *
           m_spec.step);
    Q_EMIT dragFinished(m_value);
    event->accept();
}

} // namespace ballast
