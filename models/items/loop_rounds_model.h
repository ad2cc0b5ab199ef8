#pragma once

#include "models/desk/scenario_picture.h"
#include "models/items/cell_table.h"

namespace ballast {

// The rounds of a feedback loop: what was forced, what we hedged, and where spot went.
class LoopRoundsModel : public CellTable
{
    Q_OBJECT

public:
    enum ColumnIndex
    {
        Round,
        Spot,
        Forced,
        OwnHedge,
        Impact,
        SpotAfter,
        Pnl,
        ColumnCount
    };

    explicit LoopRoundsModel(QObject* parent = nullptr);

    void setResult(const std::optional<LoopResult>& result);
};

} // namespace ballast
