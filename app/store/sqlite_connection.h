#pragma once

#include "models/core/result.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>

#include <chrono>
#include <filesystem>
#include <memory>

namespace ballast {

enum class SqliteAccess
{
    ReadWrite,
    ReadOnly,
    Immutable
};

// One SQLite connection under a name of its own, for the thread that opened it. Closed and forgotten on destruction.
class SqliteConnection
{
public:
    [[nodiscard]] static Result<std::shared_ptr<SqliteConnection>>
    open(const std::filesystem::path& file, SqliteAccess access, std::chrono::milliseconds busyTimeout);
    ~SqliteConnection();
    SqliteConnection(const SqliteConnection&) = delete;
    SqliteConnection& operator=(const SqliteConnection&) = delete;

    [[nodiscard]] QSqlDatabase database() const { return QSqlDatabase::database(m_name, false); }
    [[nodiscard]] QSqlQuery query() const;
    [[nodiscard]] Status run(const QString& sql) const;
    // First column of the first row.
    [[nodiscard]] Result<QVariant> value(const QString& sql) const;
    // The last failure of `query` as a sentence that says what to do.
    [[nodiscard]] Error failure(const QSqlQuery& query) const;

private:
    SqliteConnection(QString name, std::filesystem::path file);

    QString m_name;
    std::filesystem::path m_file;
};

} // namespace ballast
