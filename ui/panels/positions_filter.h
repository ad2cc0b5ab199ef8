#pragma once

#include <QSortFilterProxyModel>

namespace ballast {

// Filters a tree by the text of its first column, keeping the groups of what fits, and sorts by raw numbers with
// missing ones last.
class PositionsFilter : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit PositionsFilter(QObject* parent = nullptr);

protected:
    [[nodiscard]] bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;
};

} // namespace ballast
