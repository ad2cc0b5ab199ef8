#include "app/store/scenario_store.h"
#include "app/store/sqlite_connection.h"

#include <QSqlError>
#include <QVariant>

#include <algorithm>
#include <cassert>

namespace ballast {
namespace {

constexpr std::chrono::minutes limitUseStep{1};

QString sqlText(const std::string& text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QVariant orNull(std::optional<double> value)
{
    return value ? QVariant(*value) : QVariant(QMetaType(QMetaType::Double));
}

std::optional<double> numberAt(const QSqlQuery& query, int column)
{
    const QVariant value = query.value(column);
    return value.isNull() ? std::nullopt : std::optional(value.toDouble());
}

LimitState stateOf(int number)
{
    const bool known = number >= 0 && number <= static_cast<int>(LimitState::Unknown);
    return known ? static_cast<LimitState>(number) : LimitState::Unknown;
}

// Whether the last row of a limit says the same and is fresh.
Result<bool> saidAlready(const SqliteConnection& connection, const LimitCheck& check, Timestamp at)
{
    QSqlQuery query = connection.query();
    query.prepare(QStringLiteral("SELECT at, state FROM limit_use WHERE name = ? ORDER BY at DESC LIMIT 1"));
    query.addBindValue(sqlText(check.limit.name));
    if (!query.exec())
        return connection.failure(query);
    if (!query.next())
        return false;
    const Timestamp last = fromUnixMilliseconds(query.value(0).toLongLong());
    return at <= last || (stateOf(query.value(1).toInt()) == check.state && at - last < limitUseStep);
}

Status insertUse(const SqliteConnection& connection, const LimitCheck& check, Timestamp at)
{
    QSqlQuery query = connection.query();
    query.prepare(QStringLiteral("INSERT INTO limit_use (name, at, value, state, headroom) VALUES (?, ?, ?, ?, ?)"));
    query.addBindValue(sqlText(check.limit.name));
    query.addBindValue(static_cast<qlonglong>(toUnixMilliseconds(at)));
    query.addBindValue(orNull(check.value));
    query.addBindValue(static_cast<int>(check.state));
    query.addBindValue(orNull(check.headroom));
    if (!query.exec())
        return connection.failure(query);
    return Done{};
}

Status upsertClose(const SqliteConnection& connection, const FactorLevel& level, Timestamp at)
{
    QSqlQuery query = connection.query();
    query.prepare(QStringLiteral("INSERT INTO factor_close (kind, underlying, day, at, level) VALUES (?, ?, ?, ?, ?) "
                                 "ON CONFLICT (kind, underlying, day) DO UPDATE SET at = excluded.at, "
                                 "level = excluded.level WHERE excluded.at >= factor_close.at"));
    const auto day = std::chrono::floor<std::chrono::days>(at).time_since_epoch().count();
    query.addBindValue(static_cast<int>(level.factor.kind));
    query.addBindValue(sqlText(level.factor.underlying));
    query.addBindValue(static_cast<qlonglong>(day));
    query.addBindValue(static_cast<qlonglong>(toUnixMilliseconds(at)));
    query.addBindValue(level.level);
    if (!query.exec())
        return connection.failure(query);
    return Done{};
}

template <class Work>
Status committed(const SqliteConnection& connection, Work work)
{
    if (auto begun = connection.run(QStringLiteral("BEGIN IMMEDIATE")); !begun)
        return begun;
    Status result = work();
    if (result)
        result = connection.run(QStringLiteral("COMMIT"));
    if (!result)
        static_cast<void>(connection.run(QStringLiteral("ROLLBACK")));
    return result;
}

} // namespace

Status ScenarioStore::recordLimitUse(Timestamp at, std::span<const LimitCheck> checks)
{
    assert(m_owner == std::this_thread::get_id());
    return committed(*m_connection, [&]() -> Status {
        for (const LimitCheck& check : checks) {
            const auto said = saidAlready(*m_connection, check, at);
            if (!said)
                return said.error();
            if (*said)
                continue;
            if (auto inserted = insertUse(*m_connection, check, at); !inserted)
                return inserted;
        }
        return Done{};
    });
}

Result<std::vector<ScenarioStore::LimitUse>> ScenarioStore::limitUse(const std::string& limit, Timestamp from,
                                                                     Timestamp to) const
{
    assert(m_owner == std::this_thread::get_id());
    QSqlQuery query = m_connection->query();
    query.prepare(QStringLiteral("SELECT at, value, state, headroom FROM limit_use WHERE name = ? AND at BETWEEN ? "
                                 "AND ? ORDER BY at"));
    query.addBindValue(sqlText(limit));
    query.addBindValue(static_cast<qlonglong>(toUnixMilliseconds(from)));
    query.addBindValue(static_cast<qlonglong>(toUnixMilliseconds(to)));
    if (!query.exec())
        return m_connection->failure(query);
    std::vector<LimitUse> uses;
    while (query.next())
        uses.push_back({fromUnixMilliseconds(query.value(0).toLongLong()), limit, numberAt(query, 1),
                        stateOf(query.value(2).toInt()), numberAt(query, 3)});
    if (query.lastError().isValid())
        return m_connection->failure(query);
    return uses;
}

Status ScenarioStore::recordLevels(Timestamp at, std::span<const FactorLevel> levels)
{
    assert(m_owner == std::this_thread::get_id());
    return committed(*m_connection, [&]() -> Status {
        for (const FactorLevel& level : levels) {
            if (auto kept = upsertClose(*m_connection, level, at); !kept)
                return kept;
        }
        return Done{};
    });
}

Result<std::vector<FactorSeries>> ScenarioStore::recordedSeries() const
{
    assert(m_owner == std::this_thread::get_id());
    QSqlQuery query = m_connection->query();
    if (!query.exec(
            QStringLiteral("SELECT kind, underlying, at, level FROM factor_close ORDER BY underlying, kind, day")))
        return m_connection->failure(query);
    std::vector<FactorSeries> series;
    while (query.next()) {
        const int kind = query.value(0).toInt();
        if (kind < 0 || kind > static_cast<int>(FactorKind::Term))
            continue;
        const RiskFactor factor{static_cast<FactorKind>(kind), query.value(1).toString().toStdString()};
        if (series.empty() || series.back().factor != factor)
            series.push_back({factor, {}});
        PriceBar bar;
        bar.at = fromUnixMilliseconds(query.value(2).toLongLong());
        bar.open = bar.high = bar.low = bar.close = query.value(3).toDouble();
        series.back().levels.bars.push_back(bar);
    }
    if (query.lastError().isValid())
        return m_connection->failure(query);
    return series;
}

} // namespace ballast
