#include "models/items/journal_model.h"

#include "models/items/words.h"

#include <map>

namespace ballast {

namespace {

Cell idCell(std::uint64_t id)
{
    return id == 0 ? Cell::of(std::nullopt) : Cell::of(static_cast<double>(id));
}

CellRow entryRow(const JournalEntry& entry)
{
    CellRow row{QString::number(entry.sequence), std::vector<Cell>(JournalModel::ColumnCount), true};
    auto& cells = row.cells;
    cells[JournalModel::Sequence] = Cell::of(static_cast<double>(entry.sequence));
    cells[JournalModel::Time] = Cell::of(clockText(entry.at));
    cells[JournalModel::Time].reason = dateClockText(entry.at);
    cells[JournalModel::Kind] = Cell::of(journalKindText(entry.kind));
    cells[JournalModel::Kind].weight = ItemWeight::Medium;
    cells[JournalModel::Proposal] = idCell(entry.proposal);
    cells[JournalModel::Basis] = idCell(entry.basis);
    cells[JournalModel::Actor] = Cell::of(words(entry.actor));
    cells[JournalModel::Summary] = Cell::of(words(entry.summary));
    cells[JournalModel::Summary].reason = words(entry.summary);
    cells[JournalModel::Hash] = Cell::of(words(entry.hash).left(12));
    cells[JournalModel::Hash].muted = true;
    cells[JournalModel::Hash].reason = words(entry.hash);
    return row;
}

} // namespace

QString journalKindText(const std::string& kind)
{
    static const std::map<std::string, const char*> titles{
        {"proposal-opened", QT_TR_NOOP("Proposed")},
        {"approved", QT_TR_NOOP("Approved")},
        {"filled", QT_TR_NOOP("Filled")},
        {"rejected", QT_TR_NOOP("Rejected")},
        {"expired", QT_TR_NOOP("Expired")},
        {"void", QT_TR_NOOP("Void")},
        {"kill", QT_TR_NOOP("Kill switch")},
        {"kill-reset", QT_TR_NOOP("Kill switch reset")},
    };
    const auto title = titles.find(kind);
    return title == titles.end() ? words(kind) : JournalModel::tr(title->second);
}

JournalModel::JournalModel(QObject* parent) : CellTable(parent)
{
    const auto text = [](const QString& title) { return Column{title, {}, ColumnKind::Text, 0, false, {}}; };
    const auto number = [](const QString& title) { return Column{title, {}, ColumnKind::Number, 0, false, {}}; };
    setColumns({number(tr("No.")), text(tr("Time")), text(tr("What")), number(tr("Proposal")), number(tr("Snapshot")),
                text(tr("Who")), text(tr("Summary")), text(tr("Hash"))});
}

void JournalModel::setEntries(std::vector<JournalEntry> entries)
{
    m_entries = std::move(entries);
    rebuild();
}

void JournalModel::append(const JournalEntry& entry)
{
    m_entries.push_back(entry);
    rebuild();
}

void JournalModel::rebuild()
{
    std::vector<CellRow> rows;
    rows.reserve(m_entries.size());
    for (const JournalEntry& entry : m_entries)
        rows.push_back(entryRow(entry));
    setRows(std::move(rows));
}

} // namespace ballast
