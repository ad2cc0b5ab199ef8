#include "app/store/journal_rows.h"

#include "app/store/journal_chain.h"

#include <QVariant>

#include <fmt/format.h>

namespace ballast {
namespace {

std::string bytesAt(const QSqlQuery& query, int column)
{
    return query.value(column).toByteArray().toStdString();
}

} // namespace

QString journalColumns()
{
    return QStringLiteral(
        "sequence, at, schema_version, CAST(kind AS BLOB), CAST(actor AS BLOB), basis, proposal, "
        "CAST(summary AS BLOB), CAST(payload AS BLOB), CAST(previous_hash AS BLOB), CAST(hash AS BLOB), "
        "typeof(at) = 'integer' AND typeof(schema_version) = 'integer' AND typeof(kind) = 'text' AND "
        "typeof(actor) = 'text' AND typeof(basis) = 'integer' AND typeof(proposal) = 'integer' AND "
        "typeof(summary) = 'text' AND typeof(payload) = 'text' AND typeof(previous_hash) = 'text' AND "
        "typeof(hash) = 'text'");
}

JournalRow readJournalRow(const QSqlQuery& query)
{
    JournalRow row;
    row.entry.sequence = query.value(0).toLongLong();
    row.entry.at = fromUnixMilliseconds(query.value(1).toLongLong());
    row.schemaVersion = query.value(2).toLongLong();
    row.entry.kind = bytesAt(query, 3);
    row.entry.actor = bytesAt(query, 4);
    row.entry.basis = static_cast<std::uint64_t>(query.value(5).toLongLong());
    row.entry.proposal = static_cast<std::uint64_t>(query.value(6).toLongLong());
    row.entry.summary = bytesAt(query, 7);
    row.entry.payload = bytesAt(query, 8);
    row.entry.previousHash = bytesAt(query, 9);
    row.entry.hash = bytesAt(query, 10);
    row.typesRight = query.value(11).toBool();
    return row;
}

std::string journalRowFault(const JournalRow& row, const JournalHead& previous)
{
    const std::int64_t expected = previous.sequence + 1;
    const JournalEntry& entry = row.entry;
    if (entry.sequence > expected)
        return fmt::format("entry {} is missing: entry {} follows entry {}", expected, entry.sequence,
                           previous.sequence);
    if (entry.sequence < expected)
        return fmt::format("entry {} stands where entry {} should be", entry.sequence, expected);
    if (!row.typesRight)
        return fmt::format("entry {} holds a value of the wrong type", expected);
    if (entry.previousHash != previous.hash)
        return fmt::format("entry {} does not continue the chain: it names another previous hash", expected);
    if (entry.hash != journalHash(entry, row.schemaVersion))
        return fmt::format("entry {} was changed: its hash does not match its contents", expected);
    if (row.schemaVersion != journalSchemaVersion)
        return fmt::format("entry {} has the unknown schema version {}", expected, row.schemaVersion);
    return {};
}

} // namespace ballast
