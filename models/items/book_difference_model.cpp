#include "models/items/book_difference_model.h"

#include "models/items/words.h"

namespace ballast {

BookDifferenceModel::BookDifferenceModel(const BookComparison& comparison, QObject* parent) : CellTable(parent)
{
    const auto number = [](const QString& title) { return Column{title, {}, ColumnKind::Number, 2, true, {}}; };
    setColumns({{tr("Leg"), {}, ColumnKind::Text, 0, false, {}},
                number(words(comparison.left)),
                number(words(comparison.right)),
                number(tr("Difference"))});
    std::vector<CellRow> rows;
    for (const BookDifference& line : comparison.lines) {
        Cell leg = Cell::of(words(line.instrument.name));
        leg.subText = words(line.account);
        Cell difference = Cell::of(line.quantity());
        difference.sign = ItemSign::BySign;
        CellRow row{QString::number(rows.size()), {leg, Cell::of(line.left), Cell::of(line.right), difference}, false};
        for (Cell& cell : row.cells)
            cell.muted = line.change == LegChange::None;
        rows.push_back(std::move(row));
    }
    setRows(std::move(rows));
}

} // namespace ballast
