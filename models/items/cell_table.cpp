#include "models/items/cell_table.h"

#include <algorithm>

namespace ballast {

namespace {

// Smallest rectangle of cells that holds every difference.
struct ChangedArea
{
    int firstRow = -1;
    int lastRow = -1;
    int firstColumn = 0;
    int lastColumn = 0;

    void add(int row, int column)
    {
        firstColumn = firstRow < 0 ? column : std::min(firstColumn, column);
        lastColumn = firstRow < 0 ? column : std::max(lastColumn, column);
        firstRow = firstRow < 0 ? row : std::min(firstRow, row);
        lastRow = std::max(lastRow, row);
    }
};

} // namespace

int CellTable::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int CellTable::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

QVariant CellTable::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto column = static_cast<std::size_t>(index.column());
    return cellRole(m_rows[static_cast<std::size_t>(index.row())], column, m_columns[column], role);
}

QVariant CellTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    return headerRole(m_columns[static_cast<std::size_t>(section)], role);
}

Qt::ItemFlags CellTable::flags(const QModelIndex& index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    return cellFlags(m_rows[static_cast<std::size_t>(index.row())].cells[static_cast<std::size_t>(index.column())]) |
           Qt::ItemNeverHasChildren;
}

std::optional<int> CellTable::rowOf(const QString& key) const
{
    const auto row = std::ranges::find(m_rows, key, &CellRow::key);
    return row == m_rows.end() ? std::nullopt : std::optional(static_cast<int>(row - m_rows.begin()));
}

void CellTable::setColumns(std::vector<Column> columns)
{
    if (columns == m_columns)
        return;
    m_columns = std::move(columns);
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
}

void CellTable::setRows(std::vector<CellRow> rows)
{
    const auto sameKey = [](const CellRow& left, const CellRow& right) { return left.key == right.key; };
    const bool startsAlike =
        rows.size() >= m_rows.size() && std::equal(m_rows.begin(), m_rows.end(), rows.begin(), sameKey);
    if (!startsAlike || (m_rows.empty() && !rows.empty())) {
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
        return;
    }
    const std::size_t kept = m_rows.size();
    updateRows(rows);
    if (rows.size() == kept)
        return;
    beginInsertRows({}, static_cast<int>(kept), static_cast<int>(rows.size()) - 1);
    m_rows.insert(m_rows.end(), rows.begin() + static_cast<std::ptrdiff_t>(kept), rows.end());
    endInsertRows();
}

// The first rows of `rows`, which have the keys of ours.
void CellTable::updateRows(std::vector<CellRow>& rows)
{
    ChangedArea changed;
    for (std::size_t row = 0; row < m_rows.size(); ++row) {
        if (m_rows[row] == rows[row])
            continue;
        for (std::size_t column = 0; column < m_columns.size(); ++column)
            if (m_rows[row].cells[column] != rows[row].cells[column])
                changed.add(static_cast<int>(row), static_cast<int>(column));
        m_rows[row] = rows[row];
    }
    if (changed.firstRow >= 0)
        Q_EMIT dataChanged(index(changed.firstRow, changed.firstColumn), index(changed.lastRow, changed.lastColumn));
}

} // namespace ballast
