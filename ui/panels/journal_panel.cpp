#include "ui/panels/journal_panel.h"

#include "models/items/words.h"
#include "ui/panels/positions_filter.h"
#include "ui/panels/table_export.h"
#include "widgets/table_view.h"
#include "widgets/theming.h"

#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QVBoxLayout>

namespace ballast {

namespace {

// A SHA-256 in hex does not fit the panel's width in one line.
QString halves(const std::string& hash)
{
    const QString text = words(hash);
    return text.size() > 32 ? text.left(32) + QLatin1Char('\n') + text.mid(32) : text;
}

QString readable(const std::string& json)
{
    const QByteArray bytes = QByteArray::fromStdString(json);
    const QJsonDocument document = QJsonDocument::fromJson(bytes);
    return QString::fromUtf8(document.isNull() ? bytes : document.toJson(QJsonDocument::Indented));
}

} // namespace

JournalPanel::JournalPanel(Selection* selection, QWidget* parent)
    : Panel(QStringLiteral("journal"), tr("Journal"), selection, parent),
      m_model(new JournalModel(this)),
      m_filter(new PositionsFilter(this)),
      m_table(new TableView(this)),
      m_filterField(new QLineEdit(this)),
      m_verify(new QPushButton(tr("Verify chain"), this))
{
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_table);
    m_filter->setSourceModel(m_model);
    m_filter->setFilterKeyColumn(-1);
    m_table->setAccessibleName(tr("Journal"));
    m_table->setModel(m_filter);
    m_table->setColumnWidths({50, 70, 130, 76, 84, 110, 520, 110});
    m_table->setDropPriority(JournalModel::Hash, 2);
    m_table->setDropPriority(JournalModel::Basis, 1);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_filterField->setPlaceholderText(tr("Filter"));
    m_filterField->setAccessibleName(tr("Filter the journal"));
    m_filterField->setProperty("compact", true);
    m_filterField->setFixedWidth(160);
    m_verify->setProperty("compact", true);
    addHeaderWidget(m_filterField);
    addHeaderWidget(m_verify);
    setSubLine(tr("append-only, each entry sealed by the hash of the one before"));
    connect(m_filterField, &QLineEdit::textChanged, m_filter, &QSortFilterProxyModel::setFilterFixedString);
    connect(m_verify, &QPushButton::clicked, this, &JournalPanel::verifyRequested);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) { chooseRow(current); });
    addMoreAction(tr("Copy rows"), [this] { m_table->copySelection(); });
    addMoreAction(tr("Export CSV…"), [this] { exportTable(this, *m_model, QStringLiteral("journal.csv")); });
}

void JournalPanel::showJournal(const std::vector<JournalEntry>& entries)
{
    m_model->setEntries(entries);
    m_table->scrollToBottom();
}

void JournalPanel::append(const JournalEntry& entry)
{
    const QScrollBar* const bar = m_table->verticalScrollBar();
    const bool atEnd = bar->value() == bar->maximum();
    m_model->append(entry);
    if (atEnd)
        m_table->scrollToBottom();
}

void JournalPanel::showVerification(const QString& sentence, bool intact)
{
    setSubLine(intact ? sentence : QStringLiteral("▲ ") + sentence);
}

void JournalPanel::refresh()
{
    followEnd();
}

void JournalPanel::followEnd()
{
    if (!m_table->currentIndex().isValid())
        m_table->scrollToBottom();
}

void JournalPanel::chooseRow(const QModelIndex& index)
{
    if (!index.isValid())
        return;
    const int row = m_filter->mapToSource(index).row();
    Q_EMIT entryChosen(m_model->entries()[static_cast<std::size_t>(row)]);
}

JournalEntryPanel::JournalEntryPanel(Selection* selection, QWidget* parent)
    : Panel(QStringLiteral("journalEntry"), tr("Entry"), selection, parent),
      m_facts(new QLabel(this)),
      m_payload(new QPlainTextEdit(this))
{
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(12, 4, 12, 12);
    column->setSpacing(8);
    column->addWidget(m_facts);
    column->addWidget(m_payload, 1);
    m_facts->setWordWrap(true);
    m_facts->setText(tr("Choose an entry to read what was written."));
    m_facts->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_facts->setAccessibleName(tr("Facts of the entry"));
    m_payload->setReadOnly(true);
    m_payload->setAccessibleName(tr("What was written"));
}

void JournalEntryPanel::showEntry(const JournalEntry& entry)
{
    setTitle(tr("Entry %1").arg(entry.sequence));
    setSubLine(journalKindText(entry.kind));
    m_facts->setText(
        tr("%1\n%2\n\nHash\n%3\n\nHash before\n%4")
            .arg(dateClockText(entry.at), words(entry.summary), halves(entry.hash), halves(entry.previousHash)));
    m_payload->setPlainText(readable(entry.payload));
}

} // namespace ballast
