#pragma once

#include <QFont>
#include <QGlyphRun>
#include <QHash>
#include <QList>
#include <QString>

class QPainter;

namespace ballast {

// Short texts shaped once: most figures of a table stay the same from one picture to the next, and shaping them is a
// third of painting them. Bounded; forgets all when full or when the application's font changes. GUI thread.
class CellTextCache
{
public:
    struct Shaped
    {
        QList<QGlyphRun> glyphs; // the baseline starts at 0,0
        double width = 0.0;
    };

    static constexpr qsizetype mostTexts = 1'500; // some screens full; each takes about a kilobyte

    [[nodiscard]] const Shaped& shaped(const QString& text, const QFont& font);
    [[nodiscard]] qsizetype size() const { return m_shaped.size(); }

private:
    struct Key
    {
        QString text;
        int pixels = 0;
        int weight = 0;
        bool operator==(const Key&) const = default;
        friend size_t qHash(const Key& key, size_t seed) { return qHashMulti(seed, key.text, key.pixels, key.weight); }
    };

    QString m_family;
    QHash<Key, Shaped> m_shaped;
};

void paintShaped(QPainter& painter, const QPointF& baseline, const CellTextCache::Shaped& text);

} // namespace ballast
