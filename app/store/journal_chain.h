#pragma once

#include "app/store/journal_entry.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace ballast {

// Hash before the first entry.
inline constexpr std::string_view journalGenesis = "0000000000000000000000000000000000000000000000000000000000000000";

// SHA-256, lower-case hex, over the entry's canonical encoding. The encoding is the fields
//   "ballast.journal", schema version, sequence, at (ms since 1970), kind, actor, basis, proposal, summary, payload,
//   previous hash
// in this order, numbers as decimal text, text as UTF-8; each field preceded by its length in bytes as eight bytes,
// most significant first. The lengths make the encoding one to one: no byte can move from one field to the next unseen.
[[nodiscard]] std::string journalHash(const JournalEntry& entry, std::int64_t schemaVersion);

// The statements that make a journal, kept word for word by SQLite: a file whose schema differs was tampered with.
struct JournalObject
{
    const char* name;
    const char* sql;
};
inline constexpr std::array<JournalObject, 4> journalSchema{{
    {"journal", "CREATE TABLE journal (sequence INTEGER PRIMARY KEY, at INTEGER NOT NULL, "
                "schema_version INTEGER NOT NULL, kind TEXT NOT NULL, actor TEXT NOT NULL, basis INTEGER NOT NULL, "
                "proposal INTEGER NOT NULL, summary TEXT NOT NULL, payload TEXT NOT NULL, previous_hash TEXT NOT NULL, "
                "hash TEXT NOT NULL) STRICT"},
    {"journal_no_update", "CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN "
                          "SELECT RAISE(ABORT, 'the journal is append-only: no entry is changed'); END"},
    {"journal_no_delete", "CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal BEGIN "
                          "SELECT RAISE(ABORT, 'the journal is append-only: no entry is deleted'); END"},
    // INSERT OR REPLACE deletes without a delete trigger; a new entry must be the next one and name the last hash.
    {"journal_in_order", "CREATE TRIGGER journal_in_order BEFORE INSERT ON journal WHEN "
                         "NEW.sequence IS NOT (SELECT COALESCE(MAX(sequence), 0) + 1 FROM journal) OR "
                         "EXISTS (SELECT 1 FROM journal WHERE sequence = NEW.sequence - 1 "
                         "AND hash IS NOT NEW.previous_hash) BEGIN "
                         "SELECT RAISE(ABORT, 'the journal is append-only: an entry goes at the end'); END"},
}};

inline constexpr int journalApplicationId = 0x42414c4a; // "BALJ", in the file's header

} // namespace ballast
