#include "app/engine/scenario_worker.h"

#include <exception>
#include <utility>

namespace ballast {

ScenarioWorker::ScenarioWorker(Work work, Outlets outlets)
    : m_work(std::move(work)),
      m_outlets(std::move(outlets)),
      m_thread([this](const std::stop_token& shutdown) { run(shutdown); })
{}

void ScenarioWorker::submit(ScenarioRequest request, Urgency urgency)
{
    {
        const std::scoped_lock lock(m_mutex);
        if (urgency == Urgency::Restart && m_running)
            m_slow.request_stop();
        m_next = std::move(request);
    }
    m_wake.notify_one();
}

void ScenarioWorker::cancel()
{
    const std::scoped_lock lock(m_mutex);
    m_next.reset();
    if (m_running) {
        m_job.request_stop();
        m_slow.request_stop();
    }
}

void ScenarioWorker::run(const std::stop_token& shutdown)
{
    for (;;) {
        std::unique_lock lock(m_mutex);
        m_running = false;
        if (!m_next && !shutdown.stop_requested()) {
            lock.unlock();
            m_outlets.running(false);
            lock.lock();
        }
        if (!m_wake.wait(lock, shutdown, [this] { return m_next.has_value(); }) || shutdown.stop_requested())
            return;
        const ScenarioRequest request = *std::exchange(m_next, std::nullopt);
        m_running = true;
        m_job = std::stop_source();
        m_slow = std::stop_source();
        const Stops stops{m_job.get_token(), m_slow.get_token()};
        const std::stop_callback onShutdown(shutdown, [job = m_job, slow = m_slow]() mutable {
            job.request_stop();
            slow.request_stop();
        });
        lock.unlock();

        m_outlets.running(true);
        runOne(request, stops);
    }
}

// What is published is checked against the token at the last moment: nothing of a run that was given up.
void ScenarioWorker::runOne(const ScenarioRequest& request, const Stops& stops)
{
    const Publish publish = [&](ScenarioPicturePtr picture) {
        if (!stops.run.stop_requested())
            m_outlets.picture(std::move(picture));
    };
    try {
        m_work(request, stops, {publish, m_outlets.progress});
    } catch (const std::exception& failure) {
        if (!stops.run.stop_requested())
            m_outlets.failed(request.number, failure.what());
    }
}

} // namespace ballast
