#include "app/store/scenario_store_schema.h"

#include <QVariant>

#include <fmt/format.h>

#include <array>

namespace ballast {
namespace {

// kind "book": key is the id; kind "set": key is the name. A base is kept once for all versions that were branched from
// it. Versions are only ever added.
constexpr std::array statements{
    "CREATE TABLE base (hash TEXT PRIMARY KEY NOT NULL, payload TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE version (kind TEXT NOT NULL, key TEXT NOT NULL, version INTEGER NOT NULL, at INTEGER NOT NULL, "
    "name TEXT NOT NULL, edit TEXT NOT NULL, discarded INTEGER NOT NULL, base TEXT, payload TEXT NOT NULL, "
    "PRIMARY KEY (kind, key, version)) STRICT, WITHOUT ROWID",
    "CREATE TABLE counter (name TEXT PRIMARY KEY NOT NULL, value INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE limit_use (name TEXT NOT NULL, at INTEGER NOT NULL, value REAL, state INTEGER NOT NULL, "
    "headroom REAL, PRIMARY KEY (name, at)) STRICT, WITHOUT ROWID",
    "CREATE TABLE factor_close (kind INTEGER NOT NULL, underlying TEXT NOT NULL, day INTEGER NOT NULL, "
    "at INTEGER NOT NULL, level REAL NOT NULL, PRIMARY KEY (kind, underlying, day)) STRICT, WITHOUT ROWID",
    "CREATE TRIGGER version_stays BEFORE UPDATE ON version BEGIN SELECT RAISE(ABORT, 'versions are only added'); END",
    "CREATE TRIGGER version_is_kept BEFORE DELETE ON version BEGIN SELECT RAISE(ABORT, 'versions are only added'); "
    "END"};

// True: it is ours; false: it is empty.
Result<bool> isScenarioStore(const SqliteConnection& connection, const std::string& name)
{
    const auto application = connection.value(QStringLiteral("PRAGMA application_id"));
    if (!application)
        return application.error();
    const auto objects = connection.value(QStringLiteral("SELECT COUNT(*) FROM sqlite_schema"));
    if (!objects)
        return objects.error();
    if (application->toInt() == 0 && objects->toLongLong() == 0)
        return false;
    if (application->toInt() != scenarioApplicationId)
        return Error{Errc::BadInput, name + ": is a database but no scenario store, name another file"};
    const auto version = connection.value(QStringLiteral("PRAGMA user_version"));
    if (!version)
        return version.error();
    if (version->toInt() != scenarioStoreVersion)
        return Error{Errc::Unsupported,
                     fmt::format("{}: has scenario store version {}, this program reads {}: update it", name,
                                 version->toInt(), scenarioStoreVersion)};
    return true;
}

Status checkSound(const SqliteConnection& connection, const std::string& name)
{
    const auto verdict = connection.value(QStringLiteral("PRAGMA quick_check(1)"));
    if (!verdict)
        return verdict.error();
    if (verdict->toString() != QStringLiteral("ok"))
        return Error{Errc::BadInput, name + ": the database is damaged, restore it from a copy"};
    return Done{};
}

Status build(const SqliteConnection& connection, const std::string& name)
{
    const auto ours = isScenarioStore(connection, name);
    if (!ours)
        return ours.error();
    if (*ours)
        return checkSound(connection, name);
    for (const char* sql : statements) {
        if (auto made = connection.run(QString::fromLatin1(sql)); !made)
            return made;
    }
    if (auto marked = connection.run(QStringLiteral("PRAGMA application_id = %1").arg(scenarioApplicationId)); !marked)
        return marked;
    return connection.run(QStringLiteral("PRAGMA user_version = %1").arg(scenarioStoreVersion));
}

} // namespace

Status prepareScenarioStore(const SqliteConnection& connection, const std::string& name)
{
    if (const auto ours = isScenarioStore(connection, name); !ours)
        return ours.error(); // before anything is written to the file
    const auto mode = connection.value(QStringLiteral("PRAGMA journal_mode = WAL"));
    if (!mode)
        return mode.error();
    if (mode->toString() != QStringLiteral("wal"))
        return Error{Errc::Io, name + ": cannot keep a write-ahead log here, use a local disk"};
    if (auto full = connection.run(QStringLiteral("PRAGMA synchronous = FULL")); !full)
        return full;
    if (auto begun = connection.run(QStringLiteral("BEGIN IMMEDIATE")); !begun)
        return begun;
    auto built = build(connection, name);
    if (built)
        built = connection.run(QStringLiteral("COMMIT"));
    if (!built)
        static_cast<void>(connection.run(QStringLiteral("ROLLBACK")));
    return built;
}

} // namespace ballast
