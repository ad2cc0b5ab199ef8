#include "ui/panels/policy_panel.h"

#include "models/items/words.h"
#include "ui/panels/policy_numbers.h"
#include "ui/panels/policy_section.h"
#include "ui/panels/policy_words.h"
#include "widgets/combo_button.h"
#include "widgets/segmented_control.h"
#include "widgets/table_view.h"
#include "widgets/theming.h"

#include <QCheckBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

namespace ballast {

namespace {

constexpr int inset = 12;
constexpr int bandRowHeight = 26;

QLabel* subTitle(const QString& text, const QString& toolTip, QWidget* parent)
{
    auto* const label = new QLabel(text, parent);
    label->setContentsMargins(inset, 2, inset, 0);
    label->setToolTip(toolTip);
    setTone(*label, QStringLiteral("muted"));
    return label;
}

const PolicyColumn moveColumn{PolicyPanel::tr("move %"), false, -99.9, 1000.0, true, 60};
const PolicyColumn usdColumn{PolicyPanel::tr("USD"), false, -1e15, 1e15, true, 92};

} // namespace

QWidget* PolicyPanel::createObjective()
{
    auto* const section = new PolicySection(tr("Objective"), this);
    m_objective = new SegmentedControl(objectiveWords(), section);
    m_objective->setStretched(true);
    m_objective->setAccessibleName(tr("Objective"));
    m_objective->setToolTip(
        tr("Cost: the cheapest trades inside all limits. Variance and Shortfall: cost plus the price of "
           "risk. Mean-ES: the same, less what the hedge is expected to earn."));
    auto* const holder = new QHBoxLayout;
    holder->setContentsMargins(inset, 2, inset, 2);
    holder->addWidget(m_objective);
    section->rows()->addLayout(holder);
    m_riskAversion = addField(section->rows(), riskAversionNumber());
    m_weight = addField(section->rows(), shortfallWeightNumber());
    m_confidence = addField(section->rows(), confidenceNumber());
    addField(section->rows(), horizonNumber());
    m_scenarios = addChoice(section->rows(), tr("Scenarios"), scenarioWords(),
                            tr("What value at risk and expected shortfall are counted over"));
    m_source = new ScenarioSourceRow(section);
    section->rows()->addWidget(m_source);
    connect(m_source, &ScenarioSourceRow::historyFilesChosen, this, &PolicyPanel::historyFilesChosen);
    connect(m_source, &ScenarioSourceRow::scenarioFileChosen, this, [this](const QString& file) {
        HedgePolicy policy = m_policy;
        policy.scenarios.file = file.toStdString();
        take(policy);
    });
    m_count = addField(section->rows(), scenarioCountNumber());
    m_scope = addChoice(section->rows(), tr("Risk of"), scopeWords(),
                        tr("Whose lines the price of risk counts; the whole book with its correlations"));
    connect(m_objective, &SegmentedControl::currentChanged, this, &PolicyPanel::chooseObjective);
    connect(m_scenarios, &QComboBox::activated, this, [this](int index) {
        HedgePolicy policy = m_policy;
        policy.scenarios.source = static_cast<ScenarioSource>(index);
        take(policy);
    });
    connect(m_scope, &QComboBox::activated, this, [this](int index) {
        HedgePolicy policy = m_policy;
        policy.riskScope = static_cast<RiskScope>(index);
        take(policy);
    });
    return section;
}

void PolicyPanel::chooseObjective(int index)
{
    HedgePolicy policy = m_policy;
    policy.objective = static_cast<HedgeObjective>(index);
    take(policy);
}

QWidget* PolicyPanel::createBands()
{
    auto* const section = new PolicySection(tr("Bands"), this);
    section->setCaptions({tr("lower"), tr("upper"), tr("now")}, {146, 78, 14});
    auto* const table = new TableView(section);
    auto* const holder = new QHBoxLayout;
    holder->setContentsMargins(6, 0, 6, 0);
    holder->addWidget(table);
    section->rows()->addLayout(holder);
    table->setAccessibleName(tr("Bands of the policy"));
    table->horizontalHeader()->hide();
    table->setModel(m_bands);
    table->setRowHeight(bandRowHeight);
    table->setColumnWidths({114, 50, 50, 50});
    table->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed |
                           QAbstractItemView::AnyKeyPressed | QAbstractItemView::SelectedClicked);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setSelectionBehavior(QAbstractItemView::SelectItems);
    table->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    const auto fitHeight = [this, table] { table->setFixedHeight(bandRowHeight * m_bands->rowCount() + 4); };
    fitHeight();
    connect(m_bands, &QAbstractItemModel::modelReset, table, fitHeight);
    connect(m_bands, &QAbstractItemModel::rowsInserted, table, fitHeight);
    connect(m_bands, &QAbstractItemModel::rowsRemoved, table, fitHeight);
    connect(m_bands, &PolicyBandsModel::bandsEdited, this, [this] {
        HedgePolicy policy = m_policy;
        policy.bands = m_bands->bandsInForce();
        take(policy);
    });
    connect(m_bands, &PolicyBandsModel::limitRefused, this, &PolicyPanel::say);
    return section;
}

QWidget* PolicyPanel::createPnlLimits()
{
    auto* const section = new PolicySection(tr("P&L limits"), this);
    section->setCaptions({tr("move %, USD")}, {42});
    QVBoxLayout* const rows = section->rows();
    rows->addWidget(
        subTitle(tr("Upside kept: P&L at least"), tr("When spot moves this much at once, vols unchanged"), this));
    m_upside = addRows(rows, new PolicyRows(tr("Add an upside"), {moveColumn, usdColumn}, this));
    rows->addWidget(subTitle(tr("Floor: loss at most"), tr("When spot moves this much at once, vols unchanged"), this));
    m_floor = addRows(rows, new PolicyRows(tr("Add a floor"), {moveColumn, usdColumn}, this));
    rows->addWidget(subTitle(
        tr("Stress: spot %, vol points, loss at most"),
        tr("At once, or as the scenario that the row came from says; an empty limit takes the one below"), this));
    const PolicyColumn name{tr("name"), true, 0.0, 0.0, true, 0};
    const PolicyColumn spot{tr("spot %"), false, -99.9, 1000.0, true, 50};
    const PolicyColumn vol{tr("vol pt"), false, -1000.0, 1000.0, true, 46};
    const PolicyColumn loss{tr("USD"), false, 0.0, 1e15, false, 76};
    m_stresses = addRows(rows, new PolicyRows(tr("Add a stress"), {name, spot, vol, loss}, this));
    addField(rows, stressLossNumber());
    connect(m_upside, &PolicyRows::edited, this, [this] {
        HedgePolicy policy = m_policy;
        policy.upside = limitsOf(m_upside->rowsInForce(), 1.0);
        take(policy);
    });
    connect(m_floor, &PolicyRows::edited, this, [this] {
        HedgePolicy policy = m_policy;
        policy.floor = limitsOf(m_floor->rowsInForce(), -1.0);
        take(policy);
    });
    connect(m_stresses, &PolicyRows::edited, this, [this] {
        HedgePolicy policy = m_policy;
        policy.stress.moves = movesOf(m_stresses->rowsInForce(), m_policy.stress.moves);
        take(policy);
    });
    return section;
}

QWidget* PolicyPanel::createTrading()
{
    auto* const section = new PolicySection(tr("Trading limits"), this);
    section->setCaptions({tr("limit")});
    QVBoxLayout* const rows = section->rows();
    m_restriction = addChoice(rows, tr("Trades"), restrictionWords(),
                              tr("Close only: trades only reduce what the book holds. No new shorts: nothing is sold "
                                 "beyond what the book holds."));
    m_legs = addField(rows, maxLegsNumber());
    for (const PolicyNumber& number : tradingNumbers(tr("coins")))
        addField(rows, number);
    m_lots = new QCheckBox(tr("Whole lots"), section);
    m_lots->setAccessibleName(tr("Whole lots"));
    m_lots->setToolTip(tr("Off: quantities of any size, for study"));
    auto* const holder = new QHBoxLayout;
    holder->setContentsMargins(inset, 0, inset, 0);
    holder->addWidget(m_lots);
    rows->addLayout(holder);
    const PolicyColumn venue{tr("venue"), true, 0.0, 0.0, true, 0};
    const PolicyColumn notional{tr("notional \u2264 USD"), false, 0.0, 1e15, true, 110};
    m_venues = addRows(rows, new PolicyRows(tr("Add a venue limit"), {venue, notional}, this));
    connect(m_restriction, &QComboBox::activated, this, [this](int index) {
        HedgePolicy policy = m_policy;
        policy.positions.restriction = static_cast<TradeRestriction>(index);
        take(policy);
    });
    connect(m_lots, &QCheckBox::clicked, this, [this](bool whole) {
        HedgePolicy policy = m_policy;
        policy.respectLots = whole;
        take(policy);
    });
    connect(m_venues, &PolicyRows::edited, this, [this] {
        HedgePolicy policy = m_policy;
        policy.positions.venues = venuesOf(m_venues->rowsInForce());
        take(policy);
    });
    return section;
}

QWidget* PolicyPanel::createMargin()
{
    m_marginSection = new PolicySection(tr("Margin"), this);
    m_margin = addChoice(m_marginSection->rows(), tr("By the rule of"), marginRuleWords(),
                         tr("The venue's own margin rule, on the whole book before and after"));
    for (const PolicyNumber& number : marginNumbers())
        addField(m_marginSection->rows(), number);
    connect(m_margin, &QComboBox::activated, this, [this](int index) {
        HedgePolicy policy = m_policy;
        policy.margin.model = marginRuleAt(index);
        take(policy);
    });
    m_marginSection->setOpen(false);
    return m_marginSection;
}

QWidget* PolicyPanel::createUniverse()
{
    m_universeSection = new PolicySection(tr("Universe"), this);
    QVBoxLayout* const rows = m_universeSection->rows();
    const auto addCheck = [&](const QString& text) {
        auto* const check = new QCheckBox(text, m_universeSection);
        check->setAccessibleName(text);
        auto* const holder = new QHBoxLayout;
        holder->setContentsMargins(inset, 0, inset, 0);
        holder->addWidget(check);
        rows->addLayout(holder);
        connect(check, &QCheckBox::clicked, this, &PolicyPanel::readUniverse);
        return check;
    };
    m_options = addCheck(tr("Options"));
    m_perpetuals = addCheck(tr("Perpetual"));
    m_futures = addCheck(tr("Futures"));
    for (const PolicyNumber& number : universeNumbers())
        addField(rows, number);
    m_exclude = new QLineEdit(m_universeSection);
    m_exclude->setPlaceholderText(tr("leave out: BTC-27FEB26-60000-P, \u2026"));
    m_exclude->setAccessibleName(tr("Instruments to leave out"));
    m_exclude->setProperty("compact", true);
    auto* const holder = new QHBoxLayout;
    holder->setContentsMargins(inset, 0, inset, 0);
    holder->addWidget(m_exclude);
    rows->addLayout(holder);
    connect(m_exclude, &QLineEdit::editingFinished, this, &PolicyPanel::readUniverse);
    m_universeSection->setOpen(false);
    return m_universeSection;
}

QWidget* PolicyPanel::createModel()
{
    m_modelSection = new PolicySection(tr("Delta"), this);
    m_delta = addChoice(m_modelSection->rows(), tr("Convention"), deltaWords(), tr("Delta that the bands count"));
    m_stickiness = addField(m_modelSection->rows(), stickinessNumber());
    connect(m_delta, &QComboBox::activated, this, [this](int index) {
        HedgePolicy policy = m_policy;
        policy.delta = static_cast<DeltaChoice>(index);
        m_bands->setPolicy(policy);
        take(policy);
        refreshSoon();
    });
    m_modelSection->setOpen(false);
    return m_modelSection;
}

QWidget* PolicyPanel::createRobust()
{
    m_robustSection = new PolicySection(tr("Errors to hold for"), this);
    for (const PolicyNumber& number : robustNumbers())
        addField(m_robustSection->rows(), number);
    m_robustSection->setOpen(false);
    return m_robustSection;
}

void PolicyPanel::readUniverse()
{
    HedgePolicy policy = m_policy;
    policy.universe.options = m_options->isChecked();
    policy.universe.perpetuals = m_perpetuals->isChecked();
    policy.universe.futures = m_futures->isChecked();
    policy.universe.exclude = listOf(m_exclude->text());
    take(policy);
}

} // namespace ballast
