#pragma once

#include "app/store/scenario_store.h"
#include "models/desk/scenario_view.h"

#include <QObject>
#include <QSemaphore>
#include <QThread>

#include <filesystem>
#include <functional>
#include <optional>

namespace ballast {

// The thread that writes scenarios and what-if books: the only one that touches the scenario store. Edits are written
// in the order of the calls, and one waits until the one before it is on the disk: a kill loses the last edit at most.
// The destructor writes what is queued. Signals arrive in the thread of this object.
class ScenarioKeeper : public QObject
{
    Q_OBJECT

public:
    explicit ScenarioKeeper(std::filesystem::path file, QObject* parent = nullptr);
    ~ScenarioKeeper() override;

    void saveSet(const ScenarioSet& set, const std::string& edit, Timestamp at);
    void saveBook(const WhatIfBook& book, const std::string& edit, Timestamp at);
    void discardBook(WhatIfBookId id, Timestamp at);
    void loadBook(WhatIfBookId id, const std::function<void(const WhatIfBook&)>& use); // use: this object's thread
    // The market that a book is frozen on, in a file beside the store: one a book, the newest.
    void keepMarket(WhatIfBookId id, const SnapshotPtr& market);
    // With the book, null where it is not frozen or its market is not there any more.
    void loadFrozen(WhatIfBookId id, const std::function<void(const WhatIfBook&, const SnapshotPtr&)>& use);
    void askBookId(const std::function<void(WhatIfBookId)>& use);
    void recordLimitUse(Timestamp at, std::vector<LimitCheck> checks);
    void loadLimitUse(const std::string& limit, Timestamp from, Timestamp to,
                      const std::function<void(const LimitUses&)>& use);
    void recordLevels(Timestamp at, std::vector<FactorLevel> levels);

Q_SIGNALS:
    // What the store held when it was opened: its scenario set, if any, and the books that are not discarded.
    void opened(const std::optional<ballast::ScenarioSet>& set, const std::vector<ballast::StoredItem>& books,
                const std::vector<ballast::FactorSeries>& recorded);
    void booksChanged(const std::vector<ballast::StoredItem>& books);
    void problem(const QString& sentence);

private:
    [[nodiscard]] std::filesystem::path marketFile(WhatIfBookId id) const;
    [[nodiscard]] SnapshotPtr frozenMarket(const WhatIfBook& book) const;
    // Store thread.
    void open(const std::filesystem::path& file);
    void onStore(std::function<void(ScenarioStore&)> work);
    void onEdit(std::function<void(ScenarioStore&)> work);
    void report(const Error& error);
    void publishBooks(ScenarioStore& store);
    void onOwner(std::function<void()> work);

    const std::filesystem::path m_file;
    QSemaphore m_unwritten{1}; // free while every edit is on the disk
    QThread m_thread;
    QObject* m_worker;                    // lives on m_thread
    std::optional<ScenarioStore> m_store; // store thread only
};

} // namespace ballast
