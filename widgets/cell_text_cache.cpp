#include "widgets/cell_text_cache.h"

#include <QPainter>
#include <QTextLayout>

namespace ballast {
namespace {

CellTextCache::Shaped shape(const QString& text, const QFont& font)
{
    QTextLayout layout(text, font);
    layout.beginLayout();
    QTextLine line = layout.createLine();
    line.setNumColumns(int(text.size()));
    line.setPosition({0.0, -line.ascent()});
    layout.endLayout();
    return {layout.glyphRuns(), line.horizontalAdvance()};
}

} // namespace

const CellTextCache::Shaped& CellTextCache::shaped(const QString& text, const QFont& font)
{
    if (const QString family = font.family(); family != m_family || m_shaped.size() >= mostTexts) {
        m_shaped.clear();
        m_family = family;
    }
    const Key key{text, font.pixelSize(), font.weight()};
    const auto known = m_shaped.constFind(key);
    return known != m_shaped.cend() ? *known : *m_shaped.insert(key, shape(text, font));
}

void paintShaped(QPainter& painter, const QPointF& baseline, const CellTextCache::Shaped& text)
{
    for (const QGlyphRun& run : text.glyphs)
        painter.drawGlyphRun(baseline, run);
}

} // namespace ballast
