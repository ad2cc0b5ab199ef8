#pragma once

#include "models/items/policy_bands_model.h"
#include "ui/panels/panel.h"
#include "ui/panels/policy_field.h"
#include "ui/panels/policy_shelf_view.h"
#include "ui/panels/scenario_source.h"

#include <QTimer>

class QAction;
class QCheckBox;
class QHBoxLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace ballast {

class ComboButton;
class PolicyRows;
class PolicySection;
class SegmentedControl;

// What the trader wants of a hedge: objective, bands, limits, universe, model. Every valid edit changes the policy that
// Propose sends; what cannot be taken is said at its field and leaves the last valid value in force.
class PolicyPanel : public Panel
{
    Q_OBJECT

public:
    explicit PolicyPanel(Selection* selection, QWidget* parent = nullptr);

    [[nodiscard]] const HedgePolicy& policy() const { return m_policy; }
    [[nodiscard]] PolicyBandsModel* bands() const { return m_bands; }
    [[nodiscard]] QPushButton* proposeButton() const { return m_propose; }
    [[nodiscard]] QLineEdit* legsField() const { return m_legs->field(); }
    [[nodiscard]] SegmentedControl* objective() const { return m_objective; }
    [[nodiscard]] PolicyRows* upside() const { return m_upside; }
    [[nodiscard]] PolicyRows* stresses() const { return m_stresses; }
    [[nodiscard]] ComboButton* names() const { return m_names; }
    [[nodiscard]] ComboButton* scenarios() const { return m_scenarios; }
    [[nodiscard]] ScenarioSourceRow* scenarioSource() const { return m_source; }
    [[nodiscard]] bool isWhole() const; // nothing typed waits for correction

public Q_SLOTS:
    void showPolicy(const ballast::HedgePolicy& policy);
    void showShelf(const ballast::PolicyShelfView& shelf);
    void showHistory(const ballast::OpenHistoryWords& history);
    void setProposing(bool proposing); // a proposal is being worked out: the button cancels it

Q_SIGNALS:
    void proposeRequested(const ballast::HedgePolicy& policy);
    void cancelRequested();
    void policyEdited(const ballast::HedgePolicy& policy);
    void nameChosen(const QString& name);
    void saveRequested();
    void saveAsRequested(const QString& name);
    void renameRequested(const QString& name);
    void duplicateRequested();
    void removeRequested();
    void importRequested(const QString& file);
    void exportRequested(const QString& file);
    void restoreRequested();
    void historyFilesChosen(const QStringList& files);

protected:
    void refresh() override;

private:
    QWidget* createShelf();
    void createShelfMenu();
    QWidget* createObjective();
    QWidget* createBands();
    QWidget* createPnlLimits();
    QWidget* createTrading();
    QWidget* createMargin();
    QWidget* createUniverse();
    QWidget* createModel();
    QWidget* createRobust();
    QWidget* createFoot();
    PolicyField* addField(QVBoxLayout* rows, PolicyNumber number);
    PolicyRows* addRows(QVBoxLayout* rows, PolicyRows* editor);
    ComboButton* addChoice(QVBoxLayout* rows, const QString& label, const QStringList& entries, const QString& toolTip);
    void chooseObjective(int index);
    void askName(const QString& title, const QString& proposed, void (PolicyPanel::*wish)(const QString&));
    void fill();
    void fillChoices();
    void summarise();
    void showRelevant();
    void readUniverse();
    void take(const HedgePolicy& policy); // an edit of the trader
    void say(const QString& sentence);

    HedgePolicy m_policy;
    PolicyShelfView m_shelf;
    PolicyBandsModel* m_bands;
    QList<PolicyField*> m_fields;
    QList<PolicyRows*> m_lists;
    ComboButton* m_names = nullptr;
    QLabel* m_changed = nullptr;
    QPushButton* m_save = nullptr;
    QPushButton* m_restore = nullptr;
    QList<QAction*> m_ofSaved; // only for a policy that is on the shelf
    QLabel* m_problem = nullptr;
    SegmentedControl* m_objective = nullptr;
    PolicyField* m_riskAversion = nullptr;
    PolicyField* m_confidence = nullptr;
    PolicyField* m_weight = nullptr;
    PolicyField* m_count = nullptr;
    PolicyField* m_legs = nullptr;
    PolicyField* m_stickiness = nullptr;
    PolicyRows* m_upside = nullptr;
    PolicyRows* m_floor = nullptr;
    PolicyRows* m_stresses = nullptr;
    PolicyRows* m_venues = nullptr;
    ComboButton* m_scenarios = nullptr;
    ScenarioSourceRow* m_source = nullptr;
    OpenHistoryWords m_history;
    ComboButton* m_scope = nullptr;
    ComboButton* m_restriction = nullptr;
    ComboButton* m_margin = nullptr;
    ComboButton* m_delta = nullptr;
    QCheckBox* m_lots = nullptr;
    QCheckBox* m_perpetuals = nullptr;
    QCheckBox* m_futures = nullptr;
    QCheckBox* m_options = nullptr;
    QLineEdit* m_exclude = nullptr;
    PolicySection* m_marginSection = nullptr;
    PolicySection* m_universeSection = nullptr;
    PolicySection* m_modelSection = nullptr;
    PolicySection* m_robustSection = nullptr;
    QPushButton* m_propose = nullptr;
    bool m_proposing = false;
};

} // namespace ballast
