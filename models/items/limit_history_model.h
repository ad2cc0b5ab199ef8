#pragma once

#include "models/desk/scenario_view.h"
#include "models/items/cell_table.h"

namespace ballast {

// How one limit was used, the newest row first: written when its state changed and once a minute.
class LimitHistoryModel : public CellTable
{
    Q_OBJECT

public:
    enum ColumnIndex
    {
        Time,
        Value,
        Headroom,
        State,
        ColumnCount
    };

    explicit LimitHistoryModel(const LimitUses& history, QObject* parent = nullptr);
};

} // namespace ballast
