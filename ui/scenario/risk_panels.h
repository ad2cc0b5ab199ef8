#pragma once

#include "models/items/limits_model.h"
#include "models/items/var_days_model.h"
#include "ui/scenario/scenario_panel.h"

class QLabel;
class QLineEdit;

namespace ballast {

class ComboButton;
class HistogramView;
class SegmentedControl;
class TableView;

// Value at risk and expected shortfall with their error bars, the distribution they come from, the worst days by name.
class VarPanel : public ScenarioPanel
{
    Q_OBJECT

public:
    VarPanel(Selection* selection, ScenarioHub* hub, QWidget* parent = nullptr);

    [[nodiscard]] HistogramView* histogram() const { return m_histogram; }
    [[nodiscard]] VarDaysModel* days() const { return m_days; }
    [[nodiscard]] ComboButton* method() const { return m_method; }

protected:
    void refresh() override;

private:
    void createHeader();
    void choose();
    void askHistory();
    void showReport(const std::shared_ptr<const VarReport>& report, const VarPicture& var);

    struct Shown
    {
        std::shared_ptr<const VarPicture> var;
        std::size_t book = 0;
        std::string history;
        bool operator==(const Shown&) const = default;
    };
    Shown m_shown;
    QLabel* m_figures;
    QLabel* m_source;
    HistogramView* m_histogram;
    VarDaysModel* m_days;
    TableView* m_table;
    ComboButton* m_method;
    ComboButton* m_confidence;
    ComboButton* m_horizon;
};

// Limits with soft and hard levels and where the book stands; the account's equity that margins are held against.
class LimitsPanel : public ScenarioPanel
{
    Q_OBJECT

public:
    LimitsPanel(Selection* selection, ScenarioHub* hub, QWidget* parent = nullptr);

    [[nodiscard]] LimitsModel* model() const { return m_model; }
    [[nodiscard]] TableView* table() const { return m_table; }
    [[nodiscard]] QLineEdit* equity() const { return m_equity; }

protected:
    void refresh() override;

private:
    void editLimit(const Limit& limit, bool known);
    void editCurrent();
    [[nodiscard]] const Limit* currentLimit() const;
    void showHistory(const LimitUses& history);

    LimitsModel* m_model;
    TableView* m_table;
    QLabel* m_stress;
    QLineEdit* m_equity;
    ComboButton* m_margin;
};

} // namespace ballast
