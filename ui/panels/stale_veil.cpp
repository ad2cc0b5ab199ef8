#include "ui/panels/stale_veil.h"

#include "widgets/theme.h"

#include <QPainter>
#include <QWidget>

namespace ballast {

namespace {

constexpr double veil = 0.3; // of the panel's ground: figures stay readable, and no longer look live

} // namespace

StaleVeil::StaleVeil(QWidget* panel) : QGraphicsEffect(panel), m_panel(panel)
{
    setEnabled(false);
}

void StaleVeil::draw(QPainter* painter)
{
    QPoint offset;
    const QPixmap shown = sourcePixmap(Qt::DeviceCoordinates, &offset, QGraphicsEffect::NoPad);
    QImage grey = shown.toImage().convertToFormat(QImage::Format_Grayscale8);
    grey.setDevicePixelRatio(shown.devicePixelRatio());
    QColor ground = Theme::of(m_panel).panel;
    ground.setAlphaF(static_cast<float>(veil));
    painter->save();
    painter->setWorldTransform({});
    painter->drawImage(offset, grey);
    painter->fillRect(QRectF(offset, grey.deviceIndependentSize()), ground);
    painter->restore();
}

} // namespace ballast
