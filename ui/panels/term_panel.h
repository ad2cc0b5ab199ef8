#pragma once

#include "ui/panels/panel.h"

class QPushButton;

namespace ballast {

class LineChart;
class SegmentedControl;

// Vol, total variance or forward vol over time to expiry, and what time weighs in between.
class TermPanel : public Panel
{
    Q_OBJECT

public:
    explicit TermPanel(Selection* selection, QWidget* parent = nullptr);

    void showTimeWeights(const TimeWeights& weights); // in force
    [[nodiscard]] LineChart* chart() const { return m_chart; }
    [[nodiscard]] SegmentedControl* measure() const { return m_measure; }
    [[nodiscard]] QPushButton* weightsButton() const { return m_weightsButton; }

Q_SIGNALS:
    void timeWeightsChosen(const ballast::TimeWeights& weights);

protected:
    void refresh() override;

private:
    void showRates();
    void editTimeWeights();
    void choosePoint(int curve, int point);

    LineChart* m_chart;
    SegmentedControl* m_measure;
    QPushButton* m_weightsButton;
    TimeWeights m_weights;
};

} // namespace ballast
