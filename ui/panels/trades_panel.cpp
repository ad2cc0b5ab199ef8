#include "ui/panels/trades_panel.h"

#include "models/items/words.h"
#include "models/market/instrument_name.h"
#include "ui/panels/table_export.h"
#include "widgets/number_format.h"
#include "widgets/table_view.h"
#include "widgets/theming.h"

#include <QLabel>
#include <QVBoxLayout>

namespace ballast {

TradesPanel::TradesPanel(Selection* selection, QWidget* parent)
    : HedgePanelBase(QStringLiteral("trades"), tr("Proposed trades"), selection, parent),
      m_model(new TradesModel(this)),
      m_table(new TableView(this)),
      m_note(new QLabel(this))
{
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_table, 1);
    column->addWidget(m_note);
    m_note->setContentsMargins(12, 4, 12, 6);
    say(tr("No proposal yet. F9 proposes a hedge."), Note::Quiet);
    m_table->setAccessibleName(tr("Proposed trades"));
    m_table->setModel(m_model);
    m_table->setRowHeight(24);
    m_table->setColumnWidths({34, 44, 172, 74, 60, 78, 78, 78, 52, 70, 66, 72, 72, 74, 74, 84});
    m_table->setDropPriority(TradesModel::Theta, 4);
    m_table->setDropPriority(TradesModel::Mark, 3);
    m_table->setDropPriority(TradesModel::ImpliedVol, 2);
    m_table->setDropPriority(TradesModel::PriceUnit, 1);
    m_table->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed |
                             QAbstractItemView::AnyKeyPressed | QAbstractItemView::SelectedClicked);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    connect(m_model, &TradesModel::quantitiesEdited, this, [this](const std::vector<double>& quantities) {
        m_awaitsRecomputed = true;
        say({}, Note::Quiet);
        Q_EMIT quantitiesEdited(quantities);
    });
    connect(m_model, &TradesModel::quantityRefused, this,
            [this](const QString& reason) { say(reason, Note::Warning); });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) { chooseRow(current.row()); });
    addMoreAction(tr("Copy rows"), [this] { m_table->copySelection(); });
    addMoreAction(tr("Export CSV…"), [this] { exportTable(this, *m_model, QStringLiteral("trades.csv")); });
}

void TradesPanel::refresh()
{
    const auto& proposal = hedge().proposal;
    m_model->setEditable(hedge().approval.state == ProposalState::Open && !hedge().working);
    const ProposalState state = hedge().approval.state;
    m_model->setOutdated(state == ProposalState::Void || state == ProposalState::Expired ||
                         state == ProposalState::Rejected);
    if (proposal == m_shown)
        return;
    if (!proposal) {
        m_model->clear();
        setSubLine({});
        say(tr("No proposal yet. F9 proposes a hedge."), Note::Quiet);
    } else {
        takeProposal(*proposal);
    }
    m_shown = proposal;
}

// After an edit the same proposal comes back recomputed; anything else is a new one.
void TradesPanel::takeProposal(const HedgeProposal& proposal)
{
    if (std::exchange(m_awaitsRecomputed, false) && m_model->listsAll(proposal))
        m_model->setRecomputed(proposal);
    else
        m_model->setProposal(proposal);
    say(proposal.trades.empty() ? words(proposal.message) : QString(), Note::Quiet);
    if (proposal.trades.empty()) {
        setSubLine(tr("%1, solved in %2 ms")
                       .arg(words(hedgeStatusWord(proposal.status)), formatNumber(proposal.milliseconds, 0)));
        return;
    }
    setSubLine(tr("%1, cost %2 USD, solved in %3 ms; figures by full revaluation of the rounded lots")
                   .arg(words(hedgeStatusWord(proposal.status)), formatNumber(proposal.costUsd(), 0),
                        formatNumber(proposal.milliseconds, 0)));
}

void TradesPanel::say(const QString& sentence, Note note)
{
    setTone(*m_note, note == Note::Warning ? QStringLiteral("warn") : QStringLiteral("muted"));
    m_note->setText(sentence);
    m_note->setVisible(!sentence.isEmpty());
}

void TradesPanel::chooseRow(int row)
{
    const std::optional<std::string> name = m_model->instrumentAt(row);
    const Result<Instrument> instrument = parseDeribitName(name.value_or(std::string()));
    if (instrument && isOption(*instrument) && instrument->underlying == selection()->underlying())
        selection()->chooseStrike(*instrument->expiry, *instrument->strike);
}

} // namespace ballast
