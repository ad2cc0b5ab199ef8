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

protected:
    void refresh() override;

private:
    void chooseRow(const QModelIndex& index);

    RichCheapModel* m_model;
    PositionsFilter* m_sorted;
    TableView* m_table;
    ComboButton* m_expiries;
};

} // namespace ballast
