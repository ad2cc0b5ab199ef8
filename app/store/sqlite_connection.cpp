#include "app/store/sqlite_connection.h"

#include <QSqlError>
#include <QUrl>
#include <QUuid>
#include <QVariant>

#include <fmt/format.h>

namespace ballast {
namespace {

// Primary result codes, https://www.sqlite.org/rescode.html
constexpr int sqliteBusy = 5;
constexpr int sqliteLocked = 6;
constexpr int sqliteReadOnly = 8;
constexpr int sqliteIoError = 10;
constexpr int sqliteCorrupt = 11;
constexpr int sqliteFull = 13;
constexpr int sqliteCantOpen = 14;
constexpr int sqliteConstraint = 19;
constexpr int sqliteNotADatabase = 26;

Error sqlError(const std::filesystem::path& file, const QSqlError& error)
{
    const int primary = error.nativeErrorCode().toInt() & 0xff;
    const auto say = [&](Errc code, std::string_view sentence) {
        return Error{code, fmt::format("{}: {}", file.string(), sentence)};
    };
    switch (primary) {
    case sqliteBusy:
    case sqliteLocked:
        return say(Errc::Io, "locked by another program, close it and try again");
    case sqliteReadOnly:
        return say(Errc::Io, "cannot be written, check its permissions");
    case sqliteFull:
        return say(Errc::Io, "the disk is full, free some space");
    case sqliteIoError:
        return say(Errc::Io, "the disk reports an error or is full, check it");
    case sqliteCantOpen:
        return say(Errc::Io, "cannot be opened, check the folder and its permissions");
    case sqliteCorrupt:
        return say(Errc::BadInput, "the database is damaged, restore it from a copy");
    case sqliteNotADatabase:
        return say(Errc::BadInput, "is no database, name a journal file");
    case sqliteConstraint:
        return say(Errc::Conflict, error.databaseText().toStdString());
    default:
        return say(Errc::Io, error.text().toStdString());
    }
}

QString databaseName(const std::filesystem::path& file, SqliteAccess access)
{
    const QString path = QString::fromStdString(std::filesystem::absolute(file).string());
    if (access != SqliteAccess::Immutable)
        return path;
    return QUrl::fromLocalFile(path).toString(QUrl::FullyEncoded) + QStringLiteral("?immutable=1");
}

QString openOptions(SqliteAccess access, std::chrono::milliseconds busyTimeout)
{
    QString options = QStringLiteral("QSQLITE_BUSY_TIMEOUT=%1").arg(busyTimeout.count());
    if (access != SqliteAccess::ReadWrite)
        options += QStringLiteral(";QSQLITE_OPEN_READONLY");
    if (access == SqliteAccess::Immutable)
        options += QStringLiteral(";QSQLITE_OPEN_URI");
    return options;
}

} // namespace

SqliteConnection::SqliteConnection(QString name, std::filesystem::path file)
    : m_name(std::move(name)), m_file(std::move(file))
{}

Result<std::shared_ptr<SqliteConnection>> SqliteConnection::open(const std::filesystem::path& file, SqliteAccess access,
                                                                 std::chrono::milliseconds busyTimeout)
{
    const QString name = QUuid::createUuid().toString(QUuid::WithoutBraces);
    std::shared_ptr<SqliteConnection> connection(new SqliteConnection(name, file));
    QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
    if (!database.isValid())
        return Error{Errc::Unsupported, "Qt's SQLite driver is not installed, install the package libqt6sql6-sqlite"};
    database.setDatabaseName(databaseName(file, access));
    database.setConnectOptions(openOptions(access, busyTimeout));
    if (!database.open())
        return sqlError(file, database.lastError());
    return connection;
}

SqliteConnection::~SqliteConnection()
{
    if (QSqlDatabase open = database(); open.isOpen())
        open.close();
    QSqlDatabase::removeDatabase(m_name);
}

QSqlQuery SqliteConnection::query() const
{
    QSqlQuery query(database());
    query.setForwardOnly(true);
    return query;
}

Status SqliteConnection::run(const QString& sql) const
{
    QSqlQuery statement = query();
    if (!statement.exec(sql))
        return failure(statement);
    return Done{};
}

Result<QVariant> SqliteConnection::value(const QString& sql) const
{
    QSqlQuery statement = query();
    if (!statement.exec(sql))
        return failure(statement);
    if (!statement.next())
        return statement.lastError().isValid() ? Result<QVariant>(failure(statement)) : Result<QVariant>(QVariant());
    return statement.value(0);
}

Error SqliteConnection::failure(const QSqlQuery& query) const
{
    return sqlError(m_file, query.lastError());
}

} // namespace ballast
