#include "app/store/journal_schema.h"

#include "app/store/journal_chain.h"

#include <QVariant>

#include <fmt/format.h>

namespace ballast {
namespace {

constexpr std::chrono::milliseconds readTimeout{2'000};

} // namespace

Result<JournalFile> identifyJournal(const SqliteConnection& connection, const std::string& name)
{
    const auto application = connection.value(QStringLiteral("PRAGMA application_id"));
    if (!application)
        return application.error();
    const auto objects = connection.value(QStringLiteral("SELECT COUNT(*) FROM sqlite_schema"));
    if (!objects)
        return objects.error();
    if (application->toInt() == 0 && objects->toLongLong() == 0)
        return JournalFile::Empty;
    const auto table = connection.value(QStringLiteral("SELECT COUNT(*) FROM sqlite_schema WHERE name = 'journal'"));
    if (!table)
        return table.error();
    if (application->toInt() != journalApplicationId || table->toLongLong() != 1)
        return Error{Errc::BadInput, name + ": is a database but no journal, name a journal file"};
    const auto version = connection.value(QStringLiteral("PRAGMA user_version"));
    if (!version)
        return version.error();
    if (version->toInt() != journalSchemaVersion)
        return Error{Errc::Unsupported, fmt::format("{}: has journal version {}, this program reads {}: update it",
                                                    name, version->toInt(), journalSchemaVersion)};
    return JournalFile::Journal;
}

Status createJournal(const SqliteConnection& connection, const std::string& name)
{
    if (auto begun = connection.run(QStringLiteral("BEGIN IMMEDIATE")); !begun)
        return begun;
    const auto build = [&]() -> Status {
        const auto file = identifyJournal(connection, name);
        if (!file)
            return file.error();
        if (*file == JournalFile::Journal)
            return Done{};
        for (const JournalObject& object : journalSchema) {
            if (auto made = connection.run(QString::fromLatin1(object.sql)); !made)
                return made;
        }
        if (auto marked = connection.run(QStringLiteral("PRAGMA application_id = %1").arg(journalApplicationId));
            !marked)
            return marked;
        return connection.run(QStringLiteral("PRAGMA user_version = %1").arg(journalSchemaVersion));
    };
    auto built = build();
    if (built)
        built = connection.run(QStringLiteral("COMMIT"));
    if (!built)
        static_cast<void>(connection.run(QStringLiteral("ROLLBACK")));
    return built;
}

Result<std::shared_ptr<SqliteConnection>> openJournalForReading(const std::filesystem::path& file)
{
    std::error_code failure;
    if (!std::filesystem::is_regular_file(file, failure))
        return Error{Errc::NotFound, file.string() + ": no such file, check the path"};
    // Every connection that writes keeps a log beside the file. Without one the file alone is the whole truth, and
    // reading it as immutable needs no file of our own there: the folder may be read-only and stays as it was.
    const auto access = hasJournalLog(file) ? SqliteAccess::ReadOnly : SqliteAccess::Immutable;
    auto opened = SqliteConnection::open(file, access, readTimeout);
    if (!opened)
        return opened;
    const auto kind = identifyJournal(**opened, file.string());
    if (!kind)
        return kind.error();
    if (*kind == JournalFile::Empty)
        return Error{Errc::BadInput, file.string() + ": is an empty database, name a journal file"};
    return opened;
}

bool hasJournalLog(const std::filesystem::path& file)
{
    std::error_code failure;
    const auto size = std::filesystem::file_size(std::filesystem::path(file).concat("-wal"), failure);
    return !failure && size > 0;
}

Result<std::string> journalSchemaFault(const SqliteConnection& connection)
{
    for (const JournalObject& object : journalSchema) {
        QSqlQuery query = connection.query();
        query.prepare(QStringLiteral("SELECT sql FROM sqlite_schema WHERE name = ?"));
        query.addBindValue(QString::fromLatin1(object.name));
        if (!query.exec())
            return connection.failure(query);
        if (!query.next())
            return fmt::format("the append-only protection is incomplete: '{}' is missing", object.name);
        if (query.value(0).toString() != QString::fromLatin1(object.sql))
            return fmt::format("the definition of '{}' was changed", object.name);
    }
    return std::string();
}

} // namespace ballast
