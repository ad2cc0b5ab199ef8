#pragma once

#include "models/desk/approval.h"
#include "models/items/cell_table.h"

namespace ballast {

// The journal as it grows: entries are appended, never changed.
class JournalModel : public CellTable
{
    Q_OBJECT

public:
    enum ColumnIndex
    {
        Sequence,
        Time,
        Kind,
        Proposal,
        Basis,
        Actor,
        Summary,
        Hash,
        ColumnCount
    };

    explicit JournalModel(QObject* parent = nullptr);

    void setEntries(std::vector<JournalEntry> entries);
    void append(const JournalEntry& entry);
    [[nodiscard]] const std::vector<JournalEntry>& entries() const { return m_entries; }

private:
    void rebuild();

    std::vector<JournalEntry> m_entries;
};

// "approved" as a trader reads it.
[[nodiscard]] QString journalKindText(const std::string& kind);

} // namespace ballast
