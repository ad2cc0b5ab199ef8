#pragma once

#include "ui/panels/panel.h"

namespace ballast {

class LineChart;
class SegmentedControl;

// Vol, total variance or forward vol over time to expiry.
class TermPanel : public Panel
{
    Q_OBJECT

public:
    explicit TermPanel(Selection* selection, QWidget* parent = nullptr);

protected:
    void refresh() override;

private:
    LineChart* m_chart;
    SegmentedControl* m_measure;
};

} // namespace ballast
