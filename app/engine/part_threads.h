#pragma once

#include "models/risk/scenario_grid.h"

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace ballast {

// Threads that stay warm between the parts of one piece of work. The caller and they take the next part as they are
// free: a thread that takes long to wake does less. One caller at a time. Owner: whoever constructs it; the destructor
// joins.
class PartThreads
{
public:
    // So many threads, the caller's included; at least one. The runner wants several parts a thread.
    explicit PartThreads(std::size_t threads);
    ~PartThreads();
    PartThreads(const PartThreads&) = delete;
    PartThreads& operator=(const PartThreads&) = delete;

    // Valid as long as this object is.
    [[nodiscard]] const PartRunner& runner() const { return m_runner; }

private:
    using Part = std::function<void(std::size_t)>;

    void run(std::size_t parts, const Part& part);
    void takeParts(std::size_t parts, const Part& part);
    void work(const std::stop_token& stop);

    PartRunner m_runner;
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    const Part* m_part = nullptr;           // guarded by m_mutex
    std::size_t m_parts = 0;                // guarded by m_mutex
    std::atomic<std::size_t> m_next = 0;    // the part that nobody has taken yet
    std::atomic<std::size_t> m_round = 0;   // written under m_mutex; read without while waiting for work
    std::atomic<std::size_t> m_running = 0; // threads that are not done with this round
    std::vector<std::jthread> m_threads;
};

// Two where the machine has two: the grids of a desk are done within a millisecond then.
[[nodiscard]] std::size_t usefulThreads();

} // namespace ballast
