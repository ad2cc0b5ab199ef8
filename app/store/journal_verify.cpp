#include "app/store/journal.h"

#include "app/store/journal_chain.h"
#include "app/store/journal_rows.h"
#include "app/store/journal_schema.h"

#include <QSqlError>
#include <QVariant>

namespace ballast {
namespace {

// Fills the verdict up to the first fault.
void walkChain(const SqliteConnection& connection, ChainVerdict& verdict)
{
    JournalHead last{0, std::string(journalGenesis)};
    const auto broken = [&](const std::string& why) {
        if (!verdict.brokenAt) {
            verdict.brokenAt = last.sequence + 1;
            verdict.reason = why;
        }
    };
    QSqlQuery query = connection.query();
    // Not by sequence: the table's own order, so that a damaged key cannot hide behind a sort.
    if (!query.exec(QStringLiteral("SELECT %1 FROM journal NOT INDEXED").arg(journalColumns())))
        broken(connection.failure(query).message);
    while (query.next()) {
        ++verdict.entries;
        if (verdict.brokenAt)
            continue;
        const JournalRow row = readJournalRow(query);
        if (const auto fault = journalRowFault(row, last); !fault.empty())
            broken(fault);
        else
            last = {row.entry.sequence, row.entry.hash};
    }
    if (query.lastError().isValid())
        broken(connection.failure(query).message);
    verdict.lastHash = last.hash;
}

// SQLite's own view of the file: pages, cells, keys.
std::string structureFault(const SqliteConnection& connection)
{
    const auto check = connection.value(QStringLiteral("PRAGMA integrity_check(1)"));
    if (!check)
        return check.error().message;
    const QString found = check->toString();
    return found == QStringLiteral("ok") ? std::string() : "the database is damaged: " + found.toStdString();
}

std::string protectionFault(const SqliteConnection& connection)
{
    auto fault = journalSchemaFault(connection);
    return fault ? std::move(fault).value() : fault.error().message;
}

Result<ChainVerdict> verifyOnce(const std::filesystem::path& file)
{
    const auto connection = openJournalForReading(file);
    if (!connection)
        return connection.error();
    // One read transaction: an entry that is appended meanwhile does not matter.
    if (auto begun = (*connection)->run(QStringLiteral("BEGIN")); !begun)
        return begun.error();
    ChainVerdict verdict;
    walkChain(**connection, verdict);
    for (const auto& look : {structureFault, protectionFault}) {
        if (verdict.reason.empty())
            verdict.reason = look(**connection);
    }
    verdict.intact = verdict.reason.empty();
    return verdict;
}

} // namespace

Result<ChainVerdict> Journal::verify(const std::filesystem::path& file)
{
    const bool hadLog = hasJournalLog(file);
    auto verdict = verifyOnce(file);
    // A writer that began in the middle may have moved pages under a reader without locks: look again with them.
    const bool sound = verdict && verdict->intact;
    return !sound && !hadLog && hasJournalLog(file) ? verifyOnce(file) : verdict;
}

} // namespace ballast
