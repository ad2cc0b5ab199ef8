#pragma once

#include "models/items/rich_cheap_model.h"
#include "ui/panels/panel.h"

namespace ballast {

class ComboButton;
class PositionsFilter;
class TableView;

// Quotes that lie off the fit, best edge first.
class RichCheapPanel : public Panel
{
    Q_OBJECT

public:
    explicit RichCheapPanel(Selection* selection, QWidget* parent = nullptr);

    [[nodiscard]] TableView* table() const { return m_table; }
    [[nodiscard]] RichCheapModel* model() const { return m_model; }

Q_SIGNALS:
    void optionActivated(); // Enter or double click: the chosen option's chain is wanted

protected:
    void refresh() override;

private:
    void chooseRow(const QModelIndex& index);
    void selectChosen();
    void revealChosen();

    RichCheapModel* m_model;
    PositionsFilter* m_sorted;
    TableView* m_table;
    ComboButton* m_expiries;
    bool m_selecting = false;
    bool m_revealSoon = false; // chosen elsewhere while this panel was hidden
};

} // namespace ballast
