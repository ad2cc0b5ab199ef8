#pragma once

#include "ui/panels/panel.h"

namespace ballast {

class ComboButton;
class LineChart;
class SegmentedControl;

// The smile of the chosen expiry with quotes and fit, or the term structure.
class SmilePanel : public Panel
{
    Q_OBJECT

public:
    explicit SmilePanel(Selection* selection, QWidget* parent = nullptr);

    [[nodiscard]] LineChart* chart() const { return m_chart; }
    [[nodiscard]] SegmentedControl* kinds() const { return m_kinds; }
    [[nodiscard]] ComboButton* axes() const { return m_axis; }
    [[nodiscard]] ComboButton* expiries() const { return m_expiries; }

protected:
    void refresh() override;

private:
    void listExpiries();
    void showSmile();
    void showTerm();
    void showNothing(const QString& sentence);

    LineChart* m_chart;
    SegmentedControl* m_kinds;
    ComboButton* m_axis;
    ComboButton* m_expiries;
};

} // namespace ballast
