#pragma once

#include "ui/scenario/scenario_panel.h"
#include "widgets/slider_row.h"

#include <vector>

class QCheckBox;
class QLabel;
class QToolButton;

namespace ballast {

class ComboButton;

// The shocks of the chosen scenario: a slider and a field for each, bound to the same value. Results follow while a
// slider is dragged; a drag is one edit. Measured episodes and templates can be looked at, and edited as a copy.
class ShockEditorPanel : public ScenarioPanel
{
    Q_OBJECT

public:
    ShockEditorPanel(Selection* selection, ScenarioHub* hub, QWidget* parent = nullptr);

    [[nodiscard]] SliderRow* row(ShockField field) const;
    [[nodiscard]] SliderRow* horizon() const { return m_horizon; }
    [[nodiscard]] SliderRow* peg() const { return m_peg; }
    [[nodiscard]] QCheckBox* follow() const { return m_follow; }
    [[nodiscard]] ComboButton* target() const { return m_target; }
    [[nodiscard]] QToolButton* undo() const { return m_undo; }
    [[nodiscard]] QToolButton* redo() const { return m_redo; }

protected:
    void refresh() override;

private:
    struct FieldRow
    {
        ShockField field;
        SliderRow* row;
    };

    void createRows();
    void createHeader();
    [[nodiscard]] QWidget* createFoot();
    void connectField(ShockField field, SliderRow* row);
    void connectHorizon();
    void connectPeg();
    [[nodiscard]] std::string targetUnderlying() const; // empty: all that have no shock of their own
    void showTargets();
    void followOwnShock();
    void showShock(const ScenarioNode& node, const UnderlyingShock& shock);
    void showFollowers(const ScenarioNode& node);
    void emitField(ShockField field, double value, EditStage stage);
    // The scenario that an edit goes to; a copy is asked for where the chosen one is not the trader's own.
    [[nodiscard]] const ScenarioNode* editable();

    QWidget* m_rows;
    std::vector<FieldRow> m_fields;
    SliderRow* m_horizon = nullptr;
    SliderRow* m_peg = nullptr;
    QCheckBox* m_follow = nullptr;
    QCheckBox* m_halt = nullptr;
    QLabel* m_followers = nullptr;
    QLabel* m_problem = nullptr;
    ComboButton* m_target = nullptr;
    ComboButton* m_dynamics = nullptr;
    QToolButton* m_undo = nullptr;
    QToolButton* m_redo = nullptr;
    std::optional<std::pair<ScenarioNodeId, bool>> m_turnedTo; // scenario, and whether it had an own shock
    bool m_showing = false;
};

} // namespace ballast
