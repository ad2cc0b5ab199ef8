#pragma once

#include "app/store/journal.h"

#include <QObject>
#include <QString>

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

namespace ballast {

// What the journal held when it was opened.
struct JournalHistory
{
    std::vector<JournalEntry> newest;       // rising by sequence
    std::optional<JournalEntry> newestKill; // of "kill" and "kill-reset", however long ago
    ChainVerdict verdict;                   // of the whole file
    bool operator==(const JournalHistory&) const = default;
};

// The store thread: the only one that touches the journal file. Requests are written in the order of append(); each is
// answered exactly once, after its commit is on the disk or with the reason why not. Signals and callbacks arrive in
// the thread of this object. Nothing is retried and nothing dropped in silence: after a failure the next request tries
// the file again. The destructor writes what is queued; answers that have not arrived by then do not arrive any more.
class JournalThread : public QObject
{
    Q_OBJECT

public:
    using Answer = std::function<void(const Result<JournalEntry>&)>;

    explicit JournalThread(std::filesystem::path file, std::size_t historyLimit = 1'000, QObject* parent = nullptr);
    ~JournalThread() override;

    // The request's number, from 1.
    std::uint64_t append(JournalDraft draft, Answer answer = {});

Q_SIGNALS:
    void opened(const ballast::JournalHistory& history);
    void appended(quint64 request, const ballast::JournalEntry& entry);
    // Request 0: the file could not be opened. The sentence is ready for the screen.
    void failed(quint64 request, const ballast::Error& error);

private:
    struct Request
    {
        std::uint64_t number = 0;
        JournalDraft draft;
        Answer answer;
    };

    // Store thread.
    void run(std::stop_token shutdown);
    [[nodiscard]] Status openJournal();
    [[nodiscard]] Result<JournalHistory> readHistory();
    [[nodiscard]] Result<JournalEntry> write(const JournalDraft& draft);
    void publish(const Request& request, const Result<JournalEntry>& outcome);

    const std::filesystem::path m_file;
    const std::size_t m_historyLimit;
    std::optional<Journal> m_journal; // store thread only
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::deque<Request> m_queue;     // guarded by m_mutex
    std::uint64_t m_lastRequest = 0; // guarded by m_mutex
    std::jthread m_thread;           // last: stopped and joined before the rest goes
};

} // namespace ballast
