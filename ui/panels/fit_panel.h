#pragma once

#include "models/items/slice_fit_model.h"
#include "ui/panels/panel.h"

class QLabel;
class QScrollArea;

namespace ballast {

class FactList;
class MoveBars;
class TableView;

// How the surface moved, quality of the fit by expiry, the model with its certificate, quotes and dynamics.
class FitPanel : public Panel
{
    Q_OBJECT

public:
    explicit FitPanel(Selection* selection, QWidget* parent = nullptr);

    [[nodiscard]] TableView* table() const { return m_table; }
    [[nodiscard]] FactList* facts() const { return m_facts; }

protected:
    void refresh() override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void selectExpiry();
    void showMove();
    void fitTable(); // as tall as its rows, the facts take the rest

    SliceFitModel* m_model;
    TableView* m_table;
    MoveBars* m_move;
    QLabel* m_verdict; // why there is no surface
    FactList* m_facts;
    QScrollArea* m_factArea;
    bool m_selecting = false;
};

} // namespace ballast
