#pragma once

#include "models/desk/scenario_picture.h"
#include "models/items/cell_table.h"

namespace ballast {

// Scenarios down, books across: P&L of each book, the worst leg and the margin of the book that is shown; below them
// what the books are at risk of now.
class ScenarioTableModel : public CellTable
{
    Q_OBJECT

public:
    enum ColumnIndex
    {
        Name,
        Book,
        WhatIf,
        Hedged,
        WorstLeg,
        Margin,
        Action,
        ColumnCount
    };

    explicit ScenarioTableModel(QObject* parent = nullptr);

    void setPicture(const ScenarioPicturePtr& picture);
    [[nodiscard]] std::optional<ScenarioNodeId> nodeAt(int row) const; // nullopt: a row of totals
    [[nodiscard]] std::optional<int> rowOfNode(ScenarioNodeId id) const;
    [[nodiscard]] bool canHedge(int row) const; // the scenario loses

private:
    [[nodiscard]] CellRow scenarioRow(const ComparedScenario& row) const;
    void addTotals(std::vector<CellRow>& rows) const;

    ScenarioPicturePtr m_picture;
};

} // namespace ballast
