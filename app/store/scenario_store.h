#pragma once

#include "models/risk/factor_levels.h"
#include "models/risk/limits.h"
#include "models/whatif/edit_history.h"
#include "models/whatif/scenario_set.h"
#include "models/whatif/whatif_book.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

namespace ballast {

class SqliteConnection;

// What the store keeps of a what-if book or a scenario set.
struct StoredItem
{
    std::uint64_t id = 0;
    std::string name;
    std::int64_t version = 0; // the newest
    Timestamp at{};           // of the newest
    bool discarded = false;
    bool operator==(const StoredItem&) const = default;
};

struct StoredVersion
{
    std::int64_t version = 0; // from 1
    Timestamp at{};
    std::string edit; // "change spot to -12 %"
    bool operator==(const StoredVersion&) const = default;
};

// What-if books and scenario sets with every version of theirs, limit use and factor closes, in one SQLite file (WAL,
// synchronous FULL). An edit is one committed transaction: kill the program at any time and at most the edit in flight
// is lost. Versions are only ever added. Owned and used by the thread that opened it.
class ScenarioStore
{
public:
    // Makes the file where there is none. BadInput: another program's database or a damaged one; Unsupported: newer.
    [[nodiscard]] static Result<ScenarioStore> open(const std::filesystem::path& file,
                                                    std::chrono::milliseconds busyTimeout = std::chrono::seconds(5));
    ~ScenarioStore();
    ScenarioStore(ScenarioStore&&) noexcept;
    ScenarioStore& operator=(ScenarioStore&&) noexcept;

    [[nodiscard]] Result<WhatIfBookId> newBookId();
    // The next version of the book with its id. Returns its number.
    [[nodiscard]] Result<std::int64_t> saveBook(const WhatIfBook& book, const std::string& edit, Timestamp at);
    [[nodiscard]] Result<std::vector<StoredItem>> books() const; // discarded ones too, newest first
    [[nodiscard]] Result<WhatIfBook> book(WhatIfBookId id) const;
    [[nodiscard]] Result<WhatIfBook> bookAt(WhatIfBookId id, std::int64_t version) const;
    [[nodiscard]] Result<std::vector<StoredVersion>> bookVersions(WhatIfBookId id) const;
    [[nodiscard]] Status discardBook(WhatIfBookId id, Timestamp at); // keeps its versions; saving brings it back

    // Sets are known by their name.
    [[nodiscard]] Result<std::int64_t> saveSet(const ScenarioSet& set, const std::string& edit, Timestamp at);
    [[nodiscard]] Result<std::vector<StoredItem>> sets() const;
    [[nodiscard]] Result<ScenarioSet> set(const std::string& name) const;
    [[nodiscard]] Result<ScenarioSet> setAt(const std::string& name, std::int64_t version) const;
    [[nodiscard]] Result<std::vector<StoredVersion>> setVersions(const std::string& name) const;
    [[nodiscard]] Status discardSet(const std::string& name, Timestamp at);

    // How limits were used. Written where a state changed or the last row of a limit is older than a minute.
    [[nodiscard]] Status recordLimitUse(Timestamp at, std::span<const LimitCheck> checks);
    struct LimitUse
    {
        Timestamp at{};
        std::string limit;
        std::optional<double> value;
        LimitState state = LimitState::Unknown;
        std::optional<double> headroom;
        bool operator==(const LimitUse&) const = default;
    };
    [[nodiscard]] Result<std::vector<LimitUse>> limitUse(const std::string& limit, Timestamp from, Timestamp to) const;

    // Daily closes of risk factors as the desk saw them: the last level of a UTC day wins.
    [[nodiscard]] Status recordLevels(Timestamp at, std::span<const FactorLevel> levels);
    [[nodiscard]] Result<std::vector<FactorSeries>> recordedSeries() const;

private:
    explicit ScenarioStore(std::shared_ptr<SqliteConnection> connection);

    std::shared_ptr<SqliteConnection> m_connection;
    std::thread::id m_owner;
};

} // namespace ballast
