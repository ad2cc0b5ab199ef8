#pragma once

#include "ui/panels/panel.h"

namespace ballast {

class HeatmapView;
class SegmentedControl;

// The book's Greeks by strike and expiry, or its P&L over spot and vol.
class HeatmapPanel : public Panel
{
    Q_OBJECT

public:
    explicit HeatmapPanel(Selection* selection, QWidget* parent = nullptr);

    [[nodiscard]] HeatmapView* view() const { return m_view; }
    [[nodiscard]] SegmentedControl* greeks() const { return m_greeks; }
    [[nodiscard]] SegmentedControl* layouts() const { return m_layouts; }

protected:
    void refresh() override;

private:
    void showGreeks();
    void showGrid();
    void chooseCell(int column, int row);

    HeatmapView* m_view;
    SegmentedControl* m_greeks;
    SegmentedControl* m_layouts;
};

} // namespace ballast
