#include "ui/panels/positions_filter.h"

#include "widgets/cell_roles.h"

namespace ballast {

PositionsFilter::PositionsFilter(QObject* parent) : QSortFilterProxyModel(parent)
{
    setRecursiveFilteringEnabled(true);
    setFilterCaseSensitivity(Qt::CaseInsensitive);
    setFilterKeyColumn(0);
}

bool PositionsFilter::lessThan(const QModelIndex& left, const QModelIndex& right) const
{
    const QVariant a = left.data(RawRole);
    const QVariant b = right.data(RawRole);
    if (a.isValid() && b.isValid())
        return a.toDouble() < b.toDouble();
    if (a.isValid() != b.isValid())
        return a.isValid() == (sortOrder() == Qt::AscendingOrder);
    return QString::localeAwareCompare(left.data().toString(), right.data().toString()) < 0;
}

} // namespace ballast
