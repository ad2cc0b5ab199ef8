#include "models/items/limit_history_model.h"
#include "models/items/words.h"
#include "ui/panels/table_export.h"
#include "ui/scenario/limit_dialog.h"
#include "ui/scenario/risk_panels.h"
#include "widgets/combo_button.h"
#include "widgets/number_format.h"
#include "widgets/table_view.h"
#include "widgets/theming.h"

#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

namespace ballast {

namespace {

const QStringList marginWords{QStringLiteral("deribit-pm"), QStringLiteral("deribit-sm"), QStringLiteral("okx-pm"),
                              QStringLiteral("derive-pm"), QStringLiteral("derive-sm")};

QString stressSentence(const ScenarioPicture& picture)
{
    if (!picture.stress)
        return {};
    if (!picture.stress->stress)
        return LimitsPanel::tr("Reverse stress: %1").arg(words(picture.stress->problem));
    const ReverseStress& stress = *picture.stress->stress;
    if (stress.status == ReverseStressStatus::AlreadyBroken)
        return LimitsPanel::tr("Broken without any move: %1").arg(words(stress.broken));
    if (stress.status != ReverseStressStatus::Found)
        return LimitsPanel::tr("No move within 10 standard deviations of a day breaks a limit");
    QStringList moves;
    for (std::size_t i = 0; i < stress.factors.size(); ++i) {
        const bool relative = stress.factors[i].kind == FactorKind::Spot || stress.factors[i].kind == FactorKind::Vol;
        moves << words(factorName(stress.factors[i])) + QLatin1Char(' ') +
                     (relative ? formatPercent(std::expm1(stress.logMoves[i]), 1, SignMode::Always)
                               : formatSigned(stress.logMoves[i], 2));
    }
    return LimitsPanel::tr("Smallest move that breaks %1: %2 σ of a day, %3")
        .arg(words(stress.broken), formatNumber(stress.deviations, 2), moves.join(QStringLiteral(", ")));
}

} // namespace

LimitsPanel::LimitsPanel(Selection* selection, ScenarioHub* hub, QWidget* parent)
    : ScenarioPanel(QStringLiteral("limits"), tr("Limits"), selection, hub, Follows::Picture | Follows::Controls,
                    parent),
      m_model(new LimitsModel(this)),
      m_table(new TableView(this)),
      m_stress(new QLabel(this)),
      m_equity(new QLineEdit(this)),
      m_margin(new ComboButton(marginWords, tr("Margin model"), this))
{
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_table, 1);
    column->addWidget(m_stress);
    m_stress->setContentsMargins(12, 4, 12, 6);
    m_stress->setWordWrap(true);
    setTone(*m_stress, QStringLiteral("muted"));
    m_table->setAccessibleName(tr("Limits"));
    m_table->setModel(m_model);
    m_table->setColumnWidths({88, 82, 82, 66, 66, 44});
    m_table->setDropPriority(LimitsModel::Soft, 1);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_equity->setPlaceholderText(tr("Equity USD"));
    m_equity->setAccessibleName(tr("Equity of the margin account beside the book, USD"));
    m_equity->setToolTip(tr("Cash of the margin account beside what the book lists, USD; empty: not stated"));
    m_equity->setFixedWidth(86);
    m_equity->setProperty("compact", true);
    auto* const add = new QPushButton(tr("Add"), this);
    add->setProperty("compact", true);
    addHeaderWidget(m_margin);
    addHeaderWidget(m_equity);
    addHeaderWidget(add);
    connect(add, &QPushButton::clicked, this, [this] { editLimit({}, false); });
    connect(m_table, &TableView::rowActivated, this, [this] { editCurrent(); });
    connect(m_margin, &QComboBox::textActivated, hub, &ScenarioHub::marginModelChosen);
    connect(m_equity, &QLineEdit::editingFinished, this, [this] {
        bool ok = false;
        QString text = m_equity->text().trimmed();
        const double usd = text.remove(QLatin1Char(',')).toDouble(&ok);
        setInvalid(*m_equity, !text.isEmpty() && !ok);
        if (text.isEmpty() || ok)
            Q_EMIT this->hub()->equityStated(ok ? std::optional(usd) : std::nullopt);
    });
    addMoreAction(tr("Change limit…"), [this] { editCurrent(); });
    addMoreAction(tr("Delete limit"), [this] {
        if (const Limit* const limit = currentLimit())
            Q_EMIT this->hub()->limitRemoved(words(limit->name));
    });
    addMoreAction(tr("History of the limit…"), [this] {
        if (const Limit* const limit = currentLimit())
            Q_EMIT this->hub()->limitHistoryWanted(words(limit->name));
    });
    connect(hub, &ScenarioHub::limitHistoryRead, this, &LimitsPanel::showHistory);
    addMoreAction(tr("Export CSV…"), [this] { exportTable(this, *m_model, QStringLiteral("limits.csv")); });
}

void LimitsPanel::refresh()
{
    m_model->setPicture(hub()->picturePtr());
    setSubLine(tr("soft and hard"));
    const LabControls& controls = hub()->controls();
    m_margin->setCurrentText(words(controls.marginModel));
    if (!m_equity->hasFocus())
        m_equity->setText(controls.equityUsd ? formatNumber(*controls.equityUsd, 0) : QString());
    m_stress->setText(hub()->picture() ? stressSentence(*hub()->picture()) : QString());
}

// The chosen one, or the first.
const Limit* LimitsPanel::currentLimit() const
{
    const auto& limits = hub()->controls().limits;
    const auto row = static_cast<std::size_t>(std::max(0, m_table->currentIndex().row()));
    return row < limits.size() ? &limits[row] : nullptr;
}

void LimitsPanel::editCurrent()
{
    if (const Limit* const limit = currentLimit())
        editLimit(*limit, true);
}

void LimitsPanel::showHistory(const LimitUses& history)
{
    auto* const dialog = new QDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("%1, the last 30 days").arg(words(history.limit)));
    dialog->resize(480, 420);
    auto* const column = new QVBoxLayout(dialog);
    auto* const table = new TableView(dialog);
    table->setAccessibleName(dialog->windowTitle());
    table->setModel(new LimitHistoryModel(history, table));
    table->setColumnWidths({150, 110, 110, 80});
    column->addWidget(table);
    if (history.uses.empty())
        column->addWidget(
            new QLabel(tr("Nothing is written yet: a row comes each minute while the desk runs."), dialog));
    dialog->open();
}

void LimitsPanel::editLimit(const Limit& limit, bool known)
{
    auto* const dialog = new LimitDialog(limit, known, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &LimitDialog::limitEntered, hub(), &ScenarioHub::limitEdited);
    dialog->open();
}

} // namespace ballast
