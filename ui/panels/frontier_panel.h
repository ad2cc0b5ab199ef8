#pragma once

#include "ui/panels/hedge_panel_base.h"

namespace ballast {

class LineChart;

// Risk left against cost: each point is a complete proposal.
class FrontierPanel : public HedgePanelBase
{
    Q_OBJECT

public:
    explicit FrontierPanel(Selection* selection, QWidget* parent = nullptr);

    [[nodiscard]] LineChart* chart() const { return m_chart; }

protected:
    void refresh() override;

private:
    LineChart* m_chart;
};

} // namespace ballast
