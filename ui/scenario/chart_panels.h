#pragma once

#include "ui/scenario/scenario_panel.h"

class QLabel;

namespace ballast {

class ComboButton;
class LineChart;
class SegmentedControl;
class TornadoBars;
class WaterfallBars;

// P&L over spot at several dates, with break-evens and the distribution that the surface implies behind.
class SpotCurvesPanel : public ScenarioPanel
{
    Q_OBJECT

public:
    SpotCurvesPanel(Selection* selection, ScenarioHub* hub, QWidget* parent = nullptr);

    [[nodiscard]] LineChart* chart() const { return m_chart; }

protected:
    void refresh() override;

private:
    LineChart* m_chart;
};

// What each factor brings alone: a stated move down and up, or its part in the chosen scenario.
class FactorsPanel : public ScenarioPanel
{
    Q_OBJECT

public:
    FactorsPanel(Selection* selection, ScenarioHub* hub, QWidget* parent = nullptr);

    [[nodiscard]] TornadoBars* bars() const { return m_bars; }
    [[nodiscard]] SegmentedControl* mode() const { return m_mode; }

protected:
    void refresh() override;

private:
    TornadoBars* m_bars;
    SegmentedControl* m_mode;
};

// Where the P&L between two kept moments came from, step by step to its sum.
class ExplainPanel : public ScenarioPanel
{
    Q_OBJECT

public:
    ExplainPanel(Selection* selection, ScenarioHub* hub, QWidget* parent = nullptr);

    [[nodiscard]] WaterfallBars* bars() const { return m_bars; }
    [[nodiscard]] ComboButton* from() const { return m_from; }

protected:
    void refresh() override;

private:
    void showMoments();
    void choose();
    [[nodiscard]] QString sentence() const;

    WaterfallBars* m_bars;
    ComboButton* m_from;
    ComboButton* m_to;
    QLabel* m_foot;
};

} // namespace ballast
