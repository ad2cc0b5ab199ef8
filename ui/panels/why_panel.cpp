#include "ui/panels/why_panel.h"

#include "ui/presenters/hedge_depth.h"
#include "widgets/decision_block.h"
#include "widgets/fact_list.h"

#include <QScrollArea>
#include <QVBoxLayout>

namespace ballast {

WhyPanel::WhyPanel(Selection* selection, QWidget* parent)
    : HedgePanelBase(QStringLiteral("why"), tr("Why this hedge"), selection, parent),
      m_facts(new FactList(this)),
      m_decision(new DecisionBlock(this))
{
    auto* const scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setAccessibleName(tr("Reasons"));
    scroll->setWidget(m_facts);
    m_facts->setAccessibleName(tr("Why this hedge"));
    m_decision->setAccessibleName(tr("Decision"));
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(scroll, 1);
    column->addWidget(m_decision);
    connect(m_facts, &FactList::actionRequested, this, &WhyPanel::ask);
    connect(m_decision, &DecisionBlock::approveRequested, this, &WhyPanel::approveRequested);
    connect(m_decision, &DecisionBlock::rejectRequested, this, &WhyPanel::rejectRequested);
    connect(m_decision, &DecisionBlock::proposeRequested, this, &WhyPanel::proposeRequested);
}

void WhyPanel::ask(const QString& actionId)
{
    const std::optional<HedgeAsk> asked = hedgeAsk(hedge(), actionId);
    if (!asked)
        return;
    if (const auto* const policy = std::get_if<HedgePolicy>(&*asked))
        Q_EMIT policyWanted(*policy);
    else if (const auto* const part = std::get_if<HedgeStudyPart>(&*asked))
        Q_EMIT studyWanted(*part);
    else
        Q_EMIT legsWanted(std::get<std::vector<WishedLeg>>(*asked));
}

void WhyPanel::refresh()
{
    m_facts->setSections(whySections(hedge()));
    m_decision->setContent(decisionContent(hedge()));
}

} // namespace ballast
