#include "ui/panels/policy_panel.h"

#include "models/items/words.h"
#include "widgets/combo_button.h"
#include "widgets/number_format.h"
#include "widgets/section_label.h"
#include "widgets/table_view.h"
#include "widgets/theming.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>
#include <cmath>
#include <functional>

namespace ballast {

namespace {

constexpr int inset = 12;
constexpr int fieldWidth = 76;

QString shown(std::optional<double> value)
{
    return value ? formatNumber(*value, decimalsOf(*value, 4)) : QString();
}

} // namespace

PolicyPanel::PolicyPanel(Selection* selection, QWidget* parent)
    : Panel(QStringLiteral("policy"), tr("Policy"), selection, parent),
      m_bands(new PolicyBandsModel(this)),
      m_name(new QLabel(this)),
      m_problem(new QLabel(this))
{
    auto* const content = new QWidget(this);
    auto* const rows = new QVBoxLayout(content);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    m_name->setContentsMargins(inset, 6, inset, 8);
    m_name->setWordWrap(true);
    rows->addWidget(m_name);
    rows->addWidget(createBands());
    rows->addWidget(createLimits());
    rows->addWidget(createUniverse());
    rows->addWidget(createModel());
    rows->addStretch(1);
    auto* const scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(content);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(scroll, 1);
    column->addWidget(createFoot());
    fill();
}

QWidget* PolicyPanel::createBands()
{
    auto* const box = new QWidget(this);
    auto* const label = new SectionLabel(tr("Bands"), {tr("lower"), tr("upper"), tr("now")}, box);
    auto* const table = new TableView(box);
    auto* const rows = new QVBoxLayout(box);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(2);
    rows->addWidget(label);
    auto* const holder = new QHBoxLayout;
    holder->setContentsMargins(6, 0, 6, 0);
    holder->addWidget(table);
    rows->addLayout(holder);
    table->setAccessibleName(tr("Bands of the policy"));
    table->horizontalHeader()->hide();
    table->setModel(m_bands);
    table->setRowHeight(28);
    table->setColumnWidths({116, 64, 64, 64});
    label->setCaptionInsets({140, 76, 12});
    table->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed |
                           QAbstractItemView::AnyKeyPressed | QAbstractItemView::SelectedClicked);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setSelectionBehavior(QAbstractItemView::SelectItems);
    table->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    const auto fitHeight = [this, table] { table->setFixedHeight(28 * m_bands->rowCount() + 8); };
    fitHeight();
    connect(m_bands, &QAbstractItemModel::modelReset, table, fitHeight);
    connect(m_bands, &QAbstractItemModel::rowsInserted, table, fitHeight);
    connect(m_bands, &PolicyBandsModel::bandsEdited, this, [this] {
        m_policy.bands = m_bands->bandsInForce();
        edited();
    });
    connect(m_bands, &PolicyBandsModel::limitRefused, this, &PolicyPanel::say);
    return box;
}

QWidget* PolicyPanel::createLimits()
{
    auto* const box = new QWidget(this);
    auto* const rows = new QGridLayout(box);
    rows->setContentsMargins(0, 0, 0, 8);
    rows->setVerticalSpacing(4);
    rows->setColumnStretch(0, 1);
    rows->addWidget(new SectionLabel(tr("Limits"), {tr("limit")}, box), 0, 0, 1, 2);
    m_legs = addNumber(rows, {tr("Legs ≤"), {}, tr("Most trades of one proposal; empty: no limit")});
    m_notional =
        addNumber(rows, {tr("Notional ≤"), tr("USD"), tr("Sum of quantity times underlying price; empty: no limit")});
    m_depth = addNumber(rows, {tr("Share of depth ≤"), tr("%"), tr("Of the visible depth that one leg may take")});
    connect(m_legs, &QLineEdit::editingFinished, this, [this] {
        readNumber(m_legs, 1.0, [this](auto value) {
            m_policy.maxLegs = value ? std::optional(static_cast<int>(std::lround(*value))) : std::nullopt;
        });
    });
    connect(m_notional, &QLineEdit::editingFinished, this,
            [this] { readNumber(m_notional, 0.0, [this](auto value) { m_policy.maxNotionalUsd = value; }); });
    connect(m_depth, &QLineEdit::editingFinished, this, [this] {
        readNumber(m_depth, 0.1,
                   [this](auto value) { m_policy.depthShare = std::min(1.0, value.value_or(100.0) / 100.0); });
    });
    return box;
}

QWidget* PolicyPanel::createUniverse()
{
    auto* const box = new QWidget(this);
    auto* const rows = new QGridLayout(box);
    rows->setContentsMargins(0, 0, 0, 8);
    rows->setVerticalSpacing(4);
    rows->setColumnStretch(0, 1);
    rows->addWidget(new SectionLabel(tr("Universe"), {}, box), 0, 0, 1, 2);
    const auto addCheck = [&](const QString& text) {
        auto* const check = new QCheckBox(text, box);
        check->setAccessibleName(text);
        auto* const holder = new QHBoxLayout;
        holder->setContentsMargins(inset, 0, inset, 0);
        holder->addWidget(check);
        rows->addLayout(holder, rows->rowCount(), 0, 1, 2);
        connect(check, &QCheckBox::clicked, this, &PolicyPanel::readUniverse);
        return check;
    };
    m_options = addCheck(tr("Options"));
    m_perpetuals = addCheck(tr("Perpetual"));
    m_futures = addCheck(tr("Futures"));
    m_spread = addNumber(rows, {tr("Option spread ≤"), tr("vol pt"), tr("Options quoted wider are refused")});
    m_openInterest = addNumber(rows, {tr("Open interest ≥"), tr("contracts"), tr("Where the market states it")});
    connect(m_spread, &QLineEdit::editingFinished, this, [this] {
        readNumber(m_spread, 0.0,
                   [this](auto value) { m_policy.universe.maxSpreadVolPoints = value.value_or(1000.0); });
    });
    connect(m_openInterest, &QLineEdit::editingFinished, this, [this] {
        readNumber(m_openInterest, 0.0,
                   [this](auto value) { m_policy.universe.minOpenInterest = value.value_or(0.0); });
    });
    return box;
}

QWidget* PolicyPanel::createModel()
{
    auto* const box = new QWidget(this);
    auto* const rows = new QGridLayout(box);
    rows->setContentsMargins(0, 0, 0, 8);
    rows->setColumnStretch(0, 1);
    rows->addWidget(new SectionLabel(tr("Model"), {}, box), 0, 0, 1, 2);
    auto* const label = new QLabel(tr("Delta"), box);
    label->setContentsMargins(inset, 0, 0, 0);
    m_delta = new ComboButton({tr("Black-76"), tr("Net of premium")}, tr("Delta that the bands count"), box);
    auto* const holder = new QHBoxLayout;
    holder->setContentsMargins(0, 0, inset, 0);
    holder->addWidget(m_delta);
    rows->addWidget(label, 1, 0);
    rows->addLayout(holder, 1, 1);
    connect(m_delta, &QComboBox::activated, this, [this](int index) {
        m_policy.delta = index == 1 ? DeltaChoice::Net : DeltaChoice::BlackScholes;
        m_bands->setPolicy(m_policy);
        edited();
        refreshSoon();
    });
    return box;
}

QWidget* PolicyPanel::createFoot()
{
    auto* const foot = new QWidget(this);
    auto* const column = new QVBoxLayout(foot);
    column->setContentsMargins(inset, 8, inset, inset);
    m_problem->setWordWrap(true);
    setTone(*m_problem, QStringLiteral("warn"));
    m_problem->hide();
    m_propose = new QPushButton(tr("Propose  F9"), foot);
    m_propose->setAccessibleName(tr("Propose a hedge"));
    column->addWidget(m_problem);
    column->addWidget(m_propose);
    connect(m_propose, &QPushButton::clicked, this, [this] { Q_EMIT proposeRequested(m_policy); });
    return foot;
}

QLineEdit* PolicyPanel::addNumber(QGridLayout* rows, const NumberField& field)
{
    const QString text = field.unit.isEmpty() ? field.label : field.label + QLatin1Char(' ') + field.unit;
    auto* const label = new QLabel(text, this);
    label->setContentsMargins(inset, 0, 0, 0);
    auto* const edit = new QLineEdit(this);
    edit->setAccessibleName(text);
    edit->setToolTip(field.toolTip);
    edit->setPlaceholderText(missingText());
    edit->setAlignment(Qt::AlignRight);
    edit->setProperty("compact", true);
    edit->setFixedWidth(fieldWidth);
    label->setBuddy(edit);
    auto* const holder = new QHBoxLayout;
    holder->setContentsMargins(0, 0, inset, 0);
    holder->addWidget(edit);
    const int row = rows->rowCount();
    rows->addWidget(label, row, 0);
    rows->addLayout(holder, row, 1);
    return edit;
}

void PolicyPanel::showPolicy(const HedgePolicy& policy)
{
    if (policy == m_policy)
        return; // our own edit coming back
    m_policy = policy;
    m_bands->setPolicy(policy);
    fill();
    refreshSoon();
}

void PolicyPanel::setProposing(bool proposing)
{
    m_propose->setEnabled(!proposing);
    m_propose->setText(proposing ? tr("Working…") : tr("Propose  F9"));
}

void PolicyPanel::fill()
{
    setSubLine(words(m_policy.underlying));
    m_name->setText(tr("<b>%1</b><br>Least cost within the bands").arg(words(m_policy.name).toHtmlEscaped()));
    m_legs->setText(m_policy.maxLegs ? QString::number(*m_policy.maxLegs) : QString());
    m_notional->setText(shown(m_policy.maxNotionalUsd));
    m_depth->setText(shown(100.0 * m_policy.depthShare));
    m_spread->setText(shown(m_policy.universe.maxSpreadVolPoints));
    m_openInterest->setText(shown(m_policy.universe.minOpenInterest));
    m_options->setChecked(m_policy.universe.options);
    m_perpetuals->setChecked(m_policy.universe.perpetuals);
    m_futures->setChecked(m_policy.universe.futures);
    m_delta->setCurrentIndex(m_policy.delta == DeltaChoice::Net ? 1 : 0);
}

void PolicyPanel::refresh()
{
    m_bands->setNow(picture() ? picture()->risk.get() : nullptr);
}

void PolicyPanel::readNumber(QLineEdit* field, std::optional<double> least,
                             const std::function<void(std::optional<double>)>& store)
{
    QString typed = field->text().trimmed();
    typed.remove(QLatin1Char(','));
    bool isNumber = true;
    const double value = typed.isEmpty() ? 0.0 : typed.toDouble(&isNumber);
    const bool valid = typed.isEmpty() || (isNumber && std::isfinite(value) && value >= least.value_or(value));
    setInvalid(*field, !valid);
    say(valid ? QString()
              : tr("%1: a number from %2 up, or empty.").arg(field->accessibleName(), formatNumber(least, 1)));
    if (!valid)
        return;
    const HedgePolicy before = m_policy;
    store(typed.isEmpty() ? std::nullopt : std::optional(value));
    if (!(m_policy == before))
        edited();
}

void PolicyPanel::readUniverse()
{
    m_policy.universe.options = m_options->isChecked();
    m_policy.universe.perpetuals = m_perpetuals->isChecked();
    m_policy.universe.futures = m_futures->isChecked();
    edited();
}

void PolicyPanel::say(const QString& sentence)
{
    m_problem->setText(sentence);
    m_problem->setVisible(!sentence.isEmpty());
}

void PolicyPanel::edited()
{
    say({});
    Q_EMIT policyEdited(m_policy);
}

} // namespace ballast
