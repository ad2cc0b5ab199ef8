#include "app/store/scenario_store.h"

#include "app/store/scenario_set_json.h"
#include "app/store/scenario_store_schema.h"
#include "app/store/sqlite_connection.h"
#include "app/store/whatif_fields.h"

#include <QCryptographicHash>
#include <QSqlError>
#include <QVariant>

#include <fmt/format.h>

#include <cassert>

namespace ballast {
namespace {

constexpr const char* bookKind = "book";
constexpr const char* setKind = "set";

QString sqlText(const std::string& text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

std::string textAt(const QSqlQuery& query, int column)
{
    return query.value(column).toString().toStdString();
}

std::string sha256(const std::string& text)
{
    const auto bytes = QByteArray::fromRawData(text.data(), static_cast<qsizetype>(text.size()));
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex().toStdString();
}

// What one version row holds.
struct VersionRow
{
    std::string kind;
    std::string key;
    Timestamp at{};
    std::string name;
    std::string edit;
    bool discarded = false;
    std::string base; // hash; empty: none
    std::string payload;
};

Result<std::int64_t> nextVersion(const SqliteConnection& connection, const VersionRow& row)
{
    QSqlQuery query = connection.query();
    query.prepare(QStringLiteral("SELECT COALESCE(MAX(version), 0) + 1 FROM version WHERE kind = ? AND key = ?"));
    query.addBindValue(sqlText(row.kind));
    query.addBindValue(sqlText(row.key));
    if (!query.exec() || !query.next())
        return connection.failure(query);
    return query.value(0).toLongLong();
}

Status insertVersion(const SqliteConnection& connection, const VersionRow& row, std::int64_t version)
{
    QSqlQuery query = connection.query();
    query.prepare(QStringLiteral("INSERT INTO version (kind, key, version, at, name, edit, discarded, base, payload) "
                                 "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    query.addBindValue(sqlText(row.kind));
    query.addBindValue(sqlText(row.key));
    query.addBindValue(static_cast<qlonglong>(version));
    query.addBindValue(static_cast<qlonglong>(toUnixMilliseconds(row.at)));
    query.addBindValue(sqlText(row.name));
    query.addBindValue(sqlText(row.edit));
    query.addBindValue(row.discarded ? 1 : 0);
    query.addBindValue(row.base.empty() ? QVariant(QMetaType(QMetaType::QString)) : QVariant(sqlText(row.base)));
    query.addBindValue(sqlText(row.payload));
    if (!query.exec())
        return connection.failure(query);
    return Done{};
}

Status insertBase(const SqliteConnection& connection, const std::string& hash, const std::string& payload)
{
    QSqlQuery query = connection.query();
    query.prepare(QStringLiteral("INSERT OR IGNORE INTO base (hash, payload) VALUES (?, ?)"));
    query.addBindValue(sqlText(hash));
    query.addBindValue(sqlText(payload));
    if (!query.exec())
        return connection.failure(query);
    return Done{};
}

// Runs `work` in a transaction of its own: all of it is there afterwards or nothing.
template <class Work>
auto committed(const SqliteConnection& connection, Work work) -> decltype(work())
{
    // IMMEDIATE: the write lock is taken before anything is read, so no other process can come between.
    if (auto begun = connection.run(QStringLiteral("BEGIN IMMEDIATE")); !begun)
        return begun.error();
    auto result = work();
    if (result) {
        if (auto done = connection.run(QStringLiteral("COMMIT")); !done)
            result = done.error();
    }
    if (!result)
        static_cast<void>(connection.run(QStringLiteral("ROLLBACK")));
    return result;
}

Result<std::int64_t> append(const SqliteConnection& connection, const VersionRow& row, const std::string& basePayload)
{
    return committed(connection, [&]() -> Result<std::int64_t> {
        if (!row.base.empty()) {
            if (auto kept = insertBase(connection, row.base, basePayload); !kept)
                return kept.error();
        }
        const auto version = nextVersion(connection, row);
        if (!version)
            return version;
        if (auto inserted = insertVersion(connection, row, *version); !inserted)
            return inserted.error();
        return version;
    });
}

// One version, the newest for nullopt.
Result<VersionRow> readVersion(const SqliteConnection& connection, const char* kind, const std::string& key,
                               std::optional<std::int64_t> version)
{
    QSqlQuery query = connection.query();
    query.prepare(QStringLiteral("SELECT at, name, edit, discarded, base, payload FROM version WHERE kind = ? AND "
                                 "key = ? %1 ORDER BY version DESC LIMIT 1")
                      .arg(version ? QStringLiteral("AND version = ?") : QString()));
    query.addBindValue(QString::fromLatin1(kind));
    query.addBindValue(sqlText(key));
    if (version)
        query.addBindValue(static_cast<qlonglong>(*version));
    if (!query.exec())
        return connection.failure(query);
    if (!query.next()) {
        if (query.lastError().isValid())
            return connection.failure(query);
        const std::string which = version ? fmt::format(" of version {}", *version) : std::string();
        return Error{Errc::NotFound, fmt::format("no saved {} '{}'{}", kind, key, which)};
    }
    VersionRow row{kind, key, fromUnixMilliseconds(query.value(0).toLongLong()), {}, {}, false, {}, {}};
    row.name = textAt(query, 1);
    row.edit = textAt(query, 2);
    row.discarded = query.value(3).toInt() != 0;
    row.base = textAt(query, 4);
    row.payload = textAt(query, 5);
    return row;
}

Result<std::vector<StoredItem>> itemsOf(const SqliteConnection& connection, const char* kind)
{
    QSqlQuery query = connection.query();
    query.prepare(QStringLiteral("SELECT key, name, version, at, discarded FROM version AS v WHERE kind = ? AND "
                                 "version = (SELECT MAX(version) FROM version WHERE kind = v.kind AND key = v.key) "
                                 "ORDER BY at DESC, key"));
    query.addBindValue(QString::fromLatin1(kind));
    if (!query.exec())
        return connection.failure(query);
    std::vector<StoredItem> items;
    while (query.next())
        items.push_back({query.value(0).toString().toULongLong(), textAt(query, 1), query.value(2).toLongLong(),
                         fromUnixMilliseconds(query.value(3).toLongLong()), query.value(4).toInt() != 0});
    if (query.lastError().isValid())
        return connection.failure(query);
    return items;
}

Result<std::vector<StoredVersion>> versionsOf(const SqliteConnection& connection, const char* kind,
                                              const std::string& key)
{
    QSqlQuery query = connection.query();
    query.prepare(QStringLiteral("SELECT version, at, edit FROM version WHERE kind = ? AND key = ? ORDER BY version"));
    query.addBindValue(QString::fromLatin1(kind));
    query.addBindValue(sqlText(key));
    if (!query.exec())
        return connection.failure(query);
    std::vector<StoredVersion> versions;
    while (query.next())
        versions.push_back(
            {query.value(0).toLongLong(), fromUnixMilliseconds(query.value(1).toLongLong()), textAt(query, 2)});
    if (query.lastError().isValid())
        return connection.failure(query);
    return versions;
}

Status discard(const SqliteConnection& connection, const char* kind, const std::string& key, Timestamp at)
{
    auto row = readVersion(connection, kind, key, std::nullopt);
    if (!row)
        return row.error();
    row->at = at;
    row->edit = "discard";
    row->discarded = true;
    const auto version = append(connection, *row, {});
    return version ? Status(Done{}) : Status(version.error());
}

Result<PortfolioPtr> readStoredBase(const SqliteConnection& connection, const std::string& hash)
{
    QSqlQuery query = connection.query();
    query.prepare(QStringLiteral("SELECT payload FROM base WHERE hash = ?"));
    query.addBindValue(sqlText(hash));
    if (!query.exec())
        return connection.failure(query);
    if (!query.next())
        return Error{Errc::BadInput, "the book that this what-if book was branched from is missing in the store"};
    const std::string payload = textAt(query, 0);
    if (sha256(payload) != hash)
        return Error{Errc::BadInput, "the book that this what-if book was branched from was changed in the store"};
    const auto file = parseJsonFile(payload, "base book");
    if (!file)
        return file.error();
    auto base = readBase(**file, {**file, (*file)->root, {}, {"name", "positions"}}, {});
    if ((*file)->error)
        return *(*file)->error;
    return base;
}

Result<WhatIfBook> bookOf(const SqliteConnection& connection, const VersionRow& row)
{
    const auto base = readStoredBase(connection, row.base);
    if (!base)
        return base.error();
    const auto file = parseJsonFile(row.payload, "what-if book " + row.key);
    if (!file)
        return file.error();
    WhatIfBook book = readWhatIf(**file, {**file, (*file)->root, {}, whatIfKeys()});
    if ((*file)->error)
        return *(*file)->error;
    book.base = *base;
    return book;
}

} // namespace

ScenarioStore::ScenarioStore(std::shared_ptr<SqliteConnection> connection)
    : m_connection(std::move(connection)), m_owner(std::this_thread::get_id())
{}

ScenarioStore::~ScenarioStore() = default;
ScenarioStore::ScenarioStore(ScenarioStore&&) noexcept = default;
ScenarioStore& ScenarioStore::operator=(ScenarioStore&&) noexcept = default;

Result<ScenarioStore> ScenarioStore::open(const std::filesystem::path& file, std::chrono::milliseconds busyTimeout)
{
    auto opened = SqliteConnection::open(file, SqliteAccess::ReadWrite, busyTimeout);
    if (!opened)
        return opened.error();
    if (const auto ready = prepareScenarioStore(**opened, file.string()); !ready)
        return ready.error();
    return ScenarioStore(*opened);
}

Result<WhatIfBookId> ScenarioStore::newBookId()
{
    assert(m_owner == std::this_thread::get_id());
    return committed(*m_connection, [&]() -> Result<WhatIfBookId> {
        if (auto counted = m_connection->run(QStringLiteral("INSERT INTO counter (name, value) VALUES ('book', 1) "
                                                            "ON CONFLICT (name) DO UPDATE SET value = value + 1"));
            !counted)
            return counted.error();
        const auto value = m_connection->value(QStringLiteral("SELECT value FROM counter WHERE name = 'book'"));
        if (!value)
            return value.error();
        return WhatIfBookId{value->toULongLong()};
    });
}

Result<std::int64_t> ScenarioStore::saveBook(const WhatIfBook& book, const std::string& edit, Timestamp at)
{
    assert(m_owner == std::this_thread::get_id());
    const std::string base = baseObject(*book.base).dump();
    return append(
        *m_connection,
        {bookKind, std::to_string(book.id.value), at, book.name, edit, false, sha256(base), whatIfObject(book).dump()},
        base);
}

Result<std::vector<StoredItem>> ScenarioStore::books() const
{
    assert(m_owner == std::this_thread::get_id());
    return itemsOf(*m_connection, bookKind);
}

Result<WhatIfBook> ScenarioStore::book(WhatIfBookId id) const
{
    assert(m_owner == std::this_thread::get_id());
    const auto row = readVersion(*m_connection, bookKind, std::to_string(id.value), std::nullopt);
    return row ? bookOf(*m_connection, *row) : Result<WhatIfBook>(row.error());
}

Result<WhatIfBook> ScenarioStore::bookAt(WhatIfBookId id, std::int64_t version) const
{
    assert(m_owner == std::this_thread::get_id());
    const auto row = readVersion(*m_connection, bookKind, std::to_string(id.value), version);
    return row ? bookOf(*m_connection, *row) : Result<WhatIfBook>(row.error());
}

Result<std::vector<StoredVersion>> ScenarioStore::bookVersions(WhatIfBookId id) const
{
    assert(m_owner == std::this_thread::get_id());
    return versionsOf(*m_connection, bookKind, std::to_string(id.value));
}

Status ScenarioStore::discardBook(WhatIfBookId id, Timestamp at)
{
    assert(m_owner == std::this_thread::get_id());
    return discard(*m_connection, bookKind, std::to_string(id.value), at);
}

Result<std::int64_t> ScenarioStore::saveSet(const ScenarioSet& set, const std::string& edit, Timestamp at)
{
    assert(m_owner == std::this_thread::get_id());
    if (set.name.empty())
        return Error{Errc::BadInput, "give the scenario set a name"};
    return append(*m_connection, {setKind, set.name, at, set.name, edit, false, {}, scenarioSetJson(set)}, {});
}

Result<std::vector<StoredItem>> ScenarioStore::sets() const
{
    assert(m_owner == std::this_thread::get_id());
    return itemsOf(*m_connection, setKind);
}

Result<ScenarioSet> ScenarioStore::set(const std::string& name) const
{
    assert(m_owner == std::this_thread::get_id());
    const auto row = readVersion(*m_connection, setKind, name, std::nullopt);
    return row ? parseScenarioSetJson(row->payload, "scenario set " + name) : Result<ScenarioSet>(row.error());
}

Result<ScenarioSet> ScenarioStore::setAt(const std::string& name, std::int64_t version) const
{
    assert(m_owner == std::this_thread::get_id());
    const auto row = readVersion(*m_connection, setKind, name, version);
    return row ? parseScenarioSetJson(row->payload, "scenario set " + name) : Result<ScenarioSet>(row.error());
}

Result<std::vector<StoredVersion>> ScenarioStore::setVersions(const std::string& name) const
{
    assert(m_owner == std::this_thread::get_id());
    return versionsOf(*m_connection, setKind, name);
}

Status ScenarioStore::discardSet(const std::string& name, Timestamp at)
{
    assert(m_owner == std::this_thread::get_id());
    return discard(*m_connection, setKind, name, at);
}

} // namespace ballast
