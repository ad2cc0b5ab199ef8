#pragma once

#include "app/store/journal_entry.h"

#include <QSqlQuery>
#include <QString>

namespace ballast {

// One stored row, byte for byte. For this folder only.
struct JournalRow
{
    JournalEntry entry;
    std::int64_t schemaVersion = 0;
    bool typesRight = false; // every column has the storage class that the journal writes
};

// Columns of a SELECT that readJournalRow understands, in its order. Text comes as bytes: decoding could map two
// different texts onto one.
[[nodiscard]] QString journalColumns();
[[nodiscard]] JournalRow readJournalRow(const QSqlQuery& query);

// Empty when the row follows `previous` and carries its own hash; else what is wrong.
[[nodiscard]] std::string journalRowFault(const JournalRow& row, const JournalHead& previous);

} // namespace ballast
