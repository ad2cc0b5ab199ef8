#pragma once

#include "models/items/policy_bands_model.h"
#include "ui/panels/panel.h"

#include <functional>

class QCheckBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace ballast {

class ComboButton;
class TableView;

// What the trader wants of a hedge: bands, limits and universe. Every edit changes the policy that Propose sends; text
// that is no number leaves the last valid one in force.
class PolicyPanel : public Panel
{
    Q_OBJECT

public:
    explicit PolicyPanel(Selection* selection, QWidget* parent = nullptr);

    [[nodiscard]] const HedgePolicy& policy() const { return m_policy; }
    [[nodiscard]] PolicyBandsModel* bands() const { return m_bands; }
    [[nodiscard]] QPushButton* proposeButton() const { return m_propose; }
    [[nodiscard]] QLineEdit* legsField() const { return m_legs; }

public Q_SLOTS:
    void showPolicy(const ballast::HedgePolicy& policy);
    void setProposing(bool proposing); // a proposal is being worked out

Q_SIGNALS:
    void proposeRequested(const ballast::HedgePolicy& policy);
    void policyEdited(const ballast::HedgePolicy& policy);

protected:
    void refresh() override;

private:
    struct NumberField
    {
        QString label;
        QString unit;
        QString toolTip;
    };

    QWidget* createBands();
    QWidget* createLimits();
    QWidget* createUniverse();
    QWidget* createModel();
    QWidget* createFoot();
    QLineEdit* addNumber(QGridLayout* rows, const NumberField& field);
    void fill();
    void readNumber(QLineEdit* field, std::optional<double> least,
                    const std::function<void(std::optional<double>)>& store);
    void readUniverse();
    void say(const QString& sentence);
    void edited();

    HedgePolicy m_policy;
    PolicyBandsModel* m_bands;
    QLabel* m_name;
    QLabel* m_problem;
    QLineEdit* m_legs = nullptr;
    QLineEdit* m_notional = nullptr;
    QLineEdit* m_depth = nullptr;
    QLineEdit* m_spread = nullptr;
    QLineEdit* m_openInterest = nullptr;
    QCheckBox* m_perpetuals = nullptr;
    QCheckBox* m_futures = nullptr;
    QCheckBox* m_options = nullptr;
    ComboButton* m_delta = nullptr;
    QPushButton* m_propose = nullptr;
};

} // namespace ballast
