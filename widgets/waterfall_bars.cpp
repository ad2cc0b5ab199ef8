#include "widgets/waterfall_bars.h"

#include "widgets/number_format.h"
#include "widgets/paint_kit.h"
#include "widgets/view_setup.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QToolTip>
#include <algorithm>
#include <cmath>

namespace ballast {

namespace {

constexpr double inset = 12.0;
constexpr double nameWidth = 108.0;
constexpr double figureWidth = 74.0;
constexpr double leastRowHeight = 14.0;
constexpr double mostRowHeight = 24.0;

// Lowest and highest point that the running sum comes to.
struct Range
{
    double low = 0.0;
    double high = 0.0;

    explicit Range(const QList<WaterfallStep>& steps)
    {
        double running = 0.0;
        for (const WaterfallStep& step : steps) {
            running += step.value;
            low = std::min(low, running);
            high = std::max(high, running);
        }
        if (low == high)
            high = low + 1.0;
    }
    [[nodiscard]] double x(double value, const QRectF& area) const
    {
        return area.left() + (value - low) / (high - low) * area.width();
    }
};

} // namespace

WaterfallBars::WaterfallBars(QWidget* parent) : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("P&L explained step by step"));
}

void WaterfallBars::setSteps(const QList<WaterfallStep>& steps, const QString& sumName)
{
    if (steps == m_steps && sumName == m_sumName)
        return;
    m_steps = steps;
    m_sumName = sumName;
    QStringList words;
    for (const WaterfallStep& step : steps)
        words << step.name + QLatin1Char(' ') + formatSigned(step.value, m_decimals);
    setAccessibleDescription(words.join(QStringLiteral(", ")));
    update();
}

double WaterfallBars::sum() const
{
    double total = 0.0;
    for (const WaterfallStep& step : m_steps)
        total += step.value;
    return total;
}

void WaterfallBars::setDecimals(int decimals)
{
    m_decimals = decimals;
    update();
}

void WaterfallBars::setEmptyText(const QString& text)
{
    m_emptyText = text;
    update();
}

QString WaterfallBars::asTsv() const
{
    QString tsv;
    for (const WaterfallStep& step : m_steps)
        tsv += step.name + QLatin1Char('\t') + exactNumber(step.value) + QLatin1Char('\n');
    return tsv + m_sumName + QLatin1Char('\t') + exactNumber(sum()) + QLatin1Char('\n');
}

QSize WaterfallBars::sizeHint() const
{
    return {400, int(double(m_steps.size() + 1) * 20.0) + 8};
}

double WaterfallBars::rowHeight() const
{
    return std::clamp((height() - 8.0) / double(m_steps.size() + 1), leastRowHeight, mostRowHeight);
}

void WaterfallBars::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    if (m_steps.isEmpty()) {
        paintText(painter, inset, 20.0, elided(m_emptyText, width() - 2.0 * inset, FontSize::Body),
                  {FontSize::Body, QFont::Normal, theme.muted});
        return;
    }
    const double high = rowHeight();
    const double bar = std::max(6.0, high - 7.0);
    const QRectF area(inset + nameWidth, 4.0, width() - 2.0 * inset - nameWidth - figureWidth,
                      high * double(m_steps.size() + 1));
    const Range range(m_steps);
    painter.fillRect(QRectF(std::floor(range.x(0.0, area)), area.top(), 1.0, area.height()), theme.strong);
    double running = 0.0;
    double top = area.top();
    const auto paintStep = [&](const QString& name, double from, double to, const QColor& colour, bool strong) {
        const double baseline = centredBaseline(top, high, FontSize::Body);
        const QFont::Weight weight = strong ? QFont::DemiBold : QFont::Normal;
        const double left = range.x(std::min(from, to), area);
        painter.fillRect(
            QRectF(left, top + (high - bar) / 2.0, std::max(1.0, range.x(std::max(from, to), area) - left), bar),
            colour);
        paintText(painter, inset, baseline, elided(name, nameWidth - 6.0, FontSize::Body),
                  {FontSize::Body, weight, strong ? theme.hi : theme.text});
        paintTextRight(painter, width() - inset, baseline, formatSigned(to - from, m_decimals),
                       {FontSize::Body, weight, strong ? theme.hi : theme.text});
        top += high;
    };
    for (const WaterfallStep& step : m_steps) {
        paintStep(step.name, running, running + step.value,
                  step.alarming ? theme.critical : mixed(theme.panel, theme.signColour(step.value), 0.85),
                  step.alarming);
        running += step.value;
        const double x = std::floor(range.x(running, area));
        painter.fillRect(QRectF(x, top - (high - bar) / 2.0, 1.0, high - bar), theme.muted);
    }
    paintStep(m_sumName, 0.0, running, theme.accent, true);
    if (hasFocus())
        paintFocus(painter, QRectF(rect()).adjusted(2, 1, -2, -1), theme);
}

bool WaterfallBars::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* const help = static_cast<QHelpEvent*>(event);
    const auto row = qsizetype(std::floor((help->pos().y() - 4.0) / rowHeight()));
    if (row < 0 || row >= m_steps.size())
        return QWidget::event(event);
    QToolTip::showText(help->globalPos(), m_steps.at(row).toolTip, this);
    return true;
}

void WaterfallBars::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy))
        putOnClipboard(asTsv());
    else
        QWidget::keyPressEvent(event);
}

} // namespace ballast
