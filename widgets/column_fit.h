#pragma once

#include <QHash>
#include <QList>
#include <QObject>
#include <QSet>

class QHeaderView;

namespace ballast {

enum class SpreadRest
{
    OverAllColumns,
    IntoFirstColumn
};

// Widths of the columns of one view: drops columns by priority when narrow, spreads the rest when wide.
// Columns hidden by somebody else stay hidden. Owned by its view.
class ColumnFit : public QObject
{
    Q_OBJECT

public:
    ColumnFit(QHeaderView* header, SpreadRest spread, QObject* parent);

    void setWidths(const QList<int>& widths);
    void setDropPriority(int column, int priority);
    void fit(int availableWidth);

private:
    [[nodiscard]] int widthOf(int column) const;
    [[nodiscard]] QList<int> shownColumns() const;
    void dropColumns(int availableWidth);

    QHeaderView* m_header; // not owned
    SpreadRest m_spread;
    QList<int> m_widths;
    QHash<int, int> m_priorities;
    QSet<int> m_dropped;
    int m_availableWidth = 0;
};

} // namespace ballast
