#include "widgets/tile_strip.h"

#include "widgets/icons.h"
#include "widgets/number_format.h"
#include "widgets/paint_kit.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>
#include <algorithm>
#include <cmath>

namespace ballast {

namespace {

constexpr double inset = 12.0;
constexpr double labelBaseline = 17.0;
constexpr double valueBaseline = 37.0;
constexpr double detailBaseline = 53.0;
constexpr double gaugeMiddle = 49.0;
constexpr double arrowWidth = 14.0;
constexpr double gap = 5.0;

double outWidth()
{
    return gap + 4.0 + 12.0 + textWidth(TileStrip::tr("out"), FontSize::Unit);
}

int naturalWidth(const Tile& tile)
{
    const double label = textWidth(tile.label, FontSize::Unit) + gap + textWidth(tile.unit, FontSize::Unit);
    double value = textWidth(tile.value, FontSize::TileValue, QFont::DemiBold);
    if (tile.out != OutOfBand::Inside)
        value += outWidth();
    if (tile.hasMenu)
        value += 22.0;
    const double arrow = tile.detailSign && *tile.detailSign != 0.0 ? arrowWidth : 0.0;
    const double detail =
        arrow + textWidth(tile.detail, FontSize::Unit) + gap + textWidth(tile.detailTail, FontSize::Unit);
    const double widest = std::max({label, value, tile.gauge ? 0.0 : detail});
    return std::max(tile.minimumWidth, int(std::ceil(widest + 2.0 * inset)));
}

void paintDetail(QPainter& painter, const QRectF& area, const Tile& tile, const Theme& theme)
{
    double x = area.left();
    QColor ink = theme.muted;
    if (tile.detailSign && *tile.detailSign != 0.0) {
        const bool up = *tile.detailSign > 0.0;
        ink = tile.detailWarns ? theme.warn : theme.signColour(tile.detailSign);
        paintTriangle(painter, {x + 5.0, detailBaseline - 4.0}, 9.5, up ? Pointing::Up : Pointing::Down, ink);
        x += arrowWidth;
    } else if (tile.detailWarns) {
        ink = theme.warn;
    }
    x = paintText(painter, x, detailBaseline, tile.detail, {FontSize::Unit, QFont::Normal, ink});
    paintText(painter, tile.detail.isEmpty() ? x : x + gap, detailBaseline, tile.detailTail,
              {FontSize::Unit, QFont::Normal, theme.muted});
}

QColor valueInk(const Tile& tile, const Theme& theme)
{
    if (tile.stale || tile.value == missingText())
        return theme.muted;
    if (tile.valueSign && *tile.valueSign != 0.0)
        return theme.signColour(tile.valueSign);
    return theme.hi;
}

void paintTile(QPainter& painter, const QRectF& area, const Tile& tile, const Theme& theme)
{
    const double x =
        paintText(painter, area.left(), labelBaseline, tile.label, {FontSize::Unit, QFont::Normal, theme.text});
    paintText(painter, x + gap, labelBaseline, tile.unit, {FontSize::Unit, QFont::Normal, theme.muted});
    double after =
        paintText(painter, area.left(), valueBaseline, tile.value,
                  {tile.hasMenu ? FontSize::StripValue : FontSize::TileValue, QFont::DemiBold, valueInk(tile, theme)});
    if (tile.hasMenu)
        paintIcon(painter, QRectF(after + 6.0, valueBaseline - 13.0, 14.0, 14.0), IconName::Chevron, theme.muted);
    if (tile.out != OutOfBand::Inside) {
        const Pointing pointing = tile.out == OutOfBand::Above ? Pointing::Up : Pointing::Down;
        after += gap + 6.0;
        paintTriangle(painter, {after + 3.0, valueBaseline - 5.0}, 10.0, pointing, theme.warn);
        paintText(painter, after + 11.0, valueBaseline - 1.0, TileStrip::tr("out"),
                  {FontSize::Unit, QFont::Normal, theme.warn});
    }
    if (tile.gauge)
        paintBandGauge(painter, QRectF(area.left(), gaugeMiddle - 5.0, area.width(), 10.0), *tile.gauge, theme);
    else
        paintDetail(painter, area, tile, theme);
}

} // namespace

TileStrip::TileStrip(QWidget* parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFixedHeight(62);
    setFocusPolicy(Qt::TabFocus);
    setAccessibleName(tr("Figures of the book"));
}

void TileStrip::setTiles(const QList<Tile>& tiles)
{
    if (tiles == m_tiles)
        return;
    m_tiles = tiles;
    m_focusedTile = std::clamp(m_focusedTile, 0, std::max(0, int(tiles.size()) - 1));
    QStringList words;
    for (const Tile& tile : tiles) {
        words << QStringLiteral("%1 %2 %3").arg(tile.label, tile.value, tile.unit).simplified() +
                     (tile.out == OutOfBand::Inside ? QString() : QLatin1Char(' ') + tr("out of band"));
    }
    setAccessibleDescription(words.join(QStringLiteral(", ")));
    update();
}

QList<int> TileStrip::visibleTiles() const
{
    QList<int> order;
    int needed = 0;
    for (int i = 0; i < m_tiles.size(); ++i) {
        order.append(i);
        needed += naturalWidth(m_tiles.at(i));
    }
    QList<int> byPriority = order;
    std::ranges::stable_sort(byPriority, std::greater{}, [this](int i) { return m_tiles.at(i).dropPriority; });
    for (const int i : byPriority) {
        if (needed <= width() || m_tiles.at(i).dropPriority == 0)
            break;
        needed -= naturalWidth(m_tiles.at(i));
        order.removeOne(i);
    }
    return order;
}

QList<QRect> TileStrip::tileRects() const
{
    const QList<int> shown = visibleTiles();
    int needed = 0;
    for (const int i : shown)
        needed += naturalWidth(m_tiles.at(i));
    int rest = std::max(0, width() - needed);
    QList<QRect> rects;
    int left = 0;
    for (qsizetype n = 0; n < shown.size(); ++n) {
        const int extra = rest / int(shown.size() - n);
        const int wide = naturalWidth(m_tiles.at(shown.at(n))) + extra;
        rest -= extra;
        rects.append(QRect(left, 0, wide, height()));
        left += wide;
    }
    return rects;
}

int TileStrip::tileAt(const QPoint& position) const
{
    const QList<QRect> rects = tileRects();
    const QList<int> shown = visibleTiles();
    for (qsizetype n = 0; n < rects.size(); ++n) {
        if (rects.at(n).contains(position))
            return shown.at(n);
    }
    return -1;
}

void TileStrip::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    const QList<QRect> rects = tileRects();
    const QList<int> shown = visibleTiles();
    for (qsizetype n = 0; n < rects.size(); ++n) {
        const QRect& area = rects.at(n);
        if (n > 0)
            painter.fillRect(area.left(), 12, 1, 38, theme.line);
        paintTile(painter, QRectF(area).adjusted(inset, 0, -inset, 0), m_tiles.at(shown.at(n)), theme);
        if (hasFocus() && shown.at(n) == m_focusedTile)
            paintFocus(painter, QRectF(area).adjusted(3, 2, -3, -2), theme);
    }
}

void TileStrip::mousePressEvent(QMouseEvent* event)
{
    const int tile = tileAt(event->position().toPoint());
    if (event->button() != Qt::LeftButton || tile < 0)
        return;
    m_focusedTile = tile;
    Q_EMIT tileClicked(tile, event->globalPosition().toPoint());
}

void TileStrip::keyPressEvent(QKeyEvent* event)
{
    const QList<int> shown = visibleTiles();
    const auto place = shown.indexOf(m_focusedTile);
    if (event->key() == Qt::Key_Left && place > 0)
        m_focusedTile = shown.at(place - 1);
    else if (event->key() == Qt::Key_Right && place + 1 < shown.size())
        m_focusedTile = shown.at(place + 1);
    else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Space) && place >= 0)
        Q_EMIT tileClicked(m_focusedTile, mapToGlobal(tileRects().at(place).bottomLeft()));
    else
        QWidget::keyPressEvent(event);
    update();
}

bool TileStrip::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* const help = static_cast<QHelpEvent*>(event);
        const int tile = tileAt(help->pos());
        QToolTip::showText(help->globalPos(), tile >= 0 ? m_tiles.at(tile).toolTip : QString(), this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace ballast
