#include "widgets/icons.h"

#include "widgets/theme.h"

#include <QDir>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

// The resources stand in a static library, so the linker keeps them only when they are named. The macro
// declares a function and must therefore stand outside every namespace.
static void initialiseResources()
{
    Q_INIT_RESOURCE(ballast_icons);
}

namespace ballast {

namespace {

QString fileName(IconName name)
{
    switch (name) {
    case IconName::More:
        return QStringLiteral("more");
    case IconName::Search:
        return QStringLiteral("search");
    case IconName::Close:
        return QStringLiteral("close");
    case IconName::Undo:
        return QStringLiteral("undo");
    case IconName::Redo:
        return QStringLiteral("redo");
    case IconName::Stop:
        return QStringLiteral("stop");
    case IconName::Chevron:
        return QStringLiteral("chevron");
    case IconName::Clock:
        return QStringLiteral("clock");
    case IconName::Check:
        return QStringLiteral("check");
    case IconName::Logo:
        return QStringLiteral("logo");
    }
    return {};
}

// Follows the theme: colours are read when the icon is painted.
class ThemedIconEngine : public QIconEngine
{
public:
    explicit ThemedIconEngine(IconName name) : m_name(name) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override
    {
        const Theme& theme = Theme::of();
        paintIcon(*painter, rect, m_name, mode == QIcon::Active || mode == QIcon::Selected ? theme.hi : theme.muted);
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(0, 0), size), mode, state);
        return pixmap;
    }

    [[nodiscard]] QIconEngine* clone() const override { return new ThemedIconEngine(m_name); }

private:
    IconName m_name;
};

} // namespace

QPixmap iconPixmap(IconName name, const QColor& colour, int size, double devicePixelRatio)
{
    const int pixels = qRound(size * devicePixelRatio);
    const QString key =
        QStringLiteral("ballast-%1-%2-%3").arg(fileName(name), colour.name(QColor::HexArgb)).arg(pixels);
    QPixmap pixmap;
    if (!QPixmapCache::find(key, &pixmap)) {
        initialiseResources();
        QSvgRenderer renderer(QStringLiteral(":/ballast/icons/%1.svg").arg(fileName(name)));
        pixmap = QPixmap(pixels, pixels);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        renderer.render(&painter, QRectF(0, 0, pixels, pixels));
        painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
        painter.fillRect(pixmap.rect(), colour);
        painter.end();
        QPixmapCache::insert(key, pixmap);
    }
    pixmap.setDevicePixelRatio(devicePixelRatio);
    return pixmap;
}

QIcon themedIcon(IconName name)
{
    return QIcon(new ThemedIconEngine(name));
}

void paintIcon(QPainter& painter, const QRectF& area, IconName name, const QColor& colour)
{
    const double size = std::min(area.width(), area.height());
    const double ratio = painter.device()->devicePixelRatioF();
    const QPixmap pixmap = iconPixmap(name, colour, qRound(size), ratio);
    painter.drawPixmap(QPointF(area.center().x() - size / 2.0, area.center().y() - size / 2.0), pixmap);
}

} // namespace ballast
