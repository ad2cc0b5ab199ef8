#include "app/store/journal.h"

#include "app/store/journal_chain.h"
#include "app/store/journal_rows.h"
#include "app/store/journal_schema.h"
#include "app/store/sqlite_connection.h"

#include <QSqlError>
#include <QVariant>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cassert>
#include <limits>

namespace ballast {
namespace {

QString sqlText(const std::string& text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

// As the database will give it back.
std::string asStored(const std::string& text)
{
    return sqlText(text).toUtf8().toStdString();
}

qlonglong sqlLimit(std::size_t limit)
{
    return static_cast<qlonglong>(std::min<std::size_t>(limit, std::numeric_limits<int>::max()));
}

Result<std::vector<JournalEntry>> rowsOf(const SqliteConnection& connection, QSqlQuery& query)
{
    if (!query.exec())
        return connection.failure(query);
    std::vector<JournalEntry> rows;
    while (query.next())
        rows.push_back(readJournalRow(query).entry);
    if (query.lastError().isValid())
        return connection.failure(query);
    return rows;
}

Result<std::vector<JournalEntry>> entriesFrom(const SqliteConnection& connection, std::int64_t from, std::size_t limit)
{
    QSqlQuery query = connection.query();
    query.prepare(
        QStringLiteral("SELECT %1 FROM journal WHERE sequence >= ? ORDER BY sequence LIMIT ?").arg(journalColumns()));
    query.addBindValue(static_cast<qlonglong>(from));
    query.addBindValue(sqlLimit(limit));
    return rowsOf(connection, query);
}

// The end of the chain, its last row proved against its own hash.
Result<JournalHead> soundHead(const SqliteConnection& connection)
{
    QSqlQuery query = connection.query();
    const auto sql = QStringLiteral("SELECT %1 FROM journal ORDER BY sequence DESC LIMIT 1").arg(journalColumns());
    if (!query.exec(sql))
        return connection.failure(query);
    if (!query.next())
        return query.lastError().isValid() ? Result<JournalHead>(connection.failure(query))
                                           : Result<JournalHead>(JournalHead{0, std::string(journalGenesis)});
    const JournalRow row = readJournalRow(query);
    const auto fault = journalRowFault(row, {row.entry.sequence - 1, row.entry.previousHash});
    if (!fault.empty())
        return Error{Errc::Conflict, "The journal is damaged, " + fault + "; verify it before going on"};
    return JournalHead{row.entry.sequence, row.entry.hash};
}

Status insert(const SqliteConnection& connection, const JournalEntry& entry)
{
    QSqlQuery query = connection.query();
    query.prepare(QStringLiteral("INSERT INTO journal (sequence, at, schema_version, kind, actor, basis, proposal, "
                                 "summary, payload, previous_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    query.addBindValue(static_cast<qlonglong>(entry.sequence));
    query.addBindValue(static_cast<qlonglong>(toUnixMilliseconds(entry.at)));
    query.addBindValue(journalSchemaVersion);
    query.addBindValue(sqlText(entry.kind));
    query.addBindValue(sqlText(entry.actor));
    query.addBindValue(static_cast<qlonglong>(entry.basis));
    query.addBindValue(static_cast<qlonglong>(entry.proposal));
    query.addBindValue(sqlText(entry.summary));
    query.addBindValue(sqlText(entry.payload));
    query.addBindValue(sqlText(entry.previousHash));
    query.addBindValue(sqlText(entry.hash));
    if (!query.exec())
        return connection.failure(query);
    return Done{};
}

} // namespace

Journal::Journal(std::shared_ptr<SqliteConnection> connection)
    : m_connection(std::move(connection)), m_owner(std::this_thread::get_id())
{}

Journal::~Journal() = default;
Journal::Journal(Journal&&) noexcept = default;
Journal& Journal::operator=(Journal&&) noexcept = default;

Result<Journal> Journal::open(const std::filesystem::path& file, JournalOptions options)
{
    auto opened = SqliteConnection::open(file, SqliteAccess::ReadWrite, options.busyTimeout);
    if (!opened)
        return opened.error();
    const auto connection = *opened;
    const auto kind = identifyJournal(*connection, file.string()); // before anything is written to the file
    if (!kind)
        return kind.error();
    const auto mode = connection->value(QStringLiteral("PRAGMA journal_mode = WAL"));
    if (!mode)
        return mode.error();
    if (mode->toString() != QStringLiteral("wal"))
        return Error{Errc::Io, file.string() + ": cannot keep a write-ahead log here, use a local disk"};
    if (auto full = connection->run(QStringLiteral("PRAGMA synchronous = FULL")); !full)
        return full.error();
    if (auto made = createJournal(*connection, file.string()); !made)
        return made.error();
    return Journal(connection);
}

Result<JournalEntry> Journal::append(const JournalDraft& draft)
{
    assert(m_owner == std::this_thread::get_id());
    if (draft.kind.empty())
        return Error{Errc::BadInput, "A journal entry needs a kind."};
    if (!nlohmann::json::accept(asStored(draft.payload)))
        return Error{Errc::BadInput, "The payload of a journal entry must be a JSON document."};
    // IMMEDIATE: the write lock is taken before the last row is read, so no other process can come between.
    if (auto begun = m_connection->run(QStringLiteral("BEGIN IMMEDIATE")); !begun)
        return begun.error();
    auto entry = appendInTransaction(draft);
    if (!entry)
        static_cast<void>(m_connection->run(QStringLiteral("ROLLBACK")));
    return entry;
}

Result<JournalEntry> Journal::appendInTransaction(const JournalDraft& draft)
{
    const auto last = soundHead(*m_connection);
    if (!last)
        return last.error();
    JournalEntry entry{last->sequence + 1,
                       draft.at,
                       asStored(draft.kind),
                       asStored(draft.actor),
                       draft.basis,
                       draft.proposal,
                       asStored(draft.summary),
                       asStored(draft.payload),
                       last->hash,
                       {}};
    entry.hash = journalHash(entry, journalSchemaVersion);
    if (auto inserted = insert(*m_connection, entry); !inserted)
        return inserted.error();
    if (auto committed = m_connection->run(QStringLiteral("COMMIT")); !committed)
        return committed.error();
    return entry;
}

Result<std::vector<JournalEntry>> Journal::entries(std::int64_t from, std::size_t limit) const
{
    assert(m_owner == std::this_thread::get_id());
    return entriesFrom(*m_connection, from, limit);
}

Result<std::vector<JournalEntry>> Journal::newest(std::size_t limit) const
{
    assert(m_owner == std::this_thread::get_id());
    QSqlQuery query = m_connection->query();
    query.prepare(QStringLiteral("SELECT %1 FROM journal ORDER BY sequence DESC LIMIT ?").arg(journalColumns()));
    query.addBindValue(sqlLimit(limit));
    auto rows = rowsOf(*m_connection, query);
    if (rows)
        std::ranges::reverse(rows.value());
    return rows;
}

Result<std::optional<JournalEntry>> Journal::newestOf(std::span<const std::string_view> kinds) const
{
    assert(m_owner == std::this_thread::get_id());
    if (kinds.empty())
        return std::optional<JournalEntry>();
    QStringList marks(static_cast<qsizetype>(kinds.size()), QStringLiteral("?"));
    QSqlQuery query = m_connection->query();
    query.prepare(QStringLiteral("SELECT %1 FROM journal WHERE kind IN (%2) ORDER BY sequence DESC LIMIT 1")
                      .arg(journalColumns(), marks.join(QLatin1Char(','))));
    for (const std::string_view kind : kinds)
        query.addBindValue(sqlText(std::string(kind)));
    const auto rows = rowsOf(*m_connection, query);
    if (!rows)
        return rows.error();
    return rows->empty() ? std::optional<JournalEntry>() : std::optional(rows->front());
}

Result<JournalHead> Journal::head() const
{
    assert(m_owner == std::this_thread::get_id());
    return soundHead(*m_connection);
}

Result<std::vector<JournalEntry>> Journal::read(const std::filesystem::path& file, std::int64_t from, std::size_t limit)
{
    const auto connection = openJournalForReading(file);
    if (!connection)
        return connection.error();
    return entriesFrom(**connection, from, limit);
}

} // namespace ballast
