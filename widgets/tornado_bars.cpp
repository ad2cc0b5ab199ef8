#include "widgets/tornado_bars.h"

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
constexpr double moveGap = 10.0;
constexpr double figureWidth = 52.0;
constexpr double leastRowHeight = 17.0;
constexpr double mostRowHeight = 28.0;
constexpr double mostBarHeight = 13.0;
constexpr double legendHeight = 22.0;

// Names, then moves, then the bars between room for a figure on each side.
struct Columns
{
    double moveLeft = 0.0;
    double barsLeft = 0.0;
    double barsRight = 0.0;

    Columns(const QList<TornadoRow>& rows, double width)
    {
        double names = 0.0;
        double moves = 0.0;
        for (const TornadoRow& row : rows) {
            names = std::max(names, textWidth(row.name, FontSize::Body, row.strong ? QFont::DemiBold : QFont::Normal));
            moves = std::max(moves, textWidth(row.move, FontSize::Unit));
        }
        moveLeft = std::ceil(inset + std::min(names, width * 0.34) + moveGap);
        barsLeft = std::ceil(moveLeft + std::min(moves, width * 0.26) + figureWidth + moveGap);
        barsRight = width - inset - figureWidth;
    }
};

} // namespace

TornadoBars::TornadoBars(QWidget* parent) : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Contributions of the factors"));
}

void TornadoBars::setRows(const QList<TornadoRow>& rows)
{
    if (rows == m_rows)
        return;
    m_rows = rows;
    QStringList words;
    for (const TornadoRow& row : rows)
        words << tr("%1 %2: %3 to %4")
                     .arg(row.name, row.move, formatSigned(row.down, m_decimals), formatSigned(row.up, m_decimals));
    setAccessibleDescription(words.join(QStringLiteral(", ")));
    update();
}

void TornadoBars::setDecimals(int decimals)
{
    m_decimals = decimals;
    update();
}

void TornadoBars::setEmptyText(const QString& text)
{
    m_emptyText = text;
    update();
}

QString TornadoBars::asTsv() const
{
    QString tsv = tr("Factor\tMove\tDown\tUp\n");
    for (const TornadoRow& row : m_rows)
        tsv += QStringLiteral("%1\t%2\t%3\t%4\n").arg(row.name, row.move, exactNumber(row.down), exactNumber(row.up));
    return tsv;
}

QSize TornadoBars::sizeHint() const
{
    return {420, int(double(m_rows.size()) * 24.0 + legendHeight)};
}

double TornadoBars::rowHeight() const
{
    const double each = (height() - legendHeight) / std::max(1.0, double(m_rows.size()));
    return std::clamp(each, leastRowHeight, mostRowHeight);
}

double TornadoBars::largest() const
{
    double most = 0.0;
    for (const TornadoRow& row : m_rows)
        most = std::max({most, std::abs(row.down.value_or(0.0)), std::abs(row.up.value_or(0.0))});
    return most > 0.0 ? most : 1.0;
}

void TornadoBars::paintRow(QPainter& painter, const TornadoRow& row, double top) const
{
    const Theme& theme = Theme::of(this);
    const Columns columns(m_rows, width());
    const double high = rowHeight();
    const double baseline = centredBaseline(top, high, FontSize::Body);
    const double zero = std::round((columns.barsLeft + columns.barsRight) / 2.0);
    const double half = std::min(zero - columns.barsLeft, columns.barsRight - zero);
    const double bar = std::min(mostBarHeight, high - 5.0);
    paintText(painter, inset, baseline, elided(row.name, columns.moveLeft - inset - 4.0, FontSize::Body),
              {FontSize::Body, row.strong ? QFont::DemiBold : QFont::Normal, row.strong ? theme.hi : theme.text});
    paintText(painter, columns.moveLeft, baseline,
              elided(row.move, columns.barsLeft - figureWidth - columns.moveLeft, FontSize::Unit),
              {FontSize::Unit, QFont::Normal, theme.muted});
    double leftEnd = zero;
    double rightEnd = zero;
    QList<double> left;
    QList<double> right;
    const auto paintSide = [&](std::optional<double> value, double share) {
        if (!value || *value == 0.0)
            return;
        const double length = std::max(1.0, std::abs(*value) / largest() * half);
        const QColor colour = mixed(theme.panel, theme.signColour(value), share);
        painter.fillRect(QRectF(*value < 0.0 ? zero - length : zero, top + (high - bar) / 2.0, length, bar), colour);
        (*value < 0.0 ? leftEnd : rightEnd) =
            *value < 0.0 ? std::min(leftEnd, zero - length) : std::max(rightEnd, zero + length);
        (*value < 0.0 ? left : right) << *value;
    };
    const bool downIsLonger = std::abs(row.down.value_or(0.0)) >= std::abs(row.up.value_or(0.0));
    if (downIsLonger)
        paintSide(row.down, 0.55);
    paintSide(row.up, 1.0);
    if (!downIsLonger)
        paintSide(row.down, 0.55);
    const auto widest = [](const QList<double>& values) {
        return *std::ranges::max_element(values, {}, [](double v) { return std::abs(v); });
    };
    const TextStyle figure{FontSize::Unit, row.strong ? QFont::DemiBold : QFont::Normal, theme.text};
    if (!left.isEmpty())
        paintTextRight(painter, leftEnd - 4.0, baseline, formatSigned(widest(left), m_decimals), figure);
    if (!right.isEmpty())
        paintText(painter, rightEnd + 4.0, baseline, formatSigned(widest(right), m_decimals), figure);
}

void TornadoBars::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    if (m_rows.isEmpty()) {
        paintText(painter, inset, 20.0, m_emptyText, {FontSize::Body, QFont::Normal, theme.muted});
        return;
    }
    const Columns columns(m_rows, width());
    const double zero = std::round((columns.barsLeft + columns.barsRight) / 2.0);
    painter.fillRect(QRectF(zero, 2.0, 1.0, rowHeight() * double(m_rows.size())), theme.strong);
    bool twoSided = false;
    for (qsizetype row = 0; row < m_rows.size(); ++row) {
        paintRow(painter, m_rows.at(row), 2.0 + double(row) * rowHeight());
        twoSided = twoSided || (m_rows.at(row).down && m_rows.at(row).up);
    }
    if (twoSided) {
        const double top = height() - legendHeight + 4.0;
        const double baseline = centredBaseline(top, 14.0, FontSize::Unit);
        double left = paintText(painter, width() - inset - 178.0, baseline, tr("factor down"),
                                {FontSize::Unit, QFont::Normal, theme.muted});
        painter.fillRect(QRectF(width() - inset - 194.0, top + 3.0, 11.0, 8.0), mixed(theme.panel, theme.series, 0.55));
        left += 26.0;
        painter.fillRect(QRectF(left - 16.0, top + 3.0, 11.0, 8.0), theme.series);
        paintText(painter, left, baseline, tr("factor up"), {FontSize::Unit, QFont::Normal, theme.muted});
    }
    if (hasFocus())
        paintFocus(painter, QRectF(rect()).adjusted(2, 1, -2, -1), theme);
}

bool TornadoBars::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* const help = static_cast<QHelpEvent*>(event);
    const auto row = qsizetype(std::floor((help->pos().y() - 2.0) / rowHeight()));
    if (row < 0 || row >= m_rows.size())
        return QWidget::event(event);
    const TornadoRow& each = m_rows.at(row);
    QString text = each.toolTip;
    if (each.down && each.up)
        text +=
            tr("\ndown %1, up %2").arg(formatSigned(each.down, m_decimals + 1), formatSigned(each.up, m_decimals + 1));
    QToolTip::showText(help->globalPos(), text.trimmed(), this);
    return true;
}

void TornadoBars::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy))
        putOnClipboard(asTsv());
    else
        QWidget::keyPressEvent(event);
}

} // namespace ballast
