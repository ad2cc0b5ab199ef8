#include "app/store/journal_thread.h"

#include <array>
#include <exception>
#include <utility>

namespace ballast {

JournalThread::JournalThread(std::filesystem::path file, std::size_t historyLimit, QObject* parent)
    : QObject(parent),
      m_file(std::move(file)),
      m_historyLimit(historyLimit),
      m_thread([this](std::stop_token shutdown) { run(std::move(shutdown)); })
{}

JournalThread::~JournalThread()
{
    m_thread.request_stop();
    m_thread.join();
}

std::uint64_t JournalThread::append(JournalDraft draft, Answer answer)
{
    std::uint64_t number = 0;
    {
        const std::scoped_lock lock(m_mutex);
        number = ++m_lastRequest;
        m_queue.push_back({number, std::move(draft), std::move(answer)});
    }
    m_wake.notify_one();
    return number;
}

void JournalThread::run(std::stop_token shutdown)
{
    if (const Status open = openJournal(); !open) {
        QMetaObject::invokeMethod(
            this, [this, error = open.error()] { Q_EMIT failed(0, error); }, Qt::QueuedConnection);
    }
    for (;;) {
        std::unique_lock lock(m_mutex);
        m_wake.wait(lock, shutdown, [this] { return !m_queue.empty(); });
        if (m_queue.empty())
            break; // asked to stop, and everything is written
        const Request request = std::move(m_queue.front());
        m_queue.pop_front();
        lock.unlock();
        publish(request, write(request.draft));
    }
    m_journal.reset(); // its connection belongs to this thread
}

Status JournalThread::openJournal()
{
    auto journal = Journal::open(m_file);
    if (!journal)
        return journal.error();
    m_journal.emplace(std::move(journal).value());
    auto history = readHistory();
    if (!history) {
        m_journal.reset(); // the next request tries again, from the start
        return history.error();
    }
    QMetaObject::invokeMethod(
        this, [this, history = std::move(history).value()] { Q_EMIT opened(history); }, Qt::QueuedConnection);
    return Done{};
}

Result<JournalHistory> JournalThread::readHistory()
{
    static constexpr std::array<std::string_view, 2> killKinds{"kill", "kill-reset"};
    auto newest = m_journal->newest(m_historyLimit);
    if (!newest)
        return newest.error();
    auto kill = m_journal->newestOf(killKinds);
    if (!kill)
        return kill.error();
    auto verdict = Journal::verify(m_file);
    if (!verdict)
        return verdict.error();
    return JournalHistory{std::move(newest).value(), std::move(kill).value(), std::move(verdict).value()};
}

Result<JournalEntry> JournalThread::write(const JournalDraft& draft)
try {
    if (!m_journal) {
        if (const Status open = openJournal(); !open)
            return open.error();
    }
    return m_journal->append(draft);
} catch (const std::exception& e) {
    return Error{Errc::Io, std::string("The journal could not be written: ") + e.what()};
}

void JournalThread::publish(const Request& request, const Result<JournalEntry>& outcome)
{
    const auto deliver = [this, number = request.number, answer = request.answer, outcome] {
        if (answer)
            answer(outcome);
        if (outcome)
            Q_EMIT appended(number, *outcome);
        else
            Q_EMIT failed(number, outcome.error());
    };
    QMetaObject::invokeMethod(this, deliver, Qt::QueuedConnection);
}

} // namespace ballast
