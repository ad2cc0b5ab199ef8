#pragma once

#include "models/items/cell.h"

#include <QAbstractTableModel>
#include <vector>

namespace ballast {

// A flat table of cells. Rows with the same keys are updated in place by one dataChanged over what differs; rows added
// at the end are inserted; any other set of rows resets.
class CellTable : public QAbstractTableModel
{
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

    [[nodiscard]] const std::vector<CellRow>& rows() const { return m_rows; }
    [[nodiscard]] std::optional<int> rowOf(const QString& key) const;

protected:
    // The number of columns never changes.
    void setColumns(std::vector<Column> columns);
    void setRows(std::vector<CellRow> rows);

private:
    void updateRows(std::vector<CellRow>& rows);

    std::vector<Column> m_columns;
    std::vector<CellRow> m_rows;
};

} // namespace ballast
