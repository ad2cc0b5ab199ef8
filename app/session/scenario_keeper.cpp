#include "app/session/scenario_keeper.h"

#include "app/feeds/snapshot_file.h"

#include <fmt/format.h>

#include <algorithm>

namespace ballast {
namespace {

constexpr int patienceMs = 250; // a disk that hangs must not hang the screen

std::vector<StoredItem> keptBooks(const ScenarioStore& store)
{
    auto books = store.books();
    if (!books)
        return {};
    std::erase_if(*books, [](const StoredItem& each) { return each.discarded; });
    return std::move(*books);
}

std::optional<ScenarioSet> newestSet(const ScenarioStore& store)
{
    const auto sets = store.sets();
    if (!sets)
        return std::nullopt;
    for (const StoredItem& each : *sets) {
        if (each.discarded)
            continue;
        auto set = store.set(each.name);
        if (set)
            return std::move(*set);
    }
    return std::nullopt;
}

} // namespace

ScenarioKeeper::ScenarioKeeper(std::filesystem::path file, QObject* parent)
    : QObject(parent), m_file(std::move(file)), m_worker(new QObject)
{
    m_thread.setObjectName(QStringLiteral("scenario store"));
    m_worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread.start();
    QMetaObject::invokeMethod(m_worker, [this] { open(m_file); });
}

ScenarioKeeper::~ScenarioKeeper()
{
    // The last of the queue: the store goes on the thread that owns it, after everything before is written.
    QMetaObject::invokeMethod(m_worker, [this] {
        m_store.reset();
        m_thread.quit();
    });
    m_thread.wait();
}

void ScenarioKeeper::open(const std::filesystem::path& file)
{
    auto store = ScenarioStore::open(file);
    if (!store) {
        report(store.error());
        onOwner([this] { Q_EMIT opened(std::nullopt, {}, {}); });
        return;
    }
    m_store.emplace(std::move(*store));
    const auto recorded = m_store->recordedSeries();
    onOwner([this, set = newestSet(*m_store), books = keptBooks(*m_store),
             series = recorded ? *recorded : std::vector<FactorSeries>{}] { Q_EMIT opened(set, books, series); });
}

// Without a store edits live on the screen only: said once when it failed to open.
void ScenarioKeeper::onStore(std::function<void(ScenarioStore&)> work)
{
    QMetaObject::invokeMethod(m_worker, [this, each = std::move(work)] {
        if (m_store)
            each(*m_store);
    });
}

void ScenarioKeeper::onEdit(std::function<void(ScenarioStore&)> work)
{
    const bool inTurn = m_unwritten.tryAcquire(1, patienceMs);
    QMetaObject::invokeMethod(m_worker, [this, inTurn, each = std::move(work)] {
        if (m_store)
            each(*m_store);
        if (inTurn)
            m_unwritten.release();
    });
}

void ScenarioKeeper::onOwner(std::function<void()> work)
{
    QMetaObject::invokeMethod(this, std::move(work), Qt::QueuedConnection);
}

void ScenarioKeeper::report(const Error& error)
{
    onOwner([this, sentence = QString::fromStdString(error.message)] { Q_EMIT problem(sentence); });
}

void ScenarioKeeper::publishBooks(ScenarioStore& store)
{
    onOwner([this, books = keptBooks(store)] { Q_EMIT booksChanged(books); });
}

void ScenarioKeeper::saveSet(const ScenarioSet& set, const std::string& edit, Timestamp at)
{
    onEdit([=, this](ScenarioStore& store) {
        if (const auto saved = store.saveSet(set, edit, at); !saved)
            report(saved.error());
    });
}

void ScenarioKeeper::saveBook(const WhatIfBook& book, const std::string& edit, Timestamp at)
{
    onEdit([=, this](ScenarioStore& store) {
        if (const auto saved = store.saveBook(book, edit, at); !saved)
            report(saved.error());
        publishBooks(store);
    });
}

void ScenarioKeeper::discardBook(WhatIfBookId id, Timestamp at)
{
    onEdit([=, this](ScenarioStore& store) {
        if (const auto discarded = store.discardBook(id, at); !discarded)
            report(discarded.error());
        publishBooks(store);
    });
}

void ScenarioKeeper::loadBook(WhatIfBookId id, const std::function<void(const WhatIfBook&)>& use)
{
    onStore([=, this](ScenarioStore& store) {
        auto book = store.book(id);
        if (!book)
            report(book.error());
        else
            onOwner([use, loaded = std::move(*book)] { use(loaded); });
    });
}

std::filesystem::path ScenarioKeeper::marketFile(WhatIfBookId id) const
{
    return m_file.parent_path() / fmt::format("{}-market-{}.snapshot", m_file.stem().string(), id.value);
}

SnapshotPtr ScenarioKeeper::frozenMarket(const WhatIfBook& book) const
{
    if (book.followsMarket())
        return nullptr;
    const auto kept = readSnapshotFile(marketFile(book.id));
    if (!kept || kept->empty())
        return nullptr;
    const SnapshotPtr& market = kept->front();
    const bool same = FrozenMarket{market->id, market->asOf, market->source} == *book.frozen;
    return same ? market : nullptr;
}

void ScenarioKeeper::keepMarket(WhatIfBookId id, const SnapshotPtr& market)
{
    onStore([=, this](ScenarioStore&) {
        if (const auto written = writeSnapshotFile(marketFile(id), {market}); !written)
            report(written.error());
    });
}

void ScenarioKeeper::loadFrozen(WhatIfBookId id, const std::function<void(const WhatIfBook&, const SnapshotPtr&)>& use)
{
    onStore([=, this](ScenarioStore& store) {
        auto book = store.book(id);
        if (!book)
            return report(book.error());
        const SnapshotPtr market = frozenMarket(*book);
        onOwner([use, market, loaded = std::move(*book)] { use(loaded, market); });
    });
}

void ScenarioKeeper::askBookId(const std::function<void(WhatIfBookId)>& use)
{
    onStore([=, this](ScenarioStore& store) {
        const auto id = store.newBookId();
        if (!id)
            report(id.error());
        else
            onOwner([use, fresh = *id] { use(fresh); });
    });
}

void ScenarioKeeper::recordLimitUse(Timestamp at, std::vector<LimitCheck> checks)
{
    onStore([=, this](ScenarioStore& store) {
        if (const auto recorded = store.recordLimitUse(at, checks); !recorded)
            report(recorded.error());
    });
}

void ScenarioKeeper::loadLimitUse(const std::string& limit, Timestamp from, Timestamp to,
                                  const std::function<void(const LimitUses&)>& use)
{
    onStore([=, this](ScenarioStore& store) {
        const auto uses = store.limitUse(limit, from, to);
        if (!uses)
            return report(uses.error());
        LimitUses history{limit, {}};
        for (const ScenarioStore::LimitUse& each : *uses)
            history.uses.push_back({each.at, each.value, each.state, each.headroom});
        onOwner([use, read = std::move(history)] { use(read); });
    });
}

void ScenarioKeeper::recordLevels(Timestamp at, std::vector<FactorLevel> levels)
{
    onStore([=, this](ScenarioStore& store) {
        if (const auto recorded = store.recordLevels(at, levels); !recorded)
            report(recorded.error());
    });
}

} // namespace ballast
