#pragma once

#include "app/store/journal_entry.h"
#include "models/core/result.h"

#include <chrono>
#include <filesystem>
#include <memory>
#include <span>
#include <string_view>
#include <thread>
#include <vector>

namespace ballast {

class SqliteConnection;

struct JournalOptions
{
    // Below a second, so that a locked file is on screen within one.
    std::chrono::milliseconds busyTimeout{800};
};

// Append-only record of what was proposed and decided, in one SQLite file (WAL, synchronous FULL): a chain of hashes
// (see journal_chain.h) behind triggers that refuse change. Several processes may append to one file; the chain stays
// whole. Owned and used by the one thread that opened it.
class Journal
{
public:
    // Makes the file where there is none. Refuses, untouched, a file that is something else.
    [[nodiscard]] static Result<Journal> open(const std::filesystem::path& file, JournalOptions options = {});
    ~Journal();
    Journal(Journal&&) noexcept;
    Journal& operator=(Journal&&) noexcept;

    // Returns only after COMMIT: the entry is then on the disk. Text that is no UTF-8 is stored with replacement
    // characters. Refuses to continue a chain whose last entry was tampered with.
    [[nodiscard]] Result<JournalEntry> append(const JournalDraft& draft);

    // Rising by sequence from `from` on, at most `limit`.
    [[nodiscard]] Result<std::vector<JournalEntry>> entries(std::int64_t from, std::size_t limit) const;
    // The newest `limit` entries, rising by sequence.
    [[nodiscard]] Result<std::vector<JournalEntry>> newest(std::size_t limit) const;
    // The newest entry of any of these kinds.
    [[nodiscard]] Result<std::optional<JournalEntry>> newestOf(std::span<const std::string_view> kinds) const;
    [[nodiscard]] Result<JournalHead> head() const;

    // Walks the whole chain on a connection of its own that cannot write. Any changed byte of any row, a missing,
    // additional or misplaced row, and missing or changed triggers are found. Cut off at its end, a chain is still a
    // chain: that shows only against a hash that was noted elsewhere before (`lastHash`). Error: not readable, or no
    // journal at all.
    [[nodiscard]] static Result<ChainVerdict> verify(const std::filesystem::path& file);
    // Read without the right to write, for listings.
    [[nodiscard]] static Result<std::vector<JournalEntry>> read(const std::filesystem::path& file, std::int64_t from,
                                                                std::size_t limit);

private:
    explicit Journal(std::shared_ptr<SqliteConnection> connection);
    [[nodiscard]] Result<JournalEntry> appendInTransaction(const JournalDraft& draft);

    std::shared_ptr<SqliteConnection> m_connection;
    std::thread::id m_owner;
};

} // namespace ballast
