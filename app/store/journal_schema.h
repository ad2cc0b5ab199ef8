#pragma once

#include "app/store/sqlite_connection.h"

#include <string>

namespace ballast {

enum class JournalFile
{
    Empty,
    Journal
};

// What the file is. Error BadInput: another program's database; Unsupported: a newer journal.
[[nodiscard]] Result<JournalFile> identifyJournal(const SqliteConnection& connection, const std::string& name);

// Table, triggers and marks, inside a transaction of its own; nothing where another process was first.
[[nodiscard]] Status createJournal(const SqliteConnection& connection, const std::string& name);

// A connection that cannot write, to a file that is a journal. Works on a journal in a folder that cannot be written,
// too.
[[nodiscard]] Result<std::shared_ptr<SqliteConnection>> openJournalForReading(const std::filesystem::path& file);

// Whether entries may stand in the write-ahead log rather than in the file.
[[nodiscard]] bool hasJournalLog(const std::filesystem::path& file);

// Empty when the table and every trigger are as created; else what differs.
[[nodiscard]] Result<std::string> journalSchemaFault(const SqliteConnection& connection);

} // namespace ballast
