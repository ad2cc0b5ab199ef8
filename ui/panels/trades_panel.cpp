#include "ui/panels/trades_panel.h"

#include "models/items/words.h"
#include "models/market/instrument_name.h"
#include "ui/panels/add_leg_popup.h"
#include "ui/panels/table_export.h"
#include "widgets/number_format.h"
#include "widgets/table_view.h"
#include "widgets/theming.h"

#include <QAction>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>
#include <array>

namespace ballast {

TradesPanel::TradesPanel(Selection* selection, QWidget* parent)
    : HedgePanelBase(QStringLiteral("trades"), tr("Proposed trades"), selection, parent),
      m_model(new TradesModel(this)),
      m_table(new TableView(this)),
      m_note(new QLabel(this)),
      m_undo(new QPushButton(tr("Undo"), this)),
      m_addLeg(new QPushButton(tr("Add leg"), this))
{
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_table, 1);
    column->addWidget(m_note);
    m_note->setContentsMargins(12, 4, 12, 6);
    say(tr("No proposal yet. F9 proposes a hedge."), Note::Quiet);
    createTable();
    createHeader();
    connectModel();
    updateButtons();
}

void TradesPanel::createTable()
{
    m_table->setAccessibleName(tr("Proposed trades"));
    m_table->setModel(m_model);
    m_table->setRowHeight(24);
    m_table->setColumnWidths({32, 42, 164, 72, 58, 74, 76, 76, 50, 70, 66, 98, 78, 74, 74, 76});
    // What a narrow page leaves out the limit's tooltip says.
    constexpr std::array droppedLastToFirst{TradesModel::Gamma,      TradesModel::Fees,     TradesModel::Spread,
                                            TradesModel::Depth,      TradesModel::Expected, TradesModel::PriceUnit,
                                            TradesModel::ImpliedVol, TradesModel::Mark,     TradesModel::Theta};
    for (std::size_t i = 0; i < droppedLastToFirst.size(); ++i)
        m_table->setDropPriority(droppedLastToFirst[i], static_cast<int>(i) + 1);
    m_table->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed |
                             QAbstractItemView::AnyKeyPressed | QAbstractItemView::SelectedClicked);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    auto* const remove = new QAction(tr("Remove leg"), m_table);
    remove->setShortcut(QKeySequence::Delete);
    remove->setShortcutContext(Qt::WidgetShortcut);
    connect(remove, &QAction::triggered, this, [this] { m_model->removeLeg(m_table->currentIndex().row()); });
    m_table->addAction(remove);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) { chooseRow(current.row()); });
}

void TradesPanel::createHeader()
{
    for (QPushButton* const button : {m_undo, m_addLeg}) {
        button->setProperty("compact", true);
        button->setFixedHeight(20);
        addHeaderWidget(button);
    }
    m_undo->setToolTip(tr("Takes back the last edit of the legs (Ctrl+Z)"));
    m_undo->setAccessibleName(tr("Undo the last edit of the legs"));
    m_addLeg->setAccessibleName(tr("Add a leg"));
    m_addLeg->setToolTip(tr("Adds a trade in any instrument of the policy's universe"));
    connect(m_undo, &QPushButton::clicked, this, &TradesPanel::undo);
    connect(m_addLeg, &QPushButton::clicked, this, &TradesPanel::openAddLeg);
    addMoreAction(tr("Remove leg"), [this] { m_model->removeLeg(m_table->currentIndex().row()); });
    addMoreAction(tr("Copy rows"), [this] { m_table->copySelection(); });
    addMoreAction(tr("Export CSV…"), [this] { exportTable(this, *m_model, QStringLiteral("trades.csv")); });
}

void TradesPanel::connectModel()
{
    connect(m_model, &TradesModel::quantitiesEdited, this, [this](const std::vector<double>& quantities) {
        m_awaitsRecomputed = true;
        say({}, Note::Quiet);
        Q_EMIT quantitiesEdited(quantities);
        Q_EMIT legsEdited(m_model->legs());
    });
    connect(m_model, &TradesModel::quantityRefused, this,
            [this](const QString& reason) { say(reason, Note::Warning); });
}

void TradesPanel::refresh()
{
    const auto& proposal = hedge().proposal;
    m_model->setEditable(hedge().approval.state == ProposalState::Open && !hedge().working);
    const ProposalState state = hedge().approval.state;
    m_model->setOutdated(state == ProposalState::Void || state == ProposalState::Expired ||
                         state == ProposalState::Rejected);
    followHistory();
    updateButtons();
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

// Each edit can be taken back as far as the proposal that was solved.
void TradesPanel::followHistory()
{
    const auto& proposal = hedge().proposal;
    if (!proposal || (hedge().details && hedge().details->proposal == proposal->id)) {
        m_history.clear();
        return;
    }
    if (proposal != m_shown && m_shown && !std::exchange(m_undoing, false))
        m_history.push_back(legsOf(m_shown->trades));
}

void TradesPanel::undo()
{
    if (m_history.empty())
        return;
    m_undoing = true;
    m_awaitsRecomputed = false;
    const std::vector<WishedLeg> before = m_history.back();
    m_history.pop_back();
    updateButtons();
    Q_EMIT legsEdited(before);
}

void TradesPanel::refuseLegs(const QString& sentence)
{
    m_awaitsRecomputed = false;
    m_undoing = false;
    if (m_shown)
        m_model->setProposal(*m_shown);
    say(sentence, Note::Warning);
}

void TradesPanel::openAddLeg()
{
    if (!hedge().proposal || !picture())
        return;
    auto* const popup = new AddLegPopup(legChoices(*hedge().proposal, *picture()->market), this);
    popup->setAttribute(Qt::WA_DeleteOnClose);
    connect(popup, &AddLegPopup::legChosen, this, [this](const WishedLeg& leg) {
        std::vector<WishedLeg> legs = m_model->legs();
        legs.push_back(leg);
        Q_EMIT legsEdited(legs);
    });
    const QPoint corner = m_addLeg->mapToGlobal(QPoint(m_addLeg->width(), m_addLeg->height() + 4));
    popup->adjustSize();
    popup->move(corner - QPoint(popup->width(), 0));
    popup->show();
}

void TradesPanel::updateButtons()
{
    m_undo->setEnabled(!m_history.empty() && !hedge().working);
    m_addLeg->setEnabled(hedge().proposal != nullptr && picture() != nullptr && !hedge().working);
}

void TradesPanel::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Undo))
        undo();
    else
        HedgePanelBase::keyPressEvent(event);
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
