#pragma once

#include "ui/panels/hedge_panel_base.h"

#include <QTimer>

class QPushButton;

namespace ballast {

class LineChart;

// Risk left against cost: each point is a complete proposal.
class FrontierPanel : public HedgePanelBase
{
    Q_OBJECT

public:
    explicit FrontierPanel(Selection* selection, QWidget* parent = nullptr);

    [[nodiscard]] LineChart* chart() const { return m_chart; }

    void showStudying(bool running); // after a second it can be stopped

Q_SIGNALS:
    void cancelRequested();
    void legsWanted(const std::vector<ballast::WishedLeg>& legs); // of the point that was clicked

protected:
    void refresh() override;

private:
    LineChart* m_chart;
    QPushButton* m_stop;
    QTimer m_stopSoon;
};

} // namespace ballast
