#include "ui/scenario/legs_panel.h"

#include "models/items/words.h"
#include "ui/panels/table_export.h"
#include "ui/scenario/leg_drop.h"
#include "ui/scenario/leg_search.h"
#include "widgets/segmented_control.h"
#include "widgets/table_view.h"
#include "widgets/theming.h"

#include <QCompleter>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QStringListModel>
#include <QVBoxLayout>

namespace ballast {

LegsPanel::LegsPanel(Selection* selection, ScenarioHub* hub, QWidget* parent)
    : ScenarioPanel(QStringLiteral("whatIfLegs"), tr("Hypothetical legs"), selection, hub,
                    Follows::Picture | Follows::WhatIf | Follows::Controls, parent),
      m_model(new WhatIfLegsModel(this)),
      m_table(new TableView(this)),
      m_shown(new SegmentedControl({tr("Edits"), tr("Whole book")}, this)),
      m_add(new QLineEdit(this)),
      m_note(new QLabel(this)),
      m_names(new QStringListModel(this))
{
    setAcceptDrops(true);
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_table, 1);
    createTable();
    createFoot();
    m_shown->setAccessibleName(tr("Legs listed"));
    addHeaderWidget(m_shown);
    connect(m_shown, &SegmentedControl::currentChanged, this,
            [this](int index) { m_model->setShown(static_cast<LegsShown>(index)); });
    m_fromProposal =
        addMoreAction(tr("Take the open proposal's legs"), [this] { Q_EMIT this->hub()->proposalTaken(); });
    addMoreAction(tr("Add legs from CSV…"), [this] { askFile(); });
    addMoreAction(tr("Remove leg"), [this] { removeChosen(); });
    addMoreAction(tr("Export CSV…"), [this] { exportTable(this, *m_model, QStringLiteral("what-if-legs.csv")); });
}

void LegsPanel::createTable()
{
    m_table->setAccessibleName(tr("Hypothetical legs"));
    m_table->setModel(m_model);
    m_table->setColumnWidths({142, 60, 60, 56, 60});
    m_table->setDropPriority(WhatIfLegsModel::State, 1);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed |
                             QAbstractItemView::SelectedClicked);
    m_table->installEventFilter(this);
    connect(m_model, &WhatIfLegsModel::quantityEdited, hub(), &ScenarioHub::legQuantityEdited);
    connect(m_model, &WhatIfLegsModel::priceEdited, hub(), &ScenarioHub::legPriceEdited);
    connect(m_model, &WhatIfLegsModel::refused, this, &LegsPanel::say);
}

void LegsPanel::createFoot()
{
    m_add->setPlaceholderText(tr("add leg: type 27FEB 60 P −10, or drag from a chain"));
    m_add->setAccessibleName(tr("Add a leg"));
    auto* const completer = new QCompleter(m_names, m_add);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    completer->setMaxVisibleItems(12);
    m_add->setCompleter(completer);
    auto* const foot = new QWidget(this);
    auto* const column = new QVBoxLayout(foot);
    column->setContentsMargins(8, 4, 8, 6);
    column->setSpacing(2);
    column->addWidget(m_add);
    column->addWidget(m_note);
    m_note->setWordWrap(true);
    m_note->hide();
    layout()->addWidget(foot);
    connect(m_add, &QLineEdit::textEdited, this, [this](const QString& text) {
        constexpr qsizetype mostSuggestions = 200;
        m_names->setStringList(
            searchLeg(text, m_instruments, words(selection()->underlying())).matches.mid(0, mostSuggestions));
        say({});
    });
    connect(m_add, &QLineEdit::returnPressed, this, &LegsPanel::addTyped);
}

void LegsPanel::addTyped()
{
    const LegSearch search = searchLeg(m_add->text(), m_instruments, words(selection()->underlying()));
    if (!search.wish) {
        say(search.problem);
        return;
    }
    Q_EMIT hub()->legAdded(search.wish->instrument, search.wish->quantity, tr("by hand"));
    m_add->clear();
    say({});
}

void LegsPanel::removeChosen()
{
    const int row = m_table->currentIndex().row();
    const auto line = m_model->lineAt(row);
    if (!line)
        return;
    if (m_model->changeAt(row) == LegChange::Removed || m_model->changeAt(row) == LegChange::Changed)
        Q_EMIT hub()->legRestored(*line);
    else
        Q_EMIT hub()->legRemoved(*line);
}

void LegsPanel::askFile()
{
    const QString file =
        QFileDialog::getOpenFileName(this, tr("Add legs from CSV"), {}, tr("Book (*.csv);;All files (*)"));
    if (!file.isEmpty())
        Q_EMIT hub()->legsFileChosen(file);
}

void LegsPanel::say(const QString& sentence)
{
    setTone(*m_note, QStringLiteral("warn"));
    m_note->setText(sentence);
    m_note->setVisible(!sentence.isEmpty());
}

void LegsPanel::refresh()
{
    if (std::exchange(m_shownVersion, hub()->whatIfVersion()) != hub()->whatIfVersion())
        m_model->setBook(hub()->whatIf().book);
    m_model->setPicture(hub()->picturePtr());
    m_fromProposal->setEnabled(hub()->controls().hasProposal);
    if (m_listed != hub()->controls().instruments) {
        m_listed = hub()->controls().instruments;
        m_instruments.clear();
        for (const std::string& name : m_listed ? *m_listed : std::vector<std::string>{})
            m_instruments << words(name);
    }
    const int legs = hub()->whatIf().legs;
    setSubLine(legs > 0 ? tr("%1 on the live book").arg(legs) : tr("none yet"));
    if (!hub()->whatIf().notes.empty())
        say(words(hub()->whatIf().notes.front()));
}

void LegsPanel::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->mimeData()->hasFormat(QString::fromLatin1(legsMimeType)))
        event->acceptProposedAction();
}

void LegsPanel::dropEvent(QDropEvent* event)
{
    for (const QString& name : draggedLegs(*event->mimeData()))
        Q_EMIT hub()->legAdded(name, droppedQuantity, tr("chain"));
    event->acceptProposedAction();
}

bool LegsPanel::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_table && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent*>(event)->matches(QKeySequence::Delete)) {
        removeChosen();
        return true;
    }
    return ScenarioPanel::eventFilter(watched, event);
}

} // namespace ballast
