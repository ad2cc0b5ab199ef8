#pragma once

#include "models/items/loop_rounds_model.h"
#include "ui/scenario/scenario_panel.h"

class QLabel;

namespace ballast {

class TableView;

// How the market answers the scenario: forced liquidations and our own hedging move the price on, round by round.
class FeedbackPanel : public ScenarioPanel
{
    Q_OBJECT

public:
    FeedbackPanel(Selection* selection, ScenarioHub* hub, QWidget* parent = nullptr);

    [[nodiscard]] LoopRoundsModel* model() const { return m_model; }

protected:
    void refresh() override;

private:
    LoopRoundsModel* m_model;
    TableView* m_table;
    QLabel* m_words;
};

} // namespace ballast
