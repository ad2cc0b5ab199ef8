#pragma once

#include "models/items/violation_model.h"
#include "ui/panels/panel.h"

class QLabel;

namespace ballast {

class TableView;

// Violations of no-arbitrage in executable prices: parity, box, butterfly, calendar.
class ArbitragePanel : public Panel
{
    Q_OBJECT

public:
    explicit ArbitragePanel(Selection* selection, QWidget* parent = nullptr);

    [[nodiscard]] TableView* table() const { return m_table; }
    [[nodiscard]] ViolationModel* model() const { return m_model; }
    [[nodiscard]] QLabel* sentence() const { return m_sentence; }

protected:
    void refresh() override;

private:
    void chooseRow(int row);
    void selectChosen();

    ViolationModel* m_model;
    TableView* m_table;
    QLabel* m_sentence; // in place of an empty table
    bool m_selecting = false;
};

} // namespace ballast
