#include "widgets/paint_kit.h"

#include <QApplication>
#include <QFontMetricsF>
#include <QHash>
#include <algorithm>
#include <cmath>

namespace ballast {

namespace {

constexpr double readOutPadding = 8.0;
constexpr double readOutLine = 16.0;
constexpr double readOutGap = 12.0;

} // namespace

double textWidth(const QString& text, FontSize size, QFont::Weight weight)
{
    // The same labels are measured at every repaint; shaping them is a good part of its time.
    static constexpr qsizetype mostKept = 4096;
    thread_local QHash<std::pair<QString, int>, double> kept;
    thread_local QString keptOf; // font family
    if (const QString family = QApplication::font().family(); family != keptOf || kept.size() >= mostKept) {
        kept.clear();
        keptOf = family;
    }
    const std::pair key(text, 1000 * int(size) + int(weight));
    if (const auto known = kept.constFind(key); known != kept.constEnd())
        return *known;
    const double width = QFontMetricsF(uiFont(size, weight)).horizontalAdvance(text);
    kept.insert(key, width);
    return width;
}

double paintText(QPainter& painter, double left, double baseline, const QString& text, const TextStyle& style)
{
    if (text.isEmpty())
        return left;
    const QFont font = uiFont(style.size, style.weight);
    painter.setFont(font);
    painter.setPen(style.colour);
    painter.drawText(QPointF(left, baseline), text);
    return left + QFontMetricsF(font).horizontalAdvance(text);
}

double paintTextRight(QPainter& painter, double right, double baseline, const QString& text, const TextStyle& style)
{
    const double left = right - textWidth(text, style.size, style.weight);
    paintText(painter, left, baseline, text, style);
    return left;
}

void paintTextCentred(QPainter& painter, double middle, double baseline, const QString& text, const TextStyle& style)
{
    paintText(painter, middle - textWidth(text, style.size, style.weight) / 2.0, baseline, text, style);
}

double centredBaseline(double top, double height, FontSize size)
{
    return std::round(top + (height + QFontMetricsF(uiFont(size)).capHeight()) / 2.0);
}

QString elided(const QString& text, double width, FontSize size, QFont::Weight weight)
{
    return QFontMetricsF(uiFont(size, weight)).elidedText(text, Qt::ElideRight, std::max(0.0, width));
}

void paintTriangle(QPainter& painter, const QPointF& centre, double width, Pointing pointing, const QColor& colour)
{
    const double half = width / 2.0;
    const double rise = (pointing == Pointing::Up ? 1.0 : -1.0) * width * 0.42;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    const QPointF corners[] = {centre + QPointF(-half, rise), centre + QPointF(half, rise),
                               centre + QPointF(0.0, -rise)};
    painter.drawPolygon(corners, 3);
    painter.restore();
}

void paintRoundedRect(QPainter& painter, const QRectF& area, double radius, const QColor& ground, const QColor& outline)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(ground.isValid() ? QBrush(ground) : QBrush(Qt::NoBrush));
    painter.setPen(outline.isValid() ? QPen(outline, 1.0) : QPen(Qt::NoPen));
    painter.drawRoundedRect(outline.isValid() ? area.adjusted(0.5, 0.5, -0.5, -0.5) : area, radius, radius);
    painter.restore();
}

void paintFocus(QPainter& painter, const QRectF& area, const Theme& theme, double radius)
{
    paintRoundedRect(painter, area, radius, QColor(), theme.accent);
}

QSizeF readOutSize(const QString& title, const QList<ReadOutRow>& rows)
{
    double width = title.isEmpty() ? 0.0 : textWidth(title, FontSize::Unit, QFont::DemiBold);
    for (const ReadOutRow& row : rows) {
        const double value = row.value.isEmpty() ? 0.0 : readOutGap + textWidth(row.value, FontSize::Unit);
        width = std::max(width, textWidth(row.name, FontSize::Unit) + value);
    }
    const auto lines = double(rows.size()) + (title.isEmpty() ? 0.0 : 1.0);
    return {std::ceil(width + 2.0 * readOutPadding), lines * readOutLine + readOutPadding};
}

void paintReadOut(QPainter& painter, const QRectF& area, const QString& title, const QList<ReadOutRow>& rows,
                  const Theme& theme)
{
    paintRoundedRect(painter, area, 4.0, theme.raised);
    double top = area.top() + readOutPadding / 2.0;
    const auto baseline = [&top] { return centredBaseline(top, readOutLine, FontSize::Unit); };
    const double left = area.left() + readOutPadding;
    if (!title.isEmpty()) {
        paintText(painter, left, baseline(), title, {FontSize::Unit, QFont::DemiBold, theme.hi});
        top += readOutLine;
    }
    for (const ReadOutRow& row : rows) {
        const bool alone = row.value.isEmpty();
        paintText(painter, left, baseline(), row.name,
                  {FontSize::Unit, QFont::Normal, alone ? theme.text : theme.muted});
        paintTextRight(painter, area.right() - readOutPadding, baseline(), row.value,
                       {FontSize::Unit, QFont::Normal, theme.hi});
        top += readOutLine;
    }
}

} // namespace ballast
