#include "tests/simulated/smile_picture.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace ballast::test {
namespace {

constexpr int panelWidth = 330;
constexpr int panelHeight = 230;
constexpr int titleHeight = 30;
constexpr double xReach = 3.2; // standard deviations each side

const QColor background(0x12, 0x16, 0x1c);
const QColor gridLine(0x2a, 0x31, 0x3c);
const QColor words(0xc9, 0xd1, 0xd9);
const QColor quiet(0x8b, 0x94, 0x9e);
const QColor recordedDots(0xe3, 0xb3, 0x41);
const QColor simulatedLine(0x58, 0xa6, 0xff);

struct Axes
{
    QRectF area;
    double volLow = 0.0;
    double volHigh = 1.0;

    [[nodiscard]] QPointF at(const SmilePoint& p) const
    {
        const double x = area.left() + (p.x + xReach) / (2.0 * xReach) * area.width();
        return {x, area.bottom() - (p.vol - volLow) / (volHigh - volLow) * area.height()};
    }
};

bool isShown(const SmilePoint& p)
{
    return std::abs(p.x) <= xReach;
}

Axes axesFor(const SmilePanel& panel, const QRectF& area)
{
    double low = 10.0;
    double high = 0.0;
    for (const auto* points : {&panel.recorded, &panel.simulated}) {
        for (const SmilePoint& p : *points) {
            if (isShown(p)) {
                low = std::min(low, p.vol);
                high = std::max(high, p.vol);
            }
        }
    }
    return {area, std::floor(low * 10.0) / 10.0, std::ceil(high * 10.0) / 10.0};
}

void paintGrid(QPainter& painter, const Axes& axes)
{
    const double range = axes.volHigh - axes.volLow;
    const double step = range > 1.2 ? 0.5 : (range > 0.5 ? 0.2 : 0.1);
    for (double vol = axes.volLow; vol <= axes.volHigh + 1e-9; vol += step) {
        const QPointF left = axes.at({-xReach, vol});
        painter.setPen(gridLine);
        painter.drawLine(left, axes.at({xReach, vol}));
        painter.setPen(quiet);
        painter.drawText(QRectF(left.x() - 40, left.y() - 8, 36, 16), Qt::AlignRight | Qt::AlignVCenter,
                         QString::number(100.0 * vol, 'f', 0));
    }
    for (int x = -3; x <= 3; ++x) {
        const QPointF bottom = axes.at({double(x), axes.volLow});
        painter.setPen(gridLine);
        painter.drawLine(bottom, axes.at({double(x), axes.volHigh}));
        painter.setPen(quiet);
        painter.drawText(QRectF(bottom.x() - 20, bottom.y() + 2, 40, 14), Qt::AlignCenter, QString::number(x));
    }
}

void paintPanel(QPainter& painter, const SmilePanel& panel, const QRectF& place)
{
    const Axes axes = axesFor(panel, place.adjusted(46, 26, -12, -22));
    paintGrid(painter, axes);
    painter.setPen(words);
    painter.drawText(place.adjusted(46, 4, 0, 0), Qt::AlignLeft | Qt::AlignTop, panel.title);
    QPainterPath line;
    for (const SmilePoint& p : panel.simulated) {
        if (!isShown(p))
            continue;
        if (line.elementCount() == 0)
            line.moveTo(axes.at(p));
        else
            line.lineTo(axes.at(p));
    }
    painter.setPen(QPen(simulatedLine, 2.0));
    painter.drawPath(line);
    painter.setPen(Qt::NoPen);
    painter.setBrush(recordedDots);
    for (const SmilePoint& p : panel.recorded) {
        if (isShown(p))
            painter.drawEllipse(axes.at(p), 2.4, 2.4);
    }
    painter.setBrush(Qt::NoBrush);
}

} // namespace

QImage paintSmiles(const std::vector<SmileRow>& rows)
{
    std::size_t columns = 1;
    for (const SmileRow& row : rows)
        columns = std::max(columns, row.panels.size());
    const int rowHeight = titleHeight + panelHeight;
    QImage image(panelWidth * static_cast<int>(columns), rowHeight * static_cast<int>(rows.size()),
                 QImage::Format_RGB32);
    image.fill(background);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    QFont font = painter.font();
    font.setPixelSize(11);
    painter.setFont(font);
    for (std::size_t r = 0; r < rows.size(); ++r) {
        const double top = rowHeight * static_cast<double>(r);
        painter.setPen(words);
        painter.drawText(QRectF(14, top + 8, image.width() - 28, titleHeight), Qt::AlignLeft | Qt::AlignTop,
                         rows[r].title);
        for (std::size_t c = 0; c < rows[r].panels.size(); ++c) {
            const QRectF place(panelWidth * static_cast<double>(c), top + titleHeight, panelWidth, panelHeight);
            paintPanel(painter, rows[r].panels[c], place);
        }
    }
    return image;
}

} // namespace ballast::test
