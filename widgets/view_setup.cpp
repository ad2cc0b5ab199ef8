#include "widgets/view_setup.h"

#include "widgets/cell_roles.h"
#include "widgets/number_format.h"
#include "widgets/role_delegate.h"
#include "widgets/table_view.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <algorithm>

namespace ballast {

namespace {

QString exactText(const QModelIndex& index)
{
    const QVariant raw = index.data(RawRole);
    if (raw.isValid())
        return exactNumber(raw.toDouble());
    QString text = index.data(Qt::DisplayRole).toString();
    if (text == missingText())
        return {};
    return text.replace(QLatin1Char('\t'), QLatin1Char(' ')).replace(QLatin1Char('\n'), QLatin1Char(' '));
}

// Rows on screen from top to bottom, each with its shown columns from left to right; closed groups are left out.
QModelIndexList allVisibleCells(const QAbstractItemView& view)
{
    QModelIndexList cells;
    const auto* const tree = qobject_cast<const QTreeView*>(&view);
    const auto* const table = qobject_cast<const QTableView*>(&view);
    const auto addRow = [&](const QModelIndex& first) {
        for (int column = 0; column < view.model()->columnCount(first.parent()); ++column) {
            if ((tree && tree->isColumnHidden(column)) || (table && table->isColumnHidden(column)))
                continue;
            cells.append(first.siblingAtColumn(column));
        }
    };
    if (tree) {
        for (QModelIndex row = view.model()->index(0, 0, view.rootIndex()); row.isValid(); row = tree->indexBelow(row))
            addRow(row);
        return cells;
    }
    for (int row = 0; row < view.model()->rowCount(view.rootIndex()); ++row)
        addRow(view.model()->index(row, 0, view.rootIndex()));
    return cells;
}

} // namespace

void setUpItemView(QAbstractItemView& view)
{
    view.setFrameShape(QFrame::NoFrame);
    view.setAlternatingRowColors(false);
    view.setSelectionBehavior(QAbstractItemView::SelectRows);
    view.setSelectionMode(QAbstractItemView::ExtendedSelection);
    view.setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    view.setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    view.setItemDelegate(new RoleDelegate(&view));
    view.setTabKeyNavigation(false);
    view.setMouseTracking(true);
    view.viewport()->setAttribute(Qt::WA_Hover);
}

QString indexesAsTsv(const QModelIndexList& indexes)
{
    QString tsv;
    for (qsizetype i = 0; i < indexes.size(); ++i) {
        if (i > 0) {
            const QModelIndex& before = indexes.at(i - 1);
            const bool sameRow = before.row() == indexes.at(i).row() && before.parent() == indexes.at(i).parent();
            tsv += sameRow ? QLatin1Char('\t') : QLatin1Char('\n');
        }
        tsv += exactText(indexes.at(i));
    }
    return indexes.isEmpty() ? tsv : tsv + QLatin1Char('\n');
}

QString selectedCellsAsTsv(const QAbstractItemView& view)
{
    QModelIndexList cells = allVisibleCells(view);
    const QItemSelectionModel* const selection = view.selectionModel();
    if (selection->hasSelection()) {
        cells.removeIf([selection](const QModelIndex& index) { return !selection->isSelected(index); });
    }
    return indexesAsTsv(cells);
}

void putOnClipboard(const QString& text)
{
    QApplication::clipboard()->setText(text);
}

} // namespace ballast
