#pragma once

#include "ui/panels/hedge_panel_base.h"

namespace ballast {

class DecisionBlock;
class FactList;

// Why this hedge, what binds, what was refused; then the decision.
class WhyPanel : public HedgePanelBase
{
    Q_OBJECT

public:
    explicit WhyPanel(Selection* selection, QWidget* parent = nullptr);

    [[nodiscard]] DecisionBlock* decision() const { return m_decision; }
    [[nodiscard]] FactList* facts() const { return m_facts; }

Q_SIGNALS:
    void approveRequested();
    void rejectRequested(const QString& reason);
    void proposeRequested();
    void legsWanted(const std::vector<ballast::WishedLeg>& legs);
    void studyWanted(ballast::HedgeStudyPart part);
    void policyWanted(const ballast::HedgePolicy& policy); // put into force and proposed with: "relax to X"

protected:
    void refresh() override;

private:
    void ask(const QString& actionId);

    FactList* m_facts;
    DecisionBlock* m_decision;
};

} // namespace ballast
