#include "app/engine/part_threads.h"

#include <algorithm>
#include <chrono>

namespace ballast {
namespace {

constexpr std::size_t mostThreads = 8;
constexpr std::size_t partsPerThread = 8;
// How long a thread looks for the next piece before it sleeps: pieces of one picture follow each other closely, and
// waking a sleeping thread takes as long as a small grid.
constexpr std::chrono::microseconds lookingFor{50};

} // namespace

PartThreads::PartThreads(std::size_t threads)
{
    const std::size_t count = std::clamp<std::size_t>(threads, 1, mostThreads);
    m_runner = {count == 1 ? 1 : count * partsPerThread,
                [this](std::size_t parts, const Part& part) { run(parts, part); }};
    for (std::size_t i = 1; i < count; ++i)
        m_threads.emplace_back([this](const std::stop_token& stop) { work(stop); });
}

PartThreads::~PartThreads()
{
    for (std::jthread& thread : m_threads)
        thread.request_stop();
}

void PartThreads::run(std::size_t parts, const Part& part)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_part = &part;
        m_parts = parts;
        m_next = 0;
        m_running = parts > 1 ? m_threads.size() : 0;
        if (m_running != 0)
            ++m_round;
    }
    m_wake.notify_all();
    takeParts(parts, part);
    for (std::size_t running = m_running; running != 0; running = m_running)
        m_running.wait(running);
}

void PartThreads::takeParts(std::size_t parts, const Part& part)
{
    for (std::size_t mine = m_next++; mine < parts; mine = m_next++)
        part(mine);
}

void PartThreads::work(const std::stop_token& stop)
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
        const Part& part = *m_part;
        const std::size_t parts = m_parts;
        lock.unlock();
        takeParts(parts, part);
        if (--m_running == 0)
            m_running.notify_all();
    }
}

std::size_t usefulThreads()
{
    return std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, 2);
}

} // namespace ballast
