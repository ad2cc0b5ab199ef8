#pragma once

#include "models/items/cell_table.h"
#include "models/whatif/book_comparison.h"

namespace ballast {

// Two books line by line: what each holds and the difference.
class BookDifferenceModel : public CellTable
{
    Q_OBJECT

public:
    enum ColumnIndex
    {
        Leg,
        Left,
        Right,
        Difference,
        ColumnCount
    };

    explicit BookDifferenceModel(const BookComparison& comparison, QObject* parent = nullptr);
};

} // namespace ballast
