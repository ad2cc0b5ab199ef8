#include "app/engine/part_threads.h"

#include <algorithm>
#include <chrono>

namespace ballast {
namespace {

constexpr std::size_t mostThreads = 8;
// How long a thread looks for the next piece before it sleeps: pieces of one picture follow each other closely, and
// waking a sleeping thread takes as long as a small grid.
constexpr std::chrono::microseconds lookingFor{50};

} // namespace

PartThreads::PartThreads(std::size_t threads)
{
    const std::size_t parts = std::clamp<std::size_t>(threads, 1, mostThreads);
    m_runner = {parts, [this](std::size_t count, const Part& part) { run(count, part); }};
    for (std::size_t i = 1; i < parts; ++i)
        m_threads.emplace_back([this, i](const std::stop_token& stop) { work(i, stop); });
}

PartThreads::~PartThreads()
{
    for (std::jthread& thread : m_threads)
        thread.request_stop();
}

void PartThreads::run(std::size_t parts, const Part& part)
{
    if (parts > 1 && !m_threads.empty()) {
        {
            const std::scoped_lock lock(m_mutex);
            m_part = &part;
            m_parts = parts;
            m_running = m_threads.size();
            ++m_round;
        }
        m_wake.notify_all();
    }
    part(0);
    for (std::size_t rest = m_threads.size() + 1; rest < parts; ++rest)
        part(rest); // more parts than threads
    if (parts < 2)
        return;
    for (std::size_t running = m_running; running != 0; running = m_running)
        m_running.wait(running);
}

void PartThreads::work(std::size_t index, const std::stop_token& stop)
{
    std::size_t done = 0;
    for (;;) {
        const auto until = std::chrono::steady_clock::now() + lookingFor;
        while (m_round == done && std::chrono::steady_clock::now() < until)
            std::this_thread::yield();
        std::unique_lock lock(m_mutex);
        if (!m_wake.wait(lock, stop, [&] { return m_round != done; }))
            return;
        done = m_round;
        const Part* part = m_part;
        const std::size_t parts = m_parts;
        lock.unlock();
        if (index < parts)
            (*part)(index);
        if (--m_running == 0)
            m_running.notify_all();
    }
}

std::size_t usefulThreads()
{
    return std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, 2);
}

} // namespace ballast
