#include "ui/scenario/editor_panel.h"

#include "models/items/words.h"
#include "widgets/combo_button.h"
#include "widgets/icons.h"
#include "widgets/number_format.h"
#include "widgets/theming.h"

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

namespace ballast {

namespace {

constexpr ShockField shownFields[] = {
    ShockField::Spot,         ShockField::VolPoints,      ShockField::VolRelative,   ShockField::Skew25d,
    ShockField::Curvature25d, ShockField::TermPower,      ShockField::Basis,         ShockField::Funding,
    ShockField::Rate,         ShockField::SpreadMultiple, ShockField::DepthMultiple, ShockField::OracleDelaySeconds};
constexpr double longestHorizonDays = 60.0;
constexpr double widestPeg = 20.0; // percent of a dollar

QString explanation(ShockField field)
{
    switch (field) {
    case ShockField::Spot:
        return ShockEditorPanel::tr("Return of the index and of all forwards over the horizon");
    case ShockField::VolPoints:
        return ShockEditorPanel::tr("Points added to every vol of 30 days to expiry; other expiries by the term power");
    case ShockField::VolRelative:
        return ShockEditorPanel::tr("Every vol of 30 days to expiry times 1 plus this");
    case ShockField::Skew25d:
        return ShockEditorPanel::tr("Points on the vol of the 25-delta put less that of the 25-delta call");
    case ShockField::Curvature25d:
        return ShockEditorPanel::tr("Points on the mean of both 25-delta vols less the vol at the money");
    case ShockField::TermPower:
        return ShockEditorPanel::tr(
            "Vol moves times (30 / days to expiry) to this power: above 0 the front moves more");
    case ShockField::Rate:
        return ShockEditorPanel::tr("Per year, on dated forwards");
    case ShockField::Funding:
        return ShockEditorPanel::tr("Per 8 hours on top of today's, paid by long perpetuals over the horizon");
    case ShockField::Basis:
        return ShockEditorPanel::tr("Every future, perpetual and forward against the index");
    case ShockField::SpreadMultiple:
        return ShockEditorPanel::tr("Every bid-ask spread times this: what leaving the book costs");
    case ShockField::DepthMultiple:
        return ShockEditorPanel::tr("Every amount on an order book times this");
    case ShockField::OracleDelaySeconds:
        return ShockEditorPanel::tr("Settlement takes the index of this much earlier");
    }
    return {};
}

SliderSpec specOf(ShockField field)
{
    const ShockFieldSpec& spec = shockField(field);
    return {words(spec.label),
            QString::fromUtf8(spec.unit),
            spec.sliderLow / spec.perShown,
            spec.sliderHigh / spec.perShown,
            spec.neutral / spec.perShown,
            spec.step / spec.perShown,
            explanation(field)};
}

double pegOf(const UnderlyingShock& shock)
{
    return shock.stablecoins.empty() ? 0.0 : 100.0 * (shock.stablecoins.front().priceUsd - 1.0);
}

} // namespace

ShockEditorPanel::ShockEditorPanel(Selection* selection, ScenarioHub* hub, QWidget* parent)
    : ScenarioPanel(QStringLiteral("shockEditor"), tr("Scenario"), selection, hub,
                    Follows::Picture | Follows::Scenarios | Follows::Controls, parent),
      m_rows(new QWidget)
{
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* const scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(m_rows);
    column->addWidget(scroll, 1);
    createRows();
    column->addWidget(createFoot());
    createHeader();
    connectHorizon();
    connectPeg();
}

SliderRow* ShockEditorPanel::row(ShockField field) const
{
    const auto it = std::ranges::find(m_fields, field, &FieldRow::field);
    return it == m_fields.end() ? nullptr : it->row;
}

void ShockEditorPanel::createRows()
{
    auto* const column = new QVBoxLayout(m_rows);
    column->setContentsMargins(0, 2, 0, 2);
    column->setSpacing(0);
    for (const ShockField field : shownFields) {
        auto* const row = new SliderRow(specOf(field), m_rows);
        column->addWidget(row);
        m_fields.push_back({field, row});
        connectField(field, row);
    }
    m_peg = new SliderRow({tr("Stablecoin peg"), tr("%"), -widestPeg, widestPeg, 0.0, 0.1,
                           tr("USDC against the dollar: linear contracts settle in it")},
                          m_rows);
    m_horizon = new SliderRow({tr("Time"), tr("d"), 0.0, longestHorizonDays, 0.0, 1.0,
                               tr("Days that pass; legs that expire on the way settle at the path's price then")},
                              m_rows);
    column->addWidget(m_peg);
    column->addWidget(m_horizon);
    column->addStretch(1);
}

QWidget* ShockEditorPanel::createFoot()
{
    auto* const foot = new QWidget(this);
    auto* const column = new QVBoxLayout(foot);
    column->setContentsMargins(12, 4, 12, 6);
    column->setSpacing(2);
    auto* const switches = new QHBoxLayout;
    m_follow = new QCheckBox(tr("Others follow"), foot);
    m_follow->setToolTip(tr("Factors that the scenario leaves still take their conditional expectation, given those "
                            "that it moves"));
    m_halt = new QCheckBox(tr("Deribit halted"), foot);
    m_halt->setToolTip(tr("Nothing trades there; positions stay and are valued"));
    m_dynamics =
        new ComboButton({tr("Sticky strike"), tr("Sticky moneyness")}, tr("What vols do when spot moves"), foot);
    m_followers = new QLabel(foot);
    setTone(*m_followers, QStringLiteral("muted"));
    m_followers->setWordWrap(true);
    m_followers->hide();
    switches->addWidget(m_follow);
    switches->addWidget(m_halt);
    switches->addStretch(1);
    switches->addWidget(m_dynamics);
    m_problem = new QLabel(foot);
    m_problem->setWordWrap(true);
    setTone(*m_problem, QStringLiteral("warn"));
    m_problem->hide();
    column->addLayout(switches);
    column->addWidget(m_followers);
    column->addWidget(m_problem);
    connect(m_follow, &QCheckBox::clicked, this, [this](bool follow) {
        if (const ScenarioNode* const node = editable())
            Q_EMIT hub()->followEdited(node->id, follow);
    });
    connect(m_halt, &QCheckBox::clicked, this, [this](bool halted) {
        if (const ScenarioNode* const node = editable())
            Q_EMIT hub()->haltEdited(node->id, targetUnderlying(), "deribit", halted);
    });
    return foot;
}

void ShockEditorPanel::createHeader()
{
    m_target = new ComboButton({tr("All")}, tr("Underlying that the shocks are for"), this);
    const auto button = [this](IconName icon, const QString& name) {
        auto* const made = new QToolButton(this);
        made->setIcon(themedIcon(icon));
        made->setAccessibleName(name);
        made->setToolTip(name);
        addHeaderWidget(made);
        return made;
    };
    addHeaderWidget(m_target);
    m_undo = button(IconName::Undo, tr("Undo"));
    m_redo = button(IconName::Redo, tr("Redo"));
    connect(m_target, &QComboBox::activated, this, [this] { refreshSoon(); });
    connect(m_dynamics, &QComboBox::activated, this, [this](int index) {
        if (const ScenarioNode* const node = editable())
            Q_EMIT hub()->dynamicsEdited(node->id,
                                         index == 0 ? VolDynamics::StickyStrike : VolDynamics::StickyMoneyness);
    });
    connect(m_undo, &QToolButton::clicked, hub(), &ScenarioHub::undoWanted);
    connect(m_redo, &QToolButton::clicked, hub(), &ScenarioHub::redoWanted);
    addMoreAction(tr("Edit a copy"), [this] { Q_EMIT hub()->scenarioDuplicated(hub()->scenarios().chosen); });
    addMoreAction(tr("Back to no shock at all"), [this] {
        if (const ScenarioNode* const node = editable())
            Q_EMIT hub()->wholeEdited(node->id, Scenario{node->name}, tr("clear all shocks"));
    });
    addMoreAction(tr("Hedge this scenario"), [this] {
        if (const ScenarioNode* const node = hub()->chosen())
            Q_EMIT hub()->hedgeWanted(*node->scenario);
    });
}

void ShockEditorPanel::connectField(ShockField field, SliderRow* row)
{
    const double perShown = shockField(field).perShown;
    connect(row, &SliderRow::dragged, this,
            [this, field, perShown](double shown) { emitField(field, shown * perShown, EditStage::Dragging); });
    connect(row, &SliderRow::dragFinished, this,
            [this, field, perShown](double shown) { emitField(field, shown * perShown, EditStage::Step); });
    connect(row, &SliderRow::typed, this, [this, field, row](const QString& text) {
        const Result<double> value = parseShockValue(field, text.toStdString());
        row->setProblem(value ? QString() : words(value.error().message));
        if (value)
            emitField(field, *value, EditStage::Step);
        else
            Q_EMIT hub()->said(words(value.error().message));
    });
}

void ShockEditorPanel::connectHorizon()
{
    const auto edit = [this](double days, EditStage stage) {
        if (const ScenarioNode* const node = editable())
            Q_EMIT hub()->horizonEdited(node->id, days, stage);
    };
    connect(m_horizon, &SliderRow::dragged, this, [edit](double days) { edit(days, EditStage::Dragging); });
    connect(m_horizon, &SliderRow::dragFinished, this, [edit](double days) { edit(days, EditStage::Step); });
    connect(m_horizon, &SliderRow::typed, this, [this, edit](const QString& text) {
        bool ok = false;
        const double days = text.trimmed().toDouble(&ok);
        const bool sound = ok && days >= 0.0 && days <= 3650.0;
        m_horizon->setProblem(sound ? QString() : tr("Days are a number from 0 to 3650"));
        if (sound)
            edit(days, EditStage::Step);
    });
}

void ShockEditorPanel::connectPeg()
{
    const auto edit = [this](double percent, EditStage stage) {
        if (const ScenarioNode* const node = editable())
            Q_EMIT hub()->pegEdited(node->id, targetUnderlying(), 1.0 + percent / 100.0, stage);
    };
    connect(m_peg, &SliderRow::dragged, this, [edit](double percent) { edit(percent, EditStage::Dragging); });
    connect(m_peg, &SliderRow::dragFinished, this, [edit](double percent) { edit(percent, EditStage::Step); });
    connect(m_peg, &SliderRow::typed, this, [this, edit](const QString& text) {
        bool ok = false;
        QString number = text.trimmed();
        const double percent = number.replace(QChar(0x2212), QLatin1Char('-')).toDouble(&ok);
        const bool sound = ok && percent > -100.0 && percent < 100.0;
        m_peg->setProblem(sound ? QString() : tr("A peg moves by more than -100 % and less than 100 %"));
        if (sound)
            edit(percent, EditStage::Step);
    });
}

const ScenarioNode* ShockEditorPanel::editable()
{
    const ScenarioNode* const node = hub()->chosen();
    if (m_showing || !node)
        return nullptr;
    if (node->origin == ScenarioOrigin::Own)
        return node;
    Q_EMIT hub()->said(tr("%1 is measured: edit a copy of it").arg(words(node->name)));
    return nullptr;
}

void ShockEditorPanel::emitField(ShockField field, double value, EditStage stage)
{
    if (const ScenarioNode* const node = editable())
        Q_EMIT hub()->fieldEdited(node->id, targetUnderlying(), field, value, stage);
}

std::string ShockEditorPanel::targetUnderlying() const
{
    return m_target->currentIndex() <= 0 ? std::string() : m_target->currentText().toStdString();
}

// "All", then the underlyings of the market and of the scenario.
void ShockEditorPanel::showTargets()
{
    QStringList targets{tr("All")};
    if (picture())
        for (const UnderlyingPicture& each : picture()->underlyings)
            targets << words(each.underlying);
    if (const ScenarioNode* const node = hub()->chosen())
        for (const UnderlyingShock& shock : node->scenario->shocks)
            if (!shock.underlying.empty() && !targets.contains(words(shock.underlying)))
                targets << words(shock.underlying);
    QStringList shown;
    for (int i = 0; i < m_target->count(); ++i)
        shown << m_target->itemText(i);
    if (shown != targets) {
        const QString current = m_target->currentText();
        m_target->clear();
        m_target->addItems(targets);
        m_target->setCurrentIndex(std::max(0, int(targets.indexOf(current))));
    }
    followOwnShock();
}

// Another scenario, or a shock that was added by the map: the sliders turn to the shock that hits the chosen
// underlying.
void ShockEditorPanel::followOwnShock()
{
    const ScenarioNode* const node = hub()->chosen();
    if (!node)
        return;
    const std::string& home = selection()->underlying();
    const bool own =
        std::ranges::find(node->scenario->shocks, home, &UnderlyingShock::underlying) != node->scenario->shocks.end();
    const std::pair now(node->id, own);
    if (m_turnedTo == now)
        return;
    m_turnedTo = now;
    m_target->setCurrentIndex(own ? std::max(0, m_target->findText(words(home))) : 0);
}

void ShockEditorPanel::refresh()
{
    m_showing = true;
    showTargets();
    const UndoView& undo = hub()->controls().undo;
    m_undo->setEnabled(undo.canUndo);
    m_redo->setEnabled(undo.canRedo);
    m_undo->setToolTip(tr("Undo %1 (Ctrl+Z)").arg(words(undo.undoText)));
    m_redo->setToolTip(tr("Redo %1 (Ctrl+Shift+Z)").arg(words(undo.redoText)));
    const ScenarioNode* const node = hub()->chosen();
    m_rows->setEnabled(node != nullptr);
    if (node) {
        setTitle(words(node->name));
        const int edits = hub()->scenarios().edits;
        setSubLine(node->origin != ScenarioOrigin::Own ? tr("measured, read only")
                   : edits > 0                         ? (edits == 1 ? tr("1 edit") : tr("%1 edits").arg(edits))
                                                       : QString());
        const std::string target = targetUnderlying();
        const auto own = std::ranges::find(node->scenario->shocks, target, &UnderlyingShock::underlying);
        showShock(*node, own != node->scenario->shocks.end() ? *own : shockFor(*node->scenario, target));
        showFollowers(*node);
    }
    m_showing = false;
}

void ShockEditorPanel::showShock(const ScenarioNode& node, const UnderlyingShock& shock)
{
    const bool own = node.origin == ScenarioOrigin::Own;
    for (const FieldRow& each : m_fields) {
        const double value = shockValue(shock, each.field);
        each.row->setValue(value / shockField(each.field).perShown, words(shownShockValue(each.field, value)));
        each.row->setEditable(own);
    }
    m_peg->setValue(pegOf(shock), formatNumber(pegOf(shock), 1));
    m_peg->setEditable(own);
    const double days = node.scenario->horizonDays;
    m_horizon->setValue(days, formatNumber(days, decimalsOf(days, 2)));
    m_horizon->setEditable(own);
    m_dynamics->setCurrentIndex(node.scenario->dynamics == VolDynamics::StickyStrike ? 0 : 1);
    m_dynamics->setEnabled(own);
    m_follow->setChecked(node.follow == OthersFollow::ConditionalExpectation);
    m_follow->setEnabled(own);
    m_halt->setChecked(std::ranges::find(shock.venuesHalted, "deribit") != shock.venuesHalted.end());
    m_halt->setEnabled(own);
}

// "ETH −14.6 %": what moved along, shortest form; all of it in the tooltip.
void ShockEditorPanel::showFollowers(const ScenarioNode& node)
{
    const ScenarioPicture* const picture = hub()->picture();
    const bool mine = picture && picture->chosen.id == node.id;
    m_problem->setText(mine ? words(picture->chosenProblem) : QString());
    m_problem->setVisible(!m_problem->text().isEmpty());
    QStringList moves;
    if (mine) {
        for (const FactorShift& shift : picture->followed) {
            const QString name = words(factorName(shift.factor));
            const bool relative = shift.factor.kind == FactorKind::Spot || shift.factor.kind == FactorKind::Vol;
            moves << (relative ? tr("%1 %2").arg(name, formatPercent(std::expm1(shift.logMove), 1, SignMode::Always))
                               : tr("%1 %2").arg(name, formatSigned(shift.logMove, 2)));
        }
    }
    m_followers->setText(moves.isEmpty() ? QString() : tr("follow: %1").arg(moves.join(QStringLiteral(", "))));
    m_followers->setVisible(!moves.isEmpty());
    m_followers->setToolTip(moves.join(QLatin1Char('\n')));
}

} // namespace ballast
