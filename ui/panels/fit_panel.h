#pragma once

#include "models/items/slice_fit_model.h"
#include "ui/panels/panel.h"

class QLabel;

namespace ballast {

class MoveBars;
class TableView;

// Quality of the fit by expiry, and what the surface says in one line.
class FitPanel : public Panel
{
    Q_OBJECT

public:
    explicit FitPanel(Selection* selection, QWidget* parent = nullptr);

    [[nodiscard]] TableView* table() const { return m_table; }

protected:
    void refresh() override;

private:
    void selectExpiry();
    void showMove();

    SliceFitModel* m_model;
    TableView* m_table;
    MoveBars* m_move;
    QLabel* m_verdict;
    bool m_selecting = false;
};

} // namespace ballast
