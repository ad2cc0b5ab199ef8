#include "widgets/before_after_bars.h"

#include "widgets/paint_kit.h"

#include <algorithm>
#include <cmath>

namespace ballast {

namespace {

constexpr double inset = 12.0;
constexpr double nameWidth = 116.0;
constexpr double valueWidth = 84.0;
constexpr double verdictWidth = 56.0;
constexpr double leastRowHeight = 40.0;
constexpr double mostRowHeight = 56.0;
constexpr double barHeight = 9.0;

// Zero, both limits and both values, with a little room.
struct Scale
{
    double low = 0.0;
    double high = 0.0;

    explicit Scale(const BeforeAfterRow& row)
    {
        for (const auto& v : {row.before, row.after, row.bandLow, row.bandHigh}) {
            if (v && std::isfinite(*v)) {
                low = std::min(low, *v);
                high = std::max(high, *v);
            }
        }
        if (low == high)
            high = low + 1.0;
    }

    [[nodiscard]] double x(double value, const QRectF& area) const
    {
        return area.left() + std::clamp((value - low) / (high - low), 0.0, 1.0) * area.width();
    }
};

void paintBar(QPainter& painter, const QRectF& area, const Scale& scale, double value, double top, const QColor& colour)
{
    const double from = scale.x(0.0, area);
    const double to = scale.x(value, area);
    painter.fillRect(QRectF(std::min(from, to), top, std::max(1.0, std::abs(to - from)), barHeight), colour);
}

void paintAllowed(QPainter& painter, const QRectF& area, const Scale& scale, const BeforeAfterRow& row,
                  const Theme& theme)
{
    if (!row.bandLow && !row.bandHigh)
        return;
    const double low = row.bandLow ? scale.x(*row.bandLow, area) : area.left();
    const double high = row.bandHigh ? scale.x(*row.bandHigh, area) : area.right();
    painter.fillRect(QRectF(low, area.top(), high - low, area.height()), theme.raised);
    if (row.bandLow)
        painter.fillRect(QRectF(std::floor(low), area.top(), 1.0, area.height()), theme.muted);
    if (row.bandHigh)
        painter.fillRect(QRectF(std::floor(high), area.top(), 1.0, area.height()), theme.muted);
}

void paintVerdict(QPainter& painter, double left, double baseline, bool inside, const Theme& theme)
{
    if (inside) {
        paintText(painter, left, baseline, BeforeAfterBars::tr("in"), {FontSize::Unit, QFont::Normal, theme.text});
        return;
    }
    paintTriangle(painter, {left + 4.0, baseline - 4.0}, 10.0, Pointing::Up, theme.warn);
    paintText(painter, left + 13.0, baseline, BeforeAfterBars::tr("out"), {FontSize::Unit, QFont::Normal, theme.warn});
}

void paintRow(QPainter& painter, const QRectF& area, const BeforeAfterRow& row, const Theme& theme)
{
    const double middle = std::round(area.center().y());
    paintText(painter, area.left(), middle - 3.0, elided(row.name, nameWidth - 8.0, FontSize::Body, QFont::Medium),
              {FontSize::Body, QFont::Medium, theme.text});
    paintText(painter, area.left(), middle + 12.0, row.unit, {FontSize::Unit, QFont::Normal, theme.muted});
    const QRectF bars(area.left() + nameWidth, middle - 16.0, area.width() - nameWidth - valueWidth - verdictWidth,
                      32.0);
    const Scale scale(row);
    paintAllowed(painter, bars, scale, row, theme);
    if (row.before)
        paintBar(painter, bars, scale, *row.before, middle - 11.0, theme.strong);
    if (row.after)
        paintBar(painter, bars, scale, *row.after, middle + 2.0, theme.accent);
    painter.fillRect(QRectF(std::floor(scale.x(0.0, bars)), bars.top(), 1.0, bars.height()), theme.strong);

    const double right = area.right() - verdictWidth;
    paintTextRight(painter, right, middle - 3.0, row.beforeText,
                   {FontSize::Body, QFont::Normal, row.before ? theme.text : theme.muted});
    paintTextRight(painter, right, middle + 12.0, row.afterText,
                   {FontSize::Body, QFont::DemiBold, row.after ? theme.hi : theme.muted});
    const bool hasBand = row.bandLow || row.bandHigh;
    if (hasBand && row.before)
        paintVerdict(painter, right + 12.0, middle - 3.0, isInBand(row.before, row.bandLow, row.bandHigh), theme);
    if (hasBand && row.after)
        paintVerdict(painter, right + 12.0, middle + 12.0, isInBand(row.after, row.bandLow, row.bandHigh), theme);
}

} // namespace

bool isInBand(std::optional<double> value, std::optional<double> low, std::optional<double> high)
{
    if (!value)
        return true;
    return (!low || *value >= *low) && (!high || *value <= *high);
}

BeforeAfterBars::BeforeAfterBars(QWidget* parent) : QWidget(parent)
{
    setAccessibleName(tr("Before and after against bands"));
}

void BeforeAfterBars::setRows(const QList<BeforeAfterRow>& rows)
{
    if (rows == m_rows)
        return;
    m_rows = rows;
    QStringList words;
    for (const BeforeAfterRow& row : rows)
        words << tr("%1 from %2 to %3 %4").arg(row.name, row.beforeText, row.afterText, row.unit);
    setAccessibleDescription(words.join(QStringLiteral(", ")));
    updateGeometry();
    update();
}

void BeforeAfterBars::setEmptyText(const QString& text)
{
    m_emptyText = text;
    update();
}

void BeforeAfterBars::setColumns(int columns)
{
    m_columns = std::max(1, columns);
    updateGeometry();
    update();
}

QSize BeforeAfterBars::sizeHint() const
{
    const int perColumn = std::max(1, (int(m_rows.size()) + m_columns - 1) / m_columns);
    return {m_columns * 580, int(perColumn * mostRowHeight) + 8};
}

QSize BeforeAfterBars::minimumSizeHint() const
{
    const int perColumn = std::max(1, (int(m_rows.size()) + m_columns - 1) / m_columns);
    return {m_columns * 340, int(perColumn * leastRowHeight)};
}

void BeforeAfterBars::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    if (m_rows.isEmpty()) {
        paintText(painter, inset, 20.0, m_emptyText, {FontSize::Body, QFont::Normal, theme.muted});
        return;
    }
    const int perColumn = (int(m_rows.size()) + m_columns - 1) / m_columns;
    const double rowHeight = std::clamp(height() / double(perColumn), leastRowHeight, mostRowHeight);
    const double columnWidth = width() / double(m_columns);
    for (int i = 0; i < m_rows.size(); ++i) {
        const QRectF cell(columnWidth * (i / perColumn), rowHeight * (i % perColumn), columnWidth, rowHeight);
        paintRow(painter, cell.adjusted(inset, 0, -inset, 0), m_rows.at(i), theme);
    }
}

BeforeAfterLegend::BeforeAfterLegend(QWidget* parent) : QWidget(parent)
{
    setFixedHeight(20);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

QSize BeforeAfterLegend::sizeHint() const
{
    double width = 0.0;
    for (const QString& word : {tr("before"), tr("after"), tr("allowed")})
        width += 20.0 + textWidth(word, FontSize::Unit) + 12.0;
    return {int(std::ceil(width)), 20};
}

void BeforeAfterLegend::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    const double baseline = centredBaseline(0, height(), FontSize::Unit);
    const double top = height() / 2.0 - 4.0;
    double left = 0.0;
    const auto word = [&](const QString& text) {
        left = paintText(painter, left + 20.0, baseline, text, {FontSize::Unit, QFont::Normal, theme.text}) + 12.0;
    };
    painter.fillRect(QRectF(left, top, 15.0, 8.0), theme.strong);
    word(tr("before"));
    painter.fillRect(QRectF(left, top, 15.0, 8.0), theme.accent);
    word(tr("after"));
    painter.fillRect(QRectF(left, top, 15.0, 8.0), theme.raised);
    painter.fillRect(QRectF(left, top, 1.0, 8.0), theme.muted);
    painter.fillRect(QRectF(left + 14.0, top, 1.0, 8.0), theme.muted);
    word(tr("allowed"));
}

} // namespace ballast
