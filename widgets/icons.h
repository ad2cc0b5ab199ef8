#pragma once

#include <QColor>
#include <QIcon>

class QPainter;

namespace ballast {

enum class IconName
{
    More,
    Search,
    Close,
    Undo,
    Redo,
    Stop,
    Chevron,
    Clock,
    Check,
    Logo
};

// 14 x 14 drawings from the resources in one colour.
[[nodiscard]] QPixmap iconPixmap(IconName name, const QColor& colour, int size = 14, double devicePixelRatio = 1.0);
// muted, hi when active.
[[nodiscard]] QIcon themedIcon(IconName name);
void paintIcon(QPainter& painter, const QRectF& area, IconName name, const QColor& colour);

} // namespace ballast
