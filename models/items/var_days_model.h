#pragma once

#include "models/desk/scenario_picture.h"
#include "models/items/cell_table.h"

namespace ballast {

// The worst days of a VaR by name, with what moved.
class VarDaysModel : public CellTable
{
    Q_OBJECT

public:
    enum ColumnIndex
    {
        Day,
        Moves,
        Pnl,
        ColumnCount
    };

    explicit VarDaysModel(QObject* parent = nullptr);

    void setReport(const std::shared_ptr<const VarReport>& report); // null: no days

private:
    void name(VarMethod method);
};

} // namespace ballast
