#include "widgets/band_gauge.h"

#include "widgets/paint_kit.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

namespace ballast {

namespace {

constexpr double trackHeight = 2.0;
constexpr double bandHeight = 4.0;

double xOf(const BandGauge& gauge, const QRectF& area, double value)
{
    return area.left() + gauge.share(value) * area.width();
}

void paintBar(QPainter& painter, double from, double to, double middle, double height, const QColor& colour)
{
    if (to > from)
        paintRoundedRect(painter, QRectF(from, middle - height / 2.0, to - from, height), height / 2.0, colour);
}

void paintRing(QPainter& painter, const QPointF& centre, const Theme& theme)
{
    painter.setPen(QPen(theme.hi, 1.6));
    painter.setBrush(theme.panel);
    painter.drawEllipse(centre, 4.2, 4.2);
}

void paintValue(QPainter& painter, const QRectF& area, const BandGauge& gauge, const Theme& theme)
{
    const double x = xOf(gauge, area, *gauge.value);
    const double middle = area.center().y();
    if (gauge.isInside()) {
        const QRectF bar(std::clamp(x - 1.5, area.left(), area.right() - 3.0), middle - 4.0, 3.0, 8.0);
        painter.fillRect(bar, theme.hi);
        return;
    }
    const double shown = std::clamp(x, area.left() + 4.5, area.right() - 4.5);
    paintTriangle(painter, {shown, middle}, 9.0, Pointing::Down, theme.warn);
}

} // namespace

bool BandGauge::isInside() const
{
    if (!value)
        return true;
    return (!bandLow || *value >= *bandLow) && (!bandHigh || *value <= *bandHigh);
}

double BandGauge::share(double v) const
{
    if (!(max > min) || !std::isfinite(v))
        return 0.5;
    return std::clamp((v - min) / (max - min), 0.0, 1.0);
}

BandGauge gaugeAround(std::optional<double> bandLow, std::optional<double> bandHigh, std::optional<double> value,
                      std::optional<double> before)
{
    BandGauge gauge;
    gauge.bandLow = bandLow;
    gauge.bandHigh = bandHigh;
    gauge.value = value;
    gauge.before = before;
    double low = 0.0;
    double high = 0.0;
    for (const auto& v : {bandLow, bandHigh, value, before}) {
        if (v && std::isfinite(*v)) {
            low = std::min(low, *v);
            high = std::max(high, *v);
        }
    }
    const double room = high > low ? (high - low) * 0.1 : 1.0;
    gauge.min = low - room;
    gauge.max = high + room;
    return gauge;
}

void paintBandGauge(QPainter& painter, const QRectF& area, const BandGauge& gauge, const Theme& theme)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const double middle = area.center().y();
    const bool pair = gauge.before && gauge.value;
    const double track = pair || gauge.filledToValue ? bandHeight : trackHeight;
    paintBar(painter, area.left(), area.right(), middle, track, theme.hover);
    if (gauge.bandLow || gauge.bandHigh) {
        const double low = gauge.bandLow ? xOf(gauge, area, *gauge.bandLow) : area.left();
        const double high = gauge.bandHigh ? xOf(gauge, area, *gauge.bandHigh) : area.right();
        if (!gauge.filledToValue)
            paintBar(painter, low, high, middle, pair ? 8.0 : bandHeight, theme.strong);
        const bool zeroInside = gauge.min < 0.0 && gauge.max > 0.0;
        if (zeroInside && !pair)
            painter.fillRect(QRectF(xOf(gauge, area, 0.0) - 0.75, middle - 3.0, 1.5, 6.0), theme.muted);
    }
    if (gauge.filledToValue && gauge.value)
        paintBar(painter, area.left(), xOf(gauge, area, *gauge.value), middle, bandHeight, theme.series);
    if (gauge.limit)
        painter.fillRect(QRectF(xOf(gauge, area, *gauge.limit) - 1.0, middle - 4.0, 2.0, 8.0), theme.warn);
    if (pair) {
        const double from = xOf(gauge, area, *gauge.before);
        const double to = xOf(gauge, area, *gauge.value);
        const QColor colour = gauge.isInside() ? theme.accent : theme.warn;
        painter.fillRect(QRectF(std::min(from, to), middle - 1.0, std::abs(to - from), 2.0), colour);
        paintRing(painter, {from, middle}, theme);
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        if (gauge.isInside())
            painter.drawEllipse(QPointF(to, middle), 4.2, 4.2);
        else
            paintTriangle(painter, {to, middle}, 9.0, Pointing::Down, theme.warn);
    } else if (gauge.value && !gauge.filledToValue) {
        paintValue(painter, area, gauge, theme);
    } else if (gauge.before) {
        paintRing(painter, {xOf(gauge, area, *gauge.before), middle}, theme);
    }
    painter.restore();
}

BandGaugeView::BandGaugeView(QWidget* parent) : QWidget(parent)
{
    setMinimumHeight(12);
}

void BandGaugeView::setGauge(const BandGauge& gauge)
{
    if (gauge == m_gauge)
        return;
    m_gauge = gauge;
    update();
}

void BandGaugeView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    paintBandGauge(painter, QRectF(rect()), m_gauge, Theme::of(this));
}

} // namespace ballast
