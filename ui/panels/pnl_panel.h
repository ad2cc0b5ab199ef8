#pragma once

#include "ui/panels/hedge_panel_base.h"

namespace ballast {

class LineChart;
class SegmentedControl;

// P&L over spot of the book, the hedge and both.
class PnlPanel : public HedgePanelBase
{
    Q_OBJECT

public:
    explicit PnlPanel(Selection* selection, QWidget* parent = nullptr);

    [[nodiscard]] LineChart* chart() const { return m_chart; }

protected:
    void refresh() override;

private:
    void showHedged(const std::vector<HedgedPnlCurves>& curves);
    void showBook();
    void showNothing(const QString& sentence);

    LineChart* m_chart;
    SegmentedControl* m_horizon;
};

} // namespace ballast
