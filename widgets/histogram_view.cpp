#include "widgets/histogram_view.h"

#include "widgets/number_format.h"
#include "widgets/paint_kit.h"

#include <QHelpEvent>
#include <QToolTip>
#include <algorithm>
#include <cmath>

namespace ballast {

namespace {

constexpr double inset = 12.0;
constexpr double axisHeight = 20.0;
constexpr double labelHeight = 15.0;

} // namespace

HistogramView::HistogramView(QWidget* parent) : QWidget(parent)
{
    setAccessibleName(tr("Distribution of the P&L"));
}

void HistogramView::setContent(const HistogramContent& content)
{
    if (content == m_content)
        return;
    m_content = content;
    QStringList words;
    for (const HistogramMark& mark : content.marks)
        words << mark.label;
    setAccessibleDescription(words.join(QStringLiteral(", ")));
    update();
}

QRectF HistogramView::plot() const
{
    const double top = 4.0 + labelHeight * double(std::min(qsizetype(2), m_content.marks.size()));
    return {inset, top, width() - 2.0 * inset, std::max(10.0, height() - top - axisHeight)};
}

double HistogramView::x(double value) const
{
    const QRectF area = plot();
    const double span = m_content.high - m_content.low;
    return area.left() + std::clamp((value - m_content.low) / (span > 0.0 ? span : 1.0), 0.0, 1.0) * area.width();
}

void HistogramView::paintBars(QPainter& painter) const
{
    const Theme& theme = Theme::of(this);
    const QRectF area = plot();
    const double most = std::max(1e-12, *std::ranges::max_element(m_content.counts));
    const double each = area.width() / double(m_content.counts.size());
    const double step = (m_content.high - m_content.low) / double(m_content.counts.size());
    for (qsizetype i = 0; i < m_content.counts.size(); ++i) {
        if (m_content.counts.at(i) <= 0.0)
            continue;
        const double tall = std::max(1.0, m_content.counts.at(i) / most * area.height());
        const double middle = m_content.low + (double(i) + 0.5) * step;
        painter.fillRect(QRectF(area.left() + double(i) * each, area.bottom() - tall, std::max(1.0, each - 1.0), tall),
                         mixed(theme.panel, theme.signColour(middle), 0.6));
    }
}

void HistogramView::paintMarks(QPainter& painter) const
{
    const Theme& theme = Theme::of(this);
    const QRectF area = plot();
    double baseline = 4.0 + 11.0;
    for (const HistogramMark& mark : m_content.marks) {
        const double at = std::round(x(mark.at));
        const QColor colour = mark.strong ? theme.hi : theme.muted;
        painter.fillRect(QRectF(at, baseline - 9.0, 1.0, area.bottom() - baseline + 9.0), colour);
        if (mark.low && mark.high) {
            const double left = x(*mark.low);
            const double right = x(*mark.high);
            painter.fillRect(QRectF(left, baseline + 5.0, std::max(1.0, right - left), 1.0), colour);
            for (const double end : {left, right})
                painter.fillRect(QRectF(std::round(end), baseline + 3.0, 1.0, 5.0), colour);
        }
        const TextStyle style{FontSize::Unit, mark.strong ? QFont::DemiBold : QFont::Normal,
                              mark.strong ? theme.hi : theme.text};
        if (at + 6.0 + textWidth(mark.label, FontSize::Unit, style.weight) < width() - inset)
            paintText(painter, at + 6.0, baseline, mark.label, style);
        else
            paintTextRight(painter, at - 5.0, baseline, mark.label, style);
        baseline += labelHeight;
    }
}

void HistogramView::paintAxis(QPainter& painter) const
{
    const Theme& theme = Theme::of(this);
    const QRectF area = plot();
    painter.fillRect(QRectF(area.left(), area.bottom(), area.width(), 1.0), theme.strong);
    const double baseline = area.bottom() + 14.0;
    const TextStyle style{FontSize::Unit, QFont::Normal, theme.text};
    paintText(painter, area.left(), baseline, formatSigned(m_content.low, m_content.decimals), style);
    paintTextRight(painter, area.right(), baseline, formatSigned(m_content.high, m_content.decimals), style);
    if (m_content.low < 0.0 && m_content.high > 0.0) {
        painter.fillRect(QRectF(std::round(x(0.0)), area.top(), 1.0, area.height()), theme.strong);
        paintTextCentred(painter, x(0.0), baseline, QStringLiteral("0"), style);
    }
    const double unitLeft = area.left() + textWidth(formatSigned(m_content.low, m_content.decimals), FontSize::Unit);
    if (x(0.0) - unitLeft > textWidth(m_content.unit, FontSize::Unit) + 28.0)
        paintText(painter, unitLeft + 10.0, baseline, m_content.unit, {FontSize::Unit, QFont::Normal, theme.muted});
}

void HistogramView::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    if (m_content.counts.isEmpty()) {
        paintText(painter, inset, 18.0, elided(m_content.emptyText, width() - 2.0 * inset, FontSize::Body),
                  {FontSize::Body, QFont::Normal, theme.muted});
        return;
    }
    paintBars(painter);
    paintAxis(painter);
    paintMarks(painter);
}

bool HistogramView::event(QEvent* event)
{
    const QRectF area = plot();
    if (event->type() != QEvent::ToolTip || m_content.counts.isEmpty())
        return QWidget::event(event);
    const auto* const help = static_cast<QHelpEvent*>(event);
    const auto bins = m_content.counts.size();
    const auto bin =
        std::clamp(qsizetype((help->pos().x() - area.left()) / area.width() * double(bins)), qsizetype(0), bins - 1);
    const double step = (m_content.high - m_content.low) / double(bins);
    QToolTip::showText(help->globalPos(),
                       tr("%1 of the scenarios between %2 and %3 %4")
                           .arg(formatNumber(m_content.counts.at(bin), 0),
                                formatSigned(m_content.low + double(bin) * step, m_content.decimals),
                                formatSigned(m_content.low + double(bin + 1) * step, m_content.decimals),
                                m_content.unit),
                       this);
    return true;
}

} // namespace ballast
