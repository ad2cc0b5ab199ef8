#pragma once

#include "ui/scenario/scenario_panel.h"

namespace ballast {

class ComboButton;
class HeatmapView;
class SegmentedControl;

// The book over two moves at once. A click takes the cell as the scenario.
class BookMapPanel : public ScenarioPanel
{
    Q_OBJECT

public:
    BookMapPanel(Selection* selection, ScenarioHub* hub, QWidget* parent = nullptr);

    [[nodiscard]] HeatmapView* view() const { return m_view; }
    [[nodiscard]] ComboButton* measures() const { return m_measures; }
    [[nodiscard]] SegmentedControl* views() const { return m_views; }

protected:
    void refresh() override;

private:
    void createHeader();
    void choose();
    void takeCell(int column, int row);
    void showSecondUnderlyings();

    HeatmapView* m_view;
    ComboButton* m_measures;
    SegmentedControl* m_views;
    ComboButton* m_second;
    QAction* m_alone = nullptr;
    bool m_showing = false;
};

} // namespace ballast
