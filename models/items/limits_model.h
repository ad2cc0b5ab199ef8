#pragma once

#include "models/desk/scenario_picture.h"
#include "models/items/cell_table.h"

namespace ballast {

// Limits with their soft and hard levels, where the live book stands and where the what-if book would.
class LimitsModel : public CellTable
{
    Q_OBJECT

public:
    enum ColumnIndex
    {
        Name,
        Live,
        WhatIf,
        Soft,
        Hard,
        State,
        ColumnCount
    };

    explicit LimitsModel(QObject* parent = nullptr);

    void setPicture(const ScenarioPicturePtr& picture);

private:
    [[nodiscard]] CellRow limitRow(const LimitCheck& live, const LimitCheck* whatIf) const;
};

} // namespace ballast
