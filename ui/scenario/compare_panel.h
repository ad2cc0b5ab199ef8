#pragma once

#include "models/items/scenario_table_model.h"
#include "ui/scenario/scenario_panel.h"

namespace ballast {

class TableView;

// All scenarios on all books side by side. Choosing a row takes it into the editor; a losing one can be handed to the
// optimiser.
class ComparePanel : public ScenarioPanel
{
    Q_OBJECT

public:
    ComparePanel(Selection* selection, ScenarioHub* hub, QWidget* parent = nullptr);

    [[nodiscard]] ScenarioTableModel* model() const { return m_model; }
    [[nodiscard]] TableView* table() const { return m_table; }
    void hedgeRow(int row);

protected:
    void refresh() override;

private:
    void chooseRow(int row);

    ScenarioTableModel* m_model;
    TableView* m_table;
    bool m_selecting = false;
};

} // namespace ballast
