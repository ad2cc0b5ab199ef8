#pragma once

#include <QElapsedTimer>
#include <QHash>
#include <QList>
#include <QModelIndex>
#include <QObject>
#include <QTimer>
#include <QVariant>

class QAbstractItemView;

namespace ballast {

// Remembers which visible cells of a view changed their number in the last 400 ms. Owned by its view.
class CellFlash : public QObject
{
    Q_OBJECT

public:
    static constexpr int durationMs = 400;
    static constexpr int shortestPauseMs = 250; // at most four flashes a second per cell

    explicit CellFlash(QAbstractItemView* view);

    void watch(QAbstractItemModel* model);
    void setEnabled(bool enabled);
    [[nodiscard]] bool isFlashing(const QModelIndex& index) const;

private:
    struct Key
    {
        int row = 0;
        int column = 0;
        quintptr id = 0;
        bool operator==(const Key&) const = default;
        friend size_t qHash(const Key& key, size_t seed) { return qHashMulti(seed, key.row, key.column, key.id); }
    };

    [[nodiscard]] static Key keyOf(const QModelIndex& index);
    [[nodiscard]] QList<int> flashingColumns(int first, int last) const;
    void remember(const QModelIndex& topLeft, const QModelIndex& bottomRight);
    void forget();
    void expire();

    QAbstractItemView* m_view; // owner
    QHash<Key, QVariant> m_lastShown;
    struct Flash
    {
        qint64 startedAtMs = 0;
        QModelIndex cell; // good until rows come or go: then all is forgotten
    };
    QHash<Key, Flash> m_flashes;
    QElapsedTimer m_clock;
    QTimer m_timer;
    bool m_enabled = false;
};

} // namespace ballast
