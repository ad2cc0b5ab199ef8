#include "ui/panels/policy_panel.h"

#include "models/items/words.h"
#include "ui/panels/policy_numbers.h"
#include "ui/panels/policy_section.h"
#include "ui/panels/policy_words.h"
#include "widgets/combo_button.h"
#include "widgets/segmented_control.h"
#include "widgets/theming.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>

namespace ballast {

PolicyPanel::PolicyPanel(Selection* selection, QWidget* parent)
    : Panel(QStringLiteral("policy"), tr("Policy"), selection, parent), m_bands(new PolicyBandsModel(this))
{
    auto* const content = new QWidget(this);
    auto* const rows = new QVBoxLayout(content);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addWidget(createObjective());
    rows->addWidget(createBands());
    rows->addWidget(createPnlLimits());
    rows->addWidget(createTrading());
    rows->addWidget(createMargin());
    rows->addWidget(createUniverse());
    rows->addWidget(createModel());
    rows->addWidget(createRobust());
    rows->addStretch(1);
    auto* const scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(content);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(createShelf());
    column->addWidget(scroll, 1);
    column->addWidget(createFoot());
    createShelfMenu();
    fill();
}

QWidget* PolicyPanel::createFoot()
{
    auto* const foot = new QWidget(this);
    auto* const column = new QVBoxLayout(foot);
    column->setContentsMargins(12, 8, 12, 12);
    m_problem = new QLabel(foot);
    m_problem->setWordWrap(true);
    setTone(*m_problem, QStringLiteral("warn"));
    m_problem->hide();
    m_propose = new QPushButton(tr("Propose  F9"), foot);
    m_propose->setAccessibleName(tr("Propose a hedge"));
    column->addWidget(m_problem);
    column->addWidget(m_propose);
    connect(m_propose, &QPushButton::clicked, this, [this] {
        if (m_proposing)
            Q_EMIT cancelRequested();
        else
            Q_EMIT proposeRequested(m_policy);
    });
    return foot;
}

PolicyField* PolicyPanel::addField(QVBoxLayout* rows, PolicyNumber number)
{
    auto* const field = new PolicyField(std::move(number), this);
    rows->addWidget(field);
    m_fields << field;
    connect(field, &PolicyField::edited, this, [this, field] { take(field->appliedTo(m_policy)); });
    return field;
}

PolicyRows* PolicyPanel::addRows(QVBoxLayout* rows, PolicyRows* editor)
{
    rows->addWidget(editor);
    m_lists << editor;
    return editor;
}

ComboButton* PolicyPanel::addChoice(QVBoxLayout* rows, const QString& label, const QStringList& entries,
                                    const QString& toolTip)
{
    auto* const choice = new ComboButton(entries, label, this);
    choice->setToolTip(toolTip);
    auto* const words = new QLabel(label, this);
    words->setToolTip(toolTip);
    auto* const row = new QHBoxLayout;
    row->setContentsMargins(12, 0, 12, 0);
    row->addWidget(words);
    row->addStretch(1);
    row->addWidget(choice);
    rows->addLayout(row);
    return choice;
}

bool PolicyPanel::isWhole() const
{
    return std::ranges::all_of(m_fields, &PolicyField::isValid) && std::ranges::all_of(m_lists, &PolicyRows::isValid);
}

void PolicyPanel::showPolicy(const HedgePolicy& policy)
{
    if (policy == m_policy)
        return; // our own edit coming back
    m_policy = policy;
    m_bands->setPolicy(policy);
    if (!m_shelf.saved)
        showShelf(m_shelf); // under its own name
    fill();
    refreshSoon();
}

void PolicyPanel::showHistory(const OpenHistoryWords& history)
{
    m_history = history;
    showRelevant();
}

void PolicyPanel::setProposing(bool proposing)
{
    m_proposing = proposing;
    m_propose->setText(proposing ? tr("Cancel  Esc") : tr("Propose  F9"));
    m_propose->setAccessibleName(proposing ? tr("Cancel the proposal") : tr("Propose a hedge"));
    m_propose->setShortcut(proposing ? QKeySequence(Qt::Key_Escape) : QKeySequence());
}

void PolicyPanel::fill()
{
    for (PolicyField* const field : std::as_const(m_fields))
        field->show(m_policy);
    m_upside->show(rowsOf(m_policy.upside, 1.0));
    m_floor->show(rowsOf(m_policy.floor, -1.0));
    m_stresses->show(rowsOf(m_policy.stress.moves));
    m_venues->show(rowsOf(m_policy.positions.venues));
    fillChoices();
    say({});
    summarise();
    showRelevant();
}

void PolicyPanel::fillChoices()
{
    m_objective->blockSignals(true); // shown, not chosen
    m_objective->setCurrentIndex(static_cast<int>(m_policy.objective));
    m_objective->blockSignals(false);
    m_scenarios->setCurrentIndex(static_cast<int>(m_policy.scenarios.source));
    m_scope->setCurrentIndex(static_cast<int>(m_policy.riskScope));
    m_restriction->setCurrentIndex(static_cast<int>(m_policy.positions.restriction));
    m_margin->setCurrentIndex(marginRuleIndex(m_policy.margin.model));
    m_delta->setCurrentIndex(static_cast<int>(m_policy.delta));
    m_lots->setChecked(m_policy.respectLots);
    m_options->setChecked(m_policy.universe.options);
    m_perpetuals->setChecked(m_policy.universe.perpetuals);
    m_futures->setChecked(m_policy.universe.futures);
    m_exclude->setText(listText(m_policy.universe.exclude));
}

void PolicyPanel::summarise()
{
    setSubLine(
        tr("%1 \u00b7 %2%3")
            .arg(words(m_policy.underlying), words(m_policy.name), m_shelf.changed ? tr(", edited") : QString()));
    m_marginSection->setSummary(marginSummary(m_policy));
    m_universeSection->setSummary(universeSummary(m_policy.universe));
    m_robustSection->setSummary(robustSummary(m_policy.robust));
    m_modelSection->setSummary(deltaWords().at(static_cast<int>(m_policy.delta)));
}

// Only what the objective uses: the rest keeps its value and comes back with it.
void PolicyPanel::showRelevant()
{
    const HedgeObjective objective = m_policy.objective;
    const bool tail = objective == HedgeObjective::Cvar || objective == HedgeObjective::MeanCvar;
    m_riskAversion->setVisible(objective == HedgeObjective::Variance);
    m_weight->setVisible(tail);
    m_count->setVisible(m_policy.scenarios.source != ScenarioSource::Grid);
    m_source->showSource(m_policy.scenarios, m_history);
    m_stickiness->setVisible(m_policy.delta == DeltaChoice::MinVariance);
}

void PolicyPanel::refresh()
{
    const DeskPicture* const shown = picture();
    m_bands->setNow(shown ? shown->risk.get() : nullptr,
                    shown && shown->policyDelta ? &*shown->policyDelta : nullptr);
}

void PolicyPanel::take(const HedgePolicy& policy)
{
    if (policy == m_policy)
        return;
    m_policy = policy;
    say({});
    summarise();
    showRelevant();
    Q_EMIT policyEdited(m_policy);
}

void PolicyPanel::say(const QString& sentence)
{
    m_problem->setText(sentence);
    m_problem->setVisible(!sentence.isEmpty());
}

} // namespace ballast
